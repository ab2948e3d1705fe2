"""What the adapter's tests share: the stand-in for Telegram, an adapter that is connected to it, an inbox in memory."""

import asyncio
from asyncio import Future
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.webhook import Hook
from bot.core.clock import WallClock
from bot.core.ports import Inbox
from bot.model.address import Place
from bot.model.card import Drawn, DrawnButton
from bot.model.text import Span
from bot.model.update import Envelope, Now, Pressed
from tests.adapters.ears import KeptInbox, beside
from tests.fakes.telegram import FakeTelegram, User

BOT = "7000000001"
SITE = "https://sfat.example.ro"
URL = f"{SITE}/telegram/webhook"
SECRETS = ("the-new-secret", "the-old-secret")
CARD = Drawn(((Span("Veniți?"),),), ((DrawnButton("Da", "rsvp:7:yes"),),))


class MemoryInbox(KeptInbox):
    """Presses get `toast` and `link`, or wait when the toast is None."""

    def __init__(self) -> None:
        super().__init__()
        self.toast: str | None = ""
        self.link = ""

    def _now(self, envelope: Envelope, now: "Future[Now]") -> "Future[Now]":
        if self.toast is not None or not isinstance(envelope.update, Pressed):
            now.set_result(Now(toast=self.toast or "", link=self.link))
        return now


async def eventually(condition: Callable[[], object], seconds: float = 5.0) -> None:
    """Until something holds. Raises TimeoutError when it does not within so many seconds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


def hook(look_every: float = 3600) -> Hook:
    """A hook for SITE."""
    return Hook(SITE, SECRETS, WallClock(), look_every)


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What our own modules logged."""
    return [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]


def private(user: User) -> Place:
    """The chat with one person."""
    return Place("telegram", BOT, str(user.id))


@asynccontextmanager
async def listening(adapter: TelegramAdapter, inbox: Inbox) -> AsyncIterator[None]:
    """The adapter's poll runs as long as the block."""
    async with beside(adapter.run(inbox)):
        yield


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake
        assert [] == fake.violations


@pytest.fixture
async def adapter(fake: FakeTelegram) -> AsyncIterator[TelegramAdapter]:
    adapter = TelegramAdapter(fake.token, fake.url, 30, first_pause=0.01)
    await adapter.connect()
    yield adapter
    await adapter.close()


@pytest.fixture
async def hooked(fake: FakeTelegram) -> AsyncIterator[TelegramAdapter]:
    """An adapter that Telegram brings updates to, behind SITE; it looks at its webhook once an hour."""
    adapter = TelegramAdapter(fake.token, fake.url, 30, hook=hook(), first_pause=0.01)
    fake.leads(SITE, Starlette(routes=adapter.routes()))
    await adapter.connect()
    yield adapter
    await adapter.close()


@pytest.fixture
def inbox() -> MemoryInbox:
    return MemoryInbox()


@pytest.fixture
def ana(fake: FakeTelegram) -> User:
    """Somebody who has started the bot; that update is already out of the way."""
    ana = fake.user(11, "Ana Pop", language_code="ro")
    ana.start()
    fake.world.updates.forget(2**60)
    return ana
