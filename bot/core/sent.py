"""What was sent is marked in batches: what arrives while one is on its way to the disk is the next.

A broadcast is many small marks; together they cost a fraction of what each would by itself.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.core.progress import told_all
from bot.core.routes import Routes
from storage import sending
from storage.database import Database, Rank, is_trouble
from storage.sending import Sent
from storage.tx import Tx

PAUSE_SECONDS = 1.0
MOST = 64


@dataclass
class SentMarks:
    """Writes that messages stand now."""

    db: Database
    routes: Routes
    _waiting: "list[tuple[Sent, asyncio.Future[None]]]" = field(default_factory=list)
    _writer: "asyncio.Task[None] | None" = None

    async def write(self, sent: Sent) -> None:
        """Returns when the mark is on disk, however long the database is in trouble; raises what refuses this one."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((sent, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all(), name="marks")
        await done

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                await self._write([sent for sent, _ in batch])
            except Exception as problem:
                await self._one_by_one(batch, problem)
            else:
                for _, done in batch:
                    _settle(done, None)

    async def _one_by_one(self, batch: "list[tuple[Sent, asyncio.Future[None]]]", problem: Exception) -> None:
        """One of them can not be written; the others can."""
        for sent, done in batch:
            refused: Exception | None = problem
            if len(batch) > 1:
                try:
                    await self._write([sent])
                    refused = None
                except Exception as again:
                    refused = again
            _settle(done, refused)

    async def _write(self, batch: Sequence[Sent]) -> None:
        async def mark(tx: Tx) -> None:
            await sending.mark_sent(tx, batch)
            await told_all(tx, self.routes, [sent.row for sent in batch])

        await patiently(self.db, mark)


async def patiently(db: Database, work: Any) -> None:
    """Write a mark, however long the database is in trouble: what was sent must not be sent again."""
    while True:
        try:
            await db.write(work, Rank.MARK)
        except DBAPIError as problem:
            if not is_trouble(problem):
                raise
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            return


def _settle(done: "asyncio.Future[None]", problem: Exception | None) -> None:
    if done.done():
        return
    if problem is None:
        done.set_result(None)
    else:
        done.set_exception(problem)
