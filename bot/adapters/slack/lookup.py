"""Looking things up beside the way: remembered, asked once at a time, and never waited for too long."""

import asyncio
from asyncio import Task
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.adapters.slack.wire import Fault

MOST = 20_000

V = TypeVar("V")


class Lookup(Generic[V]):
    """What is known of users or channels by their id; `ask` finds out. The newest are kept."""

    def __init__(self, ask: Callable[[str], Awaitable[V]]) -> None:
        self._ask = ask
        self._known: dict[str, V] = {}
        self._asking: dict[str, Task[None]] = {}

    async def find(self, key: str, patience: float) -> V | None:
        """What is known, or found out within `patience` seconds; None when not. The answer is then kept for later."""
        if key not in self._known:
            if key not in self._asking:
                task = asyncio.create_task(self._find_out(key))
                self._asking[key] = task
                task.add_done_callback(lambda _task: self._asking.pop(key, None))
            await asyncio.wait([self._asking[key]], timeout=patience)
        return self._known.get(key)

    def learn(self, key: str, value: V) -> None:
        """Remember something that was told."""
        self._known.pop(key, None)
        self._known[key] = value
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def forget(self, key: str) -> None:
        """Ask again next time."""
        self._known.pop(key, None)

    async def close(self) -> None:
        """Give up what is being asked."""
        asking = list(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def _find_out(self, key: str) -> None:
        try:
            self.learn(key, await self._ask(key))
        except Fault:
            return  # it goes on without; the next one asks again
