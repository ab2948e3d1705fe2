"""The harvest as a page to print: headings for question, table and round; nothing in it acts, nothing is loaded."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby

from bot.core.translate import Reader, plain
from bot.model.personal import masked
from bot.model.text import Moment, N, T, Text
from bot.model.values import Naming, Words
from handlers.shared.answer_table import words
from storage.harvesting import Answer

MEDIA = "text/html; charset=utf-8"
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_NO_SIGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Dark on white, more than 12:1; grows with the reader's own letters, and breaks no idea over two sheets.
_STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif;
  color: #1f1f1f; background: #fff; overflow-wrap: anywhere }
h1, h2, h3 { line-height: 1.25; break-after: avoid }
h2 { margin-top: 2.5rem; border-bottom: 2px solid #1f1f1f }
li { margin: .4rem 0; white-space: pre-line; break-inside: avoid }
.who { color: #3d3d3d; font-style: italic }
@media print { body { margin: 0; max-width: none } }
"""


def printable(
    title: Words,
    asked: Mapping[int, Words],
    answers: Sequence[Answer],
    reader: Reader,
    at: datetime,
    *,
    names: bool = True,
) -> bytes:
    """The page in the reader's language, as of `at`. Whoever said something is named where `names` are wanted and the
    mode is `named`; what is hidden on the wall is left out here too, and said to be, and so are telephone numbers and
    addresses that somebody wrote."""
    open_ = [one for one in answers if not one.hidden and words(one)]
    parts = [_said(T("As of {moment}", moment=Moment(at, reader.zone)), reader, "p")]
    parts.append(_said(N("{n} answer", "{n} answers", len(open_)), reader, "p"))
    if hidden := sum(bool(one.hidden) for one in answers):
        left_out = N("{n} hidden answer is left out.", "{n} hidden answers are left out.", hidden)
        parts.append(_said(left_out, reader, "p"))
    for question, of_question in groupby(open_, lambda one: one.question):
        parts.append(_question(question, asked.get(question), reader))
        for (table, number), of_table in groupby(of_question, lambda one: (one.table_number, one.round_number)):
            parts.append(_said(T("Table {t}, round {n}", t=table, n=number), reader, "h3"))
            parts += ["<ul>", *(_item(one, names=names) for one in of_table), "</ul>"]
    heading = plain(T("Harvest: {title}", title=title), reader)
    return _document(heading, reader.language, "\n".join(parts)).encode()


def _document(heading: str, language: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_safe(heading)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{_safe(heading)}</h1>
{body}
</main>
</body>
</html>
"""


def _said(text: Text, reader: Reader, tag: str) -> str:
    return f"<{tag}>{_safe(plain(text, reader))}</{tag}>"


def _question(number: int, asked: Words | None, reader: Reader) -> str:
    if asked is None:
        return _said(T("Question {q}", q=number), reader, "h2")
    text, language = asked.choose(reader.language)
    label = _safe(plain(T("Question {q}", q=number), reader))
    return f'<h2>{label}: <span lang="{escape(language)}">{_safe(text)}</span></h2>'


def _item(one: Answer, *, names: bool) -> str:
    """An answer in its own language, as far as that is known, and in its own direction."""
    tongue = f' lang="{one.language}"' if _LANGUAGE.fullmatch(one.language) else ""
    who = ", ".join(name for name in (one.person_name, one.organisation_name) if name)
    named = f' <span class="who">({_safe(who)})</span>' if who and names and one.naming is Naming.NAMED else ""
    return f'<li><span dir="auto"{tongue}>{_safe(masked(words(one)))}</span>{named}</li>'


def _safe(text: str) -> str:
    return escape(_NO_SIGN.sub("\N{REPLACEMENT CHARACTER}", text))
