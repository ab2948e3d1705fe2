"""Names of weekdays and months as people write them, and repairs for a weekday that does not fit its date."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice

Names = Mapping[str, tuple[str, ...]]

WEEKDAYS: Names = {
    "ro": ("luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
"""For each language the weekdays as they stand inside a sentence, Monday first."""

MONTHS: Names = {
    "ro": (
        "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie",
        "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
"""For each language the months as they stand inside a sentence, January first."""


def folded(text: str) -> str:
    """The text in lower case, without accents and invisible characters, with `-` for every dash and single spaces.

    Comma and cedilla forms of ș and ț become the same letter, so does a text that lost its diacritics.
    """
    return " ".join("".join(_plain(letter) for letter in unicodedata.normalize("NFD", text.casefold())).split())


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Mn", "Cf"):
        return ""
    return "-" if category == "Pd" or letter == "\N{MINUS SIGN}" else letter


def _by_folded_name(names: Names) -> dict[str, int]:
    return {folded(name): number for row in names.values() for number, name in enumerate(row)}


# Two spellings that no beginning of a name covers: the British "weds" and sâmbătă in the spelling before 1993.
_WEEKDAY_NUMBERS = _by_folded_name(WEEKDAYS) | {"weds": 2, "simbata": 5}
_MONTH_NUMBERS = _by_folded_name(MONTHS)


def weekday_named(word: str) -> int | None:
    """The weekday (0 = Monday) of a folded Romanian or English name or of its beginning ("mie", "thurs"), else None."""
    return _numbered(word, _WEEKDAY_NUMBERS, shortest=2)


def month_named(word: str) -> int | None:
    """The month (1 = January) of a folded Romanian or English name or of its beginning ("noi", "sept"), else None."""
    number = _numbered(word, _MONTH_NUMBERS, shortest=3)
    return None if number is None else number + 1


def _numbered(word: str, numbers: Mapping[str, int], shortest: int) -> int | None:
    """The number whose name begins with the word; `shortest` letters are enough to tell the names apart."""
    if len(word) < shortest:
        return None
    return next((number for name, number in numbers.items() if name.startswith(word)), None)


def existing_day(year: int, month: int, number: int) -> date | None:
    """The day with these numbers, None when the calendar has none (31.02, month 13, year 0)."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def weekday_candidates(day: date, weekday: int) -> tuple[date, ...]:
    """What somebody may have meant who wrote this date with a weekday (0 = Monday) that it does not have.

    First the day of the same number in later months, at most two of the following twelve: a wrong month is the likelier
    slip. Then the nearest date with that weekday, which is at most three days away. Empty when date and weekday agree.
    """
    if day.weekday() == weekday:
        return ()
    fitting = (later for later in _same_number_later(day) if later.weekday() == weekday)
    return (*islice(fitting, 2), _nearest(day, weekday))


def _same_number_later(day: date) -> Iterator[date]:
    for step in range(1, 13):
        years, month = divmod(day.month - 1 + step, 12)
        later = existing_day(day.year + years, month + 1, day.day)
        if later is not None:
            yield later


def _nearest(day: date, weekday: int) -> date:
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead if ahead <= 3 else ahead - 7)
