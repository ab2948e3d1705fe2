"""T18: a hundred thousand updates wait at Telegram: what memory they take here, and how many are taken in unhandled."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.crowd import PRESSES, Crowd, Crowds
from tests.bench.processes import Bench, bench, sfat
from tests.bench.report import Figure, at_most, shown
from tests.bench.scale import Scale

PEOPLE = 1000
UNHANDLED = 1000  # beyond it nothing more should be asked for
BATCH = 100  # what one getUpdates brings


def measure(scale: Scale) -> Iterator[Figure]:
    """For a minute at most: what has not been taken in by then is left."""
    with TemporaryDirectory() as folder, bench() as server:
        crowd, number = Crowd(PEOPLE), scale.of(100_000, 10_000)
        with Crowds(Path(folder)).copy(crowd) as here, sfat(here, server) as bot:
            server.until(lambda so_far: so_far["polls"] > 0, 30)
            time.sleep(1)
            before = bot.memory
            for start in range(0, number, PEOPLE):
                payloads = [PRESSES[1 + start // PEOPLE % 2]]
                server.ask("press", users=list(crowd.users), payloads=payloads, message=0)
            most = _most_unhandled(server, here / "sfat.db", scale.of(60.0, 10.0))
            taken = server.counts()["given"]
            yield shown("T18", f"of {number} updates, taken in", [taken])
            yield at_most("T18", "of these, unhandled at the most", [most], UNHANDLED + BATCH)
            yield at_most("T18", "memory more than when idle", [bot.most_memory - before], 20.0, "MiB")


def _most_unhandled(server: Bench, path: Path, seconds: float) -> int:
    """The most updates that were in the inbox and not finished."""
    most, ends = 0, time.monotonic() + seconds
    reading = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        while time.monotonic() < ends:
            found = int(reading.execute("SELECT count(*) FROM inbox WHERE state = 'new'").fetchone()[0])
            most = max(most, found)
            if not found and not server.counts()["unasked"]:
                break
            time.sleep(0.1)
    finally:
        reading.close()
    return most
