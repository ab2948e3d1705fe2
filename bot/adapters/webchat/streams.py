"""The open pages: who listens to which chats, and what has changed since they last looked."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

_MOST_WAITING = 500  # events; a page that is further behind starts afresh, which is cheaper for both


class Ended(Exception):
    """The stream is over; a page that is still open connects again and asks for the whole state."""


class Stream:
    """One open page: the chats it shows and the events it has not yet been sent."""

    def __init__(self, chats: Iterable[str]) -> None:
        self.chats = frozenset(chats)
        self._waiting: asyncio.Queue[str | None] = asyncio.Queue(_MOST_WAITING)
        self._over = False

    def put(self, event: str) -> None:
        """Queue an event; a page that does not read for too long is let go instead."""
        if self._waiting.full():
            self.end()
        else:
            self._waiting.put_nowait(event)

    def end(self) -> None:
        """Let go of the page; what it was not yet sent is in the state it will ask for."""
        self._over = True
        if not self._waiting.full():
            self._waiting.put_nowait(None)  # wakes the one who waits; a full queue wakes them anyway

    async def next(self, patience: float) -> str | None:
        """The next event; None when nothing came for `patience` seconds. Raises `Ended`."""
        try:
            async with asyncio.timeout(patience):  # wait_for would overhear that the page is gone when an event comes
                event = await self._waiting.get()
        except TimeoutError:
            return None
        if self._over:
            raise Ended
        return event


class Streams:
    """All open pages of this process."""

    def __init__(self) -> None:
        self._open: set[Stream] = set()

    @property
    def chats(self) -> frozenset[str]:
        """The chats that are looked at just now."""
        return frozenset(chat for stream in self._open for chat in stream.chats)

    @contextmanager
    def open(self, chats: Iterable[str]) -> Iterator[Stream]:
        """A stream of what happens in `chats`, for as long as the block lasts."""
        stream = Stream(chats)
        self._open.add(stream)
        try:
            yield stream
        finally:
            self._open.discard(stream)

    def push(self, chat: str, name: str, content: dict[str, Any]) -> None:
        """Tell every page that shows the chat: a server-sent event (WHATWG HTML, 9.2) with JSON as its data."""
        event = f"event: {name}\ndata: {json.dumps(content)}\n\n"
        for stream in self._open:
            if chat in stream.chats:
                stream.put(event)

    def end(self) -> None:
        """Let go of every page, so that a server that stops need not wait for them."""
        for stream in self._open:
            stream.end()
