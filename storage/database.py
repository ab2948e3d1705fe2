"""Database: one queue of writes with group commit, and snapshots to read from.

`Database.write(work)` runs the work in the next group and returns when it is on disk. No other code opens a write
transaction. Works that wait together share one commit. Each but the first has its own savepoint, so one that fails is
undone alone; when the first fails the group has nothing else yet, and ends with it.
"""

import asyncio
import itertools
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError

from storage.postgres import PostgresServer
from storage.sqlite import SqliteFile
from storage.tx import Tx

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Work = Callable[[Tx], Awaitable[Result]]

GROUP_WORKS = 64
GROUP_SECONDS = 0.05  # the group bounds how long a toast waits
BREATH_SECONDS = 0.003  # a group that takes longer lets others go on in between: what is sent has its moment


class Rank(IntEnum):
    """What goes first when several works wait: what acknowledges, then what answers, then book-keeping."""

    INBOX = 0
    UPDATE = 1
    MARK = 2


class Engine(Protocol):
    """What the two databases have in common."""

    dialect: str

    def writing(self) -> AbstractAsyncContextManager[Tx]:
        """A write transaction, durable when the block has ended without an error."""
        ...

    def reading(self) -> AbstractAsyncContextManager[Tx]:
        """A snapshot to read from."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...


@dataclass(order=True)
class _Waiting:
    rank: int
    number: int
    work: Work[Any] = field(compare=False)
    done: "asyncio.Future[Any]" = field(compare=False)


class Database:
    """The store behind an address: `sqlite:///PATH` or `postgresql://…`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.trouble = ""
        self.commits = 0
        self._engine: Engine = SqliteFile(url) if url.startswith("sqlite:") else PostgresServer(url)
        self._queue: asyncio.PriorityQueue[_Waiting] = asyncio.PriorityQueue()
        self._numbers = itertools.count()
        self._writer: asyncio.Task[None] | None = None
        self._closing = False

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect

    @property
    def shared(self) -> bool:
        """Whether several processes may be at it."""
        return self.dialect == "postgresql"

    async def write(self, work: Work[Result], rank: Rank = Rank.UPDATE) -> Result:
        """Run `work` in the next group; return its result when it is on disk.

        Raises what the work raised (its changes are undone, others' stand), or what the database raised.
        """
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_for_ever(), name="database writer")
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(_Waiting(rank, next(self._numbers), work, done))
        return await done

    async def beside(self, work: Work[Result]) -> Result:
        """Run `work` in a transaction of its own, beside the queue.

        Only for what is shared with other processes: a group would hold its rows until all of the group is on disk.
        """
        assert self.shared, "on SQLite nobody may write beside the queue"
        async with self._engine.writing() as tx:
            return await work(tx)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """A snapshot to read from; nothing written in it stays."""
        async with self._engine.reading() as tx:
            yield tx

    async def scan(self, work: Work[Result]) -> Result:
        """Run `work` on a snapshot: for reading much, with nobody kept waiting.

        SQLite is used where it is called, so that is a thread here; the work may use nothing of the caller's loop.
        """
        if self.dialect == "sqlite":
            return await asyncio.to_thread(_apart, self._engine, work)
        async with self.read() as tx:
            return await work(tx)

    async def close(self) -> None:
        """End with the group that is being written, and let go of all connections. Works that wait are cancelled."""
        if self._writer is not None:
            self._closing = True
            self._queue.put_nowait(_Waiting(-1, next(self._numbers), _nothing, asyncio.Future()))
            await asyncio.gather(self._writer, return_exceptions=True)
            self._writer, self._closing = None, False
        while not self._queue.empty():
            self._queue.get_nowait().done.cancel()
        await self._engine.close()

    def _ending(self) -> bool:
        return self._closing

    async def _write_for_ever(self) -> None:
        # The sign to end may be taken into a group as one of its works, so it is looked at on both sides of the queue.
        while not self._ending():
            first = await self._queue.get()
            if self._ending():
                first.done.cancel()
                return
            settled: list[tuple[_Waiting, Any]] = []
            try:
                await self._group(first, settled)
            except Exception as problem:
                await self._group_failed(problem, first, settled)
            else:
                self.trouble = ""
                for waiting, outcome in settled:
                    _resolve(waiting, outcome)

    async def _group(self, first: _Waiting, settled: list[tuple[_Waiting, Any]]) -> None:
        """Run what waits in one transaction. Outcomes are told only after the commit."""
        ends = time.monotonic() + GROUP_SECONDS
        breath = time.monotonic() + BREATH_SECONDS
        async with self._engine.writing() as tx:
            waiting: _Waiting | None = first
            while waiting is not None:
                settled.append((waiting, None))
                # When the first fails nothing else has been done yet, so it needs no savepoint: most groups are of one.
                settled[-1] = (waiting, await (waiting.work(tx) if waiting is first else _attempt(tx, waiting.work)))
                if time.monotonic() > breath:
                    await asyncio.sleep(0)
                    breath = time.monotonic() + BREATH_SECONDS
                more = len(settled) < GROUP_WORKS and time.monotonic() < ends and not self._queue.empty()
                waiting = self._queue.get_nowait() if more else None
        self.commits += 1

    async def _group_failed(self, problem: Exception, first: _Waiting, settled: list[tuple[_Waiting, Any]]) -> None:
        """Nothing of the group stands. What broke off is tried again once, each work by itself.

        When not even a transaction can be begun, all are told at once instead of waiting one after the other.
        """
        works = [waiting for waiting, _ in settled]
        if not works:
            works = [first, *(self._queue.get_nowait() for _ in range(self._queue.qsize()))]
        if not settled or (len(works) == 1 and not is_trouble(problem)):
            self._say(problem)
            for waiting in works:
                _resolve(waiting, problem)
            return
        while works:
            alone: list[tuple[_Waiting, Any]] = []
            try:
                async with self._engine.writing() as tx:
                    alone.append((works[0], await _attempt(tx, works[0].work)))
                self.commits += 1
            except Exception as again:
                self._say(again)
                begun = alone or not is_trouble(again)
                for waiting in works[:1] if begun else works:
                    _resolve(waiting, again)
                del works[: 1 if begun else len(works)]
            else:
                self.trouble = ""
                _resolve(*alone[0])
                del works[0]

    def _say(self, problem: Exception) -> None:
        """Trouble is said once, and again only when it is another. What only one work is to blame for is no trouble."""
        if not is_trouble(problem):
            return
        cause = problem.orig if isinstance(problem, DBAPIError) else problem
        sentence = f"the database refuses: {str(cause).strip().splitlines()[0]}"
        if sentence != self.trouble:
            log.error("%s; it is tried again", sentence)
        self.trouble = sentence


def _apart(engine: Engine, work: Work[Result]) -> Result:
    """Run a work that reads in a loop of its own."""

    async def read() -> Result:
        async with engine.reading() as tx:
            return await work(tx)

    return asyncio.run(read())


def is_trouble(problem: BaseException) -> bool:
    """Whether the database is away, locked, full, read-only or in a deadlock.

    Then no work is to blame, nothing of it stands, and the same may succeed later. The classes of PostgreSQL's
    codes are in its appendix "Error Codes", SQLite's in its list of result codes.
    """
    if not isinstance(problem, DBAPIError):
        return False
    state = getattr(problem.orig, "sqlstate", None)
    code = getattr(problem.orig, "sqlite_errorcode", 0) & 0xFF
    return problem.connection_invalidated or str(state or "").startswith(_STATES) or code in _CODES


_STATES = ("08", "25006", "40", "53", "55", "57", "58")
_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)


async def _nothing(_tx: Tx) -> None:
    """A work that changes nothing: it wakes the writer so that it sees that it is to end."""


async def _attempt(tx: Tx, work: Work[Any]) -> Any:
    """The work's result, or the exception that undid it. Trouble undoes the whole group instead."""
    try:
        async with tx.savepoint():
            return await work(tx)
    except Exception as problem:
        if is_trouble(problem):
            raise
        return problem


def _resolve(waiting: _Waiting, outcome: Any) -> None:
    if waiting.done.done():
        return
    if isinstance(outcome, Exception):
        waiting.done.set_exception(outcome)
    else:
        waiting.done.set_result(outcome)
