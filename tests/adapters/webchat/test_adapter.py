"""The adapter as a platform: sending, editing, freezing, and telling the open pages."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from starlette.applications import Starlette
from starlette.types import Message

from bot.adapters.webchat import routes, streams
from bot.core.ports import Adapter
from bot.model.card import DrawnButton
from bot.model.problems import Lost
from tests.adapters.webchat.stage import IOANA, Stage, place, says

CARD = says("Veniți?", rows=((DrawnButton("Vin", "a:1"),),))


@dataclass
class OpenPage:
    """What an open page has been sent so far."""

    messages: "asyncio.Queue[Message]"
    answering: "asyncio.Task[None]"

    async def next(self) -> str:
        """The next piece of the stream, "" when it is over."""
        message = await asyncio.wait_for(self.messages.get(), 2)
        content: bytes = message.get("body", b"")
        return content.decode()

    async def line(self) -> dict[str, Any]:
        """The next event's data."""
        event = await self.next()
        assert event.startswith("event: line\ndata: ")
        content: dict[str, Any] = json.loads(event.removeprefix("event: line\ndata: "))
        return content


class Served(Protocol):
    """Whoever serves the page."""

    app: Starlette


@asynccontextmanager
async def open_page(stage: Served, cookie: str = "ioana") -> AsyncIterator[OpenPage]:
    """A page that listens; what was sent before the first event is already read."""
    messages: asyncio.Queue[Message] = asyncio.Queue()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "method": "GET",
        "path": "/chat/stream",
        "query_string": b"",
        "headers": [(b"cookie", f"sfat_chat={cookie}".encode())],
    }

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    page = OpenPage(messages, asyncio.create_task(stage.app(scope, receive, messages.put)))
    assert [200, b": open\n\n"] == [(await messages.get())["status"], (await messages.get())["body"]]
    try:
        yield page
    finally:
        page.answering.cancel()
        await asyncio.wait({page.answering})


def test_it_is_an_adapter() -> None:
    """The class has everything the port asks for."""
    adapter: Adapter = Stage({}).adapter
    assert ("web", "web", "", True) == (
        adapter.platform,
        adapter.installation,
        adapter.trouble,
        adapter.capabilities.native_forms,
    )


async def test_sent_message_stands_in_the_chat(stage: Stage) -> None:
    """What is sent stands in the chat as ours, under the id that was returned."""
    message = await stage.adapter.send(place("ioana"), CARD, "k")
    (line,) = stage.transcript.lines["ioana"]
    assert (message, True, CARD) == (str(line.id), line.ours, line.drawn)


async def test_same_key_is_sent_once(stage: Stage) -> None:
    """A message tried again with its key stands once and has its first id."""
    first = await stage.adapter.send(place("ioana"), CARD, "k")
    again = await stage.adapter.send(place("ioana"), CARD, "k")
    assert (first, 1) == (again, len(stage.transcript.lines["ioana"]))


async def test_sent_message_is_pushed(stage: Stage) -> None:
    """An open page is told of a new message at once."""
    async with open_page(stage) as page:
        await stage.adapter.send(place("ioana"), CARD, "k")
        event = await page.line()
    assert ("ioana", 1, "Veniți?") == (event["person"], event["line"]["id"], event["line"]["spans"][0][0]["text"])


async def test_message_of_another_is_not_pushed(stage: Stage) -> None:
    """A page hears of its own chats only."""
    async with open_page(stage) as page:
        await stage.adapter.send(place("dan"), CARD, "k1")
        await stage.adapter.send(place("ioana"), CARD, "k2")
        assert "ioana" == (await page.line())["person"]


async def test_retried_message_is_not_pushed(stage: Stage) -> None:
    """An old text never comes over a newer one: a message that stands already is not pushed again."""
    async with open_page(stage) as page:
        message = await stage.adapter.send(place("ioana"), CARD, "k")
        await stage.adapter.edit(place("ioana"), message, says("Am notat."))
        await stage.adapter.send(place("ioana"), CARD, "k")
        await stage.adapter.send(place("ioana"), says("Gata."), "k2")
        texts = [(await page.line())["line"]["spans"][0][0]["text"] for _ in range(3)]
    assert ["Veniți?", "Am notat.", "Gata."] == texts


async def test_edit_is_pushed(stage: Stage) -> None:
    """An edited message comes to the open pages with its new content."""
    message = await stage.adapter.send(place("ioana"), CARD, "k")
    async with open_page(stage) as page:
        await stage.adapter.edit(place("ioana"), message, says("Am notat."))
        line = (await page.line())["line"]
    assert (1, True, "Am notat.") == (line["id"], line["edited"], line["spans"][0][0]["text"])


@pytest.mark.parametrize("message", ["99", "", "-1", "x"])
async def test_edit_of_what_is_not_there(stage: Stage, message: str) -> None:
    """Editing a message that does not stand in the chat is Lost."""
    with pytest.raises(Lost):
        await stage.adapter.edit(place("ioana"), message, CARD)


async def test_message_of_another_chat_is_not_edited(stage: Stage) -> None:
    """A message is found in its own chat only."""
    message = await stage.adapter.send(place("dan"), CARD, "k")
    with pytest.raises(Lost):
        await stage.adapter.edit(place("ioana"), message, says("x"))


async def test_freeze_takes_the_buttons(stage: Stage) -> None:
    """A frozen message keeps its text and has no buttons."""
    message = await stage.adapter.send(place("ioana"), CARD, "k")
    async with open_page(stage) as page:
        await stage.adapter.freeze(place("ioana"), message)
        line = (await page.line())["line"]
    assert ([], "Veniți?") == (line["rows"], line["spans"][0][0]["text"])


@pytest.mark.parametrize("message", ["99", "x"])
async def test_freeze_of_what_is_not_there(stage: Stage, message: str) -> None:
    """What is not there has no buttons, so freezing it changes nothing."""
    await stage.adapter.freeze(place("ioana"), message)
    assert {} == stage.transcript.lines


async def test_silence_is_filled(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing happens, the connection is kept open, and the page looks whether its forms are."""
    monkeypatch.setattr(routes, "KEEP_ALIVE", 0.01)
    async with open_page(stage) as page:
        assert "event: forms\ndata: {}\n\n" == await page.next()


async def test_stream_ends_when_the_door_closes(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose cookie no longer opens the chat is let go, and hears no more."""
    monkeypatch.setattr(routes, "KEEP_ALIVE", 0.01)
    async with open_page(stage) as page:
        stage.door.people = {}
        while await page.next():
            pass  # a sign of life or two, until the door is asked again
        await stage.adapter.send(place("ioana"), CARD, "k")
    assert page.messages.empty()


@pytest.mark.parametrize("end", ["close", "cancel"])
async def test_streams_end_with_the_adapter(end: str) -> None:
    """Open pages do not hold up a server that stops."""
    stage = Stage({"ioana": [IOANA]})
    running = asyncio.create_task(stage.adapter.run(stage.inbox))
    await asyncio.sleep(0)
    async with open_page(stage) as page:
        if end == "close":
            await stage.adapter.close()
        else:
            running.cancel()
        assert "" == await page.next()
    running.cancel()


async def test_page_that_does_not_read_is_let_go() -> None:
    """A page too far behind is ended instead of growing without bound."""
    board = streams.Streams()
    with board.open(["ioana"]) as stream:
        for _ in range(501):
            board.push("ioana", "line", {})
        with pytest.raises(streams.Ended):
            await stream.next(1)


async def test_deep_link_is_none(stage: Stage) -> None:
    """The site makes the links; the adapter has none."""
    assert "" == stage.adapter.deep_link("token")
