"""From polling to the webhook and back: nothing that anybody said at any moment is lost or answered twice."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.webhook import Hook
from bot.core import dialogue
from bot.core.clock import WallClock
from bot.core.desk import House
from bot.core.links import Links
from bot.core.ports import Capabilities
from bot.core.program import Program
from bot.core.routes import Routes
from bot.core.tokens import Keys
from bot.model.update import Envelope, Now
from handlers import FEATURES
from storage.database import Database
from tests.fakes.telegram import FakeTelegram, User
from tests.memory import FAST

SITE = "https://sfat.example.ro"
POLLED, BY_WEBHOOK = "polled", "by webhook"
ANSWER = "I do not know the command /number"


@dataclass
class Process:
    """One process of Sfat on Telegram."""

    program: Program
    telegram: TelegramAdapter

    def dies_when_it_has_stored(self, *, worked: bool) -> asyncio.Event:
        """From now on whatever is heard gets onto the disk, and nobody lives to tell Telegram; set when that happened.

        `worked`: it still has its effect; else it is left for the next process.
        """
        intake, stored = self.program.intake, asyncio.Event()
        hear = intake.hear
        if not worked:
            intake._enqueue = lambda lane, waiting: None  # type: ignore[method-assign]

        async def hear_and_die(envelopes: Sequence[Envelope]) -> list["asyncio.Future[Now]"]:
            await hear(envelopes)
            stored.set()
            await asyncio.Event().wait()
            raise AssertionError("nobody comes back")

        intake.hear = hear_and_die  # type: ignore[method-assign]
        return stored


@dataclass
class Change:
    """Telegram, a database, and processes that come and go."""

    url: str
    telegram: FakeTelegram
    ana: User
    said: int = 0

    @asynccontextmanager
    async def process(self, way: str, look_every: float = 3600) -> AsyncIterator[Process]:
        """A process that gets updates in this way, connected and running; at the end it stops in order."""
        db, clock, keys = Database(self.url), WallClock(), Keys(["a key for tests"])
        hook = Hook(SITE, keys.shared_secrets("webhook"), clock, look_every) if way == BY_WEBHOOK else None
        bot = TelegramAdapter(self.telegram.token, self.telegram.url, 10_000, hook=hook, first_pause=0.01)
        bot.capabilities = Capabilities(native_forms=False, rates=FAST)
        if hook is not None:
            self.telegram.leads(SITE, Starlette(routes=bot.routes()))
        await bot.connect()
        house = House(Routes.of((dialogue.router, *FEATURES)), keys, Links(keys), "en")
        program = Program(db, house, clock, {"telegram": bot})
        await program.start(pulse=False)
        try:
            yield Process(program, bot)
        finally:
            await program.stop()

    def says(self) -> None:
        """Ana sends the next of her numbered commands."""
        self.said += 1
        self.ana.says(f"/number{self.said}")

    @property
    def answered(self) -> list[int]:
        """The numbers that were answered, in the order of the answers."""
        texts = [message.text for message in self.ana.chat]
        return [int(text.removeprefix(ANSWER).partition(".")[0]) for text in texts if text.startswith(ANSWER)]

    async def all_is_taken(self) -> None:
        """Until Telegram has nothing left to bring, and each number has its answer."""
        self.telegram.passes(120)
        await self.telegram.until(lambda: not self.telegram.pending)
        await self.telegram.until(lambda: len(self.answered) >= self.said)


@pytest.fixture
async def change(url: str) -> AsyncIterator[Change]:
    """An empty installation, and Ana, who has pressed Start in vain so far."""
    async with FakeTelegram(rate=10_000, chat_burst=10_000) as telegram:
        ana = telegram.user(11, "Ana Pop", language_code="en")
        ana.start()
        change = Change(url, telegram, ana)
        yield change
        assert (list(range(1, change.said + 1)), [], 0) == (
            change.answered,
            telegram.violations,
            telegram.too_many,
        )


@pytest.mark.both
@pytest.mark.parametrize(("before", "after"), [(POLLED, BY_WEBHOOK), (BY_WEBHOOK, POLLED)])
async def test_what_waits_is_taken_the_other_way(change: Change, before: str, after: str) -> None:
    """Said before the one ran, while it ran, while nothing ran, and while the other runs."""
    change.says()
    async with change.process(before):
        change.says()
        await change.all_is_taken()
    change.says()
    change.says()
    async with change.process(after):
        change.says()
        await change.all_is_taken()


@pytest.mark.both
@pytest.mark.parametrize("worked", [True, False], ids=["worked", "unworked"])
@pytest.mark.parametrize(("before", "after"), [(POLLED, BY_WEBHOOK), (BY_WEBHOOK, POLLED)])
async def test_what_was_stored_and_not_confirmed_is_recognised(
    change: Change, before: str, after: str, worked: bool
) -> None:
    """It comes again by the other way, and is known by its number there."""
    async with change.process(before) as old:
        change.says()
        await change.all_is_taken()
        stored = old.dies_when_it_has_stored(worked=worked)
        change.says()
        await asyncio.wait_for(stored.wait(), 5)
        if worked:
            await change.telegram.until(lambda: change.answered == [1, 2])
    assert 1 == len(change.telegram.pending)
    change.says()
    async with change.process(after):
        await change.all_is_taken()


async def test_there_and_back_again(change: Change) -> None:
    """Several times, with something unconfirmed and something waiting at each change."""
    for way in (POLLED, BY_WEBHOOK, POLLED, BY_WEBHOOK, POLLED):
        change.telegram.passes(1)
        async with change.process(way) as process:
            await change.all_is_taken()
            stored = process.dies_when_it_has_stored(worked=False)
            change.says()
            await asyncio.wait_for(stored.wait(), 5)
        change.says()
    async with change.process(POLLED):
        await change.all_is_taken()


async def test_a_poll_that_still_runs_is_in_nobodys_way(change: Change) -> None:
    """The old process is told that it may not poll any more; it takes nothing and undoes nothing."""
    async with AsyncExitStack() as running:
        old = await running.enter_async_context(change.process(POLLED))
        change.says()
        await change.all_is_taken()
        await change.telegram.until(lambda: change.telegram.world.updates._turn)
        await running.enter_async_context(change.process(BY_WEBHOOK))
        await change.telegram.until(lambda: old.telegram.trouble)
        change.says()
        change.says()
        await change.all_is_taken()
        polls = change.telegram.called("getUpdates")
        await change.telegram.until(lambda: change.telegram.called("getUpdates")[len(polls) :])
        assert "A webhook is set for this bot" in old.telegram.trouble
        assert f"{SITE}/telegram/webhook" == change.telegram.webhook.url
        assert {200} == {one.status for one in change.telegram.posted}


async def test_a_poll_that_starts_beside_the_webhook_is_sent_away(change: Change) -> None:
    """Somebody starts an old copy: the webhook is set again, and everything is still answered once."""
    async with AsyncExitStack() as running:
        new = await running.enter_async_context(change.process(BY_WEBHOOK, look_every=0.05))
        change.says()
        await change.all_is_taken()
        change.telegram.passes(1)
        copy = await running.enter_async_context(change.process(POLLED))
        change.says()
        await change.telegram.until(lambda: copy.telegram.trouble)
        await change.telegram.until(lambda: change.telegram.webhook.url)
        change.says()
        await change.all_is_taken()
        await change.telegram.until(lambda: not new.telegram.trouble)
