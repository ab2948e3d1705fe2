"""The instants that local times are, where clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from handlers.shared.hours import (
    Gap,
    clock_differs,
    instant,
    last_second,
    local,
    twice,
)

BUCHAREST = "Europe/Bucharest"
SPRING, AUTUMN = date(2021, 3, 28), date(2021, 10, 31)
ZONES = st.sampled_from(
    [
        BUCHAREST,
        "Europe/Helsinki",
        "America/New_York",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "America/Sao_Paulo",
        "America/Nuuk",
        "America/St_Johns",
        "Australia/Lord_Howe",
    ]
)
DAYS = st.dates(min_value=date(1970, 1, 2), max_value=date(2060, 12, 31))
TIMES = st.times(max_value=time(23, 59, 59)).map(lambda at: at.replace(microsecond=0))


@pytest.mark.parametrize(
    ("day", "at", "zone", "utc"),
    [
        (date(2020, 10, 20), time(11), BUCHAREST, "2020-10-20T08:00:00+00:00"),
        (date(2020, 11, 10), time(13, 15), BUCHAREST, "2020-11-10T11:15:00+00:00"),
        (AUTUMN, time(3, 30), BUCHAREST, "2021-10-31T00:30:00+00:00"),
        (AUTUMN, time(3, 30, fold=1), BUCHAREST, "2021-10-31T01:30:00+00:00"),
        (date(2020, 11, 10), time(13, 15, fold=1), BUCHAREST, "2020-11-10T11:15:00+00:00"),
        (SPRING, time(10), BUCHAREST, "2021-03-28T07:00:00+00:00"),
        (SPRING - timedelta(days=1), time(10), BUCHAREST, "2021-03-27T08:00:00+00:00"),
        (date(2021, 6, 10), time(10), "Asia/Kathmandu", "2021-06-10T04:15:00+00:00"),
    ],
)
def test_instants(day: date, at: time, zone: str, utc: str) -> None:
    """A local time is an instant by the clock of its own day, so ten o'clock stays ten o'clock across a change."""
    assert datetime.fromisoformat(utc) == instant(day, at, zone)


def test_an_instant_is_in_utc() -> None:
    """Instants are given in UTC."""
    assert UTC is instant(AUTUMN, time(11), BUCHAREST).tzinfo


@pytest.mark.parametrize(
    ("day", "at", "zone", "before", "after"),
    [
        (SPRING, time(3, 30), BUCHAREST, "2021-03-28T02:30", "2021-03-28T04:30"),
        (SPRING, time(3, 30, fold=1), BUCHAREST, "2021-03-28T02:30", "2021-03-28T04:30"),
        (date(2021, 3, 14), time(2, 0), "America/New_York", "2021-03-14T01:00", "2021-03-14T03:00"),
        (date(2018, 11, 4), time(0, 30), "America/Sao_Paulo", "2018-11-03T23:30", "2018-11-04T01:30"),
        (date(2011, 12, 30), time(12), "Pacific/Apia", "2011-12-29T12:00", "2011-12-31T12:00"),
        (date(2021, 10, 3), time(2, 15), "Australia/Lord_Howe", "2021-10-03T01:45", "2021-10-03T02:45"),
    ],
)
def test_gaps(day: date, at: time, zone: str, before: str, after: str) -> None:
    """A time that the clock jumps over is refused, with the same time moved back and forth by the jump."""
    with pytest.raises(Gap) as raised:
        instant(day, at, zone)
    gap = raised.value
    expected = (datetime.fromisoformat(before), datetime.fromisoformat(after))
    assert expected == (datetime.combine(gap.before_day, gap.before), datetime.combine(gap.after_day, gap.after))


@pytest.mark.parametrize("at", [time(2, 59, 59), time(4)])
def test_the_edges_of_a_gap_exist(at: time) -> None:
    """The last second before a jump and the first after it are ordinary times."""
    assert at == local(instant(SPRING, at, BUCHAREST), BUCHAREST).time()


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (AUTUMN, time(3, 30), BUCHAREST, True),
        (AUTUMN, time(3, 30, fold=1), BUCHAREST, True),
        (AUTUMN, time(3), BUCHAREST, True),
        (AUTUMN, time(2, 59), BUCHAREST, False),
        (AUTUMN, time(4), BUCHAREST, False),
        (AUTUMN, time(3, 30), "Europe/Amsterdam", False),
        (AUTUMN, time(2, 30), "Europe/Amsterdam", True),
        (SPRING, time(3, 30), BUCHAREST, False),
        (date(2018, 2, 17), time(23, 30), "America/Sao_Paulo", True),
    ],
)
def test_times_that_happen_twice(day: date, at: time, zone: str, expected: bool) -> None:
    """Only the hour for which the clock is put back happens twice, at each zone's own time."""
    assert expected == twice(day, at, zone)


@pytest.mark.parametrize(
    ("day", "zone", "utc"),
    [
        (date(2021, 2, 12), BUCHAREST, "2021-02-12T21:59:59+00:00"),
        (date(2020, 11, 4), BUCHAREST, "2020-11-04T21:59:59+00:00"),
        (SPRING, BUCHAREST, "2021-03-28T20:59:59+00:00"),
        (date(2018, 11, 3), "America/Sao_Paulo", "2018-11-04T02:59:59+00:00"),
        (date(2018, 2, 17), "America/Sao_Paulo", "2018-02-18T02:59:59+00:00"),
        (date(2024, 3, 30), "America/Nuuk", "2024-03-31T00:59:59+00:00"),
        (date(2011, 12, 30), "Pacific/Apia", "2011-12-30T09:59:59+00:00"),
    ],
)
def test_last_seconds(day: date, zone: str, utc: str) -> None:
    """A deadline ends with its day on the zone's clock, also where midnight is jumped over or comes twice."""
    assert datetime.fromisoformat(utc) == last_second(day, zone)


@pytest.mark.parametrize(("later", "late"), [(0, False), (1, True)])
def test_a_deadline_includes_its_day(later: int, late: bool) -> None:
    """An answer at 23:59:59 of the day counts, one at midnight is late."""
    answered = instant(date(2020, 11, 4), time(23, 59, 59), BUCHAREST) + timedelta(seconds=later)
    assert late == (answered > last_second(date(2020, 11, 4), BUCHAREST))


@given(DAYS, TIMES, st.integers(0, 1), ZONES)
@example(AUTUMN, time(3, 30), 1, BUCHAREST)
@example(date(2018, 11, 4), time(0, 30), 0, "America/Sao_Paulo")
@example(date(2018, 2, 17), time(23, 30), 1, "America/Sao_Paulo")
def test_instant_and_local_are_inverse(day: date, at: time, fold: int, zone: str) -> None:
    """A local time that exists comes back from its instant."""
    try:
        utc = instant(day, at.replace(fold=fold), zone)
    except Gap:
        assume(False)
    assert datetime.combine(day, at) == local(utc, zone).replace(tzinfo=None)


@given(st.datetimes(datetime(1970, 1, 2), datetime(2060, 1, 1), timezones=st.just(UTC)), ZONES)
@example(datetime(2021, 10, 31, 0, 30, tzinfo=UTC), BUCHAREST)
@example(datetime(2021, 10, 31, 1, 30, tzinfo=UTC), BUCHAREST)
def test_every_instant_has_a_local_time(at_utc: datetime, zone: str) -> None:
    """An instant comes back from its local time, whichever of two it is."""
    there = local(at_utc, zone)
    assert at_utc == instant(there.date(), there.time(), zone)


@given(DAYS, TIMES, ZONES)
@example(SPRING, time(3, 30), BUCHAREST)
def test_a_gap_is_no_double(day: date, at: time, zone: str) -> None:
    """Both ways out of a gap exist, so that each can be offered."""
    try:
        ways = [datetime.combine(day, at)]
        instant(day, at, zone)
    except Gap as gap:
        ways = [datetime.combine(gap.before_day, gap.before), datetime.combine(gap.after_day, gap.after)]
    assert ways == [local(instant(way.date(), way.time(), zone), zone).replace(tzinfo=None) for way in ways]


@given(DAYS, ZONES)
@example(date(2018, 11, 3), "America/Sao_Paulo")
@example(date(2018, 2, 17), "America/Sao_Paulo")
@example(date(2024, 3, 30), "America/Nuuk")
@example(date(2006, 10, 28), "America/St_Johns")
def test_the_last_second_is_the_last(day: date, zone: str) -> None:
    """The last second is of the day, the next one and those of the two hours after it are not."""
    assume((day, zone) != (date(2011, 12, 30), "Pacific/Apia"))
    expected = [True] + [False] * 6
    seconds = [0, 1, 60, 1800, 3599, 3600, 7200]
    days = [local(last_second(day, zone) + timedelta(seconds=later), zone).date() for later in seconds]
    assert expected == [day == reached for reached in days]


@pytest.mark.parametrize(
    ("zone", "differs"),
    [
        ("Europe/Helsinki", False),
        ("Europe/Vilnius", False),
        ("Europe/Amsterdam", True),
        ("Europe/Rome", True),
        ("Europe/Zagreb", True),
    ],
)
def test_clocks_of_the_partner_cities(zone: str, differs: bool) -> None:
    """Finland and Lithuania share the Romanian clock, the cities further west do not."""
    assert differs == clock_differs(instant(date(2020, 11, 10), time(13, 15), BUCHAREST), BUCHAREST, zone)


@pytest.mark.parametrize(("month", "differs"), [(1, True), (7, False)])
def test_clocks_differ_by_season(month: int, differs: bool) -> None:
    """Whether two clocks differ depends on the instant, not on the zones alone."""
    assert differs == clock_differs(datetime(2021, month, 10, tzinfo=UTC), "Europe/London", "Etc/GMT-1")


def test_a_time_without_offset_is_no_instant() -> None:
    """A datetime without offset is refused rather than read on the machine's clock."""
    with pytest.raises(ValueError, match="no offset"):
        local(datetime(2021, 1, 1), BUCHAREST)


def test_an_unknown_zone() -> None:
    """An unknown zone is not taken for another."""
    with pytest.raises(ZoneInfoNotFoundError):
        instant(AUTUMN, time(11), "Europe/Timisoara")
