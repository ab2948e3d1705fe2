"""T17: some recipients always fail: the others do not wait for them, and what failed is seen, and can be sent again."""

import asyncio
import dataclasses
import math
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage import exporting
from storage.database import Database
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_errors import ApiError
from tests.faults import crowd
from tests.faults.battlefield import PATIENCE
from tests.faults.conftest import Figures
from tests.faults.on_telegram import OnTelegram
from tests.faults.storm import Storm

PEOPLE = 600
RATE = 100
SHARE = 0.01
RATIO = 1.02
TRIES = 8
DEAD_SECONDS = 180  # by when something tried eight times, each after twice as long a rest, has been given up
LOOK_SECONDS = 5

REFUSED = ApiError(400, "Bad Request: text must be encoded in UTF-8")
BLOCKED = ApiError(403, "Forbidden: bot was blocked by the user")
FAULTY = ApiError(500, "Internal Server Error")


@dataclass
class Poison:
    """Whoever is written to in such a chat gets an error, whatever is written; `tries` counts them."""

    errors: dict[int, ApiError]
    tries: Counter[int]
    take: Callable[[int], None]

    @classmethod
    def into(cls, fake: FakeTelegram) -> "Poison":
        """A fake that looks here before it counts a message."""
        poison = cls({}, Counter(), fake.world.rates.take)
        fake.world.rates.take = poison.or_fail  # type: ignore[method-assign, assignment]
        return poison

    def or_fail(self, chat: int) -> None:
        """A message comes for a chat."""
        if chat in self.errors:
            self.tries[chat] += 1
            raise self.errors[chat]
        self.take(chat)


@dataclass
class Field:
    """A crowd, of which some fail."""

    storm: Storm
    poison: Poison
    url: str
    gone: set[int] = dataclasses.field(default_factory=set)  # they have blocked us before

    async def healthy_invited(self, patience: float = PATIENCE) -> float:
        """Invite everybody; the seconds between the first and the last message to those who do not fail.

        Infinite when they do not all have it after `patience` seconds.
        """
        event = self.storm.event = self.storm.event + 1
        failing = {*self.poison.errors, *self.gone}
        healthy = [user.id for user in self.storm.battle.people if user.id not in failing]
        await self.storm.battle.invite(event)
        try:
            await self.storm.fake.until(lambda: self.storm.invited(healthy, event), patience)
        except TimeoutError:
            return math.inf
        times = [self.storm.arrivals[user, event][0] for user in healthy]
        return max(times) - min(times)

    async def ends(self) -> Counter[tuple[str, str | None]]:
        """State and reason of the invitations to those who fail, as they are exported."""
        db = Database(self.url)
        async with db.read() as tx:
            rows = await exporting.deliveries(tx, None)
        await db.close()
        failing = {f"P#{user - crowd.FIRST + 2}" for user in self.poison.errors}  # the manager was written before them
        event = f"E{self.storm.event}"
        return Counter((row.state, row.reason) for row in rows if row.event == event and row.person in failing)

    async def given_up(self, many: int) -> Counter[tuple[str, str | None]]:
        """The same as soon as so many are tried no more, at the latest when they should have been given up long ago."""
        for _ in range(DEAD_SECONDS // LOOK_SECONDS):
            ends = await self.ends()
            if many == sum(number for (state, _), number in ends.items() if state == "failed"):
                return ends
            await asyncio.sleep(LOOK_SECONDS)
        return await self.ends()


@pytest.fixture
async def field(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Field]:
    """Nobody fails yet."""
    people = getattr(request, "param", crowd.PEOPLE)
    async with FakeTelegram(rate=100_000, chat_burst=100_000) as fake, AsyncExitStack() as stack:
        await crowd.gather(url, crowd.Ground("telegram", fake.token.split(":")[0]), people=people, events=3)
        battle = OnTelegram(fake, url, tmp_path, people, SFAT_TELEGRAM_RATE=str(RATE))
        stack.push_async_callback(battle.end)
        await battle.start()
        yield Field(Storm(fake, battle, 3), Poison.into(fake), url)


async def test_some_always_fail(field: Field) -> None:
    """The others have it; who is blocked or refused is tried once, and stands in the export with the reason."""
    field.poison.errors = {crowd.FIRST + number: (REFUSED, BLOCKED)[number % 2] for number in range(10, 16)}
    await field.healthy_invited()
    await field.storm.fake.until(lambda: len(field.poison.tries) == 6, 5)
    await asyncio.sleep(0.5)

    assert {1} == set(field.poison.tries.values())
    assert {("failed", "refused"): 3, ("failed", "blocked"): 3} == await field.ends()
    assert 0 == await field.storm.battle.stop()


@pytest.mark.soak
@pytest.mark.parametrize("field", [PEOPLE], indirect=True)
async def test_one_in_a_hundred_always_fails(field: Field, figures: Figures) -> None:
    """How much longer the rest takes, and what becomes of those who fail."""
    plain = await field.healthy_invited()
    failing = [crowd.FIRST + number for number in range(50, PEOPLE, int(1 / SHARE))]
    field.poison.errors = {user: (REFUSED, BLOCKED)[user % 200 > 100] for user in failing}
    lasted = (await field.healthy_invited()) / plain
    once = set(field.poison.tries.values()) == {1}
    figures.put(
        "T17",
        f"refused or blocked: the rest, of {plain:.1f} s without; <= {RATIO}x",
        f"{lasted:.3f}x",
        met=lasted <= RATIO,
    )
    figures.put("T17", "refused or blocked: tries each", "1" if once else f"{field.poison.tries}", met=once)
    field.gone = {user for user, error in field.poison.errors.items() if error is BLOCKED}
    failing = [user + 1 for user in failing]
    field.poison.errors = dict.fromkeys(failing, FAULTY)
    field.poison.tries.clear()
    patience = 10 * plain
    lasted = (await field.healthy_invited(patience)) / plain
    came = f"{lasted:.3f}x" if lasted < math.inf else "more than 10x"
    figures.put("T17", f"500 each time: the rest, of {plain:.1f} s without; <= {RATIO}x", came, met=lasted <= RATIO)
    ends, most = await field.given_up(len(failing)), max(field.poison.tries.values())
    dead = ends == {("failed", "refused"): len(failing)}
    came = ", ".join(f"{number} {state}" for (state, _), number in ends.items())
    figures.put("T17", f"500 each time: a dead letter after {TRIES} tries", f"{came} after {most} tries", met=dead)
    assert once
    await field.storm.battle.stop()
