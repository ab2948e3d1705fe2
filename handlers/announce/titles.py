"""Groups and channels in a segment: people write and read their names, the store keeps their numbers."""

import re
from collections.abc import Collection, Mapping

from bot.model.text import T, Text
from storage.announcements import GROUP

_BEFORE = r"\b(?:(?:the\s+)?group|grup(?:ul)?)\b"
_EITHER = {letter: f"[{pair}]" for pair in ("șş", "țţ", "ȘŞ", "ȚŢ") for letter in pair}
_COMMAS = str.maketrans("şţ", "șț")
_QUOTE = '[“”„"«»]'


def title(name: str) -> Text:
    """A group in a sentence, and as it can be written in the form."""
    return T("the group “{title}”", title=name)


def with_words(written: str, names: Mapping[int, str], known: Collection[str]) -> str:
    """What was written, with the word of the store for each group that is named in it.

    A name stands in quotation marks, or behind `group:`, or alone between commas, where it is no word of `known` (in
    lower case), which means something else.
    """
    if not names:
        return written
    words = {_plain(name): f"{GROUP}{number}" for number, name in names.items()}
    longest_first = sorted(names.values(), key=len, reverse=True)
    name = "(" + "|".join(r"\s+".join(map(_pattern, one.split())) for one in longest_first) + ")"
    quoted = rf"(?:{_BEFORE}\s*:?\s*)?{_QUOTE}\s*{name}\s*{_QUOTE}"
    marked = rf"{_BEFORE}\s*:\s*{name}(?=\s|[,;]|$)"
    alone = rf"(?:^|(?<=[,;\n]))\s*{name}\s*(?=[,;\n]|$)"

    def word(found: re.Match[str]) -> str:
        meant = _plain(next(one for one in found.groups() if one))
        return found[0] if meant not in words or (found[3] and meant in known) else f" {words[meant]} "

    return re.sub(f"{quoted}|{marked}|{alone}", word, written, flags=re.IGNORECASE)


def _pattern(word: str) -> str:
    """Names are shown with commas below, however they are stored, and either may be written."""
    return "".join(_EITHER.get(letter, re.escape(letter)) for letter in word)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold().translate(_COMMAS)
