"""Jobs: work that takes longer than a press may wait for, one after the other, outside the writer.

A job is a row. It is read and computed first, in a thread where that takes a while; what it does is then one
transaction, in which the row is closed too: a job that was cut off is worked again from its start, and does its work
once.
"""

import asyncio
import itertools
import logging
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError

from bot.core.desk import Desk, House
from bot.core.files import read_file
from bot.core.ports import Clock
from storage import jobs
from storage.database import Database, Rank, is_trouble
from storage.jobs import JobRow, JobState
from storage.tx import Tx

log = logging.getLogger(__name__)

TOPIC = "job"
TRIES = 3
LEASE = timedelta(seconds=60)  # longer than a process that works may stay silent
BEAT_SECONDS = 1.0  # how often it is written how far a job is, if it has got any further
BEATS_A_LEASE = 20  # and after how many of them in any case
TOGETHER_SECONDS = 0.02  # every update wakes us: they are looked through together
LOOK_AGAIN_SECONDS = 5.0  # another process may have staged one
PAUSE_SECONDS = 1.0

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class End:
    """How a job ends, for good or until somebody has a word. Without an `outcome` the one before stays."""

    state: JobState
    outcome: dict[str, Any] | None = None
    undo_until: datetime | None = None


Finish = Callable[[Desk], Awaitable[End]]


@dataclass
class Work:
    """What works a job has: its row, story time, snapshots to read from, a thread to compute in."""

    row: JobRow
    house: House
    now: datetime
    db: Database
    done: int = 0
    total: int = 0

    async def scan(self, read: Callable[[Tx], Awaitable[R]]) -> R:
        """Read and compute from a snapshot, with nobody kept waiting; `read` may use nothing of this loop."""
        return await self.db.scan(read)

    async def file(self) -> bytes | None:
        """The content of the job's file; None when it is no longer kept."""
        number = self.row.file_id
        return None if number is None else await self.db.scan(lambda tx: read_file(tx, self.house.keys, number))

    async def compute(self, function: Callable[P, R], *args: P.args, **more: P.kwargs) -> R:
        """Run in a thread what would keep everybody else waiting."""
        return await asyncio.to_thread(function, *args, **more)

    def seen(self, number: int) -> None:
        """So far it has got; may be said from the thread, as often as one likes."""
        self.done = number


@dataclass(repr=False)
class Jobs:
    """Works the jobs of this process's features, the oldest first."""

    db: Database
    house: House
    clock: Clock
    staged: Callable[[], None]
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: bool = False

    def wake(self) -> None:
        """One may have been staged."""
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is being worked."""
        return not self._busy

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._wake.clear()
            try:
                more = await self._next()
            except Exception as problem:
                if not is_trouble(problem):
                    log.error("jobs are looked for again later", exc_info=problem)
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            if not more:
                await self._rest()
                await asyncio.sleep(TOGETHER_SECONDS)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _next(self) -> bool:
        """Work the oldest job; False when there is none."""
        async with self.db.read() as tx:
            if not await jobs.waits(tx):
                return False
        self._busy = True
        try:
            real = self.clock.real()
            row = await self.db.write(lambda tx: jobs.claim(tx, real, real + LEASE), Rank.MARK)
            if row is None:
                return False
            await self._work(row)
        finally:
            self._busy = False
        return True

    async def _work(self, row: JobRow) -> None:
        """Work one job. Its errors are told without their message, which could quote somebody's file."""
        if row.attempts > TRIES:  # what ended the process so often is tried no more
            await self._write(row, _given_up)
            return
        work = Work(row, self.house, self.clock.now(), self.db)
        beat = asyncio.create_task(self._beat(work), name=f"job {row.id}")
        try:
            finish: Finish = await self.house.routes.jobs[row.kind](work)
            await self._write(row, finish)
        except DBAPIError as problem:
            if is_trouble(problem):
                log.info("job %d is worked again when the database is back", row.id)
                await asyncio.sleep(PAUSE_SECONDS)
                await self._put_back(row, tries=row.attempts - 1)
                return
            await self._failed(row, problem)
        except asyncio.CancelledError:
            await self._put_back(row, tries=row.attempts - 1)
            raise
        except Exception as problem:
            await self._failed(row, problem)
        finally:
            beat.cancel()
            await asyncio.gather(beat, return_exceptions=True)

    async def _failed(self, row: JobRow, problem: Exception) -> None:
        where = "".join(traceback.format_tb(problem.__traceback__))
        log.error("job %d (%s) failed at try %d: %s\n%s", row.id, row.kind, row.attempts, type(problem).__name__, where)
        if row.attempts < TRIES:
            await asyncio.sleep(PAUSE_SECONDS)
            await self._put_back(row, tries=row.attempts)
        else:
            await self._write(row, _given_up)

    async def _put_back(self, row: JobRow, *, tries: int) -> None:
        """It goes back into the line; what is nobody's fault counts as no try."""

        async def work(tx: Tx) -> None:
            if await jobs.holds(tx, row):
                await jobs.note(tx, row.id or 0, state=JobState.QUEUED, lease_until=None, attempts=tries)

        await self.db.write(work, Rank.MARK)

    async def _write(self, row: JobRow, finish: Finish) -> None:
        """What the job does, and its end, in one transaction."""

        async def work(tx: Tx) -> None:
            if not await jobs.holds(tx, row):
                return
            desk = Desk(tx, self.clock.now(), self.house)
            end = await finish(desk)
            over = None if end.state is JobState.WAITING else desk.now
            columns: dict[str, Any] = {} if end.outcome is None else {"outcome": end.outcome}
            columns |= {"state": end.state, "undo_until": end.undo_until, "finished_at": over}
            await jobs.note(tx, row.id or 0, **columns, lease_until=None, attempts=0)
            await _told(desk, row.id or 0)

        await self.db.write(work, Rank.MARK)
        self.staged()

    async def _beat(self, work: Work) -> None:
        """Now and then: the job is ours still, and so far it has got."""
        told = (0, 0)
        for beats in itertools.count(1):
            await asyncio.sleep(BEAT_SECONDS)
            far = (work.done, work.total)
            if far == told and beats % BEATS_A_LEASE:
                continue
            try:
                await self.db.write(partial(self._still_at, work.row, far), Rank.MARK)
            except DBAPIError:
                continue
            told = far
            self.staged()

    async def _still_at(self, row: JobRow, far: tuple[int, int], tx: Tx) -> None:
        if await jobs.holds(tx, row):
            lease = self.clock.real() + LEASE
            await jobs.note(tx, row.id or 0, lease_until=lease, progress=far[0], total=far[1])
            await _told(Desk(tx, self.clock.now(), self.house), row.id or 0)


async def _given_up(_desk: Desk) -> End:
    return End(JobState.FAILED)


async def _told(desk: Desk, number: int) -> None:
    """Cards that show the job are drawn again."""
    if desk.house.routes.knows_topic(TOPIC):
        await desk.touch(TOPIC, number)
