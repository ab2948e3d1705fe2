"""A process that is frozen for longer than its lease, and woken again, beside another one on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest

from bot.core.courier import IN_FLIGHT
from tests.fakes.telegram import FakeTelegram
from tests.faults import crowd
from tests.faults.battlefield import ANSWERS
from tests.faults.conftest import Figures
from tests.faults.hasty import LEASE_SECONDS
from tests.faults.on_telegram import OnTelegram
from tests.faults.storm import Storm

pytestmark = pytest.mark.shared

EVENTS = 30
MANY = 20


@pytest.fixture
async def pair(url: str, tmp_path: Path) -> AsyncIterator[tuple[Storm, OnTelegram, OnTelegram]]:
    """Two processes over one crowd; the first hears."""
    async with FakeTelegram(rate=100_000, chat_burst=100_000) as fake, AsyncExitStack() as stack:
        fake.delay("sendMessage", 0.02)
        await crowd.gather(url, crowd.Ground("telegram", fake.token.split(":")[0]), events=EVENTS)
        both = []
        for name in ("first", "second"):
            folder = tmp_path / name
            folder.mkdir()
            battle = OnTelegram(fake, url, folder, SFAT_TELEGRAM_RATE="100")
            battle.module = "tests.faults.hasty"
            stack.push_async_callback(battle.end)
            both.append(battle)
        await asyncio.gather(*(battle.start() for battle in both))
        yield Storm(fake, both[0], EVENTS), both[0], both[1]


async def frozen(battle: OnTelegram) -> None:
    """Until everybody has given it up; then it is woken."""
    assert battle.sfat is not None
    battle.sfat.freeze()
    await asyncio.sleep(LEASE_SECONDS + 1)
    battle.sfat.wake()
    await asyncio.sleep(LEASE_SECONDS)


async def freezes(storm: Storm, first: OnTelegram, second: OnTelegram, times: int) -> int:
    """Freeze one and the other by turns while invitations go out; how many of these came twice."""
    for time in range(times):
        await storm.broadcast(1, partial(frozen, (first, second)[time % 2]))
    return sum(len(copies) - 1 for copies in storm.arrivals.values())


async def answered(storm: Storm, url: str, left: OnTelegram, killed: OnTelegram) -> None:
    """One of them is killed, and what people press all the while is kept, once."""
    assert killed.sfat is not None
    await storm.presses(1, killed.sfat.kill)
    wanted = {(person - crowd.FIRST, event): ANSWERS[label] for (person, event), label in storm.given.items()}
    assert wanted == await crowd.all_answers(url)
    assert (0, []) == (await left.stop(), storm.fake.violations)


async def test_frozen_and_woken(pair: tuple[Storm, OnTelegram, OnTelegram], url: str) -> None:
    """The other does all; what was in flight comes twice at most; and the woken one works on, at last alone."""
    storm, first, second = pair
    assert await freezes(*pair, 1) <= IN_FLIGHT
    await answered(storm, url, first, second)


@pytest.mark.soak
async def test_frozen_and_woken_many_times(
    pair: tuple[Storm, OnTelegram, OnTelegram], url: str, figures: Figures
) -> None:
    """The same, both by turns."""
    storm, first, second = pair
    doubled = await freezes(*pair, MANY)
    wanted = storm.event * len(first.people)
    lost = wanted - sum(storm.copies().values())
    figures.put("T20", f"lost at {MANY} freezes past the lease, of two processes", f"{lost} of {wanted}", met=not lost)
    few = f"{doubled}; cap {MANY * IN_FLIGHT}"
    figures.put("T20", "the same: doubled, what was in flight at most", few, met=doubled <= MANY * IN_FLIGHT)
    await answered(storm, url, first, second)
    assert (0, True) == (lost, doubled <= MANY * IN_FLIGHT)
