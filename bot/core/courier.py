"""Courier: claims, draws, paces, sends, marks. Interactive before session before reminder before broadcast; in a chat
one message after the other, whatever happens to them.
"""

import asyncio
import logging
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError

from bot.core.claims import Claims
from bot.core.desk import House
from bot.core.errand import Errand
from bot.core.faults import Faults
from bot.core.lines import Line, Lines
from bot.core.membership import Membership
from bot.core.outcome import Outcomes
from bot.core.pace import Pace
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
        self._lines = Lines(lambda platform: platforms[platform].rates)
        self._claims = Claims(house, clock, platforms, lambda: membership.share, self._lines.numbers)
        self._outcomes = Outcomes(db, house, clock, adapters)
        self._paces = {name: self._pace(name) for name in adapters}
        self._faults = {name: Faults() for name in adapters}
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
        return not self._lines.by_place and not self._sending

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
        untried = self._lines.untried()
        if not untried:
            return
        try:
            holder = self._membership.number
            await self.db.write(lambda tx: sending.put_back(tx, untried, holder), Rank.MARK)
        except DBAPIError:
            log.info("what was claimed is found again by the next process")

    def let_go(self) -> None:
        """What is claimed and not yet tried is others' now. What is in flight arrives, and marks nothing."""
        self._lines.drop_untried()

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
                    self._lines.add(errand)
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
            self._lines.add(errand)
        return more or crowded

    def _crowded(self) -> bool:
        """Whether enough chats are in line. One counts once however much it waits for, and not while it is closed."""
        soon = asyncio.get_running_loop().time() + LOOK_AGAIN_SECONDS
        return self._lines.open_by(soon) >= BATCH // 2 or len(self._lines.numbers()) >= MOST_CLAIMED

    def _start_what_may_go(self) -> float:
        """Start every errand whose turn it is; seconds until the next one's turn."""
        now = asyncio.get_running_loop().time()
        pause = LOOK_AGAIN_SECONDS
        for line in self._ready():
            if len(self._sending) >= IN_FLIGHT:
                break
            first = line.errands[0]
            pace, reply = self._paces[first.place.platform], first.row.lane == Lane.INTERACTIVE
            free = max(pace.free_at(now, reply=reply), line.bucket.free_at(now))
            if free > now:
                pause = min(pause, free - now)
                continue
            line.bucket.take(now)
            self._start(line, pace, pace.take(now, reply=reply))
        return pause

    def _ready(self) -> list[Line]:
        return [] if self._stopping or not self._membership.fresh else self._lines.ready()

    def _start(self, line: Line, pace: Pace, slot: int) -> None:
        line.busy = True
        task = asyncio.create_task(self._carry(line, pace, slot), name=f"delivery {line.errands[0].row.id}")
        self._sending.add(task)
        task.add_done_callback(self._arrived)

    def _arrived(self, task: "asyncio.Task[None]") -> None:
        self._sending.discard(task)
        self._wake.set()  # only now is nothing of it in flight any more

    async def _carry(self, line: Line, pace: Pace, slot: int) -> None:
        """Carry the first errand of a chat. Asked to wait, it stays first and the chat is closed until then."""
        errand, clock = line.errands[0], asyncio.get_running_loop().time
        try:
            used = await self._outcomes.settle(errand)
        except TryLater as later:
            if await self._later(errand, line, pace, later):
                line.errands.remove(errand)
        except Exception as problem:
            if is_trouble(problem):
                # Nothing went out: the row is still ours, and is settled again when the database is back.
                line.bucket.closed_until = clock() + PAUSE_SECONDS
            else:
                log.error("delivery %d is left to the next process", errand.row.id, exc_info=problem)
                line.errands.remove(errand)
        else:
            line.errands.remove(errand)
            if used:
                line.bucket.arrived(clock())
                self._faults[errand.place.platform].worked(clock())
            else:
                pace.give_back(slot)
                line.bucket.give_back()
        finally:
            line.busy = False
            self._lines.close_if_empty(errand)
            self._look = self._look or errand.edits  # it may have been pressed while it was redrawn

    async def _later(self, errand: Errand, line: Line, pace: Pace, later: TryLater) -> bool:
        """The platform asks to wait, or has failed. True when it has failed for this chat alone so often that the
        message is given up."""
        now = asyncio.get_running_loop().time()
        if not later.fault:
            line.bucket.closed_until = max(line.bucket.closed_until, now + later.after)
            # The platform names the chat; one that has had nothing else can not have had too much, so we all have.
            if later.place is None or line.bucket.untroubled:
                pace.close(now, later.after, too_fast=later.place is not None)
            return False
        faults = self._faults[errand.place.platform]
        if faults.away(errand, now):
            pace.close(now, later.after, too_fast=False)
        if faults.poisonous(errand):
            await self._outcomes.give_up(errand)
            return True
        line.bucket.closed_until = now + faults.rest(errand)
        return False
