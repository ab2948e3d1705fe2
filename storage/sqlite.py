"""SQLite: one writer connection, several readers, all used in the event loop; only BEGIN and COMMIT may wait for the
disk, in a thread.

A thread hop per statement (what asynchronous drivers for SQLite do) costs more than the statement.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.tx import Params

BUSY_SECONDS = 5.0


class SqliteTx:
    """A transaction on a synchronous connection."""

    dialect = "sqlite"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._depth = 0

    async def execute(self, statement: Executable, params: Params | None = None) -> CursorResult[Any]:
        """Run a statement in the event loop: SQLite answers in microseconds."""
        return self._connection.execute(statement, params)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo what happens inside when it raises.

        SQLite may give up the whole transaction by itself (on a full disk, say): then the error tells so.
        """
        self._depth += 1
        name = f"s{self._depth}"
        try:
            self._connection.exec_driver_sql(f"SAVEPOINT {name}")
            try:
                yield
            except BaseException:
                if self._in_transaction:
                    self._connection.exec_driver_sql(f"ROLLBACK TO {name}")
                    self._connection.exec_driver_sql(f"RELEASE {name}")
                raise
            self._connection.exec_driver_sql(f"RELEASE {name}")
        except DBAPIError as problem:
            if not self._in_transaction:
                problem.connection_invalidated = True
            raise
        finally:
            self._depth -= 1

    @property
    def _in_transaction(self) -> bool:
        driver = self._connection.connection.driver_connection
        return not isinstance(driver, sqlite3.Connection) or driver.in_transaction


class SqliteFile:
    """The file behind a `sqlite:///PATH` address."""

    dialect = "sqlite"

    def __init__(self, url: str) -> None:
        self._engine = create_engine(
            url, poolclass=NullPool, hide_parameters=True, connect_args={"check_same_thread": False}
        )
        event.listen(self._engine, "connect", _prepare)
        self._writer: Connection | None = None
        self._readers: list[Connection] = []

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqliteTx]:
        """A write transaction, durable when the block has ended without an error."""
        connection = self._writer = self._writer or self._engine.connect()
        try:
            with connection.begin() as transaction:
                await _in_thread(partial(connection.exec_driver_sql, "BEGIN IMMEDIATE"))
                yield SqliteTx(connection)
                await _in_thread(transaction.commit)
        except BaseException:
            # A commit that failed leaves SQLite inside the transaction; only a new connection is surely outside.
            self._writer = None
            connection.close()
            raise

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqliteTx]:
        """A snapshot to read from."""
        connection = self._readers.pop() if self._readers else self._engine.connect()
        try:
            with connection.begin() as transaction:
                connection.exec_driver_sql("BEGIN")
                yield SqliteTx(connection)
                transaction.rollback()
        except BaseException:
            connection.close()
            raise
        self._readers.append(connection)

    async def close(self) -> None:
        """Let go of all connections."""
        for connection in [*self._readers, self._writer]:
            if connection is not None:
                connection.close()
        self._readers, self._writer = [], None
        self._engine.dispose()


async def _in_thread(work: Callable[[], object]) -> None:
    """Run what may wait for the disk. Cancelled, it is waited for all the same: a connection must not be closed under
    a call that is running."""
    running = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # Without our own BEGIN IMMEDIATE the driver would upgrade read locks, which fails at once in spite of the timeout.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
