"""From a drawn card to what Telegram takes: HTML, an inline keyboard, a file name.

Nothing a person wrote can act here: spans are escaped one by one, and only the styles of spans become tags. Limits are
those of the Bot API; text is measured as Telegram does, after parsing, in UTF-16 code units.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.model.card import DrawnButton
from bot.model.problems import Refused
from bot.model.text import Span, Style

TEXT = 4096
CAPTION = 1024
TOAST = 200
LABEL = 64
DATA = 64  # bytes
IN_A_ROW = 8
BUTTONS = 100
ENTITIES = 100  # the server forgets the rest, so we do not make them

ELLIPSIS = "…"
_TAGS = {Style.BOLD: "b", Style.ITALIC: "i", Style.CODE: "code"}
_LINKS = ("http", "https", "tg", "mailto")
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SPACE = re.compile(r"\s")
_NOT_IN_FILE_NAMES = re.compile(r"[\x00-\x1f\x7f\"\\/\ud800-\udfff]")

Line = tuple[Span, ...]


def html(lines: Sequence[Line], limit: int = TEXT) -> str:
    """The lines as Telegram HTML of at most `limit` characters after parsing; never empty.

    What is too long ends with a line of its own, "…".
    """
    fitting = _fitted(list(_clean(lines)), limit)
    if not any(span.text.strip() for line in fitting for span in line):
        return ELLIPSIS
    tags_left = ENTITIES
    written: list[str] = []
    for line in fitting:
        pieces: list[str] = []
        for span in line:
            opened, closed = _tags(span)
            tags_left -= opened.count("<")
            if tags_left < 0:
                opened = closed = ""
            pieces.append(f"{opened}{escape(span.text, quote=False)}{closed}")
        written.append("".join(pieces))
    return "\n".join(written)


def length(lines: Sequence[Line]) -> int:
    """How long the lines are for Telegram: UTF-16 code units, newlines included."""
    return max(0, sum(_units(line) + 1 for line in _clean(lines)) - 1)


def shortened(text: str, limit: int) -> str:
    """A label or toast, or its beginning with an ellipsis, in at most `limit` UTF-16 code units."""
    text = _sendable(text).strip()
    if _width(text) <= limit:
        return text
    return _beginning(text, limit - 1).rstrip() + ELLIPSIS


def keyboard(rows: Sequence[Sequence[DrawnButton]]) -> InlineKeyboardMarkup | None:
    """The buttons under a message; None when there are none.

    Rows that are too wide are broken, and what goes beyond 100 buttons is left out, as are links Telegram would refuse
    the whole message for. Raises `Refused` for data of more than 64 bytes.
    """
    room = BUTTONS
    kept: list[list[InlineKeyboardButton]] = []
    for row in rows:
        buttons = [button for button in map(_button, row) if button is not None][:room]
        room -= len(buttons)
        kept.extend(buttons[start : start + IN_A_ROW] for start in range(0, len(buttons), IN_A_ROW))
    return InlineKeyboardMarkup(kept) if kept else None


def file_name(name: str) -> str:
    """A name that stays one name on its way: no path, no quotes, no control characters."""
    return _NOT_IN_FILE_NAMES.sub("_", name).strip() or "file"


def _button(button: DrawnButton) -> InlineKeyboardButton | None:
    label = shortened(button.label, LABEL) or ELLIPSIS
    if button.url:
        return InlineKeyboardButton(label, url=button.url) if _opens(button.url) else None
    if not 0 < len(button.data.encode("utf-8", "replace")) <= DATA:
        raise Refused(f"a button holds 1 to {DATA} bytes of data")
    return InlineKeyboardButton(label, callback_data=button.data)


def _opens(url: str) -> bool:
    """Whether a button may lead there: `tg`, or the web with a dotted host, so not to `localhost`."""
    if _SPACE.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    dotted = "." in (parts.hostname or "")
    return bool(parts.netloc) and (parts.scheme == "tg" or (parts.scheme in ("http", "https") and dotted))


def _tags(span: Span) -> tuple[str, str]:
    """The tags before and after a span's text. A link may not be code as well; it stays a link."""
    if not span.text:
        return "", ""
    tag = _TAGS.get(span.style, "")
    opened, closed = (f"<{tag}>", f"</{tag}>") if tag else ("", "")
    if span.href.partition(":")[0].lower() not in _LINKS or _SPACE.search(span.href):
        return opened, closed
    link = f'<a href="{escape(_sendable(span.href))}">'
    return (link, "</a>") if span.style is Style.CODE else (link + opened, closed + "</a>")


def _sendable(text: str) -> str:
    """Without what UTF-8 or Telegram cannot hold: half of a pair, control characters."""
    return _UNSENDABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _clean(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with sendable text, and those that hold a newline in the middle taken apart."""
    for line in lines:
        whole: list[Span] = []
        for span in line:
            first, *more = _sendable(span.text.replace("\r\n", "\n")).split("\n")
            whole.append(Span(first, span.style, span.href))
            for part in more:
                yield tuple(whole)
                whole = [Span(part, span.style, span.href)]
        yield tuple(whole)


def _fitted(lines: list[Line], limit: int) -> list[Line]:
    """As many lines as fit. Where that would waste half the room, the next line is cut, at a space if it has one."""
    if sum(_units(line) + 1 for line in lines) - 1 <= limit:
        return lines
    room = limit - _width(ELLIPSIS)
    kept: list[Line] = []
    for line in lines:
        need = _units(line) + 1
        if need > room:
            if room > limit // 2:
                kept.append(_cut(line, room - 1))
            break
        kept.append(line)
        room -= need
    while kept and not "".join(span.text for span in kept[-1]).strip():
        kept.pop()
    return [*kept, (Span(ELLIPSIS),)]


def _cut(line: Line, room: int) -> Line:
    """The beginning of a line. Links and codes are kept whole or not at all: half of one is worth nothing."""
    kept: list[Span] = []
    for span in line:
        if _width(span.text) > room:
            if span.style is not Style.CODE and not span.href:
                kept.append(Span(_beginning(span.text, room), span.style))
            break
        kept.append(span)
        room -= _width(span.text)
    return tuple(kept)


def _beginning(text: str, room: int) -> str:
    """At most `room` UTF-16 code units of the text, up to its last space when there is one."""
    used = 0
    for index, letter in enumerate(text):
        used += 1 + (letter > "\uffff")
        if used > room:
            head = text[:index]
            return head.rpartition(" ")[0] or head
    return text


def _units(line: Line) -> int:
    return sum(_width(span.text) for span in line)


def _width(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
