"""T11 and T12: the queue on PostgreSQL beside another one, and one bot served by several processes.

The server waits for the disk at every commit, for both alike.
"""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from storage.database import Database
from tests import postgres
from tests.bench.crowd import MANAGER, Crowd, make
from tests.bench.measure_broadcast import JITTER, NETWORK, invite
from tests.bench.processes import Bench, bench, pin, sfat, started
from tests.bench.report import Figure, at_least, at_most, not_measured, shown
from tests.bench.scale import Scale

DURABLE = ("shared_buffers=64MB", "max_connections=200")
LIMIT = 100  # messages a second, of all processes together
PATIENCE = 180  # seconds


def measure(scale: Scale) -> Iterator[Figure]:
    """One after the other, on one server."""
    with postgres.start(DURABLE) as server:
        if server is None:
            yield not_measured("T11", "the queue on PostgreSQL", "there is no PostgreSQL here")
            return
        yield from _queues(server, scale)
        yield from _several(server, scale)


def _queues(server: postgres.Server, scale: Scale) -> Iterator[Figure]:
    ours: dict[int, list[float]] = {1: [], 2: [], 4: []}
    theirs = []
    for _ in range(scale.of(3, 1)):
        for processes, rates in ours.items():
            url = _staged(server, scale.of(10_000, 1000))
            rates.append(_rate(processes, "-m", "tests.bench.claimer", url))
        peer = postgres.create_database(server)
        theirs.append(_rate(1, "-m", "tests.bench.peer_queue", peer, str(scale.of(2000, 200)), "32"))
    yield shown("T11", "procrastinate, 32 at once", theirs, "jobs/s")
    yield at_least("T11", "claimed and marked, 1 process", ours[1], 10_000.0, "rows/s")
    yield shown("T11", "claimed and marked, 2 processes", ours[2], "rows/s")
    yield shown("T11", "claimed and marked, 4 processes", ours[4], "rows/s")
    yield at_least("T11", "1 process to procrastinate", _by(ours[1], theirs), 10.0, "x")
    yield at_least("T11", "4 processes to 1", _by(ours[4], ours[1]), 0.85, "x")


def _by(many: list[float], few: list[float]) -> list[float]:
    return [one / other for one, other in zip(many, few, strict=True)]


def _staged(server: postgres.Server, number: int) -> str:
    """A crowd in which so many messages are ready to go."""
    url = postgres.create_database(server)
    asyncio.run(_stage(url, number))
    return url


async def _stage(url: str, number: int) -> None:
    await make(url, Crowd(200, invited=False))
    db = Database(url)
    ready = text(
        "INSERT INTO delivery (kind, subject, person_id, lane, due, state, cause, vital, quiet, live, version, drawn, "
        "looks, message, attempts, crashes, doubts) SELECT 'event.reminder', '1', 2 + i % 200, 3, :now, 'queued', "
        "'filled', true, false, false, 1, 0, '', '', 0, 0, 0 FROM generate_series(1, :number) AS i"
    )
    await db.write(lambda tx: tx.execute(ready, {"now": datetime.now(UTC), "number": number}))
    await db.close()


def _rate(processes: int, *words: str) -> float:
    """Rows a second of all processes together, from the first one's beginning to the last one's end."""
    with ExitStack() as stack:
        running = [stack.enter_context(started(*words)).process for _ in range(processes)]
        told = [process.communicate(timeout=PATIENCE)[0].split() for process in running]
    if not all(told):
        raise RuntimeError(f"{words[1]} told nothing")
    return sum(int(one[0]) for one in told) / (max(float(one[2]) for one in told) - min(float(one[1]) for one in told))


def _several(server: postgres.Server, scale: Scale) -> Iterator[Figure]:
    """One invitation, sent by so many `sfat run` together, under one strict limit."""
    people = scale.of(1000, 60)
    with bench() as telegram:
        for processes in scale.of((1, 2, 4), (1, 2)):
            try:
                yield from _broadcast(telegram, _crowd(server, people), processes, people)
            except (RuntimeError, TimeoutError, subprocess.SubprocessError) as problem:
                yield not_measured("T12", f"{processes} processes on one bot", str(problem))


def _crowd(server: postgres.Server, people: int) -> str:
    url = postgres.create_database(server)
    asyncio.run(make(url, Crowd(people, invited=False)))
    return url


def _broadcast(telegram: Bench, url: str, processes: int, people: int) -> Iterator[Figure]:
    telegram.ask("reset")
    with TemporaryDirectory() as name, ExitStack() as stack:
        for number in range(processes):
            folder = Path(name) / str(number)
            folder.mkdir()
            bot = sfat(folder, telegram, rate=LIMIT, SFAT_DATABASE_URL=url)
            pin(stack.enter_context(bot).process.pid, 0)
        invite(telegram)
        telegram.ask("configure", limit=LIMIT, delay=NETWORK[30], jitter=JITTER)
        ends = time.monotonic() + 30 + 4 * people / LIMIT
        while time.monotonic() < ends and telegram.counts()["sent"] < people + 1:
            time.sleep(0.1)
        time.sleep(1.0)  # what would be sent twice
        found = telegram.ask("sent")
    telegram.ask("configure", limit=0, delay=0, jitter=0)
    sent = [(at, chat) for at, chat in found["sent"] if chat != MANAGER]
    reached = {chat for _, chat in sent}
    share = 100 * (len(sent) - 1) / (sent[-1][0] - sent[0][0]) / LIMIT
    yield at_least("T12", f"{processes} processes, share of {LIMIT}/s together", [share], 95.0, "%")
    yield at_most("T12", f"{processes} processes, refused (429)", [len(found["refused"])], 0)
    yield at_most("T12", f"{processes} processes, sent twice", [len(sent) - len(reached)], 0)
    yield at_most("T12", f"{processes} processes, not sent", [people - len(reached)], 0)
