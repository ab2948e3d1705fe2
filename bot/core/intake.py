"""Intake: what adapters bring is stored, then worked, in order for each account.

A lane is a task of one account; updates of different accounts wait together for one commit. An update that fails three
times, or that was worked alone at three crashes, is a dead letter, encrypted. A database in trouble is no fault of the
update's, so it waits.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError

from bot.core.backlog import Backlog
from bot.core.dispatch import Dispatch
from bot.core.files import Fetched, Fetching, has_file
from bot.core.membership import Membership
from bot.core.overhearing import wanted
from bot.core.pack import packed
from bot.core.tokens import Keys
from bot.model.update import Envelope, Now
from storage import inbox
from storage.database import Database, Rank, is_trouble
from storage.tx import Tx

log = logging.getLogger(__name__)

Result = TypeVar("Result")

TRIES = 3
TWICE_RECOVERED = 2  # tries already counted: from here on an update is worked alone, so that only it is suspected
DEADLY = TWICE_RECOVERED + TRIES  # what the process ended with so often, three times of them alone, is tried no more
PAUSE_SECONDS = 0.5
TURN_SECONDS = 0.02


@dataclass
class _Waiting:
    row: int
    envelope: Envelope
    told: "asyncio.Future[Now]"
    awaited: bool = True
    tries: int = 1


@dataclass(repr=False)
class Intake:
    """The inbox of the running program; implements `bot.core.ports.Inbox`."""

    db: Database
    dispatch: Dispatch
    keys: Keys
    staged: Callable[[], None]
    files: Fetching
    membership: Membership
    backlog: Backlog
    hungry: Callable[[], None]
    _lanes: dict[str, "deque[_Waiting]"] = field(default_factory=dict)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _fetches: set["asyncio.Task[Fetched | None]"] = field(default_factory=set)
    _held: set[int] = field(default_factory=set)
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    _room: asyncio.Event = field(default_factory=asyncio.Event)
    _closing: bool = False

    async def hear(self, envelopes: Sequence[Envelope]) -> list["asyncio.Future[Now]"]:
        """Store the envelopes; when it returns they are on disk. Whoever stops waiting for that does not stop it."""
        return await asyncio.shield(asyncio.ensure_future(self._hear(envelopes)))

    async def _hear(self, envelopes: Sequence[Envelope]) -> list["asyncio.Future[Now]"]:
        now = self.dispatch.clock.now()
        kept = await wanted(self.db, self.dispatch.house.routes, envelopes, now)
        ours = [replace(envelope, heard=now) for envelope, keep in zip(envelopes, kept, strict=True) if keep]
        told = iter(await self._stored(ours) if ours else [])
        return [next(told) if keep else _nothing() for keep in kept]

    async def _stored(self, envelopes: Sequence[Envelope]) -> list["asyncio.Future[Now]"]:
        rows = [self._row(envelope) for envelope in envelopes]
        holder = self.membership.number
        numbers = await self.db.write(lambda tx: inbox.store(tx, rows, holder), Rank.INBOX)
        loop = asyncio.get_running_loop()
        told: list[asyncio.Future[Now]] = []
        for envelope, row, number in zip(envelopes, rows, numbers, strict=True):
            if number is None:
                told.append(_nothing())
                continue
            future: asyncio.Future[Now] = loop.create_future()
            self._enqueue(row["lane"], _Waiting(number, envelope, future))
            told.append(future)
        return told

    async def recover(self, before: datetime | None = None) -> int:
        """Take up what nobody works, as much of it as there is room for.

        `before` (real time) leaves out what came later and may only now be taken up. Returns how many updates it is.
        Two who take up the same do it once: whoever comes second finds it done.
        """
        rows = await self.backlog.take(self._held, before)
        for row, envelope in rows:
            future: asyncio.Future[Now] = asyncio.get_running_loop().create_future()
            self._enqueue(row.lane, _Waiting(row.id or 0, envelope, future, awaited=False, tries=row.attempts))
        self._count()
        return len(rows)

    async def room(self) -> None:
        """Wait until more may be asked for: little is in hand, and nothing older waits to be taken up."""
        self._count()
        await self._room.wait()

    def _count(self) -> None:
        """Whether there is room, and whether the rest of the backlog is due."""
        in_hand = len(self._held)
        if self.backlog.full(in_hand):
            self._room.clear()
        else:
            self._room.set()
        if self.backlog.due(in_hand):
            self.hungry()

    @property
    def idle(self) -> bool:
        """Whether no update is being worked."""
        return not self._lanes

    async def close(self) -> None:
        """Finish what has begun; what waits stays in the inbox for the next process."""
        self._closing = True
        for lane in self._lanes.values():
            lane.clear()
        for fetch in self._fetches:
            fetch.cancel()  # nothing has come of it yet: the next process fetches the file
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
        if self._closing:
            return
        self._held.add(waiting.row)
        self._count()
        if lane in self._lanes:
            line = self._lanes[lane]
            line.append(waiting)
            if len(line) > 1 and line[-2].row > waiting.row:  # it was another process's until now
                self._lanes[lane] = deque(sorted(line, key=lambda one: one.row))
            return
        self._lanes[lane] = deque([waiting])
        task = asyncio.create_task(self._work(lane), name=f"lane {lane}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, lane: str) -> None:
        try:
            while self._lanes[lane]:
                if await self._must_wait(lane, self._lanes[lane][0]):
                    await asyncio.sleep(TURN_SECONDS)
                elif self._lanes[lane]:  # unless all was dropped meanwhile, for the next process
                    one = self._lanes[lane].popleft()
                    await self._finish(one)
                    self._held.discard(one.row)
                    self._count()
        finally:
            del self._lanes[lane]

    async def _must_wait(self, lane: str, one: _Waiting) -> bool:
        """Whether what the same account did before is not finished: in another process, or not yet taken up."""
        alone = self.membership.share.of == 1 and not self.backlog.behind
        if alone or self._closing:
            return False
        try:
            async with self.db.read() as tx:
                return await inbox.earlier(tx, lane, one.row)
        except DBAPIError as problem:
            if not is_trouble(problem):
                raise
            return True

    async def _finish(self, one: _Waiting) -> None:
        """Work one update until it is done or dead. Its future is resolved after the commit."""
        try:
            if one.awaited or one.tries < TWICE_RECOVERED:
                told = await self._worked(one)
            else:
                async with self._alone:
                    told = await self._worked(one)
        except Exception as problem:
            log.error("update %d stays in the inbox", one.row, exc_info=problem)
            return
        if told is None:
            return
        self.staged()
        if not one.told.done():
            one.told.set_result(told)

    async def _worked(self, one: _Waiting) -> Now | None:
        """What is told at once; None when the program ends before the update is done: then the next one does it."""
        if not one.awaited and not self._closing:
            one.tries += 1
            await self._write(lambda tx: inbox.count_try(tx, one.row))
        fetched = await self._fetch(one)
        failures = 0
        while not self._closing and failures < TRIES and one.tries <= DEADLY:
            try:
                return await self._write(
                    lambda tx: self.dispatch.run(tx, one.row, one.envelope, awaited=one.awaited, fetched=fetched)
                )
            except Exception as problem:
                failures += 1
                log.error("update %d failed at try %d", one.row, failures, exc_info=problem)
            if failures < TRIES:
                await self._write(lambda tx: inbox.count_try(tx, one.row))
                await asyncio.sleep(PAUSE_SECONDS)
        return None if self._closing else await self._bury(one)

    async def _fetch(self, one: _Waiting) -> Fetched | None:
        """The file of an update, before its transaction; however long the database is in trouble."""
        while has_file(one.envelope) and not self._closing:
            fetch = asyncio.create_task(self.files.fetch(one.envelope))
            self._fetches.add(fetch)
            try:
                return await fetch
            except DBAPIError as problem:
                if not is_trouble(problem):
                    raise
            except asyncio.CancelledError:
                if not self._closing:
                    raise
            finally:
                self._fetches.discard(fetch)
            await asyncio.sleep(PAUSE_SECONDS)
        return None

    async def _write(self, work: Callable[[Tx], Awaitable[Result]]) -> Result | None:
        """Write, however long the database is in trouble, which is no fault of the update's; None when it all ends."""
        while True:
            try:
                return await self.db.write(work)
            except DBAPIError as problem:
                if not is_trouble(problem):
                    raise
            if self._closing:
                return None
            await asyncio.sleep(PAUSE_SECONDS)

    async def _bury(self, one: _Waiting) -> Now | None:
        """A dead letter: kept encrypted, and whoever wrote it is told."""
        sealed = self.keys.seal(json.dumps(packed(one.envelope)))

        async def bury(tx: Tx) -> Now:
            if not await inbox.bury(tx, one.row, sealed, self.dispatch.clock.real()):
                return Now()
            try:
                async with tx.savepoint():
                    return await self.dispatch.apologise(tx, one.envelope)
            except Exception as problem:
                if is_trouble(problem):
                    raise
                log.error("nobody could be told that update %d failed", one.row, exc_info=problem)
                return Now()

        return await self._write(bury)


def _nothing() -> "asyncio.Future[Now]":
    """Nothing is told: it was heard before, or nobody listens there."""
    future: asyncio.Future[Now] = asyncio.get_running_loop().create_future()
    future.set_result(Now())
    return future
