"""What is due fires once, in time, whoever looks and whatever the clock does."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.core import Desk, Router, schedule
from bot.core.clock import WallClock
from bot.core.schedule import Schedule
from storage.database import Database
from storage.deadlines import DUE, DueRow
from storage.people import MARK
from tests.core.workshop import MONDAY, Workshop, open_workshop, until
from tests.storage.marks import marks

HOUR = timedelta(hours=1)
DUE_AT = MONDAY + HOUR


@dataclass
class Bell:
    """Deadlines `bell` leave a mark each time they ring; some are broken for a while."""

    rung: list[tuple[int, datetime]] = field(default_factory=list)
    broken: dict[int, int] = field(default_factory=dict)
    missed: list[list[int]] = field(default_factory=list)
    deaf: bool = False
    router: Router = field(default_factory=lambda: Router("bell"))

    def __post_init__(self) -> None:
        self.router.due("bell")(self.ring)
        self.router.when_skipped(self.miss)

    async def ring(self, desk: Desk, number: int) -> None:
        """Leave a mark, or fail after having left it."""
        self.rung.append((number, desk.now))
        await desk.db.execute(MARK.insert(), {"name": f"bell {number} {len(self.rung)}", "value": {}})
        if self.broken.get(number, 0) > 0:
            self.broken[number] -= 1
            raise LookupError("a bug of this feature")

    async def miss(self, desk: Desk, rows: list[DueRow]) -> None:
        """Remember what was too late."""
        if self.deaf:
            raise LookupError("a bug of this feature")
        self.missed.append([int(row.subject) for row in rows])

    @property
    def numbers(self) -> list[int]:
        """Which rang, in order."""
        return [number for number, _ in self.rung]


@pytest.fixture
def bell() -> Bell:
    """A bell."""
    return Bell()


@pytest.fixture
async def workshop(url: str, bell: Bell) -> AsyncIterator[Workshop]:
    """A workshop with a bell."""
    opened = await open_workshop(url, bell.router)
    yield opened
    await opened.close()


async def plan(workshop: Workshop, number: int, *dues: datetime, until_: datetime | None = None) -> None:
    """From now on these are a bell's deadlines."""
    times = [(due, until_) for due in dues]
    await workshop.write(lambda tx: workshop.desk(tx).schedule("bell", number, times=times))


async def states(workshop: Workshop) -> list[str]:
    """What became of all deadlines, by due instant."""
    async with workshop.read() as tx:
        return [row.state for row in (await tx.execute(select(DUE).order_by(DUE.c.due, DUE.c.id))).all()]


@pytest.mark.both
async def test_it_fires_when_it_is_due(workshop: Workshop, bell: Bell) -> None:
    """Not before, and at its instant in story time."""
    await plan(workshop, 1, DUE_AT)
    await workshop.until(DUE_AT - timedelta(seconds=1))
    early = bell.numbers
    await workshop.until(DUE_AT)

    assert ([], [(1, DUE_AT)], ["fired"]) == (early, bell.rung, await states(workshop))


@pytest.mark.both
async def test_two_who_fire_it_do_it_once(workshop: Workshop, bell: Bell) -> None:
    """Two processes that find the same deadline due have one effect between them."""
    await plan(workshop, 1, DUE_AT)
    workshop.clock.move(DUE_AT)
    other = Database(workshop.program.db.url)
    second = Schedule(other, workshop.program.house, workshop.clock, lambda: None)
    await asyncio.gather(*(one.fire(DUE_AT) for one in (workshop.program.schedule, second) for _ in range(3)))
    await other.close()

    assert 1 == len(await marks(workshop.program.db))


async def test_what_fired_never_fires_again(workshop: Workshop, bell: Bell) -> None:
    """Planned again for the instant at which it has fired, it stays fired."""
    await plan(workshop, 1, DUE_AT)
    await workshop.until(DUE_AT)
    await plan(workshop, 1, DUE_AT)
    await workshop.until(DUE_AT + HOUR)

    assert [1] == bell.numbers


async def test_a_new_plan_replaces_the_old(workshop: Workshop, bell: Bell) -> None:
    """What has not fired and is no longer planned does not fire; other subjects keep theirs."""
    await plan(workshop, 1, DUE_AT, DUE_AT + HOUR)
    await plan(workshop, 2, DUE_AT)
    await plan(workshop, 1, DUE_AT + 2 * HOUR)
    await workshop.until(DUE_AT + 3 * HOUR)

    assert [(2, DUE_AT), (1, DUE_AT + 2 * HOUR)] == bell.rung


async def test_a_plan_that_comes_back_counts(workshop: Workshop, bell: Bell) -> None:
    """Replaced and then planned again for the same instant, it fires."""
    for due in (DUE_AT, DUE_AT + HOUR, DUE_AT):
        await plan(workshop, 1, due)
    await workshop.until(DUE_AT + 2 * HOUR)

    assert [(1, DUE_AT)] == bell.rung


async def test_too_late_is_skipped_and_reported(workshop: Workshop, bell: Bell) -> None:
    """After its `until` it does not fire; whoever minds is told once, together."""
    await plan(workshop, 1, DUE_AT, until_=DUE_AT + HOUR)
    await plan(workshop, 2, DUE_AT, until_=DUE_AT + HOUR)
    await plan(workshop, 3, DUE_AT, until_=DUE_AT + 3 * HOUR)
    workshop.clock.move(DUE_AT + 2 * HOUR)
    for _ in range(2):
        await workshop.program.schedule.fire(workshop.clock.now())

    assert ([3], [[1, 2]]) == (bell.numbers, bell.missed)
    assert ["skipped", "skipped", "fired"] == await states(workshop)


async def test_at_its_until_it_is_still_of_use(workshop: Workshop, bell: Bell) -> None:
    """The last instant counts."""
    await plan(workshop, 1, DUE_AT, until_=DUE_AT + HOUR)
    await workshop.program.schedule.fire(DUE_AT + HOUR)

    assert [1] == bell.numbers


async def test_a_clock_that_goes_back_fires_nothing_twice(workshop: Workshop, bell: Bell) -> None:
    """Whatever the clock shows afterwards, what has fired has fired, and what comes still comes."""
    await plan(workshop, 1, DUE_AT, DUE_AT + HOUR)
    for now in (DUE_AT, DUE_AT - 2 * HOUR, DUE_AT, DUE_AT + HOUR, DUE_AT):
        await workshop.program.schedule.fire(now)

    assert [(1, DUE_AT), (1, DUE_AT + HOUR)] == bell.rung


async def test_one_that_fails_stops_no_other(workshop: Workshop, bell: Bell) -> None:
    """What fails is undone alone; the others of the same instant fire."""
    bell.broken[2] = 99
    for number in (1, 2, 3):
        await plan(workshop, number, DUE_AT)
    await workshop.program.schedule.fire(DUE_AT)

    assert ["bell 1 1", "bell 3 3"] == await marks(workshop.program.db)
    assert ["fired", "open", "fired"] == await states(workshop)


async def test_one_that_fails_is_tried_again_later(workshop: Workshop, bell: Bell) -> None:
    """Not at once and not for ever as fast as one can: after half a minute, then after a whole one, and so on."""
    bell.broken[1] = 3
    await plan(workshop, 1, DUE_AT)
    await workshop.until(DUE_AT + HOUR)

    pauses = [0, 30, 30 + 60, 30 + 60 + 120]
    assert [DUE_AT + timedelta(seconds=pause) for pause in pauses] == [at for _, at in bell.rung]
    assert ["fired"] == await states(workshop)


async def test_one_that_always_fails_lets_time_pass(workshop: Workshop, bell: Bell) -> None:
    """A deadline that can never fire does not stop the clock for the next ones."""
    bell.broken[1] = 999
    await plan(workshop, 1, DUE_AT)
    await plan(workshop, 2, DUE_AT + 24 * HOUR)
    await asyncio.wait_for(workshop.until(DUE_AT + 24 * HOUR), 10)

    assert 2 in bell.numbers and bell.numbers.count(1) < 40


async def test_one_that_failed_and_was_replaced_is_forgotten(workshop: Workshop, bell: Bell) -> None:
    """Nobody wakes for a deadline that failed and is not planned any more."""
    bell.broken[1] = 99
    await plan(workshop, 1, DUE_AT)
    await workshop.until(DUE_AT)
    await plan(workshop, 1)
    await workshop.until(DUE_AT + HOUR)

    assert (1, None) == (len(bell.rung), await workshop.program.schedule.next_due())


async def test_a_report_that_fails_stops_nothing(workshop: Workshop, bell: Bell) -> None:
    """When what is too late can not be reported, the rest fires and it is reported later."""
    bell.deaf = True
    await plan(workshop, 1, DUE_AT, until_=DUE_AT)
    await plan(workshop, 2, DUE_AT)
    await workshop.program.schedule.fire(DUE_AT + HOUR)
    bell.deaf = False
    await workshop.program.schedule.fire(DUE_AT + 2 * HOUR)

    assert ([2], [[1]]) == (bell.numbers, bell.missed)


async def test_the_next_due_instant(workshop: Workshop, bell: Bell) -> None:
    """What is next is the earliest that is open."""
    await plan(workshop, 1, DUE_AT, DUE_AT + HOUR)
    first = await workshop.program.schedule.next_due()
    await workshop.until(DUE_AT)

    assert (DUE_AT, DUE_AT + HOUR) == (first, await workshop.program.schedule.next_due())


@pytest.fixture
async def ticking(workshop: Workshop) -> AsyncIterator[Schedule]:
    """The pulse on the real clock."""
    opened = Schedule(workshop.program.db, workshop.program.house, WallClock(), workshop.program.courier.wake)
    yield opened
    opened.stop()
    await asyncio.sleep(0)


async def plan_real(workshop: Workshop, number: int, seconds: float) -> datetime:
    """A deadline so many seconds of real time from now."""
    due = WallClock().now() + timedelta(seconds=seconds)
    await plan(workshop, number, due)
    return due


async def test_the_pulse_wakes_at_the_instant(workshop: Workshop, bell: Bell, ticking: Schedule) -> None:
    """On the real clock it fires when it is due: not before, and hardly after."""
    due = await plan_real(workshop, 1, 0.25)
    await ticking.start()
    await until(lambda: bell.rung, 1)

    assert timedelta(0) <= bell.rung[0][1] - due < timedelta(seconds=0.2)


async def test_what_became_due_while_nobody_was_there(workshop: Workshop, bell: Bell, ticking: Schedule) -> None:
    """At the start it fires at once."""
    await plan_real(workshop, 1, -5)
    await ticking.start()

    assert [1] == bell.numbers


async def test_a_new_plan_is_seen_in_time(
    workshop: Workshop, bell: Bell, ticking: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planned while the pulse sleeps for long, it fires when it is due."""
    monkeypatch.setattr(schedule, "SOON", timedelta(seconds=0.05))
    await ticking.start()
    await plan_real(workshop, 1, 0.3)
    for _ in range(20):
        ticking.look_soon()
    await until(lambda: bell.rung, 1)


async def test_looking_while_looking_is_not_lost(
    workshop: Workshop, bell: Bell, ticking: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planned just while the pulse looks, and said so then, it still fires in time."""
    monkeypatch.setattr(schedule, "SOON", timedelta(seconds=0.05))
    asked, answered = asyncio.Event(), asyncio.Event()
    next_due = ticking.next_due

    async def slow() -> datetime | None:
        found = await next_due()
        asked.set()
        await answered.wait()
        return found

    monkeypatch.setattr(ticking, "next_due", slow)
    starting = asyncio.create_task(ticking.start())
    await asked.wait()
    await plan_real(workshop, 1, 0.1)
    ticking.look_soon()
    answered.set()
    await starting

    await until(lambda: bell.rung, 1)


async def test_a_failing_deadline_does_not_keep_the_pulse_busy(
    workshop: Workshop, bell: Bell, ticking: Schedule, caplog: pytest.LogCaptureFixture
) -> None:
    """What fails is tried again after a rest, not as fast as the machine can."""
    bell.broken[1] = 999
    await plan_real(workshop, 1, 0)
    await ticking.start()
    await asyncio.sleep(0.4)

    assert 1 == len(bell.rung)
    assert 1 == len([one for one in caplog.records if one.levelno >= logging.ERROR])


async def test_an_unforeseen_error_does_not_stop_the_pulse(
    workshop: Workshop, bell: Bell, ticking: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong while looking, the pulse wakes again."""
    monkeypatch.setattr(schedule, "LOOK_AGAIN", timedelta(seconds=0.1))
    errors = [LookupError("a bug")]
    fire = ticking.fire

    async def unlucky(now: datetime) -> int:
        if errors:
            raise errors.pop()
        return await fire(now)

    monkeypatch.setattr(ticking, "fire", unlucky)
    await plan_real(workshop, 1, 0)
    await ticking.start()

    await until(lambda: bell.rung, 1)
