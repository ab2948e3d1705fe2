"""Courier: claims, draws, paces, sends, marks. Interactive before session before reminder before broadcast; in a chat
one message after the other, whatever happens to them.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError

from bot.core.claims import Claims
from bot.core.desk import House
from bot.core.errand import Errand
from bot.core.membership import Membership
from bot.core.outcome import Outcomes
from bot.core.pace import Bucket, Pace
from bot.core.ports import Adapter, Clock
from bot.core.shared_pace import SharedPace
from bot.model.problems import TryLater
from bot.model.values import Lane
from storage import sending
from storage.database import Database, Rank, is_trouble
from storage.tx import Tx

log = logging.getLogger(__name__)

IN_FLIGHT = 32
BATCH = 40  # little more than is in flight: what a crash leaves leased is sent later, or not again
MOST_CLAIMED = 500  # by chats that are slow or closed: beyond it only people's own replies are taken
STOP_SECONDS = 10.0
LOOK_AGAIN_SECONDS = 1.0  # another process (an import, a command) may have staged something
PAUSE_SECONDS = 1.0
SUSPECTS_SECONDS = 5.0  # how often it is asked whether something waits that may have crashed the process
MOST_BUCKETS = 10_000


@dataclass
class _Queue:
    """The errands to one chat, first in line first."""

    bucket: Bucket
    errands: list[Errand] = field(default_factory=list)
    busy: bool = False


class Courier:
    """Carries deliveries to the platforms until it is cancelled."""

    def __init__(
        self, db: Database, house: House, clock: Clock, adapters: Mapping[str, Adapter], membership: Membership
    ) -> None:
        self.db = db
        self.clock = clock
        self.adapters = adapters
        self._membership = membership
        self._wake = asyncio.Event()
        platforms = {name: adapter.capabilities for name, adapter in adapters.items()}
        self._claims = Claims(house, clock, platforms, lambda: membership.share, self._in_hand)
        self._outcomes = Outcomes(db, house, clock, adapters)
        self._paces = {name: self._pace(name) for name in adapters}
        self._queues: dict[int, _Queue] = {}
        self._buckets: dict[int, Bucket] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self._look = True
        self._looked_at = 0.0
        self._more = False
        self._claim: asyncio.Task[None] | None = None
        self._stopping = False
        self._alone = False
        self._suspect_taken = False
        self._no_suspects_until = 0.0

    def _pace(self, platform: str) -> Pace:
        adapter = self.adapters[platform]
        rates = adapter.capabilities.rates
        if not self.db.shared:
            return Pace(rates)

        def installation() -> str:
            return f"{platform}:{adapter.installation}"

        return SharedPace(rates, beside=self.db.beside, installation=installation, lent=self._wake.set)

    def wake(self) -> None:
        """Something was staged."""
        self._look = True
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is claimed or in flight, nor about to be."""
        return self._all_out and not self._claiming

    @property
    def _all_out(self) -> bool:
        return not self._queues and not self._sending

    @property
    def _claiming(self) -> bool:
        return self._claim is not None and not self._claim.done()

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            while True:
                self._wake.clear()
                if not self._claiming and self._wants_more():
                    self._claim = asyncio.create_task(self._claim_more(), name="claim")
                await self._rest(self._start_what_may_go())
        finally:
            if self._claim is not None:
                self._claim.cancel()

    def _wants_more(self) -> bool:
        """What may have crashed the process waits until all is out. Where many wait, what came since is looked at."""
        if self._alone:
            return self._all_out
        return self._look or (self._more and not self._crowded())

    async def _claim_more(self) -> None:
        """Beside what goes out meanwhile: a claim waits for the disk."""
        self._look = False  # before the claim: what is staged meanwhile asks for another
        self._looked_at = asyncio.get_running_loop().time()
        try:
            self._more = await self._claim_some()
        except Exception as problem:
            if not is_trouble(problem):
                log.error("deliveries could not be claimed", exc_info=problem)
            await asyncio.sleep(PAUSE_SECONDS)
            self._look = True
        finally:
            self._wake.set()

    async def stop(self) -> None:
        """Let what is in flight arrive; what is claimed and not yet tried is put back for the next process."""
        self._stopping = True
        if self._sending:
            await asyncio.wait(self._sending, timeout=STOP_SECONDS)
        if self._claim is not None and not self._claim.done():
            await asyncio.wait([self._claim], timeout=STOP_SECONDS)
        untried = [one.row.id for queue in self._queues.values() for one in queue.errands[queue.busy :]]
        if not untried:
            return
        try:
            holder = self._membership.number
            await self.db.write(lambda tx: sending.put_back(tx, untried, holder), Rank.MARK)
        except DBAPIError:
            log.info("what was claimed is found again by the next process")

    def let_go(self) -> None:
        """What is claimed and not yet tried is others' now. What is in flight arrives, and marks nothing."""
        for place, queue in list(self._queues.items()):
            del queue.errands[queue.busy :]
            if not queue.errands:
                del self._queues[place]

    async def _rest(self, pause: float) -> None:
        """Until something has happened or somebody has their turn; now and then it is looked at what others staged."""
        loop = asyncio.get_running_loop()
        look_in = max(0.0, self._looked_at + LOOK_AGAIN_SECONDS - loop.time())
        try:
            async with asyncio.timeout(min(pause, look_in)):
                await self._wake.wait()
        except TimeoutError:
            self._look = self._look or loop.time() >= self._looked_at + LOOK_AGAIN_SECONDS

    async def _claim_some(self) -> bool:
        """Take more while there is room; true when there may be more.

        What may have crashed the process is carried alone, so that only it can be blamed for the next crash: nothing
        more is taken until all is out, then one of these, then a batch of everything else again.
        """
        if self._stopping or not self._membership.fresh:
            return False
        if self._alone:
            if not self._suspect_taken:
                self._suspect_taken = True
                errands = await self.db.write(self._claims.take_suspect, Rank.MARK)
                self._claims.in_doubt = False
                for errand in errands:
                    self._line_up(errand)
                return True
            self._alone = self._suspect_taken = False
        more = await self._claim_many()
        self._alone = await self._suspect_waits()
        return more or self._alone

    async def _suspect_waits(self) -> bool:
        """Asked now and then only: crashes are rare."""
        now = asyncio.get_running_loop().time()
        if now < self._no_suspects_until:
            return False
        async with self.db.read() as tx:
            found = await self._claims.suspect_waits(tx)
        if not found:
            self._no_suspects_until = now + SUSPECTS_SECONDS
        return found

    async def _claim_many(self) -> bool:
        """People's own replies are taken however long the rest of the line is; true when there may be more."""
        crowded = self._crowded()
        lane = Lane.INTERACTIVE if crowded else Lane.BROADCAST

        async def take(tx: Tx) -> tuple[list[Errand], bool]:
            return await self._claims.take(tx, BATCH, lane)

        errands, more = await self.db.write(take, Rank.MARK)
        self._claims.in_doubt = False
        for errand in errands:
            self._line_up(errand)
        return more or crowded

    def _in_hand(self) -> set[int]:
        return {errand.row.id for queue in self._queues.values() for errand in queue.errands}

    def _crowded(self) -> bool:
        """Whether enough chats are in line. One counts once however much it waits for, and not while it is closed."""
        soon = asyncio.get_running_loop().time() + LOOK_AGAIN_SECONDS
        chats = sum(queue.bucket.closed_until <= soon for queue in self._queues.values())
        return chats >= BATCH // 2 or sum(len(queue.errands) for queue in self._queues.values()) >= MOST_CLAIMED

    def _line_up(self, errand: Errand) -> None:
        queue = self._queues.get(errand.place_id)
        if queue is None:
            queue = self._queues[errand.place_id] = _Queue(self._bucket(errand))
        queue.errands.append(errand)
        queue.errands.sort(key=lambda one: one.order)

    def _bucket(self, errand: Errand) -> Bucket:
        """What the errand's chat may still take; forgotten only when there are very many."""
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets = {place: queue.bucket for place, queue in self._queues.items()}
        rates = self.adapters[errand.place.platform].capabilities.rates
        return self._buckets.setdefault(errand.place_id, Bucket(rates, errand.place.private))

    def _start_what_may_go(self) -> float:
        """Start every errand whose turn it is; seconds until the next one's turn."""
        now = asyncio.get_running_loop().time()
        pause = LOOK_AGAIN_SECONDS
        for queue in sorted(self._ready(), key=lambda one: one.errands[0].order):
            if len(self._sending) >= IN_FLIGHT:
                break
            first = queue.errands[0]
            pace, reply = self._paces[first.place.platform], first.row.lane == Lane.INTERACTIVE
            free = max(pace.free_at(now, reply=reply), queue.bucket.free_at(now))
            if free > now:
                pause = min(pause, free - now)
                continue
            queue.bucket.take(now)
            self._start(queue, pace, pace.take(now, reply=reply))
        return pause

    def _ready(self) -> list[_Queue]:
        if self._stopping or not self._membership.fresh:
            return []
        return [queue for queue in self._queues.values() if queue.errands and not queue.busy]

    def _start(self, queue: _Queue, pace: Pace, slot: int) -> None:
        queue.busy = True
        task = asyncio.create_task(self._carry(queue, pace, slot), name=f"delivery {queue.errands[0].row.id}")
        self._sending.add(task)
        task.add_done_callback(self._arrived)

    def _arrived(self, task: "asyncio.Task[None]") -> None:
        self._sending.discard(task)
        self._wake.set()  # only now is nothing of it in flight any more

    async def _carry(self, queue: _Queue, pace: Pace, slot: int) -> None:
        """Carry the first errand of a chat. Asked to wait, it stays first and the chat is closed until then."""
        errand = queue.errands[0]
        try:
            used = await self._outcomes.settle(errand)
        except TryLater as later:
            now = asyncio.get_running_loop().time()
            queue.bucket.closed_until = max(queue.bucket.closed_until, now + later.after)
            # The platform names the chat; one that has had nothing else can not have had too much, so we all have.
            if later.place is None or queue.bucket.untroubled:
                pace.close(now, later.after, too_fast=later.place is not None)
        except Exception as problem:
            if is_trouble(problem):
                # Nothing went out: the row is still ours, and is settled again when the database is back.
                queue.bucket.closed_until = asyncio.get_running_loop().time() + PAUSE_SECONDS
            else:
                log.error("delivery %d is left to the next process", errand.row.id, exc_info=problem)
                queue.errands.remove(errand)
        else:
            queue.errands.remove(errand)
            if used:
                queue.bucket.arrived(asyncio.get_running_loop().time())
            else:
                pace.give_back(slot)
                queue.bucket.give_back()
        finally:
            queue.busy = False
            if not queue.errands:
                del self._queues[errand.place_id]
            self._look = self._look or errand.edits  # it may have been pressed while it was redrawn
