"""What minds quiet hours is never sent in them, in any zone, on the days when clocks change too."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core import Terms
from bot.core.errand import hindrance, quiet_until
from bot.model.problems import TryLater
from bot.model.values import Lane, Reason, Sending
from tests.core.workshop import TwoClocks, Workshop, open_workshop, until

ZONES = ("Europe/Bucharest", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
ANY_TIME = st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
# The nights when clocks change in Bucharest and London, New York, Lord Howe.
NIGHTS = st.sampled_from([(3, 28), (10, 31), (3, 14), (11, 7), (4, 4), (10, 3)]).flatmap(
    lambda day: st.integers(-12 * 60, 36 * 60).map(
        lambda minute: datetime(2027, *day, tzinfo=UTC) + timedelta(minutes=minute)
    )
)
HOURS = st.sampled_from(
    [(time(21), time(8)), (time(22, 30), time(6, 15)), (time(13), time(15)), (time(23), time(2, 30))]
)


def row(quiet: tuple[time, time] | None, *, minds: bool = True) -> Any:
    """A delivery as it is claimed."""
    start, end = quiet or (None, None)
    return SimpleNamespace(
        quiet=minds, quiet_from=start, quiet_until=end, message="", until=None, stopped_at=None, vital=False, lane=2
    )


def asleep(at: datetime, zone: str, hours: tuple[time, time]) -> bool:
    """Whether the wall clock there shows a quiet hour."""
    clock, (start, end) = at.astimezone(ZoneInfo(zone)).time(), hours
    return (clock >= start or clock < end) if start > end else start <= clock < end


@given(ANY_TIME | NIGHTS, st.sampled_from(ZONES), HOURS)
def test_nothing_goes_out_in_quiet_hours(at: datetime, zone: str, hours: tuple[time, time]) -> None:
    """What may go now goes at an hour that is not quiet on the reader's own wall clock."""
    assert (quiet_until(row(hours), zone, at) is None) is not asleep(at, zone, hours)


@example(datetime(2027, 10, 31, 1, 10, tzinfo=UTC), "Europe/Bucharest", (time(23), time(3, 30)))  # 03:10, again
@example(datetime(2027, 3, 28, 0, 50, tzinfo=UTC), "Europe/Bucharest", (time(23), time(3, 30)))  # 03:30 never comes
@given(ANY_TIME | NIGHTS, st.sampled_from(ZONES), HOURS)
def test_what_waits_goes_when_they_end(at: datetime, zone: str, hours: tuple[time, time]) -> None:
    """What waits is due later, within a day, at an hour that is not quiet: it is never held twice."""
    wakes = quiet_until(row(hours), zone, at)

    assert wakes is None or (at < wakes < at + timedelta(hours=25) and quiet_until(row(hours), zone, wakes) is None)


@given(ANY_TIME | NIGHTS, st.sampled_from(ZONES))
def test_nothing_waits_longer_than_it_must(at: datetime, zone: str) -> None:
    """Ten minutes before the instant until which it waits it is still quiet there."""
    wakes = quiet_until(row((time(21), time(8))), zone, at)

    assert wakes is None or asleep(wakes - timedelta(minutes=10), zone, (time(21), time(8)))


@pytest.mark.parametrize("hours", [None, (time(8), time(8))])
def test_no_quiet_hours(hours: tuple[time, time] | None) -> None:
    """Somebody without quiet hours is never asleep."""
    assert quiet_until(row(hours), "UTC", datetime(2027, 1, 1, 3, tzinfo=UTC)) is None


def test_what_does_not_mind_goes_at_night() -> None:
    """Only what says so waits for the morning."""
    assert hindrance(row((time(21), time(8)), minds=False), "UTC", datetime(2027, 1, 1, 3, tzinfo=UTC)) is None


NIGHT = datetime(2027, 1, 4, 20, tzinfo=UTC)  # 22:00 in Bucharest, 20:00 in London
MORNING = datetime(2027, 1, 5, 6, tzinfo=UTC)  # 08:00 in Bucharest


@pytest.mark.both
async def test_a_reminder_waits_for_the_morning(workshop: Workshop) -> None:
    """Due at ten in the evening, it is sent at eight, local to its reader."""
    workshop.clock.move(NIGHT)
    (ana,) = await workshop.people("ana", zone="Europe/Bucharest")
    (tom,) = await workshop.people("tom", zone="Europe/London")
    await workshop.send(1, ana, tom, terms=Terms(quiet=True))
    await workshop.settle()
    evening = workshop.texts("ana"), workshop.texts("tom")
    stops = await workshop.until(MORNING)

    assert ([], ["note 1"]) == evening
    assert ([MORNING], ["note 1"]) == ([stop.at for stop in stops], workshop.texts("ana"))


async def test_what_is_of_no_use_in_the_morning_is_skipped(workshop: Workshop) -> None:
    """A message that waits for the morning and is too late then is never sent."""
    workshop.clock.move(NIGHT)
    (ana,) = await workshop.people("ana", zone="Europe/Bucharest")
    await workshop.send(1, ana, terms=Terms(quiet=True, until=MORNING - timedelta(hours=1)))
    await workshop.until(MORNING)

    row_ = await workshop.delivery()
    assert (Sending.SKIPPED, Reason.TOO_LATE, []) == (row_.state, row_.reason, workshop.texts("ana"))


async def held_in_line(url: str, terms: Terms) -> Workshop:
    """A message for Ana that was claimed at 20:59 and had to wait in line until 21:30."""
    evening = TwoClocks(datetime(2027, 1, 4, 18, 59, tzinfo=UTC))
    workshop = await open_workshop(url, clock=evening)
    workshop.memory.trips.append(("ana", TryLater(0.2)))
    (ana,) = await workshop.people("ana", zone="Europe/Bucharest")
    await workshop.send(1, ana, terms=terms)
    await until(lambda: not workshop.memory.trips)
    evening.move(datetime(2027, 1, 4, 19, 30, tzinfo=UTC))
    await until(lambda: workshop.program.courier.idle)
    await workshop.settle()
    return workshop


async def test_whoever_falls_asleep_while_it_is_in_line_is_left_alone(url: str) -> None:
    """Claimed before nine and held up until half past, it waits for the morning."""
    workshop = await held_in_line(url, Terms(quiet=True))
    evening = workshop.texts("ana")
    await workshop.until(MORNING)

    assert ([], ["note 1"]) == (evening, workshop.texts("ana"))
    await workshop.close()


async def test_what_becomes_too_late_in_line_is_skipped(url: str) -> None:
    """Claimed in time and held up until it is of no use, it is not sent."""
    workshop = await held_in_line(url, Terms(until=datetime(2027, 1, 4, 19, 15, tzinfo=UTC)))

    assert (Sending.SKIPPED, Reason.TOO_LATE) == ((await workshop.delivery()).state, (await workshop.delivery()).reason)
    await workshop.close()


async def test_replies_come_at_night(workshop: Workshop) -> None:
    """Who is awake and asks is answered."""
    workshop.clock.move(NIGHT)
    (ana,) = await workshop.people("ana")
    await workshop.send(1, ana, terms=Terms(lane=Lane.INTERACTIVE))
    await workshop.settle()

    assert ["note 1"] == workshop.texts("ana")
