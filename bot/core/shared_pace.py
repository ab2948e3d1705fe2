"""The pace of an installation for which several processes write: slots are lent by the database, a few at a time.

A slot that is not used in time is lost, and so is what is left of a loan when there is nothing to send.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError

from bot.core.pace import SAME_TROUBLE, Pace
from storage import pacing
from storage.pacing import Slots
from storage.tx import Tx

log = logging.getLogger(__name__)

LOAN = 0.1  # seconds' worth of slots that are lent at once
MOST_LENT = 200
LATE = 0.012  # seconds by which a slot may be missed: so much the two margins forgive
AGAIN = 0.5
SHARED_MARGIN = 1.02  # besides the usual one: clocks of several processes are compared, and the database answers late


@dataclass(kw_only=True)
class SharedPace(Pace):
    """`beside` runs a short transaction; `installation` is asked for when it is known; `lent` is called with news."""

    beside: Callable[[Callable[[Tx], Awaitable[Slots | None]]], Awaitable[Slots | None]]
    installation: Callable[[], str]
    lent: Callable[[], None]
    _slots: "deque[float]" = field(default_factory=deque)
    _asking: "asyncio.Task[None] | None" = None
    _ask_from: float = 0.0

    def free_at(self, now: float, *, reply: bool = False) -> float:  # noqa: ARG002  (nothing is kept: slots are short)
        """The next slot of ours; far away while none is lent. Asked before they run out, so that there is no gap."""
        while self._slots and self._slots[0] < now - LATE:
            self._slots.popleft()
        if len(self._slots) <= self._loan(now) // 2:
            self._ask(now)
        return max(now, self._slots[0], self.closed_until) if self._slots else float("inf")

    def take(self, now: float, *, reply: bool = False) -> int:  # noqa: ARG002
        """A message goes now, in the first slot."""
        self._before = self._slots.popleft() if self._slots else now
        self._taken += 1
        return self._taken

    def give_back(self, slot: int) -> None:
        """Nothing was sent after all: the newest slot is free again."""
        if slot == self._taken:
            self._slots.appendleft(self._before)

    def gap(self, now: float) -> float:
        """Seconds from one message to the next, of whichever process."""
        return super().gap(now) * SHARED_MARGIN

    def close(self, now: float, after: float, *, too_fast: bool) -> None:
        """For all processes."""
        super().close(now, after, too_fast=False)
        self._slots.clear()
        part = self.tempo.slower(now) if too_fast else None
        self._ask_from = now + AGAIN
        self._run(self._close(after, part))

    def _loan(self, now: float) -> int:
        return max(1, min(MOST_LENT, round(LOAN / self.gap(now))))

    def _ask(self, now: float) -> None:
        if now >= self._ask_from and (self._asking is None or self._asking.done()):
            self._run(self._lend(self._loan(now), self.gap(now)))

    def _run(self, work: Awaitable[None]) -> None:
        previous = self._asking
        self._asking = asyncio.create_task(self._after(previous, work), name="slots")

    async def _after(self, previous: "asyncio.Task[None] | None", work: Awaitable[None]) -> None:
        if previous is not None and not previous.done():
            await asyncio.wait([previous])
        try:
            await work
        except DBAPIError:
            self._ask_from = asyncio.get_running_loop().time() + AGAIN
            log.info("no slots are lent while the database is away")
        self.lent()

    async def _lend(self, number: int, gap: float) -> None:
        slots = await self.beside(lambda tx: pacing.lend(tx, self.installation(), number * gap))
        assert slots is not None, "a loan always tells"
        now = asyncio.get_running_loop().time()
        self.tempo.part, self.tempo.since = slots.part, now - slots.rested
        self._slots.extend(now + slots.wait + step * gap for step in range(number))

    async def _close(self, after: float, part: float | None) -> None:
        async def work(tx: Tx) -> None:
            await pacing.close(tx, self.installation(), after, part, SAME_TROUBLE)

        await self.beside(work)
