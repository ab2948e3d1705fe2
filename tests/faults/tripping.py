"""An engine that fails at the n-th call: every BEGIN, every statement and every COMMIT is one."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.database import Database, Engine
from storage.tx import Params, Tx


class Fault(Enum):
    """What goes wrong; `UNHEARD` is a commit that arrived, but whose answer did not."""

    FULL = sqlite3.SQLITE_FULL
    BUSY = sqlite3.SQLITE_BUSY
    IOERR = sqlite3.SQLITE_IOERR
    CUT = "cut"
    UNHEARD = "unheard"

    def error(self) -> DBAPIError:
        """As the drivers raise it."""
        if isinstance(self.value, str):
            lost = ConnectionError("the connection was closed in the middle of an operation")
            return OperationalError("a statement", None, lost, connection_invalidated=True)
        refused = sqlite3.OperationalError(self.name)
        refused.sqlite_errorcode = self.value
        return OperationalError("a statement", None, refused)


@dataclass
class Trip:
    """Counts calls; `left` more go well, the next one fails, once."""

    fault: Fault = Fault.CUT
    left: int | None = None
    met: str = ""

    def arm(self, left: int, fault: Fault) -> None:
        """From now on."""
        self.left, self.fault, self.met = left, fault, ""

    def disarm(self) -> None:
        """Whatever comes goes well."""
        self.left = None

    def before(self, call: str) -> None:
        """A call is about to be made."""
        if self.fault is not Fault.UNHEARD:
            self._step(call)

    def after_commit(self) -> None:
        """Something is on disk."""
        if self.fault is Fault.UNHEARD:
            self._step("COMMIT")

    def _step(self, call: str) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left, self.met = None, call
            raise self.fault.error()


@dataclass
class TrippingTx:
    """A transaction that counts."""

    inner: Tx
    trip: Trip
    dialect: str = field(init=False)

    def __post_init__(self) -> None:
        self.dialect = self.inner.dialect

    async def execute(self, statement: Executable, params: Params | None = None) -> CursorResult[Any]:
        """Run a statement."""
        self.trip.before(str(statement)[:120])
        return await self.inner.execute(statement, params)

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """Undo what happens inside when it raises."""
        return self.inner.savepoint()


@dataclass
class TrippingEngine:
    """The real engine, with somebody at every door."""

    inner: Engine
    trip: Trip
    dialect: str = field(init=False)

    def __post_init__(self) -> None:
        self.dialect = self.inner.dialect

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Tx]:
        """A write transaction."""
        self.trip.before("BEGIN")
        async with self.inner.writing() as tx:
            yield TrippingTx(tx, self.trip)
            self.trip.before("COMMIT")
        self.trip.after_commit()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A snapshot."""
        self.trip.before("BEGIN to read")
        async with self.inner.reading() as tx:
            yield TrippingTx(tx, self.trip)

    async def close(self) -> None:
        """Let go of all connections."""
        await self.inner.close()


def tripping(db: Database) -> Trip:
    """Put it in front of a database's engine."""
    trip = Trip()
    db._engine = TrippingEngine(db._engine, trip)
    return trip
