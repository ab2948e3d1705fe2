"""A burst of updates at a bot that has warmed up: how long until all of it is done, and what it took."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.crowd import PRESSES, Crowd
from tests.bench.processes import Bench, Measured, sfat, started

WARM = 40  # people of the crowd who only warm the bot up
PATIENCE = 120.0  # seconds for a burst

Start = Callable[[Path, Bench], AbstractContextManager[Measured]]


@dataclass(frozen=True)
class Burst:
    """What came of it. `done`: seconds until the last message was out; `answered`: until the last press was."""

    number: int
    done: float
    answered: float
    cpu: float  # seconds

    @property
    def rate(self) -> float:
        """Updates a second, each with everything that follows from it."""
        return self.number / self.done

    @property
    def cpu_each(self) -> float:
        """Milliseconds of processor an update."""
        return 1000 * self.cpu / self.number


def product(folder: Path, bench: Bench) -> AbstractContextManager[Measured]:
    """Sfat, as it is run."""
    return sfat(folder, bench)


def peer(folder: Path, bench: Bench) -> AbstractContextManager[Measured]:
    """The library's own way, with the same statements."""
    return started("-m", "tests.bench.peer", bench.url, "--write", str(folder / "sfat.db"), folder=folder)


def lean(folder: Path, bench: Bench) -> AbstractContextManager[Measured]:
    """The library over aiohttp, keeping nothing."""
    return started("-m", "tests.bench.peer", bench.url, "--transport", "aiohttp", folder=folder)


def presses(bench: Bench, bot: Measured, crowd: Crowd) -> Burst:
    """Everyone presses a button of their card: stored, handled, acknowledged, and the card redrawn."""
    return _burst(bench, bot, crowd, {"payloads": PRESSES[1:], "message": 0}, edits=1)


def words(bench: Bench, bot: Measured, crowd: Crowd) -> Burst:
    """Everyone writes „vin“: stored, handled, answered with the card and a calendar entry."""
    return _burst(bench, bot, crowd, {"text": "vin"}, messages=2)


def _burst(
    bench: Bench, bot: Measured, crowd: Crowd, update: Mapping[str, Any], *, edits: int = 0, messages: int = 0
) -> Burst:
    what = "press" if edits else "say"

    def all_of(number: int) -> Callable[[Mapping[str, Any]], bool]:
        return lambda so_far: (
            (not edits or so_far["acknowledged"] >= number)
            and so_far["edited"] >= edits * number
            and so_far["sent"] >= messages * number
        )

    everyone = list(crowd.users)
    bench.ask("reset")
    bench.ask(what, users=everyone[:WARM], **update)
    bench.until(all_of(WARM), PATIENCE)
    bench.ask("reset")
    before = bot.cpu
    bench.ask(what, users=everyone[WARM:], **update)
    number = len(everyone) - WARM
    found = bench.until(all_of(number), PATIENCE)
    ended = max(found["last_message"], found["last_acknowledged"])
    answered = max(found["last_acknowledged"] - found["first_given"], 0.0)
    return Burst(number, ended - found["first_given"], answered, bot.cpu - before)
