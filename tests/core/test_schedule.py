"""What is due fires once, in time, whoever looks and whatever the clock does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.schedule import Schedule
from storage.database import Database
from storage.deadlines import DUE
from tests.core.bell import DUE_AT, HOUR, Bell, plan
from tests.core.workshop import Workshop, open_workshop
from tests.storage.marks import marks


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
    for seconds in (0, 10, 20):
        await workshop.program.schedule.fire(DUE_AT + timedelta(seconds=seconds))

    assert ([1, 2, 3], ["bell 1 1", "bell 3 3"]) == (bell.numbers, await marks(workshop.program.db))
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
