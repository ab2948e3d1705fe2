"""Two real `sfat run` on one bot and one PostgreSQL: each message once, and one goes on when the other is killed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.telegram import FakeTelegram
from tests.faults import crowd
from tests.faults.battlefield import ANSWERS, PATIENCE, SHOWN
from tests.faults.on_telegram import OnTelegram

pytestmark = pytest.mark.shared

RATE = 100
TAKE_OVER_SECONDS = 15


@dataclass
class Pair:
    """Two processes over the same crowd; the one that was started first hears Telegram."""

    fake: FakeTelegram
    first: OnTelegram
    second: OnTelegram
    url: str

    async def answers(self, number: int, label: str) -> None:
        """This person presses, and sees what they have answered."""
        person = self.first.people[number]
        self.fake.deliver_many([(person, label)])
        shown = SHOWN[ANSWERS[label]]
        await self.fake.until(lambda: any(shown in message.text for message in person.chat), TAKE_OVER_SECONDS)


@pytest.fixture
async def pair(url: str, tmp_path: Path) -> AsyncIterator[Pair]:
    """Both are up, each in a folder of its own, under one limit: a tenth above what they are told, for on a busy core a
    message comes late. Two that did not share it would send twice as much."""
    async with FakeTelegram(rate=RATE + RATE // 10) as fake, AsyncExitStack() as stack:
        await crowd.gather(url, crowd.Ground("telegram", fake.token.split(":")[0]))
        both = []
        for name in ("first", "second"):
            folder = tmp_path / name
            folder.mkdir()
            field = OnTelegram(fake, url, folder, SFAT_TELEGRAM_RATE=str(RATE))
            stack.push_async_callback(field.end)
            await field.start()
            both.append(field)
        yield Pair(fake, both[0], both[1], url)


async def invited(pair: Pair) -> None:
    """Everybody has the invitation."""
    await pair.first.invite()
    await pair.fake.until(lambda: all(map(pair.first.invitations, pair.first.people)), PATIENCE)


async def test_each_message_once_and_within_the_common_rate(pair: Pair) -> None:
    """However the two share the work, nobody is written to twice and the platform refuses nothing."""
    await invited(pair)
    await asyncio.sleep(0.5)

    assert {1} == {pair.first.invitations(one) for one in pair.first.people}
    assert (0, []) == (pair.fake.too_many, pair.fake.violations)


async def test_who_is_left_takes_over(pair: Pair) -> None:
    """The one that hears is killed: the other hears in its place, and knows what the first has sent."""
    await invited(pair)
    await pair.answers(0, "✅ Vin")
    assert pair.first.sfat is not None
    await pair.first.sfat.kill()
    await pair.answers(1, "❌ Nu pot veni")

    assert {0: "yes", 1: "no"} == await crowd.answers(pair.url)
    assert [] == pair.fake.violations


async def test_one_may_leave_at_any_time(pair: Pair) -> None:
    """A stop in the middle of an invitation loses nothing and sends nothing twice."""
    await pair.first.invite()
    await pair.fake.until(lambda: sum(map(pair.first.invitations, pair.first.people)) > 20, PATIENCE)
    code = await pair.first.stop()
    await pair.fake.until(lambda: all(map(pair.first.invitations, pair.first.people)), PATIENCE)
    await asyncio.sleep(0.5)

    assert (0, {1}) == (code, {pair.first.invitations(one) for one in pair.first.people})
    assert 0 == await pair.second.stop()
