"""The text of a spreadsheet's cell, as somebody sees it who looks at the sheet."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ECMA-376 part 1, 22.9.2.19
_UNDERSCORE = 0x5F
_NUMBER = re.compile(r"(#,##)?(0+)(?:\.(0+))?(%)?")
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.|_.|\*.|;.*", re.DOTALL)
_DATE_PIECES = re.compile(r"[dmyhs]+|.", re.IGNORECASE | re.DOTALL)
_LOCAL_FORMATS = {"mm-dd-yy", "m/d/yy h:mm"}  # 14 and 22: shown in the way of whoever looks

_PIECES: dict[str, Callable[[datetime], str]] = {
    "d": lambda at: str(at.day),
    "dd": lambda at: f"{at.day:02}",
    "m": lambda at: str(at.month),
    "mm": lambda at: f"{at.month:02}",
    "yy": lambda at: f"{at.year % 100:02}",
    "yyyy": lambda at: f"{at.year:04}",
    "h": lambda at: str(at.hour),
    "hh": lambda at: f"{at.hour:02}",
    "ss": lambda at: f"{at.second:02}",
}


def displayed(value: Any, style: str = "General") -> str:
    """A value in its number format. Formats that few use show the plain value; formulas are shown, not computed."""
    match value:
        case None:
            return ""
        case str():
            return unescaped(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number(value, style)
        case datetime() | date() | time():
            return _moment(value, style)
        case timedelta():
            return str(value)
    return str(getattr(value, "text", value))  # a formula that fills several cells


def unescaped(text: str) -> str:
    """Text with the signs that a sheet has to write as `_xHHHH_`: control characters, and what looks like that."""

    def sign(found: re.Match[str]) -> str:
        number = int(found[1], 16)
        if number == _UNDERSCORE:
            return "_"
        return chr(number) if number < ord(" ") else found[0]

    return _ESCAPE.sub(sign, text)


def _number(value: float, style: str) -> str:
    form = _NUMBER.fullmatch(_NOT_SHOWN.sub("", style).strip())
    if form is None:
        return str(value) if isinstance(value, int) else f"{value:.15g}"
    thousands, whole, decimals, percent = form.groups()
    shown = f"{value * 100 if percent else value:{',' if thousands else ''}.{len(decimals or '')}f}"
    before, point, behind = shown.partition(".")
    sign, digits = ("-", before[1:]) if before.startswith("-") else ("", before)
    return f"{sign}{digits.zfill(len(whole))}{point}{behind}{percent or ''}"


def _moment(value: datetime | date | time, style: str) -> str:
    """A date as its format writes it, when that has numbers only; else as ISO 8601 does."""
    if isinstance(value, time):
        return value.isoformat(timespec="minutes" if not value.second else "seconds")
    at = value if isinstance(value, datetime) else datetime.combine(value, time())
    pieces = [] if style in _LOCAL_FORMATS else _DATE_PIECES.findall(_NOT_SHOWN.sub(_literal, style).strip())
    written = "".join(_piece(at, pieces, number) for number in range(len(pieces)))
    if written and "\0" not in written:
        return written
    return at.date().isoformat() if at.time() == time() else at.isoformat(" ", timespec="minutes")


def _literal(found: re.Match[str]) -> str:
    """What a format shows of a piece that is no number: a sign behind a backslash."""
    return found[0][1] if found[0].startswith("\\") and not found[0][1].isalpha() else ""


def _piece(at: datetime, pieces: list[str], number: int) -> str:
    """One piece of a date's format; a zero byte for one that we do not write."""
    piece = pieces[number].lower()
    if not piece.isalpha():
        return pieces[number]
    if piece == "mm" and any(neighbour.lower() in ("h", "hh") for neighbour in pieces[max(0, number - 2) : number]):
        return f"{at.minute:02}"
    return _PIECES[piece](at) if piece in _PIECES else "\0"
