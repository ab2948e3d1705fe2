"""The pulse on the real clock: it wakes when something is due, and nothing stops it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.core import schedule
from bot.core.clock import WallClock
from bot.core.schedule import Schedule
from tests.core.bell import Bell, plan
from tests.core.workshop import Workshop, open_workshop, until


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
