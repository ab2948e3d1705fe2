"""From a drawn card to what Telegram takes: HTML, an inline keyboard, a file name.

Nothing a person wrote can act here: spans are escaped one by one, and only the styles of spans become tags. Limits are
those of the Bot API; text is measured as Telegram does, after parsing, in UTF-16 code units.
"""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.model.card import DrawnButton
from bot.model.fitting import ELLIPSIS, Line, clean, fitted, line_width, sendable, shortened
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

_TAGS = {Style.BOLD: "b", Style.ITALIC: "i", Style.CODE: "code"}
_LINKS = ("http", "https", "tg", "mailto")
_SPACE = re.compile(r"\s")


def html(lines: Sequence[Line], limit: int = TEXT) -> str:
    """The lines as Telegram HTML of at most `limit` characters after parsing; never empty.

    What is too long ends with a line of its own, "…".
    """
    fitting = fitted(list(clean(lines)), limit)
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
    return max(0, sum(line_width(line) + 1 for line in clean(lines)) - 1)


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
    link = f'<a href="{escape(sendable(span.href))}">'
    return (link, "</a>") if span.style is Style.CODE else (link + opened, closed + "</a>")
