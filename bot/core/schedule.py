"""Schedule: APScheduler is the pulse that wakes at the next due instant; the rows are the truth."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import DBAPIError

from bot.core.desk import Desk, House, subject_numbers
from bot.core.ports import Clock
from storage import deadlines
from storage.database import Database
from storage.deadlines import DueRow
from storage.tx import Tx

log = logging.getLogger(__name__)

PULSE = "pulse"
LOOK_AGAIN = timedelta(seconds=30)  # another process may have planned something
RETRY = timedelta(seconds=2)
SOON = timedelta(seconds=0.3)
MOST_LOOKS = 4  # they wait for one another; a look that is asked for while one runs must not be dropped


@dataclass
class Schedule:
    """Fires what is due. `staged` is called after each firing that may have staged something."""

    db: Database
    house: House
    clock: Clock
    staged: Callable[[], None]
    _wakes_at: datetime | None = None
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _pulse: AsyncIOScheduler = field(default_factory=lambda: AsyncIOScheduler(timezone="UTC"))

    async def start(self) -> None:
        """Fire what became due while nobody was there, and wake for the rest."""
        self._pulse.start()
        await self.look()

    def stop(self) -> None:
        """No more waking."""
        if self._pulse.running:
            self._pulse.shutdown(wait=False)

    async def look(self) -> None:
        """Fire what is due and set the next wake-up."""
        async with self._looking:
            self._wakes_at = None
            now = self.clock.now()
            wake = now + LOOK_AGAIN
            try:
                await self.fire(now)
                coming = await self.next_due()
                wake = min(wake, coming) if coming is not None else wake
            except DBAPIError:
                wake = now + RETRY
            self._wake_no_later_than(max(wake, now))

    def look_soon(self) -> None:
        """Deadlines may have been set: look soon what is next, once for all that were set meanwhile."""
        self._wake_no_later_than(self.clock.now() + SOON)

    def _wake_no_later_than(self, at: datetime) -> None:
        if not self._pulse.running or (self._wakes_at is not None and self._wakes_at <= at):
            return
        self._wakes_at = at
        self._pulse.add_job(
            self.look,
            "date",
            run_date=at,
            id=PULSE,
            replace_existing=True,
            misfire_grace_time=None,
            max_instances=MOST_LOOKS,
        )

    async def next_due(self) -> datetime | None:
        """The instant of the next open deadline (story time, UTC)."""
        async with self.db.read() as tx:
            return await deadlines.next_due(tx)

    async def fire(self, now: datetime) -> int:
        """Fire every deadline that is due at `now`; those past their `until` are skipped and reported.

        Each is one transaction with what it stages, and unique by its row, so two who fire it do it once. One that
        fails is logged and looked at again later; the others go on.
        """
        async with self.db.read() as tx:
            ripe = await deadlines.ripe(tx, now)
        late = [row for row in ripe if row.until is not None and row.until < now]
        for row in ripe:
            if row in late:
                continue
            try:
                await self.db.write(lambda tx, row=row: self._fire(tx, row, now))  # type: ignore[misc]
            except DBAPIError:
                raise
            except Exception as problem:
                log.error("the deadline %s %s failed", row.kind, row.subject, exc_info=problem)
        if late:
            await self.db.write(lambda tx: self._skip(tx, late, now))
        if ripe:
            self.staged()
        return len(ripe)

    async def _fire(self, tx: Tx, row: DueRow, now: datetime) -> None:
        if await deadlines.close(tx, row.id or 0, "fired", now):
            desk = Desk(tx, now, self.house)
            await self.house.routes.deadlines[row.kind](desk, *subject_numbers(row.subject))

    async def _skip(self, tx: Tx, late: list[DueRow], now: datetime) -> None:
        skipped = [row for row in late if await deadlines.close(tx, row.id or 0, "skipped", now)]
        desk = Desk(tx, now, self.house)
        for router in self.house.routes.routers:
            for handler in router.skipped:
                await handler(desk, skipped)
