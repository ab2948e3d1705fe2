"""A world café where everybody writes within ten seconds: none lost, when each is told, when it stands on the wall.

At the limit of a free bot, and at that of one that pays. The acknowledgement is a message, so the limit bounds it: what
it allows at best stands beside. The facilitator's live card stands in a chat all the while, and is redrawn.

Before that, how long a seating takes.
"""

import http.client
import json
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.core.links import WALL
from bot.core.tokens import Keys
from tests.bench import cafes
from tests.bench.crowd import FIRST, MANAGER, Crowd, Crowds
from tests.bench.measure_broadcast import NETWORK
from tests.bench.processes import SECRET, Bench, bench, sfat
from tests.bench.report import Figure, at_most, percentile, shown
from tests.bench.scale import Scale
from tests.bench.seatings import seatings

WITHIN = 10.0  # seconds in which all write
CLOSE = 1.1  # times what the limit allows at best
SOON = 5.0  # seconds by which an idea is to stand on the wall
LOOKS = (2.0, 1.0)  # seconds between two looks of the wall's page, and while many ideas come
MANY = 4  # ideas between two looks


@dataclass
class Watched:
    """What a wall showed: of each look the instant, the ideas in it, and the newest of them."""

    looks: list[tuple[float, set[int], int]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)  # that each look took

    def current(self, idea: int) -> float:
        """When the wall had come as far as this idea: all before the newest that it shows are counted in it."""
        return next((at for at, _, newest in self.looks if newest >= idea), float("inf"))

    def shown(self, idea: int) -> bool:
        """Whether it was among those to be read in any look."""
        return any(idea in ideas for _, ideas, _ in self.looks)


@dataclass(frozen=True)
class Evening:
    """Seconds from each one's writing to the acknowledgement, and until the wall was as far; what else came of it."""

    acknowledged: list[float]
    best: list[float]  # what each would wait when the limit were used to the full, and nothing else went out
    last: float  # seconds from the first writing to the last acknowledgement
    bound: float  # the same, at best
    cpu: float  # seconds of processor an idea
    on_the_wall: list[float]
    lost: int
    unread: int  # on the wall, pushed off between two looks
    look: float  # seconds that a look took, median
    refused: int


def measure(scale: Scale) -> Iterator[Figure]:
    """Seatings; then two hundred writers, and a thousand."""
    yield from seatings(scale)
    with TemporaryDirectory() as folder, bench() as server:
        crowds = Crowds(Path(folder))
        for people in (scale.of(200, 50), scale.of(1000, 200)):
            for limit in (30, 1000):
                yield from _figures(_evening(server, crowds, people, limit), people, limit)


def _figures(found: Evening, people: int, limit: int) -> Iterator[Figure]:
    of = f"{people} ideas in {WITHIN:g} s at {limit}/s"
    yield at_most("C1", f"{of}: lost, or not acknowledged", [found.lost], 0)
    yield at_most("C1", f"{of}: refused (429)", [found.refused], 0)
    for percent in (50, 99):
        yield shown("C1", f"{of}: to the acknowledgement, {percent} %", [percentile(found.acknowledged, percent)], "s")
        yield shown("C1", f"{of}: what the limit allows, {percent} %", [percentile(found.best, percent)], "s")
    yield shown("C1", f"{of}: all acknowledged after", [found.last], "s")
    yield at_most("C1", f"{of}: beside the {found.bound:.1f} s at best", [found.last / found.bound], CLOSE, "x")
    yield shown("C1", f"{of}: until it stands on the wall, 50 %", [percentile(found.on_the_wall, 50)], "s")
    yield at_most("C1", f"{of}: until it stands on the wall, 99 %", [percentile(found.on_the_wall, 99)], SOON, "s")
    yield shown("C1", f"{of}: pushed off the wall between two looks", [found.unread])
    yield shown("C1", f"{of}: a look at the wall", [1000 * found.look], "ms")
    yield shown("C1", f"{of}: processor an idea", [1000 * found.cpu], "ms")


def _evening(server: Bench, crowds: Crowds, people: int, limit: int) -> Evening:
    with crowds.copy(Crowd(people)) as folder:
        cafes.lay(f"sqlite:///{folder / 'sfat.db'}", people)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        with sfat(folder, server, rate=limit, SFAT_HTTP_PORT=str(port)) as bot:
            server.ask("configure", limit=0, delay=0)
            server.ask("say", users=[MANAGER], text="/cafe E1")
            server.until(lambda so_far: so_far["sent"] > 0, 30)
            server.ask("reset")
            server.ask("configure", limit=limit, delay=NETWORK[limit])
            before = bot.cpu
            with _watching(port) as wall:
                server.ask("probe", user=FIRST, every=WITHIN / people, count=people, text="Mai multe bănci în parc.")
                server.until(lambda so_far: so_far["waits"] >= people, WITHIN + 30 + 2 * people / limit)
                cpu = bot.cpu - before
                time.sleep(2 * LOOKS[0])
            written = {int(user): float(at) for user, at in server.ask("written").items()}
            sent, refused = server.ask("sent")["sent"], len(server.ask("sent")["refused"])
            server.ask("configure", limit=0, delay=0)
        kept = _kept(folder / "sfat.db")
    answered = {chat: at for at, chat in reversed(sent)}  # the first message to each
    once = {user: kept[user][0] for user in written if len(kept.get(user, [])) == 1 and user in answered}
    first = min(written.values())
    best = [(when - first, max(0.0, at / limit - (when - first))) for at, when in enumerate(sorted(written.values()))]
    return Evening(
        [answered[user] - written[user] for user in once],
        [wait for _, wait in best],
        max(answered[user] for user in once) - first,
        max(when + wait for when, wait in best),
        cpu / people,
        [wall.current(number) - written[user] for user, number in once.items()],
        people - len(once),
        sum(not wall.shown(number) for number in once.values()),
        percentile(wall.seconds, 50),
        refused,
    )


def _kept(path: Path) -> dict[int, list[int]]:
    """The numbers of the ideas that are kept, by who wrote them."""
    found: dict[int, list[int]] = {}
    reading = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        for number, person in reading.execute("SELECT id, person_id FROM idea ORDER BY id"):
            found.setdefault(FIRST + person - cafes.FIRST_PERSON, []).append(number)
    finally:
        reading.close()
    return found


@contextmanager
def _watching(port: int) -> Iterator[Watched]:
    """Somebody looks at the wall as its page does, while the block runs."""
    wall, over = Watched(), threading.Event()
    watching = threading.Thread(target=_watch, args=(port, wall, over))
    watching.start()
    try:
        yield wall
    finally:
        over.set()
        watching.join()


def _watch(port: int, wall: Watched, over: threading.Event) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    address, tag, hurried = f"/wall/{Keys([SECRET]).token(WALL, cafes.CAFE)}/now", "", 0
    seen: set[int] = set()
    while True:
        began = time.monotonic()
        line.request("GET", address, headers={"If-None-Match": tag} if tag else {})
        answer = line.getresponse()
        content = answer.read()
        wall.seconds.append(time.monotonic() - began)
        if answer.status == 200:
            tag = answer.headers["ETag"]
            ideas = {int(one["id"]) for one in json.loads(content)["ideas"]}
            wall.looks.append((time.monotonic(), ideas, max(ideas, default=0)))
            hurried = 3 if len(ideas - seen) > MANY else max(0, hurried - 1)
            seen |= ideas
        else:
            hurried = max(0, hurried - 1)
        if over.wait(LOOKS[hurried > 0]):
            break
    line.close()
