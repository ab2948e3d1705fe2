"""T10 for what is said at world cafés: what an idea, a card and the wall cost when very many ideas are kept.

With those of a thousand other cafés, and with all of them said at the one that is looked at.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bot.web.wall_state import CLOUD, QUESTION, ROOM, Shown, state
from storage import cafe_room, walls
from storage.database import Database
from tests.bench import cafes, filling
from tests.bench.crowd import FIRST, MANAGER, Crowd, Crowds
from tests.bench.hall import hall, in_turn, median_of, written
from tests.bench.report import Figure, at_most, shown
from tests.bench.scale import Scale

MILLI = 1e3
PEOPLE = 160
OTHERS = 1000  # cafés
LOOKS = {"room": Shown(ROOM), "one question": Shown(QUESTION, 2), "words": Shown(CLOUD)}
LED = ("/cafe E1", "/recolta E1")  # cards of those who run a café, with their counts
SO_MANY = "the wall, words"  # of all there are, up to a limit: it grows until then


def measure(crowds: Crowds, large: int, scale: Scale) -> Iterator[Figure]:
    """First what people write and ask, then what those who run a café look at."""
    times = scale.of(25, 10)
    for where, number, first in (("elsewhere", OTHERS, 10), ("here", 1, 1)):
        fills = [partial(filling.ideas, number=ideas, cafes=number, first=first) for ideas in (100, large)]
        with _filled(crowds, fills[0]) as small, _filled(crowds, fills[1]) as grown:
            asked = asyncio.run(_asked(small, grown, times))
            seen = zip(asyncio.run(_seen(small)).items(), asyncio.run(_seen(grown)).values(), strict=True)
        led = {words: asked.pop(words) for words in LED}
        yield from _compared(asked, f"{large} ideas {where}", 1.2)
        yield from _compared(led, f"{large} ideas {where}", 2.0)
        yield from _compared({name: (few, many) for (name, few), many in seen}, f"{large} ideas {where}", 2.0)


def _compared(found: dict[str, tuple[float, float]], many: str, wanted: float) -> Iterator[Figure]:
    for name, (few, grown) in found.items():
        yield shown("T10", f"{name}, {many}", [MILLI * grown], "ms")
        if name != SO_MANY:
            yield at_most("T10", f"{name}, {many} to 100", [grown / few], wanted, "x")


@contextmanager
def _filled(crowds: Crowds, fill: Callable[[Path], None]) -> Iterator[Path]:
    with crowds.copy(Crowd(PEOPLE)) as folder:
        path = folder / "sfat.db"
        cafes.lay(f"sqlite:///{path}", PEOPLE)
        fill(path)
        yield path


async def _asked(small: Path, grown: Path, times: int) -> dict[str, tuple[float, float]]:
    """Median seconds until a reply: an idea is kept and acknowledged by a card; what one has said is listed."""
    async with hall(small) as few, hall(grown) as many:
        for here in (few, many):
            await here.asks(FIRST + PEOPLE - 1, written("/ajutor"))
        found = {}
        for at, words in enumerate(("Mai multe bănci în parc.", "Și umbră.", "/mele", "/date")):
            first = FIRST if at < 2 else FIRST + at * times
            name = "an idea" if at == 0 else "one more idea" if at == 1 else words
            found[name] = await in_turn(few, many, range(first, first + times), written(words))
        for words in LED:
            found[words] = await in_turn(few, many, [MANAGER] * 7, written(words))
        return found


async def _seen(path: Path) -> dict[str, float]:
    """Median seconds of a look at the wall, of the newest ideas as they are listed, of what a host is told."""
    db = Database(f"sqlite:///{path}")

    async def look(what: Shown) -> None:
        async with db.read() as tx:
            wall = await walls.wall(tx, cafes.CAFE, 1, what.wanted)
        assert wall is not None
        state(wall, what)

    found = {f"the wall, {name}": await median_of(partial(look, what), 5) for name, what in LOOKS.items()}
    async with db.read() as tx:
        newest = partial(walls.newest, tx, cafes.CAFE, 2**31, 9)
        said = partial(cafe_room.said_at, tx, cafes.CAFE, 1, [1, 2], most=15)
        found["the newest ideas, to hide or pin"] = await median_of(newest, 5)
        found["what a host is told of a table"] = await median_of(said, 5)
    await db.close()
    return found
