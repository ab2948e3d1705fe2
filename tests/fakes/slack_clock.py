"""The fake's clock: real seconds, and those that a test skips; who waits for a moment is woken by either."""

from __future__ import annotations

import asyncio
import time
from typing import Any


class Clock:
    """Monotonic seconds plus what `passes` skipped."""

    def __init__(self) -> None:
        self.skipped = 0.0
        self._moved = asyncio.Event()

    def now(self) -> float:
        """Seconds since no particular moment."""
        return time.monotonic() + self.skipped

    def wall(self) -> float:
        """Seconds since 1970, skipped ones included."""
        return time.time() + self.skipped

    def passes(self, seconds: float) -> None:
        """Skip ahead; everybody whose moment has come wakes."""
        self.skipped += seconds
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def sleep(self, seconds: float) -> None:
        """Wait until so many seconds have gone by, really or by skipping."""
        until = self.now() + seconds
        while (left := until - self.now()) > 0:
            try:
                await asyncio.wait_for(self._moved.wait(), left)
            except TimeoutError:
                return

    async def within(self, future: asyncio.Future[Any], seconds: float) -> bool:
        """Whether the future is done within so many seconds; it is left alone when not."""
        if future.done():
            return True
        sleeper = asyncio.ensure_future(self.sleep(seconds))
        try:
            await asyncio.wait({future, sleeper}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeper.cancel()
        return future.done()
