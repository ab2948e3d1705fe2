"""Two processes on one PostgreSQL: a page served by one shows what the other writes, without being loaded again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from starlette.applications import Starlette

from bot.adapters.webchat import following
from bot.adapters.webchat.adapter import WebchatAdapter
from bot.core import membership
from bot.core.chat_news import ChatNews
from bot.core.desk import House
from bot.core.links import Links
from bot.core.program import Program
from bot.core.routes import Routes
from bot.core.transcript import StoredTranscript
from bot.demo.clock import StoryClock
from bot.model.card import Document, DrawnButton
from storage.database import Database
from tests.adapters.webchat.stage import DAN, IOANA, Door, Forms, place, says
from tests.adapters.webchat.test_adapter import open_page
from tests.core.workshop import KEYS, until
from tests.room import MONDAY

pytestmark = pytest.mark.shared

CARD = says("Veniți?", rows=((DrawnButton("✅ Vin", "a:yes"),),))


class Process:
    """A program with the web chat, and the application that serves its page."""

    def __init__(self, url: str) -> None:
        db, clock = Database(url), StoryClock(MONDAY)
        house = House(Routes.of(()), KEYS, Links(KEYS), language="en")
        news = ChatNews(StoredTranscript(db, KEYS, clock))
        door = Door({"ioana": [IOANA], "dan": [DAN]})
        self.web = WebchatAdapter(news.transcript, door, clock, Forms(), news=news)
        self.app = Starlette(routes=self.web.routes())
        self.program = Program(db, house, clock, {"web": self.web})
        news.join(self.program)


@asynccontextmanager
async def running(url: str) -> AsyncIterator[Process]:
    """A process for as long as the block lasts."""
    process = Process(url)
    await process.program.start(pulse=False)
    try:
        yield process
    finally:
        await process.program.stop()


@pytest.fixture
async def one(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Process]:
    """The process that serves the page; it looks by itself only after a minute."""
    monkeypatch.setattr(following, "LOOK_AGAIN", 60.0)
    monkeypatch.setattr(membership, "BEAT_SECONDS", 0.1)
    async with running(url) as process:
        yield process


@pytest.fixture
async def two(url: str, one: Process) -> AsyncIterator[Process]:
    """Another one, once both know of each other."""
    async with running(url) as process:
        await until(lambda: [2, 2] == [each.program.membership.share.of for each in (one, process)])
        yield process


async def test_what_another_process_sends_is_shown(one: Process, two: Process) -> None:
    """At its word, long before this one would look by itself; and forms are looked at again."""
    async with open_page(one) as page:
        message = await two.web.send(place("ioana"), CARD, "1")
        shown, also = await page.line(), await page.next()

    assert ("ioana", message, "Veniți?") == (
        shown["person"],
        str(shown["line"]["id"]),
        shown["line"]["spans"][0][0]["text"],
    )
    assert also.startswith("event: forms\n")


async def test_what_another_process_edits_is_shown(one: Process, two: Process) -> None:
    """Also a message that this process has sent."""
    async with open_page(one) as page:
        message = await one.web.send(place("ioana"), CARD, "1")
        await page.line()
        await two.web.edit(place("ioana"), message, says("Notat."))
        shown = await page.line()

    assert (message, True, "Notat.") == (
        str(shown["line"]["id"]),
        shown["line"]["edited"],
        shown["line"]["spans"][0][0]["text"],
    )


async def test_what_this_process_sends_is_shown_once(
    one: Process, two: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it looks: what stands in the row is what its pages were told."""
    monkeypatch.setattr(following, "LOOK_AGAIN", 0.05)
    await two.web.send(place("ioana"), CARD, "0")  # wakes it, so that it looks more often from now on
    files = (Document("a.ics", "text/calendar", b"BEGIN"), Document("a.png", "image/png", b"1", alt="Un cod"))
    async with open_page(one) as page:
        message = await one.web.send(place("ioana"), replace(CARD, documents=files), "1")
        await asyncio.sleep(0.3)
        events = [await page.next() for _ in range(page.messages.qsize())]

    assert 1 == sum(f'"id": {message},' in event for event in events)


async def test_chats_of_others_are_not_looked_at(one: Process, two: Process) -> None:
    """A page is told of its own only."""
    async with open_page(one) as page:
        await two.web.send(place("dan"), CARD, "1")
        await two.web.send(place("ioana"), CARD, "2")

        assert "ioana" == (await page.line())["person"]


async def test_a_word_that_was_lost(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line to the database was away: the page is behind for as long as it takes until the next look."""
    monkeypatch.setattr(following, "LOOK_AGAIN", 0.2)
    async with running(url) as one, running(url) as two, open_page(one) as page:
        one.program.membership.presence.end()
        await two.web.send(place("ioana"), CARD, "1")

        assert "Veniți?" == (await page.line())["line"]["spans"][0][0]["text"]
