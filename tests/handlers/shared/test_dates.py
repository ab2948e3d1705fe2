"""Days as people write them, and what is offered when weekday and date disagree."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.shared.dates import NotADay, WrittenDay, written_day
from handlers.shared.weekdays import MONTHS, WEEKDAYS, folded, month_named, weekday_candidates, weekday_named

WEDNESDAY, FRIDAY = 2, 4
WORKSHOP = date(2020, 11, 10)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))


def refused(text: str) -> NotADay:
    """The refusal that this text meets."""
    with pytest.raises(NotADay) as raised:
        written_day(text)
    return raised.value


def outcome(text: str) -> WrittenDay | NotADay:
    """What becomes of this text."""
    try:
        return written_day(text)
    except NotADay as refusal:
        return refusal


@pytest.mark.parametrize(
    "text",
    [
        "10.11.2020",
        " 10. 11. 2020 ",
        "10.11.2020.",
        "2020-11-10",
        "10 noiembrie 2020",
        "10 NOIEMBRIE 2020",
        "10 noi. 2020",
        "10-nov-2020",
        "10 November 2020",
        "10th of November, 2020",
        "November 10, 2020",
        "data: 10.11.2020",
        "în data de 10.11.2020",
        "10\N{NO-BREAK SPACE}noiembrie\N{NARROW NO-BREAK SPACE}2020",
        "2020\N{NON-BREAKING HYPHEN}11\N{NON-BREAKING HYPHEN}10",
        "\N{LEFT-TO-RIGHT MARK}10.11.2020\N{ZERO WIDTH SPACE}",
    ],
)
def test_a_day_without_weekday(text: str) -> None:
    """A day alone is read in every usual form, and nothing is to be asked."""
    assert WrittenDay(WORKSHOP, None, meant=False, candidates=()) == written_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "marți, 10 noiembrie 2020",
        "Marţi, 10.11.2020",
        "MARTI 10.11.2020",
        "mar. 10.11.2020",
        "ma,10.11.2020",
        "Tuesday 10 November 2020",
        "Tue, Nov 10 2020",
        "tues 2020-11-10",
        "10.11.2020 (marți)",
        "10 November 2020, Tuesday",
        "until Tuesday, the 10th of November 2020",
    ],
)
def test_a_right_weekday(text: str) -> None:
    """A weekday that fits is understood whatever its language, length and letters, and raises no false alarm."""
    assert WrittenDay(WORKSHOP, 1, meant=False, candidates=()) == written_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "până miercuri, 04.11.2020",
        "pana miercuri 4.11.2020",
        "până la 04.11.2020 (inclusiv)",
        "cel târziu miercuri, 4 noiembrie 2020",
        "până la sfârșitul zilei de 04.11.2020",
        "by the end of Wednesday, 4 November 2020",
        "until 4 Nov 2020 (inclusive)",
        "no later than 04.11.2020, incl.",
    ],
)
def test_a_deadline_is_its_day(text: str) -> None:
    """The words of a deadline change nothing: it is the day it names."""
    assert date(2020, 11, 4) == written_day(text).day


@pytest.mark.parametrize(
    ("text", "day", "weekday", "candidates"),
    [
        ("miercuri, 17.01.2021", "2021-01-17", WEDNESDAY, ["2021-02-17", "2021-03-17", "2021-01-20"]),
        ("până vineri, 12.01.2021", "2021-01-12", FRIDAY, ["2021-02-12", "2021-03-12", "2021-01-15"]),
    ],
)
def test_a_wrong_weekday(text: str, day: str, weekday: int, candidates: list[str]) -> None:
    """A weekday that does not fit is kept as written, with the repairs, and nothing is chosen."""
    repairs = tuple(map(date.fromisoformat, candidates))
    assert WrittenDay(date.fromisoformat(day), weekday, meant=False, candidates=repairs) == written_day(text)


@pytest.mark.parametrize("text", ["miercuri, 17.01.2021", "Wednesday 17.01.2021 (inclusive)"])
def test_a_wrong_weekday_is_a_conflict(text: str) -> None:
    """A weekday that does not fit must be settled by the writer."""
    assert written_day(text).in_conflict


@pytest.mark.parametrize("text", ["miercuri, 17.01.2021!", "Wed 17.01.2021 !", "miercuri, 17.01.2021 (inclusiv)!"])
def test_insisting_settles_a_conflict(text: str) -> None:
    """A trailing exclamation mark keeps the date in spite of its weekday."""
    assert not written_day(text).in_conflict


def test_insisting_keeps_what_was_written() -> None:
    """Who insists is still told what else they may have meant."""
    repairs = (date(2021, 2, 17), date(2021, 3, 17), date(2021, 1, 20))
    assert WrittenDay(date(2021, 1, 17), WEDNESDAY, meant=True, candidates=repairs) == written_day("mie 17.01.2021!")


@pytest.mark.parametrize("text", ["marți, 10 noiembrie 2020", "miercuri, 04.11.2020", "joi, 08.10.2020"])
def test_true_invitations_raise_no_conflict(text: str) -> None:
    """An invitation whose weekdays are right is not questioned."""
    assert not written_day(text).in_conflict


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("02/03/2021", ["2021-03-02", "2021-02-03"]),
        ("02-03-2021", ["2021-03-02", "2021-02-03"]),
        ("13/02/2021", ["2021-02-13"]),
        ("02/13/2021", ["2021-02-13"]),
        ("02/02/2021", ["2021-02-02"]),
        ("2021/02/13", ["2021-02-13"]),
        ("2021.02.13", ["2021-02-13"]),
        ("02/03/2021!", ["2021-03-02", "2021-02-03"]),
        ("marți, 02/03/2021", ["2021-03-02", "2021-02-03"]),
        ("înainte de 12.02.2021", ["2021-02-11"]),
        ("before Friday, 12 February 2021", ["2021-02-11"]),
        ("12.02.2021 (exclusiv)", ["2021-02-11"]),
        ("înainte de vineri, 12.01.2021", ["2021-02-11", "2021-03-11", "2021-01-14"]),
        ("înainte de vineri, 12.01.2021!", ["2021-01-11"]),
    ],
)
def test_what_may_mean_several_days_is_asked(text: str, candidates: list[str]) -> None:
    """A foreign order of numbers and an exclusive limit are never settled alone: their readings are offered."""
    refusal = refused(text)
    assert ("ambiguous", tuple(map(date.fromisoformat, candidates))) == (refusal.kind, refusal.candidates)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("31.02.2021", "impossible"),
        ("31.02", "impossible"),
        ("29.02.2021", "impossible"),
        ("31 februarie 2021", "impossible"),
        ("00.01.2021", "impossible"),
        ("01.13.2021", "impossible"),
        ("13/13/2021", "impossible"),
        ("2021-02-30", "impossible"),
        ("01.01.0001", "impossible"),
        ("31.12.9999", "impossible"),
        ("12.02", "no_year"),
        ("29.02", "no_year"),
        ("vineri, 12.02", "no_year"),
        ("12 februarie", "no_year"),
        ("12 mar", "no_year"),
        ("Feb 12", "no_year"),
        ("12.02.21", "no_year"),
        ("12/02", "no_year"),
        ("", "unreadable"),
        ("!", "unreadable"),
        ("vineri", "unreadable"),
        ("mâine", "unreadable"),
        ("februarie 2021", "unreadable"),
        ("10.11.202", "unreadable"),
        ("10.11.20201", "unreadable"),
        ("10.11-2020", "unreadable"),
        ("10.11.2020 13:15", "unreadable"),
        ("10.11.2020 11.11.2020", "unreadable"),
        ("smarți, 10.11.2020", "unreadable"),
        ("10 foo 2020", "unreadable"),
        ("1\N{SUPERSCRIPT ZERO}.11.2020", "unreadable"),
        ("10.11.2020" + " " * 20 + "x" * 4000, "unreadable"),
    ],
)
def test_no_day(text: str, kind: str) -> None:
    """What is no day says which kind of trouble it is."""
    assert kind == refused(text).kind


def test_a_refusal_repeats_what_was_written() -> None:
    """A refusal carries the text as it was written."""
    written = "până  31.02.2021 "
    assert written == refused(written).text


def test_a_past_day_is_read() -> None:
    """A day in the past is a day: records are written after the fact."""
    assert date(2019, 9, 30) == written_day("luni, 30.09.2019").day


@pytest.mark.parametrize(("text", "month"), [("mar 3 mar 2020", 3), ("mar 3 2020", 3), ("ma 3 mai 2022", 5)])
def test_march_and_tuesday(text: str, month: int) -> None:
    """The beginning "mar" is marți before a day and March where the month stands."""
    assert month == written_day(text).day.month


@given(DAYS, st.sampled_from(["ro", "en_GB"]), st.sampled_from(["EEEE, d MMMM y", "EEE, d MMM y", "EEEE, dd.MM.y"]))
def test_a_printed_day_is_read_back(day: date, language: str, pattern: str) -> None:
    """Every day printed with its weekday, long or short, is read back without conflict."""
    printed = format_date(day, pattern, locale=language)
    assert WrittenDay(day, day.weekday(), meant=False, candidates=()) == written_day(printed)


@given(st.text(max_size=200))
def test_any_text_is_a_day_or_a_refusal(text: str) -> None:
    """No text makes the reader fail in another way than by its own refusal."""
    assert isinstance(outcome(text), WrittenDay | NotADay)


@given(st.from_regex(r"(vineri,? )?[0-9]{1,4}[./-][0-9]{1,2}([./-][0-9]{1,4})?!?", fullmatch=True))
@example("before 01.01.1000")
@example("luni 31.12.9998")
def test_any_numbers_are_a_day_or_a_refusal(text: str) -> None:
    """No numbers lead beyond the calendar."""
    assert isinstance(outcome(text), WrittenDay | NotADay)


@given(DAYS, st.integers(0, 6))
def test_candidates_fall_on_the_written_weekday(day: date, weekday: int) -> None:
    """Every repair has the weekday that was written."""
    assert {weekday} >= {candidate.weekday() for candidate in weekday_candidates(day, weekday)}


@given(DAYS, st.integers(0, 6))
def test_the_nearest_candidate(day: date, weekday: int) -> None:
    """The last repair of a wrong weekday is at most three days away, none is offered for a right one."""
    away = [abs(candidate - day) <= timedelta(days=3) for candidate in weekday_candidates(day, weekday)[-1:]]
    assert ([] if day.weekday() == weekday else [True]) == away


@given(DAYS, st.integers(0, 6))
def test_candidates_of_the_same_number(day: date, weekday: int) -> None:
    """The repairs before the last are the first two such days of the year that follows."""
    year = (day + timedelta(days=ahead) for ahead in range(1, 367))
    fitting = [later for later in year if later.day == day.day and later.weekday() == weekday]
    expected = [] if day.weekday() == weekday else fitting[:2]
    assert expected == list(weekday_candidates(day, weekday)[:-1])


def beginnings(names: Mapping[str, tuple[str, ...]], shortest: int) -> list[tuple[str, int]]:
    """Every name, and every beginning of it of at least so many letters, with its number."""
    numbered = [(folded(name), number) for row in names.values() for number, name in enumerate(row)]
    return [(name[:length], number) for name, number in numbered for length in range(shortest, len(name) + 1)]


@pytest.mark.parametrize(("word", "weekday"), [*beginnings(WEEKDAYS, 2), ("weds", 2), ("simbata", 5)])
def test_weekday_names(word: str, weekday: int) -> None:
    """A weekday is known by its name and by every beginning of two letters or more, in each language."""
    assert weekday == weekday_named(word)


@pytest.mark.parametrize(("word", "month"), [(word, number + 1) for word, number in beginnings(MONTHS, 3)])
def test_month_names(word: str, month: int) -> None:
    """A month is known by its name and by every beginning of three letters or more, in each language."""
    assert month == month_named(word)


@pytest.mark.parametrize("word", ["", "m", "t", "ju", "ma", "lunea", "foo"])
def test_no_month_name(word: str) -> None:
    """Too few letters and other words name no month."""
    assert month_named(word) is None


@pytest.mark.parametrize("word", ["", "m", "t", "lunea", "foo"])
def test_no_weekday_name(word: str) -> None:
    """Too few letters and other words name no weekday."""
    assert weekday_named(word) is None


@pytest.mark.parametrize(
    "text", ["Timișoara – Țară", "timişoara \N{MINUS SIGN} ţară", "TIMIS\u0326OARA\u00a0\u2011 TARA"]
)
def test_folding(text: str) -> None:
    """Comma, cedilla and missing accents, capitals, dashes and odd spaces fold to one text."""
    expected = "timisoara - tara"
    assert expected == folded(text)
