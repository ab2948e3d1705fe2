"""What the adapter's tests share: the stand-in for Slack, an adapter that is connected to it, an inbox in memory."""

from asyncio import Future
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.adapters.slack import receive
from bot.adapters.slack.adapter import Credentials, SlackAdapter
from bot.core.ports import Inbox
from bot.model.address import PAGE, Place
from bot.model.card import Drawn, DrawnButton
from bot.model.text import Span
from bot.model.update import Envelope, Now
from tests.adapters.ears import KeptInbox, beside
from tests.fakes.slack import APP_TOKEN, TEAM, TOKEN, FakeSlack, Person
from tests.fakes.slack import Place as Room

CARD = Drawn(((Span("Are you coming?"),),), ((DrawnButton("Yes", "rsvp:1:yes"),),))


class MemoryInbox(KeptInbox):
    """All get `now`, or wait when it is None."""

    def __init__(self) -> None:
        super().__init__()
        self.now: Now | None = Now()
        self.waiting: list[Future[Now]] = []

    def _now(self, envelope: Envelope, now: "Future[Now]") -> "Future[Now]":
        if self.now is not None:
            now.set_result(self.now)
        else:
            self.waiting.append(now)
        return now


def private(person: Person) -> Place:
    """The chat with one person."""
    return Place("slack", TEAM, person.id)


def page(person: Person) -> Place:
    """A person's Home tab."""
    return Place("slack", TEAM, person.id, PAGE)


def channel(room: Room, thread: str = "") -> Place:
    """A channel, or a thread in it."""
    return Place("slack", TEAM, room.id, thread, private=False)


@asynccontextmanager
async def listening(slack: FakeSlack, adapter: SlackAdapter, inbox: Inbox) -> AsyncIterator[None]:
    """The adapter's line stands as long as the block."""
    async with beside(adapter.run(inbox)):
        await slack.until(lambda: slack.sockets.links)
        yield


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        yield slack
        assert [] == slack.violations


@pytest.fixture
async def adapter(slack: FakeSlack) -> AsyncIterator[SlackAdapter]:
    adapter = SlackAdapter(Credentials(TOKEN, APP_TOKEN), slack.base_url, 100, first_pause=0.01)
    await adapter.connect()
    yield adapter
    await adapter.close()


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for seconds."""
    monkeypatch.setattr(receive, "PATIENCE", 0.2)


@pytest.fixture
def inbox() -> MemoryInbox:
    return MemoryInbox()


@pytest.fixture
def ana(slack: FakeSlack) -> Person:
    """Somebody with an account."""
    return slack.person("Ana Pop", email="ana@example.org")
