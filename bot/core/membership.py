"""Membership: this process among those that share the database.

Each renews its row every two seconds, and gives up those that have ended or not been heard of for nine. What they had
in hand, and their duties, are then somebody else's. A process that finds itself given up, because it was frozen or cut
off, lets go of what it holds in memory and joins again as a new one.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from bot.core.ports import Clock
from storage import jobs, processes, recovery
from storage.database import Database, Rank, is_trouble
from storage.presence import Heard, Presence, Unseen
from storage.processes import Share
from storage.tx import Tx

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=9)
BEAT_SECONDS = 2.0
SOON_SECONDS = 0.2
CRASHED_TWICE_REST = timedelta(seconds=10)
ROLL_CALL = "roll call"  # a word to the others: somebody has come or gone
WORK = "work"  # something was staged that may be theirs to carry


@dataclass(repr=False)
class Membership:
    """Which share of the work is ours. `said_once` are the views that are not sent again when nobody knows.

    `wanted` are the duties we can do. `changed` is called when shares or duties have changed, `given_up` when the
    others have given us up, `heard` with every word of theirs.
    """

    db: Database
    clock: Clock
    presence: Presence
    said_once: Sequence[str]
    wanted: Sequence[str]
    changed: Callable[[], None]
    given_up: Callable[[], None]
    heard: Heard
    share: Share = field(default_factory=Share)
    duties: frozenset[str] = frozenset()
    _fresh_from: float = 0.0
    _fresh_until: float = float("inf")  # seconds of the event loop's clock
    _called: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def number(self) -> int:
        """The process's number, by which its rows know it."""
        return self.share.number

    @property
    def fresh(self) -> bool:
        """Whether nobody can have given us up yet, so that what we hold is surely ours."""
        return self.presence.held and self._fresh_from <= asyncio.get_running_loop().time() < self._fresh_until

    async def join(self) -> None:
        """Begin, and take up what processes that are gone have left."""
        await self.presence.hold(self._hear)
        await self._join()
        self.presence.tell(ROLL_CALL)

    async def run(self) -> None:
        """Renew until cancelled. Behind a SQLite file there is nobody to renew for."""
        while self.db.shared:
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT_SECONDS):
                    await self._called.wait()
            self._called.clear()
            try:
                await self._renew()
            except Exception as problem:
                if not is_trouble(problem) and not isinstance(problem, Unseen):
                    log.error("this process could not be renewed", exc_info=problem)
        await asyncio.Event().wait()

    async def leave(self) -> None:
        """End in order: what is ours is free at once. Whoever has not joined has nothing."""
        if not self.number:
            return
        try:
            await self.db.write(lambda tx: processes.leave(tx, self.number), Rank.MARK)
        except DBAPIError:
            log.info("the others find out by themselves that this process has ended")
        await self.presence.say(ROLL_CALL)
        self.presence.end()

    def tell(self, word: str) -> None:
        """A word to the others, if there are any."""
        if self.share.of > 1:
            self.presence.tell(word)

    def _hear(self, word: str) -> None:
        if word == ROLL_CALL:
            self._called.set()
        else:
            self.heard(word)

    async def _join(self) -> None:
        began = asyncio.get_running_loop().time()

        async def work(tx: Tx) -> _Roll:
            number = await processes.join(tx, self.presence.key, self.clock.real(), LEASE)
            await processes.sweep(tx)
            await self._recover(tx)
            return await self._call_the_roll(tx, number)

        self._note(await self.db.write(work), began)
        if self.share.of > 1:
            # Until then others may carry what is ours now; and one that has just ended may not be missed yet.
            self._fresh_from = began + BEAT_SECONDS
            asyncio.get_running_loop().call_later(SOON_SECONDS, self._called.set)

    async def _renew(self) -> None:
        """One beat. A line that was lost is taken up first: without it the others take us for ended."""
        if not self.presence.held:
            await self.presence.hold(self._hear)
        began = asyncio.get_running_loop().time()
        before = self.share, self.duties

        async def work(tx: Tx) -> _Roll | None:
            if not await processes.renew(tx, self.number, LEASE):
                return None
            if await processes.sweep(tx):
                await self._recover(tx)
            return await self._call_the_roll(tx, self.number)

        roll = await self.db.write(work, Rank.INBOX)
        if roll is not None:
            self._note(roll, began)
        else:
            log.warning("the other processes have given this one up; it begins anew")
            self.given_up()
            await self._join()
        if before != (self.share, self.duties):
            self.changed()

    async def _recover(self, tx: Tx) -> None:
        """What processes that are gone had in hand is anybody's again."""
        await recovery.recover(tx, self.clock.real(), CRASHED_TWICE_REST, self.said_once)
        await jobs.recover(tx)

    async def _call_the_roll(self, tx: Tx, number: int) -> "_Roll":
        duties = await processes.take_duties(tx, number, self.wanted)
        alive = await processes.alive(tx)
        return _Roll(Share(number, alive.index(number), len(alive)), duties)

    def _note(self, roll: "_Roll", began: float) -> None:
        self.share, self.duties = roll.share, roll.duties
        if self.share.of == 1:
            self._fresh_from = 0.0
        if self.db.shared:
            self._fresh_until = began + LEASE.total_seconds()


@dataclass(frozen=True)
class _Roll:
    """What a beat has found."""

    share: Share
    duties: frozenset[str]
