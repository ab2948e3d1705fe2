"""What the tests of adapters hear with: an inbox in memory, and a line that stands as long as a block."""

import asyncio
from abc import abstractmethod
from asyncio import Future
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from bot.core.ports import Inbox
from bot.model.update import Envelope, Now, Update


class KeptInbox(Inbox):
    """Keeps what it hears. While `broken` it keeps nothing and raises; `has_room` can be cleared."""

    def __init__(self) -> None:
        self.batches: list[list[Envelope]] = []
        self.broken = False
        self.refusals = 0
        self.has_room = asyncio.Event()
        self.has_room.set()

    async def hear(self, envelopes: Sequence[Envelope]) -> list["Future[Now]"]:
        if self.broken:
            self.refusals += 1
            raise OSError("no space left for 'secret words'")
        self.batches.append(list(envelopes))
        return [self._now(envelope, asyncio.get_running_loop().create_future()) for envelope in envelopes]

    async def room(self) -> None:
        await self.has_room.wait()

    @property
    def envelopes(self) -> list[Envelope]:
        return [envelope for batch in self.batches for envelope in batch]

    @property
    def updates(self) -> list[Update]:
        return [envelope.update for envelope in self.envelopes]

    @abstractmethod
    def _now(self, envelope: Envelope, now: "Future[Now]") -> "Future[Now]":
        """What is told at once, set now or left to be waited for."""


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """The work goes on as long as the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
