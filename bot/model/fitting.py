"""Making text fit: lines of spans, labels and file names, cut to a platform's limit where people would cut them.

Length is counted in UTF-16 code units, as Telegram and Slack's clients do; it is never less than the number of letters.
"""

import re
from collections.abc import Iterator, Sequence

from bot.model.text import Span, Style

ELLIPSIS = "…"
_NOT_IN_FILE_NAMES = re.compile(r"[\x00-\x1f\x7f\"\\/\ud800-\udfff]")
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

Line = tuple[Span, ...]


def width(text: str) -> int:
    """The text's length."""
    return len(text.encode("utf-16-le")) // 2


def sendable(text: str) -> str:
    """Without what UTF-8 or a platform cannot hold: half of a pair, control characters."""
    return _UNSENDABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def shortened(text: str, limit: int) -> str:
    """A label or title, or its beginning with an ellipsis, in at most `limit`."""
    text = sendable(text).strip()
    if width(text) <= limit:
        return text
    return beginning(text, limit - 1).rstrip() + ELLIPSIS


def file_name(name: str) -> str:
    """A name that stays one name on its way: no path, no quotes, no control characters."""
    return _NOT_IN_FILE_NAMES.sub("_", name).strip() or "file"


def clean(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with sendable text, and those that hold a newline in the middle taken apart."""
    for line in lines:
        whole: list[Span] = []
        for span in line:
            first, *more = sendable(span.text.replace("\r\n", "\n")).split("\n")
            whole.append(Span(first, span.style, span.href))
            for part in more:
                yield tuple(whole)
                whole = [Span(part, span.style, span.href)]
        yield tuple(whole)


def fitted(lines: list[Line], limit: int) -> list[Line]:
    """As many lines as fit, then one with an ellipsis when some are left out.

    Where that would waste half the room, the next line is cut, at a space if it has one.
    """
    if sum(line_width(line) + 1 for line in lines) - 1 <= limit:
        return lines
    room = limit - width(ELLIPSIS)
    kept: list[Line] = []
    for line in lines:
        need = line_width(line) + 1
        if need > room:
            if room > limit // 2:
                kept.append(_cut(line, room - 1))
            break
        kept.append(line)
        room -= need
    while kept and not "".join(span.text for span in kept[-1]).strip():
        kept.pop()
    return [*kept, (Span(ELLIPSIS),)]


def line_width(line: Line) -> int:
    """The length of a line's text."""
    return sum(width(span.text) for span in line)


def beginning(text: str, room: int) -> str:
    """The text's beginning of at most `room`, up to its last space when there is one."""
    used = 0
    for index, letter in enumerate(text):
        used += 1 + (letter > "\uffff")
        if used > room:
            head = text[:index]
            return head.rpartition(" ")[0] or head
    return text


def _cut(line: Line, room: int) -> Line:
    """The beginning of a line. Links and codes are kept whole or not at all: half of one is worth nothing."""
    kept: list[Span] = []
    for span in line:
        if width(span.text) > room:
            if span.style is not Style.CODE and not span.href:
                kept.append(Span(beginning(span.text, room), span.style))
            break
        kept.append(span)
        room -= width(span.text)
    return tuple(kept)
