"""The program in this process, over a database of a crowd and a platform in memory: for what one request costs."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bot.core import dialogue
from bot.core.clock import WallClock
from bot.core.desk import House
from bot.core.links import Links
from bot.core.program import Program
from bot.core.routes import Routes
from bot.core.tokens import Keys
from bot.model.address import Account, Place
from bot.model.update import Command, Envelope, Pressed, Said, Update
from handlers import FEATURES
from storage.database import Database
from tests.bench.updates import BOT
from tests.memory import MemoryAdapter

PATIENCE = 30.0  # seconds
_sources = count(1)


def house_of_all() -> House:
    """All features."""
    return House(
        Routes.of((dialogue.router, *FEATURES)), Keys(["a key for figures"]), Links(Keys(["a key for figures"]))
    )


@dataclass
class Hall:
    """The running program and what it has written to whom."""

    program: Program
    adapter: MemoryAdapter

    async def asks(self, user: int, update: Update) -> float:
        """Seconds until somebody has their reply."""
        here = "telegram", str(BOT)
        envelope = Envelope(f"h{next(_sources)}", Account(*here, str(user)), Place(*here, str(user)), update, "P", "ro")
        before = self._written(user)
        began = time.perf_counter()
        await self.program.intake.hear([envelope])
        while self._written(user) == before:
            if time.perf_counter() - began > PATIENCE:
                raise TimeoutError(f"{update} got no reply")
            await asyncio.sleep(0)
        return time.perf_counter() - began

    def _written(self, user: int) -> int:
        return sum(1 + message.edits for message in self.adapter.chats.get(str(user), []))


@asynccontextmanager
async def hall(path: Path) -> AsyncIterator[Hall]:
    """The program over the SQLite file while the block runs; nothing wakes by itself."""
    adapter = MemoryAdapter("telegram", installation=str(BOT))
    program = Program(Database(f"sqlite:///{path}"), house_of_all(), WallClock(), {"telegram": adapter})
    await program.start(pulse=False)
    try:
        yield Hall(program, adapter)
    finally:
        await program.stop()


async def in_turn(few: Hall, many: Hall, people: Iterable[int], update: Update) -> tuple[float, float]:
    """Median seconds until a reply in two halls, asked by turns by the same people."""
    took = [(await few.asks(user, update), await many.asks(user, update)) for user in people]
    return statistics.median(one for one, _ in took), statistics.median(other for _, other in took)


async def median_of(work: Callable[[], Awaitable[Any]], times: int) -> float:
    """Median seconds of some work, after it was done once."""
    took = []
    await work()
    for _ in range(times):
        began = time.perf_counter()
        await work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def written(text: str) -> Update:
    """What somebody writes: a command when it begins with a slash."""
    name, *words = text.split()
    return Command(name[1:], tuple(words)) if text.startswith("/") else Said(text)


def pressed(payload: str) -> Update:
    """A press under a message that we no longer know: its answer is a new message."""
    return Pressed(payload, "0")
