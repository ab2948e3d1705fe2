"""PostgreSQL through asyncpg."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.tx import Params


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
            address, pool_size=6, max_overflow=4, pool_pre_ping=True, hide_parameters=True
        )

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[PostgresTx]:
        """A write transaction, durable when the block has ended without an error."""
        async with self._engine.begin() as connection:
            yield PostgresTx(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[PostgresTx]:
        """A connection to read from."""
        async with self._engine.connect() as connection:
            yield PostgresTx(connection)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._engine.dispose()
