"""T1–T4 and T15: what a burst of answers takes, beside a usual bot that does the same; and how it commits."""

import asyncio
import json
import os
import signal
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from storage import inbox
from storage.database import Database, Rank
from storage.migrate import migrate
from tests.bench import burst
from tests.bench.burst import WARM, Burst, Start
from tests.bench.crowd import Crowd, Crowds
from tests.bench.processes import Bench, Measured, bench, sfat
from tests.bench.report import Figure, at_least, at_most, percentile, shown
from tests.bench.scale import Scale
from tests.bench.updates import BOT, words

Kind = Callable[[Bench, Measured, Crowd], Burst]


def measure(scale: Scale) -> Iterator[Figure]:
    """All of it, peer and product in turn."""
    with TemporaryDirectory() as folder, bench() as server:
        crowds = Crowds(Path(folder))
        rate = 0.0
        for name, kind in (("a press", burst.presses), ("„vin“", burst.words)):
            crowd = Crowd(WARM + (scale.of(800, 150) if kind is burst.presses else scale.of(500, 100)))
            stacks: Mapping[str, Start] = {"sfat": burst.product, "peer": burst.peer, "lean": burst.lean}
            found = _runs(server, crowds, crowd, stacks, kind, scale.of(5 if kind is burst.presses else 3, 1))
            rate = rate or statistics.median(one.rate for one in found["sfat"])
            yield from _beside_peers(name, found)
        yield from _commits(server, crowds, scale)
        yield from _in_flight(server, crowds, scale)
    yield from _inbox(scale, rate)


def _runs(
    server: Bench, crowds: Crowds, crowd: Crowd, stacks: Mapping[str, Start], kind: Kind, runs: int
) -> dict[str, list[Burst]]:
    """Each stack in turn, each time on a fresh copy of the crowd."""
    found: dict[str, list[Burst]] = {name: [] for name in stacks}
    for _ in range(runs):
        for name, start in stacks.items():
            with crowds.copy(crowd) as folder, start(folder, server) as bot:
                found[name].append(kind(server, bot, crowd))
    return found


def _beside_peers(name: str, found: dict[str, list[Burst]]) -> Iterator[Figure]:
    ours, peers, leans = found["sfat"], found["peer"], found["lean"]
    yield shown("T1", f"{name}: Sfat, all done", (one.rate for one in ours), "/s")
    if ours[0].answered:
        yield shown(
            "T1",
            f"{name}: Sfat, acknowledged (handled or not, after 1 s)",
            (one.number / one.answered for one in ours),
            "/s",
        )
    yield shown("T1", f"{name}: bare PTB + SQLModel (NORMAL), all done", (one.rate for one in peers), "/s")
    yield at_least("T1", f"{name}: Sfat to bare PTB + SQLModel", _ratios(ours, peers, "rate"), 3.0, "x")
    yield shown("T2", f"{name}: Sfat, processor an update", (one.cpu_each for one in ours), "ms")
    yield shown("T2", f"{name}: bare PTB + SQLModel, the same", (one.cpu_each for one in peers), "ms")
    yield shown("T2", f"{name}: PTB over aiohttp without a write, the same", (one.cpu_each for one in leans), "ms")
    yield at_most("T2", f"{name}: Sfat to PTB over aiohttp", _ratios(ours, leans, "cpu_each"), 2.0, "x")


def _ratios(ours: list[Burst], theirs: list[Burst], what: str) -> list[float]:
    return [getattr(one, what) / getattr(other, what) for one, other in zip(ours, theirs, strict=True)]


def _commits(server: Bench, crowds: Crowds, scale: Scale) -> Iterator[Figure]:
    """What full durability costs, and how many updates share a commit."""
    crowd = Crowd(WARM + scale.of(600, 100))
    each: list[float] = []

    def counted(folder: Path, server: Bench, synchronous: str) -> AbstractContextManager[Measured]:
        counts = str(folder / "commits")
        return sfat(folder, server, launcher=True, BENCH_COMMITS=counts, BENCH_SYNCHRONOUS=synchronous)

    def pressed(server: Bench, bot: Measured, crowd: Crowd) -> Burst:
        before = _commits_of(bot)
        found = burst.presses(server, bot, crowd)
        each.append((_commits_of(bot) - before) / len(crowd.users))
        return found

    stacks: Mapping[str, Start] = {name: partial(counted, synchronous=name) for name in ("FULL", "NORMAL")}
    found = _runs(server, crowds, crowd, stacks, pressed, scale.of(5, 1))
    cost = [100 * (1 - one.rate / other.rate) for one, other in zip(found["FULL"], found["NORMAL"], strict=True)]
    yield at_most("T3", "synchronous=FULL, cost beside NORMAL", cost, 5.0, "%")
    yield at_most("T3", "commits a press in a burst, its marks included", each[::2], 0.1)
    waits = asyncio.run(_idle_writes(scale.of(200, 50)))
    yield at_most("T3", "a write when idle until on disk, median", [percentile(waits, 50)], 5.0, "ms")
    yield shown("T3", "a write when idle until on disk, 99 %", [percentile(waits, 99)], "ms")


def _commits_of(bot: Measured) -> int:
    """Asked of the launcher by a signal, answered in a file beside the database."""
    path = Path(f"/proc/{bot.process.pid}/cwd").resolve() / "commits"
    path.unlink(missing_ok=True)
    os.kill(bot.process.pid, signal.SIGUSR1)
    for _ in range(500):
        if path.exists() and (written := path.read_text()):
            return int(written)
        time.sleep(0.01)
    raise TimeoutError("the commits were not told")


def _in_flight(server: Bench, crowds: Crowds, scale: Scale) -> Iterator[Figure]:
    """Whether more at once makes it slower, as it does where a pool of connections is searched."""
    crowd = Crowd(WARM + scale.of(600, 100))

    def within(window: int) -> Kind:
        def pressed(server: Bench, bot: Measured, crowd: Crowd) -> Burst:
            server.ask("configure", window=window)
            return burst.presses(server, bot, crowd)

        return pressed

    many, few = [], []
    for _ in range(scale.of(3, 1)):
        many += _runs(server, crowds, crowd, {"sfat": burst.product}, within(256), 1)["sfat"]
        few += _runs(server, crowds, crowd, {"sfat": burst.product}, within(8), 1)["sfat"]
    server.ask("configure", window=0)
    yield shown("T4", "256 presses unanswered at once", (one.rate for one in many), "/s")
    yield at_least("T4", "256 at once to 8 at once", _ratios(many, few, "rate"), 0.9, "x")


def _inbox(scale: Scale, rate: float) -> Iterator[Figure]:
    """The inbox can not be switched off; so what writing it takes is measured by itself, and put beside the whole."""
    cost = [asyncio.run(_inbox_writes(scale.of(2000, 500))) for _ in range(scale.of(5, 2))]
    yield shown("T15", "storing an update, 100 at once, on disk", (1000 * one for one in cost), "ms")
    yield at_most("T15", "share of a press's whole time", (100 * one * rate for one in cost), 10.0, "%")


async def _inbox_writes(number: int) -> float:
    """Seconds an update, stored by the hundred as a long poll brings them."""
    rows = [_row(at) for at in range(number)]
    async with _fresh() as db:
        await db.write(lambda tx: inbox.store(tx, rows[:1]), Rank.INBOX)
        began = time.perf_counter()
        for start in range(1, number, 100):
            await db.write(partial(inbox.store, rows=rows[start : start + 100]), Rank.INBOX)
        return (time.perf_counter() - began) / (number - 1)


async def _idle_writes(number: int) -> list[float]:
    """Milliseconds of writes that come one by one."""
    waits = []
    async with _fresh() as db:
        for at in range(number):
            began = time.perf_counter()
            await db.write(partial(inbox.store, rows=[_row(at)]), Rank.INBOX)
            waits.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(0.01)
    return waits


def _row(number: int) -> dict[str, Any]:
    return {
        "platform": "telegram",
        "installation": str(BOT),
        "source": str(number),
        "lane": f"telegram:{BOT}:{number}",
        "payload": json.dumps(words(number, number, "vin").decode()),
        "received_at": datetime.now(UTC),
    }


class _fresh:  # noqa: N801  (used as a statement)
    """An empty, migrated database while the block runs."""

    async def __aenter__(self) -> Database:
        self._folder = TemporaryDirectory()
        url = f"sqlite:///{self._folder.name}/sfat.db"
        await migrate(url)
        self._db = Database(url)
        return self._db

    async def __aexit__(self, *_: object) -> None:
        await self._db.close()
        self._folder.cleanup()
