"""T13, T14: two hundred kills, half in broadcasts, half in bursts of presses; the short form is in test_kill.py."""

import asyncio
import bisect
import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pytest

from bot.core.courier import IN_FLIGHT
from tests.fakes.telegram import FakeTelegram
from tests.faults import crowd
from tests.faults.battlefield import ANSWERS
from tests.faults.conftest import Figures
from tests.faults.on_telegram import OnTelegram
from tests.faults.storm import Storm

KILLS = 100  # of each kind: two hundred in all on each database, which take a quarter of an hour
PEOPLE = 560
EVENTS = 40
PLAIN_STARTS = 7
RATE = 300
DELAY = 0.02  # seconds until Telegram has taken a message
PACED = RATE * DELAY + 2  # in flight when nothing is held up
SLOWER = 1.5  # a start after a kill, compared with one after a good end


@dataclass
class Killer:
    """Ends the process again and again, and starts it; how long it takes until it goes on."""

    storm: Storm
    url: str
    kills: list[float] = field(default_factory=list)
    ill: list[str] = field(default_factory=list)
    going_on: list[float] = field(default_factory=list)

    async def kill(self) -> None:
        """SIGKILL, and another process."""
        sfat = self.storm.battle.sfat
        assert sfat is not None
        await sfat.kill()
        await asyncio.sleep(0.2)  # what it has sent arrives, and is not taken for the next one's
        self.kills.append(self.storm.fake.now())
        if len(self.kills) % 10 == 1:
            self.ill += _damage(self.url, self.storm.battle.folder)
        await self._start()

    async def stop(self) -> None:
        """A good end, and another process."""
        assert 0 == await self.storm.battle.stop()
        await self._start()

    async def _start(self) -> None:
        before = self.storm.fake.now()
        calls = len(self.storm.fake.calls)
        await self.storm.battle.start()
        await self.storm.fake.until(lambda: self._sent_since(calls) is not None, 30)
        self.going_on.append((self._sent_since(calls) or 0.0) - before)

    def _sent_since(self, calls: int) -> float | None:
        new = self.storm.fake.calls[calls:]
        return next((one.at for one in new if one.method in {"sendMessage", "editMessageText"}), None)

    def doubled(self) -> Counter[int]:
        """How many were sent once more because of each kill, by its place."""
        found: Counter[int] = Counter()
        for times in self.storm.arrivals.values():
            found.update(bisect.bisect(self.kills, first) for first in times[:-1])
        return found


def _damage(url: str, folder: Path) -> list[str]:
    """What SQLite finds wrong in a copy of what a kill has left; nothing on PostgreSQL, which was not killed."""
    if not url.startswith("sqlite"):
        return []
    copied = folder / "copy.db"
    path = Path(url.removeprefix("sqlite:///"))
    for ending in ("", "-wal"):
        if path.with_name(path.name + ending).exists():
            shutil.copy(path.with_name(path.name + ending), copied.with_name(copied.name + ending))
    with closing(sqlite3.connect(copied)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    for left in folder.glob("copy.db*"):
        left.unlink()
    return [sentence for sentence in found if sentence != "ok"]


@pytest.fixture
async def killer(url: str, tmp_path: Path) -> AsyncIterator[Killer]:
    """A large crowd on a Telegram that takes its time and sets no limits: what is measured here is not the rate."""
    async with FakeTelegram(rate=100_000, chat_burst=100_000) as fake, AsyncExitStack() as stack:
        fake.delay("sendMessage", DELAY)
        await crowd.gather(url, crowd.Ground("telegram", fake.token.split(":")[0]), people=PEOPLE, events=EVENTS)
        battle = OnTelegram(fake, url, tmp_path, PEOPLE, SFAT_TELEGRAM_RATE=str(RATE))
        stack.push_async_callback(battle.end)
        await battle.start()
        yield Killer(Storm(fake, battle, EVENTS), url)


@pytest.mark.soak
async def test_two_hundred_kills(killer: Killer, figures: Figures) -> None:
    """Everybody has every invitation, few have one twice; every answer is kept once."""
    storm = killer.storm
    await storm.broadcast(PLAIN_STARTS, killer.stop)
    plain, killer.going_on = median(killer.going_on), []
    twice = sum(killer.doubled().values())
    await storm.broadcast(KILLS, killer.kill)
    doubled = killer.doubled()
    slower = median(killer.going_on) / plain
    worst, mean = max(doubled.values(), default=0), sum(doubled.values()) / KILLS
    lost = storm.event * PEOPLE - sum(storm.copies().values())
    sent = f"of {storm.event * PEOPLE} messages"
    figures.put("T13", f"lost at {KILLS} kills in broadcasts", f"{lost} {sent}", met=lost == 0)
    figures.put("T13", "doubled without a kill, at a good end", f"{twice}", met=twice == 0)
    figures.put("T13", "doubled a kill, mean and most", f"{mean:.1f}, {worst}; cap {IN_FLIGHT}", met=worst <= IN_FLIGHT)
    figures.put("T13", f"the same, against rate × delay + 2 = {PACED:.0f}", f"{worst}", met=worst <= PACED)
    going = f"{slower:.2f}x of {plain:.2f} s"
    figures.put("T13", f"until it goes on, of a plain start; <= {SLOWER}x", going, met=slower <= SLOWER)

    await asyncio.sleep(1)
    await storm.presses(KILLS, killer.kill)
    code = await storm.battle.stop()
    kept = await crowd.all_answers(killer.url)
    wanted = {(person - crowd.FIRST, event): ANSWERS[label] for (person, event), label in storm.given.items()}
    lost = sum(kept.get(key) != answer for key, answer in wanted.items())
    figures.put("T14", f"presses lost at {KILLS} kills in bursts", f"{lost} of {len(wanted)}", met=lost == 0)
    figures.put("T14", "answers kept twice", "0", met=True)  # else reading them has failed
    killer.ill += _damage(killer.url, storm.battle.folder)
    if killer.url.startswith("sqlite"):
        whole = f"integrity_check after every tenth of {len(killer.kills)} kills"
        figures.put("T13", whole, "; ".join(killer.ill) or "ok", met=not killer.ill)

    assert (wanted, [], 0, []) == (kept, killer.ill, code, storm.fake.violations)
    assert worst <= IN_FLIGHT
