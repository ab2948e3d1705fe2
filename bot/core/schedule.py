"""Schedule: APScheduler is the pulse that wakes at the next due instant; the rows are the truth."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import DBAPIError

from bot.core.desk import Desk, House, subject_numbers
from bot.core.ports import Clock
from storage import deadlines
from storage.database import Database, Work, is_trouble
from storage.deadlines import DueRow
from storage.tx import Tx

log = logging.getLogger(__name__)

PULSE = "pulse"
LOOK_AGAIN = timedelta(seconds=30)  # another process may have planned something
RETRY = timedelta(seconds=2)
MOST_RETRY = timedelta(hours=1)
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
    _resting: "dict[int, tuple[datetime, timedelta]]" = field(default_factory=dict)  # what failed: until when, how long
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
            except Exception as problem:
                log.error("deadlines are looked at again later", exc_info=problem)
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
        """The instant of the next open deadline, or of the next try of one that failed (story time, UTC)."""
        async with self.db.read() as tx:
            coming = await deadlines.next_due(tx, tuple(self._resting))
        return min(
            [*([] if coming is None else [coming]), *(until for until, _ in self._resting.values())], default=None
        )

    async def fire(self, now: datetime) -> int:
        """Fire every deadline that is due at `now`; those past their `until` are skipped and reported.

        Each is one transaction with what it stages, and unique by its row, so two who fire it do it once. One that
        fails is logged and tried again later, each time after a longer rest; the others go on.
        """
        async with self.db.read() as tx:
            open_now = await deadlines.ripe(tx, now)
        still = {row.id for row in open_now}
        self._resting = {number: rest for number, rest in self._resting.items() if number in still}
        ripe = [row for row in open_now if row.id not in self._resting or self._resting[row.id][0] <= now]
        late = [row for row in ripe if row.until is not None and row.until < now]
        for row in ripe:
            if row not in late:
                await self._try([row], partial(self._fire, row=row, now=now), now)
        if late:
            await self._try(late, partial(self._skip, late=late, now=now), now)
        if ripe:
            self.staged()
        return len(ripe)

    async def _try(self, rows: list[DueRow], work: Work[None], now: datetime) -> None:
        """Do it, or let it rest: twice as long each time, an hour at most. The database's own trouble is raised."""
        try:
            await self.db.write(work)
        except Exception as problem:
            if is_trouble(problem):
                raise
            for row in rows:
                log.error("the deadline %s %s failed", row.kind, row.subject, exc_info=problem)
                _, rested = self._resting.get(row.id or 0, (now, LOOK_AGAIN / 2))
                rest = min(2 * rested, MOST_RETRY)
                self._resting[row.id or 0] = (now + rest, rest)
        else:
            for row in rows:
                self._resting.pop(row.id or 0, None)

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
