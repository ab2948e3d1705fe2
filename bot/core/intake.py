"""Intake: what adapters bring is stored, then worked, in order for each account.

A lane is a task of one account; updates of different accounts wait together for one commit. An update that fails is
tried three times and is then a dead letter, encrypted; a database in trouble is no fault of the update, so it waits.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.core.dispatch import Dispatch
from bot.core.pack import packed, unpacked
from bot.core.tokens import Keys
from bot.model.update import Envelope, Now
from storage import inbox
from storage.database import Database, Rank
from storage.tx import Tx

log = logging.getLogger(__name__)

TRIES = 3
PAUSE_SECONDS = 0.5


@dataclass
class _Waiting:
    row: int
    envelope: Envelope
    told: "asyncio.Future[Now]"
    awaited: bool = True
    tries: int = 1


@dataclass
class Intake:
    """The inbox of the running program; implements `bot.core.ports.Inbox`."""

    db: Database
    dispatch: Dispatch
    keys: Keys
    staged: Callable[[], None]
    _lanes: dict[str, "deque[_Waiting]"] = field(default_factory=dict)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    async def hear(self, envelopes: Sequence[Envelope]) -> list["asyncio.Future[Now]"]:
        """Store the envelopes; when it returns they are on disk."""
        rows = [self._row(envelope) for envelope in envelopes]
        numbers = await self.db.write(lambda tx: inbox.store(tx, rows), Rank.INBOX)
        loop = asyncio.get_running_loop()
        told: list[asyncio.Future[Now]] = []
        for envelope, row in zip(envelopes, rows, strict=True):
            future: asyncio.Future[Now] = loop.create_future()
            number = numbers.pop(envelope.source, None)
            if number is None:
                future.set_result(Now())
            else:
                self._enqueue(row["lane"], _Waiting(number, envelope, future))
            told.append(future)
        return told

    async def recover(self) -> int:
        """Take up what the last process did not finish; how many updates that is."""
        rows = await self.db.write(inbox.left_over)
        for row in rows:
            future: asyncio.Future[Now] = asyncio.get_running_loop().create_future()
            waiting = _Waiting(
                row.id or 0, unpacked(json.loads(row.payload)), future, awaited=False, tries=row.attempts
            )
            if row.attempts > TRIES:
                await self._bury(waiting)
            else:
                self._enqueue(row.lane, waiting)
        return len(rows)

    @property
    def idle(self) -> bool:
        """Whether no update is being worked."""
        return not self._lanes

    async def close(self) -> None:
        """Finish what has begun; what waits stays in the inbox for the next process."""
        for lane in self._lanes.values():
            lane.clear()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _row(self, envelope: Envelope) -> dict[str, Any]:
        account = envelope.account
        return {
            "platform": account.platform,
            "installation": account.installation,
            "source": envelope.source,
            "lane": f"{account.platform}:{account.installation}:{account.user}",
            "payload": json.dumps(packed(envelope)),
            "received_at": self.dispatch.clock.real(),
        }

    def _enqueue(self, lane: str, waiting: _Waiting) -> None:
        if lane in self._lanes:
            self._lanes[lane].append(waiting)
            return
        self._lanes[lane] = deque([waiting])
        task = asyncio.create_task(self._work(lane), name=f"lane {lane}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, lane: str) -> None:
        waiting = self._lanes[lane]
        try:
            while waiting:
                await self._finish(waiting.popleft())
        finally:
            del self._lanes[lane]

    async def _finish(self, one: _Waiting) -> None:
        """Work one update until it is done or dead. Its future is resolved after the commit."""
        told: Now | None = None
        while True:
            try:
                told = await self.db.write(lambda tx: self.dispatch.run(tx, one.row, one.envelope, awaited=one.awaited))
            except DBAPIError as problem:
                if not self.db.trouble:
                    told = await self._failed(one, problem)
                else:
                    await asyncio.sleep(PAUSE_SECONDS)
                    continue
            except Exception as problem:
                told = await self._failed(one, problem)
            if told is not None:
                self.staged()
                if not one.told.done():
                    one.told.set_result(told)
                return

    async def _failed(self, one: _Waiting, problem: Exception) -> Now | None:
        """Count the try; None means once more."""
        log.error("update %d failed at try %d", one.row, one.tries, exc_info=problem)
        if one.tries >= TRIES:
            return await self._bury(one)
        one.tries += 1
        await self.db.write(lambda tx: inbox.count_try(tx, one.row))
        await asyncio.sleep(PAUSE_SECONDS)
        return None

    async def _bury(self, one: _Waiting) -> Now:
        """A dead letter: kept encrypted, and whoever wrote it is told."""
        sealed = self.keys.seal(json.dumps(packed(one.envelope)))

        async def bury(tx: Tx) -> Now:
            await inbox.bury(tx, one.row, sealed, self.dispatch.clock.real())
            return await self.dispatch.apologise(tx, one.envelope)

        told = await self.db.write(bury)
        self.staged()
        return told
