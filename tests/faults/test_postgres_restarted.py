"""T20: PostgreSQL is restarted, in order or as in a crash, while invitations go out and answers come in."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path

import pytest

from bot.core.courier import IN_FLIGHT
from storage.migrate import migrate
from tests import postgres
from tests.fakes.telegram import FakeTelegram
from tests.faults import crowd
from tests.faults.battlefield import ANSWERS
from tests.faults.conftest import Figures
from tests.faults.on_telegram import OnTelegram
from tests.faults.storm import Storm

EVENTS = 30
MANY = 20
SIGNALS = ("QUIT", "INT")


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL of its own, that forgets nothing it has confirmed."""
    with postgres.own(["shared_buffers=64MB"]) as started:
        if started is None:
            postgres.unavailable()
        yield started


@pytest.fixture
async def storm(server: postgres.Server, tmp_path: Path) -> AsyncIterator[Storm]:
    """A crowd in a database on it."""
    await migrate(server.dsn)
    async with FakeTelegram(rate=100_000, chat_burst=100_000) as fake, AsyncExitStack() as stack:
        await crowd.gather(server.dsn, crowd.Ground("telegram", fake.token.split(":")[0]), events=EVENTS)
        battle = OnTelegram(fake, server.dsn, tmp_path)
        stack.push_async_callback(battle.end)
        await battle.start()
        yield Storm(fake, battle, EVENTS)


async def restarted(storm: Storm, server: postgres.Server, times: int) -> tuple[int, int, int]:
    """Restart it so often in broadcasts and in bursts: messages lost, messages doubled, answers lost."""
    signals = cycle(SIGNALS)

    async def restart() -> None:
        server.restart(next(signals))

    await storm.broadcast(times, restart)
    await storm.presses(times, restart)
    assert storm.battle.sfat is not None and storm.battle.sfat.process.returncode is None
    assert (0, []) == (await storm.battle.stop(), storm.fake.violations)
    wanted = {(person - crowd.FIRST, event): ANSWERS[label] for (person, event), label in storm.given.items()}
    kept = await crowd.all_answers(server.dsn)
    lost = storm.event * len(storm.battle.people) - sum(storm.copies().values())
    doubled = sum(len(copies) - 1 for copies in storm.arrivals.values())
    return lost, doubled, sum(kept.get(key) != answer for key, answer in wanted.items())


async def test_the_server_is_restarted(storm: Storm, server: postgres.Server) -> None:
    """The process lives on: everybody has the invitation, once; every answer is kept, once."""
    assert (0, 0, 0) == await restarted(storm, server, 1)


@pytest.mark.soak
async def test_the_server_is_restarted_many_times(storm: Storm, server: postgres.Server, figures: Figures) -> None:
    """The same, many times."""
    lost, doubled, forgotten = await restarted(storm, server, MANY)
    figures.put("T20", f"PostgreSQL restarted {2 * MANY} times: messages lost", f"{lost}", met=not lost)
    figures.put("T20", "the same: answers lost", f"{forgotten} of {len(storm.given)}", met=not forgotten)
    cap = MANY * IN_FLIGHT
    figures.put("T20", "the same: doubled, what was in flight at most", f"{doubled}; cap {cap}", met=doubled <= cap)
    assert (0, 0, True) == (lost, forgotten, doubled <= cap)
