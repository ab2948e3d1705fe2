"""The clock jumps: deadlines fire once, none is forgotten, and what rests does not rest until it is there again."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base

from bot.core import clock, schedule
from bot.core.clock import WallClock
from bot.core.schedule import Schedule
from tests.core.bell import Bell, plan
from tests.core.workshop import Workshop, open_workshop, until

HOUR = timedelta(hours=1)


class Skewed(datetime):
    """What a clock shows that somebody has set."""

    by = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Skewed":
        """The time, as it is taken to be."""
        return super().now(tz) + cls.by


@pytest.fixture
def bell() -> Bell:
    """A bell."""
    return Bell()


@pytest.fixture
async def workshop(url: str, bell: Bell, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workshop]:
    """A workshop with a bell, whose pulse and whose clock read a clock that can be set."""
    monkeypatch.setattr(Skewed, "by", timedelta(0))
    monkeypatch.setattr(clock, "datetime", Skewed)
    monkeypatch.setattr(base, "datetime", Skewed)
    monkeypatch.setattr(schedule, "LOOK_AGAIN", timedelta(seconds=0.2))
    opened = await open_workshop(url, bell.router)
    pulse = Schedule(opened.program.db, opened.program.house, WallClock(), opened.program.courier.wake)
    await pulse.start()
    opened.program.schedule = pulse
    yield opened
    await opened.close()


async def rings(workshop: Workshop, number: int, later: timedelta) -> None:
    """A deadline so much later than the clock shows now."""
    await plan(workshop, number, WallClock().now() + later)
    workshop.program.schedule.look_soon()


async def test_a_jump_forward(workshop: Workshop, bell: Bell) -> None:
    """What has become due by it fires soon, in order, once; what has not waits."""
    await rings(workshop, 1, timedelta(minutes=59))
    await rings(workshop, 2, timedelta(minutes=58))
    await rings(workshop, 3, 2 * HOUR)
    Skewed.by = HOUR
    await until(lambda: len(bell.rung) > 1)
    await workshop.program.schedule.look()

    assert [2, 1] == bell.numbers


async def test_a_jump_back(workshop: Workshop, bell: Bell) -> None:
    """What has fired does not fire again, neither at once nor when it is that late for the second time."""
    await rings(workshop, 1, timedelta(seconds=0.1))
    await until(lambda: bell.rung)
    Skewed.by = -HOUR
    await rings(workshop, 2, timedelta(seconds=0.1))
    await until(lambda: len(bell.rung) > 1)
    Skewed.by = timedelta(0)
    await rings(workshop, 3, timedelta(seconds=0.1))
    await until(lambda: len(bell.rung) > 2)
    await workshop.program.schedule.look()

    assert [1, 2, 3] == bell.numbers


@pytest.mark.both
async def test_what_rests_when_the_clock_is_set_back(url: str) -> None:
    """A card that was just sent rests for a second before it is drawn again: a second, not an hour."""
    workshop = await open_workshop(url)
    workshop.twoclocks.ahead = HOUR
    await workshop.send(1, *await workshop.people("ana"))
    await workshop.settle()
    workshop.twoclocks.ahead = timedelta(0)
    await workshop.change(1, "changed")
    await until(lambda: ["changed"] == workshop.texts("ana"))
    await workshop.close()
