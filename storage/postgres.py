"""PostgreSQL through asyncpg."""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import CursorResult, Executable, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.tx import Params

# Milliseconds, so that a process that is frozen inside a transaction, or cut off, does not hold up the others for ever.
# (PostgreSQL, "Client Connection Defaults": idle_in_transaction_session_timeout, lock_timeout.)
PATIENCE = {"idle_in_transaction_session_timeout": "8000", "lock_timeout": "15000"}
IDLE_SECONDS = 1.0
RETURN_SECONDS = 5.0


class PostgresTx:
    """A transaction on an asynchronous connection."""

    dialect = "postgresql"

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, params: Params | None = None) -> CursorResult[Any]:
        """Run a statement."""
        return await self._connection.execute(statement, params)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo what happens inside when it raises."""
        async with self._connection.begin_nested():
            yield


class PostgresServer:
    """The database behind a `postgresql://` address."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        address = url.replace("postgresql://", "postgresql+asyncpg://", 1)
        # One connection writes; the others draw views and serve pages.
        self._engine = create_async_engine(
            address,
            pool_size=6,
            max_overflow=4,
            hide_parameters=True,
            connect_args={"server_settings": PATIENCE},
        )
        self._in_use: set[asyncio.Future[None]] = set()
        event.listen(self._engine.sync_engine, "checkin", _rests)
        event.listen(self._engine.sync_engine, "checkout", _still_there)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[PostgresTx]:
        """A write transaction, durable when the block has ended without an error."""
        async with self._connected() as connection, connection.begin():
            yield PostgresTx(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[PostgresTx]:
        """A connection to read from."""
        async with self._connected() as connection:
            yield PostgresTx(connection)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        """A connection of the pool. A server that is away raises what every other trouble raises, not OSError."""
        back = asyncio.get_running_loop().create_future()
        self._in_use.add(back)
        back.add_done_callback(self._in_use.discard)
        try:
            connection = await self._started()
        except BaseException:
            back.set_result(None)
            raise
        try:
            yield connection
        finally:
            await asyncio.shield(_give_back(connection, back))

    async def _started(self) -> AsyncConnection:
        connection = self._engine.connect()
        starting = asyncio.ensure_future(connection.start())
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:
            # A connection that is half made when nobody wants it any more would never be closed.
            await asyncio.wait([starting])
            if starting.exception() is None:
                await connection.close()
            raise
        except DBAPIError as problem:
            problem.connection_invalidated = True
            raise
        except (OSError, TimeoutError, PoolTimeout) as problem:
            raise OperationalError("CONNECT", None, problem, connection_invalidated=True) from problem
        return connection

    async def close(self) -> None:
        """Let go of all connections. One that is still in use is waited for: the pool closes only those that rest."""
        if self._in_use:
            await asyncio.wait(self._in_use, timeout=RETURN_SECONDS)
        await self._engine.dispose()


async def _give_back(connection: AsyncConnection, back: "asyncio.Future[None]") -> None:
    try:
        await connection.close()
    finally:
        back.set_result(None)


def _rests(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _still_there(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Ask the server only behind a connection that has not been used for a while: each question is three ways there and
    back. One that has gone is replaced (SQLAlchemy, PoolEvents.checkout)."""
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError
    if time.monotonic() - record.info.get("rests_since", math.inf) > IDLE_SECONDS:
        try:
            connection.ping()
        except Exception as problem:
            raise InvalidatePoolError from problem
