"""Time zones in buttons: a name as a number that stays the same for ever."""

from functools import cache
from zlib import crc32
from zoneinfo import available_timezones

_NO_PLACES = {"localtime", "Factory"}  # names in the data that mean no zone of anybody's


@cache
def _names() -> dict[int, str]:
    return {_number(name): name for name in available_timezones() - _NO_PLACES}


def _number(name: str) -> int:
    return crc32(name.encode())


def zone_number(name: str) -> int | None:
    """The number of a zone (IANA); None for what is no zone's name."""
    number = _number(name)
    return number if _names().get(number) == name else None


def zone_named(number: int) -> str | None:
    """The zone behind a number; None when there is none."""
    return _names().get(number)
