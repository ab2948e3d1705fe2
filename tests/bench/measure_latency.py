"""T8: how long somebody who writes waits for their reply while a broadcast goes out, and when nothing else is going on.

From the update being there for the asking to its reply having reached the server and been accepted.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.crowd import FIRST, FIRST_VISITOR, Crowd, Crowds
from tests.bench.measure_broadcast import NETWORK, invite
from tests.bench.processes import Bench, bench, sfat, started
from tests.bench.report import Figure, at_least, at_most, percentile, shown
from tests.bench.scale import Scale

MILLI = 1000.0


def measure(scale: Scale) -> Iterator[Figure]:
    """At the limit of a free bot and at that of one that pays; the library's own limiter beside it."""
    with TemporaryDirectory() as folder, bench() as server:
        crowds = Crowds(Path(folder))
        for limit, people, every in ((30, scale.of(500, 120), 0.5), (1000, scale.of(4500, 1000), 0.02)):
            number = max(8, int(people / limit / every))
            idle = [MILLI * one for one in _product(server, crowds, 1, limit, 0.05, scale.of(100, 30))]
            busy = [MILLI * one for one in _product(server, crowds, people, limit, every, number)]
            yield from _compared(limit, idle, busy)
        yield from _peer(server, scale)


def _compared(limit: int, idle: list[float], busy: list[float]) -> Iterator[Figure]:
    for percent in (50, 99):
        yield shown("T8", f"a reply when idle at {limit}/s, {percent} %", [percentile(idle, percent)], "ms")
        yield shown("T8", f"a reply in a broadcast at {limit}/s, {percent} %", [percentile(busy, percent)], "ms")
    middle = percentile(busy, 50) / percentile(idle, 50)
    slow = percentile(busy, 99) / percentile(idle, 99)
    yield at_most("T8", f"in a broadcast to idle at {limit}/s, 50 %", [middle], 1.2, "x")
    yield at_most("T8", f"in a broadcast to idle at {limit}/s, 99 %", [slow], 1.25 if limit == 30 else 2.0, "x")


def _product(server: Bench, crowds: Crowds, people: int, limit: int, every: float, number: int) -> list[float]:
    """Seconds that each of so many replies took; with one person, nothing is broadcast."""
    with crowds.copy(Crowd(people, invited=False)) as folder, sfat(folder, server, rate=limit):
        if people > 1:
            invite(server)
            server.until(lambda so_far: so_far["sent"] > 5, 30)
        time.sleep(0.5)
        return _probed(server, limit, every, number)


def _peer(server: Bench, scale: Scale) -> Iterator[Figure]:
    """The same of the library's limiter, at 30 a second only: its transport makes no 1000."""
    middles = []
    for people, every, number in ((0, 0.05, scale.of(100, 30)), (scale.of(500, 120), 0.5, scale.of(30, 8))):
        words = ("-m", "tests.bench.peer_limited", server.url, "30", str(people), str(FIRST))
        server.ask("reset")
        with TemporaryDirectory() as folder, started(*words, folder=Path(folder)):
            server.until(lambda so_far: so_far["polls"] > 0, 30)
            if people:
                server.until(lambda so_far: so_far["sent"] > 5, 30)
            middles.append(MILLI * percentile(_probed(server, 30, every, number), 50))
    yield shown("T8", "PTB with AIORateLimiter at 30/s: idle, 50 %", middles[:1], "ms")
    yield shown("T8", "PTB with AIORateLimiter at 30/s: in a broadcast, 50 %", middles[1:], "ms")
    yield at_least("T8", "PTB with AIORateLimiter: in a broadcast to idle", [middles[1] / middles[0]], 100.0, "x")


def _probed(server: Bench, limit: int, every: float, number: int) -> list[float]:
    """Visitors write, one every so many seconds, each once; what each waited."""
    server.ask("reset")
    server.ask("configure", limit=limit, delay=NETWORK[limit])
    server.ask("probe", user=FIRST_VISITOR, every=every, count=number)
    server.until(lambda so_far: so_far["waits"] >= number, 90)
    server.ask("configure", limit=0, delay=0)
    waits: list[float] = server.ask("waits")
    return waits
