"""T9 and T10: what a look at the clock, a claim and a request cost when the tables have grown, on the real tables."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.core.claims import Claims
from bot.core.clock import WallClock
from bot.core.courier import BATCH
from bot.core.ports import Capabilities, Rates
from bot.core.schedule import Schedule
from bot.model.values import Lane
from storage import claiming, deadlines, event_figures, reporting
from storage.database import Database, Rank
from storage.processes import Share
from storage.tx import Tx
from tests.bench import filling, store_ideas
from tests.bench.crowd import FIRST, MANAGER, PRESSES, Crowd, Crowds
from tests.bench.hall import hall, house_of_all, in_turn, median_of, pressed, written
from tests.bench.processes import Bench, bench, sfat
from tests.bench.report import Figure, at_most, shown
from tests.bench.scale import Scale

SMALL = 1000
MICRO, MILLI = 1e6, 1e3
PEOPLE = 160

TELEGRAM = {"telegram": Capabilities(native_forms=False, rates=Rates(30))}


def measure(scale: Scale) -> Iterator[Figure]:
    """First what waits for its time, then what has been answered."""
    large = scale.of(1_000_000, 50_000)
    with TemporaryDirectory() as folder, bench() as server:
        crowds = Crowds(Path(folder))
        yield from _waiting(crowds, server, large, scale)
        yield from _ripe(crowds, large, scale.of(10_000, 1000))
        yield from _answered(crowds, large, scale)
        yield from _counted(crowds, large)
        yield from store_ideas.measure(crowds, large, scale)


@contextmanager
def _filled(crowds: Crowds, fill: Callable[[Path], None]) -> Iterator[Path]:
    with crowds.copy(Crowd(PEOPLE)) as folder:
        fill(folder / "sfat.db")
        yield folder


def _waiting(crowds: Crowds, server: Bench, large: int, scale: Scale) -> Iterator[Figure]:
    """A tick of the clock and a look for what is ready, with little and with much that is not due for years."""
    ticks, claims, starts = [], [], []
    for number in (SMALL, large):
        with _filled(crowds, partial(filling.pending, number=number, first_person=2, people=PEOPLE)) as folder:
            tick, claim = asyncio.run(_idle(folder / "sfat.db", scale.of(50, 10)))
            ticks.append(tick)
            claims.append(claim)
            starts.append(min(_start(folder, server) for _ in range(scale.of(3, 1))))
    yield shown("T9", f"a tick with {large} deadlines waiting", [MICRO * ticks[1]], "µs")
    yield at_most("T9", f"a tick with {large} waiting to {SMALL}", [ticks[1] / ticks[0]], 1.2, "x")
    yield shown("T9", f"a look for messages, {large} waiting", [MICRO * claims[1]], "µs")
    yield at_most("T9", f"a look with {large} waiting to {SMALL}", [claims[1] / claims[0]], 1.2, "x")
    yield at_most("T9", f"start-up with {large} waiting to {SMALL}", [starts[1] / starts[0]], 1.1, "x")


async def _idle(path: Path, times: int) -> tuple[float, float]:
    """Seconds of what the schedule asks at a tick, and of what the courier asks, when nothing is due."""
    db, clock = Database(f"sqlite:///{path}"), WallClock()

    async def tick() -> None:
        async with db.read() as tx:
            await deadlines.ripe(tx, clock.now())
        async with db.read() as tx:
            await deadlines.next_due(tx)

    async def claim(tx: Tx) -> None:
        now = clock.now()
        await claiming.claim(tx, Share(1), now=now, real=now, most=BATCH, lane=Lane.BROADCAST)

    found = await median_of(tick, times), await median_of(lambda: db.write(claim, Rank.MARK), times)
    await db.close()
    return found


def _start(folder: Path, server: Bench) -> float:
    """Seconds from the start of the process to its first getUpdates."""
    server.ask("reset")
    with sfat(folder, server) as bot:
        found = server.until(lambda so_far: so_far["polls"] > 0, 60)
        return float(found["first_poll"]) - bot.began


def _ripe(crowds: Crowds, large: int, number: int) -> Iterator[Figure]:
    """So many of each become due within one second, among all the others."""

    def fill(path: Path) -> None:
        filling.pending(path, large, first_person=2, people=PEOPLE)
        filling.ripe(path, number, first_person=2, people=PEOPLE)
        filling.ripe_deadlines(path, number)

    with _filled(crowds, fill) as folder:
        claimed, in_order, fired = asyncio.run(_take_all(folder / "sfat.db", number))
    yield at_most("T9", f"{number} messages due in one second, all claimed", [claimed], 1.0, "s")
    yield at_most("T9", "of these, claimed before one that was due earlier", [in_order], 0)
    yield at_most("T9", f"{number} deadlines due in one second, all fired", [fired], 1.0, "s")


async def _take_all(path: Path, number: int) -> tuple[float, int, float]:
    """Seconds until all is claimed, how many out of order, seconds until all has fired; each at most 30 s, then an
    estimate from what was done by then."""
    db, clock = Database(f"sqlite:///{path}"), WallClock()
    claims = Claims(house_of_all(), clock, TELEGRAM, lambda: Share(1))
    dues: list[datetime] = []
    began = time.perf_counter()
    while len(dues) < number and time.perf_counter() - began < 30:
        errands, _ = await db.write(lambda tx: claims.take(tx, BATCH, Lane.BROADCAST), Rank.MARK)
        dues += [errand.row.due for errand in errands]
    claimed = (time.perf_counter() - began) * number / max(1, len(dues))
    began = time.perf_counter()
    fired = await Schedule(db, claims.house, clock, lambda: None).fire(clock.now())
    took = (time.perf_counter() - began) * number / max(1, fired)
    await db.close()
    return claimed, sum(later < earlier for earlier, later in pairwise(dues)), took


def _answered(crowds: Crowds, large: int, scale: Scale) -> Iterator[Figure]:
    """What people ask, with a hundred answers in the tables and with very many, of other events; in turn."""
    fills = [partial(filling.answers, number=number, events=1000, first_event=10) for number in (100, large)]
    with _filled(crowds, fills[0]) as small, _filled(crowds, fills[1]) as grown:
        found = asyncio.run(_requests(small / "sfat.db", grown / "sfat.db", scale.of(25, 10)))
    for name, (few, many) in found.items():
        yield shown("T10", f"{name}, {large} answers", [MILLI * many], "ms")
        yield at_most("T10", f"{name}, {large} answers to 100", [many / few], 1.2, "x")


async def _requests(small: Path, grown: Path, times: int) -> dict[str, tuple[float, float]]:
    """Median seconds of each request on both, each by other people, who have not asked it before."""
    asked = {"/rsvp E1": written("/rsvp E1"), "/mele": written("/mele"), "/date": written("/date")}
    asked |= {"/evenimente": written("/evenimente"), "a press": pressed(PRESSES[1]), "„nu“": written("nu")}
    async with hall(small) as few, hall(grown) as many:
        for here in (few, many):
            await here.asks(FIRST + PEOPLE - 1, written("/ajutor"))
        found = {}
        for at, (name, update) in enumerate(asked.items()):
            people = range(FIRST + at * times, FIRST + (at + 1) * times)
            found[name] = await in_turn(few, many, people, update)
        found["/raport E1"] = await in_turn(few, many, [MANAGER] * 7, written("/raport E1"))
    return found


def _counted(crowds: Crowds, large: int) -> Iterator[Figure]:
    """What a manager counts, of one event to which very many have answered."""
    found = []
    for number in (100, large):
        with _filled(crowds, partial(filling.answers, number=number, events=1, first_event=1)) as folder:
            found.append(asyncio.run(_counts(folder / "sfat.db")))
    for name, few in found[0].items():
        yield shown("T10", f"{name}, of {large} answers", [MILLI * found[1][name]], "ms")
        yield at_most("T10", f"{name}, of {large} answers to 100", [found[1][name] / few], 2.0, "x")


async def _counts(path: Path) -> dict[str, float]:
    db = Database(f"sqlite:///{path}")
    async with db.read() as tx:
        found = {
            "who comes, by organisation": await median_of(lambda: event_figures.figures(tx, 1), 3),
            "the report of an event": await median_of(lambda: reporting.event_figures(tx, 1), 3),
        }
    await db.close()
    return found
