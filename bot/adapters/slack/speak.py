"""From a drawn card to what Slack takes: blocks, and a text for notifications and screen readers.

Nothing a person wrote can act here. Cards are `rich_text`, where text is only ever text; Slack's mark-up is read in the
fallback alone, and there `&`, `<` and `>` are escaped (Slack, "Formatting message text"). Limits are those of Block Kit
(Slack, "Blocks" and "Block elements"); Slack does not document how it measures, so text counts in UTF-16 code units,
which is never too little.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.model.card import Drawn, DrawnButton
from bot.model.fitting import ELLIPSIS, Line, beginning, clean, fitted, line_width, sendable, shortened, width
from bot.model.problems import Refused
from bot.model.text import Span, Style

TEXT = 8000  # all of a card; beyond some 13,000 with everything around it Slack refuses (`msg_blocks_too_long`)
SECTION = 3000
FALLBACK = 3000
LABEL = 75
VALUE = 2000
ADDRESS = 3000
IN_A_BLOCK = 25
BLOCKS = 50
PAGE_BLOCKS = 100  # of a Home tab, and of a modal

AS_IT_IS: Mapping[str, Any] = {"parse": "none", "link_names": False}  # else an edit finds links in the fallback

PRESS, LINK = "press", "link"  # how the action ids of buttons begin

_STYLES = {Style.BOLD: "bold", Style.ITALIC: "italic", Style.CODE: "code"}
_LINKS = ("http", "https", "mailto")
_SPACE = re.compile(r"\s")

Block = dict[str, Any]


def blocks(drawn: Drawn, most: int = BLOCKS, limit: int = TEXT) -> list[Block]:
    """A card as at most `most` blocks, its text cut to `limit` with an ellipsis; never without text.

    Each row of buttons is a block where there is room; else they fill as few blocks as they can, and what goes beyond
    is left out. Raises `Refused` for a button whose payload Slack cannot hold.
    """
    return [written(drawn.lines, limit), *_rows(drawn.rows, most - 1)]


def written(lines: Sequence[Line], limit: int = TEXT) -> Block:
    """The text of a card as one block."""
    fitting = fitted(list(clean(lines)), limit)
    if not any(span.text.strip() for line in fitting for span in line):
        fitting = [(Span(ELLIPSIS),)]
    sections = [{"type": "rich_text_section", "elements": list(_elements(part))} for part in _sections(fitting)]
    return {"type": "rich_text", "elements": sections}


def fallback(drawn: Drawn) -> str:
    """The card in words, escaped: for notifications, search and screen readers; never empty."""
    return escaped(shortened(drawn.plain, FALLBACK)) or ELLIPSIS


def escaped(text: str) -> str:
    """The text for a place where Slack reads mark-up: it can mention nobody and link nowhere."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_text(text: str, limit: int) -> Block:
    """A text object of at most `limit`, in which no mark-up is read; never empty.

    `emoji` is on because Slack turns typed emoji into `:names:` and shows those as they are without it.
    """
    return {"type": "plain_text", "text": shortened(text, limit) or ELLIPSIS, "emoji": True}


def button(number: int, one: DrawnButton) -> Block | None:
    """A button under its number; None for a link Slack would refuse the whole message for."""
    label = plain_text(one.label, LABEL)
    if one.url:
        if not _opens(one.url):
            return None
        return {"type": "button", "action_id": f"{LINK}:{number}", "text": label, "url": one.url}
    if not 0 < width(one.data) <= VALUE:
        raise Refused(f"a button holds 1 to {VALUE} characters of data")
    return {"type": "button", "action_id": f"{PRESS}:{number}", "text": label, "value": one.data}


def actions(buttons: Sequence[Block]) -> list[Block]:
    """The buttons in as few blocks as can hold them."""
    return [
        {"type": "actions", "elements": list(buttons[start : start + IN_A_BLOCK])}
        for start in range(0, len(buttons), IN_A_BLOCK)
    ]


def _rows(rows: Sequence[Sequence[DrawnButton]], most: int) -> list[Block]:
    numbered = enumerate(one for row in rows for one in row)
    drawn = [[made for one in row if (made := button(next(numbered)[0], one)) is not None] for row in rows]
    found = [block for row in drawn for block in actions(row)]
    return found if len(found) <= most else actions([one for row in drawn for one in row])[:most]


def _sections(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines in parts that a section can hold; a line that is longer than one is taken apart."""
    part: list[Line] = []
    room = SECTION
    for line in (piece for whole in lines for piece in _pieces(whole)):
        need = line_width(line) + 1
        if part and need > room:
            yield part
            part, room = [], SECTION
        part.append(line)
        room -= need
    yield part


def _pieces(line: Line) -> Iterator[Line]:
    if line_width(line) < SECTION:
        yield line
        return
    for span in line:
        rest = span.text
        while rest:
            head = beginning(rest, SECTION - 1)
            yield (Span(head, span.style, span.href),)
            rest = rest[len(head) :].lstrip(" ")


def _elements(lines: Sequence[Line]) -> Iterator[Block]:
    """The spans of some lines with newlines between; neighbours that look alike are one element."""
    spans = [span for line in lines for span in (*line, Span("\n"))][:-1]
    merged: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        href = sendable(span.href) if _leads(span.href) else ""
        before = merged[-1] if merged else None
        if before is not None and (before.style, before.href) == (span.style, href):
            merged[-1] = Span(before.text + span.text, span.style, href)
        else:
            merged.append(Span(span.text, span.style, href))
    yield from map(_element, merged or [Span(ELLIPSIS)])


def _element(span: Span) -> Block:
    element: Block = {"type": "text", "text": span.text}
    if span.href:
        element = {"type": "link", "url": span.href, "text": span.text}
    if span.style in _STYLES:
        element["style"] = {_STYLES[span.style]: True}
    return element


def _leads(href: str) -> bool:
    return href.partition(":")[0].lower() in _LINKS and not _SPACE.search(href) and width(href) <= ADDRESS


def _opens(url: str) -> bool:
    """Whether a button may lead there: the web, or a letter."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that belong to no IPv6 address
        return False
    return _leads(url) and bool(parts.netloc or parts.scheme == "mailto")
