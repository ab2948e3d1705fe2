"""What becomes of an errand: drawn, sent or edited or frozen, and marked; every answer of a platform has its effect."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.desk import House
from bot.core.errand import Errand, draw_errand, fingerprint, hindrance
from bot.core.ports import Adapter, Clock
from bot.core.progress import told
from bot.core.sent import SentMarks, patiently
from bot.model.card import Drawn
from bot.model.problems import Lost, Moved, PortError, Refused, TryLater, Unknown, Unreachable
from bot.model.values import Reason, Sending
from storage import places, sending
from storage.database import Database, is_trouble
from storage.sending import Sent
from storage.tx import Tx

log = logging.getLogger(__name__)

TRIES = 8
EDIT_REST = timedelta(seconds=1)
GROUP_EDIT_REST = timedelta(seconds=4)
# A card that counts a broadcast takes the place of one in so many messages, where so many may go in five seconds.
ONE_IN, MOST_RESTS = 150, 5.0
GOES_ON = timedelta(seconds=2)  # after the last message of a broadcast
DOUBT_REST = timedelta(seconds=30)


@dataclass
class Outcomes:
    """Settles errands one by one."""

    db: Database
    house: House
    clock: Clock
    adapters: Mapping[str, Adapter]

    def __post_init__(self) -> None:
        self._sent = SentMarks(self.db, self.house.routes)
        self._counting = self.house.routes.counting
        self._counted_at: datetime | None = None

    async def settle(self, errand: Errand) -> bool:
        """Draw and send an errand and mark what became of it; whether anything went out.

        Raises TryLater when the platform asks to wait, DBAPIError when the database is in trouble before anything went
        out: then nothing was done.
        """
        hindered = hindrance(errand.row, errand.reader.zone, self.clock.now())
        if hindered is not None:
            await self._hindered(errand, hindered)
            return False
        if errand.over:
            return await self._not_wanted(errand, None)
        try:
            drawn = await self._draw(errand)
        except Exception as problem:
            if is_trouble(problem):
                raise
            log.error("%s %s could not be drawn", errand.row.kind, errand.row.subject, exc_info=problem)
            await self._again_or_dead(errand)
            return False
        if not isinstance(drawn, Drawn):
            return await self._not_wanted(errand, drawn)
        looks = fingerprint(drawn)
        if errand.edits and looks == errand.row.looks:
            await self._stands(errand, errand.row.message, looks)
            return False
        await self._deliver(errand, drawn, looks)
        return True

    async def give_up(self, errand: Errand) -> None:
        """The platform fails for this chat whenever it is written to: a dead letter."""
        row = errand.row
        log.error("%s %s is given up: the platform failed %d times", row.kind, row.subject, errand.faults)
        end = Sending.SENT if row.message else Sending.FAILED
        await self._mark(row, lambda tx: sending.mark_end(tx, row, end, Reason.REFUSED))

    async def _draw(self, errand: Errand) -> Drawn | Reason | None:
        async with self.db.read() as tx:
            return await draw_errand(tx, self.house, errand, self.clock.now())

    async def _hindered(self, errand: Errand, why: Reason | datetime) -> None:
        """It waited in line until it was too late, or until its reader had gone to sleep."""
        row = errand.row
        if isinstance(why, Reason):
            await self._mark(row, lambda tx: sending.mark_end(tx, row, Sending.SKIPPED, why))
            return
        await self._mark(
            row, lambda tx: sending.mark_again(tx, row, rest=None, due=why, place_id=row.place_id, message="")
        )

    async def _not_wanted(self, errand: Errand, why: Reason | None) -> bool:
        """Before sending: skipped. Standing: it is over, its buttons are taken away once and the text stays."""
        if not errand.edits:
            reason = why or Reason.WITHDRAWN
            await self._mark(errand.row, lambda tx: sending.mark_end(tx, errand.row, Sending.SKIPPED, reason))
            return False
        try:
            await self._adapter(errand).freeze(errand.place, errand.row.message)
        except TryLater:
            raise
        except PortError as problem:
            log.info("a message that is over could not be changed: %s", problem)
        except Exception as problem:
            log.error("a message that is over could not be changed", exc_info=problem)
        await self._mark(errand.row, lambda tx: sending.mark_end(tx, errand.row, Sending.SENT))
        return True

    async def _deliver(self, errand: Errand, drawn: Drawn, looks: str) -> None:
        row, adapter = errand.row, self._adapter(errand)
        try:
            message = row.message
            if message:
                try:
                    await adapter.edit(errand.place, message, drawn)
                except Lost:
                    message = await adapter.send(errand.place, drawn, f"{row.id}.{row.version}")
            else:
                message = await adapter.send(errand.place, drawn, str(row.id))
        except TryLater:
            raise
        except Unreachable as problem:
            await self._next_account(errand, problem.why)
        except Moved as moved:
            await self._moved(errand, moved)
        except Refused as refused:
            log.error("the platform refuses %s %s: %s", row.kind, row.subject, refused.why)
            end = Sending.SENT if row.message else Sending.FAILED
            await self._mark(row, lambda tx: sending.mark_end(tx, row, end, Reason.REFUSED))
        except Unknown:
            await self._doubt(errand)
        except Exception as problem:
            log.error("%s %s could not be sent", row.kind, row.subject, exc_info=problem)
            await self._again_or_dead(errand)
        else:
            await self._stands(errand, message, looks)

    def _adapter(self, errand: Errand) -> Adapter:
        return self.adapters[errand.place.platform]

    async def _stands(self, errand: Errand, message: str, looks: str) -> None:
        row = errand.row
        rest = self._rest(errand)
        again = self.clock.real() + rest if row.live else None
        try:
            await self._sent.write(Sent(row, errand.place_id, message, looks, self.clock.now(), again))
        except Exception as problem:
            await self._not_marked(row, problem)

    def _rest(self, errand: Errand) -> timedelta:
        """How long a card rests before it is drawn again by itself; whoever presses it does not wait."""
        row, real = errand.row, self.clock.real()
        rest = EDIT_REST if errand.place.private else GROUP_EDIT_REST
        if not row.message and self.house.routes.counts(row.cause or "")[0]:
            self._counted_at = real
        if row.kind not in self._counting or self._counted_at is None or real - self._counted_at > GOES_ON:
            return rest
        rate = self._adapter(errand).capabilities.rates.overall
        return max(rest, EDIT_REST * min(ONE_IN / rate, MOST_RESTS))

    async def _next_account(self, errand: Errand, why: Reason) -> None:
        """The chat can not be written to: the person's next account is tried, once; a group is closed."""
        row = errand.row

        async def mark(tx: Tx) -> None:
            if errand.place.private:
                await sending.close_account(tx, errand.place_id, why.value)
            else:
                await places.close_place(tx, errand.place_id, why.value)
            if row.person_id is None or row.message:
                await sending.mark_end(tx, row, Sending.SENT if row.message else Sending.FAILED, why)
            else:
                await sending.mark_again(tx, row, rest=None, due=row.due, place_id=None, message="")

        await self._mark(row, mark)

    async def _moved(self, errand: Errand, moved: Moved) -> None:
        row = errand.row

        async def mark(tx: Tx) -> None:
            place = await sending.move_place(tx, errand.place_id, moved.place.chat)
            await sending.mark_again(tx, row, rest=None, due=row.due, place_id=place, message=row.message)

        await self._mark(row, mark)

    async def _doubt(self, errand: Errand) -> None:
        """Sent, and no answer came. Edits and most messages go once more; announcements are left as unknown."""
        row = errand.row
        view = self.house.routes.views.get(row.kind)
        again = row.message or (row.doubts == 0 and (view is None or view.once_more))
        if again:
            await self._again(errand, DOUBT_REST, doubt=1)
        else:
            await self._mark(row, lambda tx: sending.mark_end(tx, row, Sending.UNKNOWN))

    async def _again_or_dead(self, errand: Errand) -> None:
        row = errand.row
        if row.attempts >= TRIES:
            end = Sending.SENT if row.message else Sending.FAILED
            await self._mark(row, lambda tx: sending.mark_end(tx, row, end, Reason.REFUSED))
        else:
            await self._again(errand, timedelta(seconds=2**row.attempts))

    async def _again(self, errand: Errand, rest: timedelta, doubt: int = 0) -> None:
        row = errand.row
        until = self.clock.real() + rest
        await self._mark(
            row,
            lambda tx: sending.mark_again(
                tx, row, rest=until, due=row.due, place_id=errand.place_id, message=row.message, doubt=doubt
            ),
        )

    async def _mark(self, row: Any, work: Callable[[Tx], Awaitable[Any]]) -> None:
        """Write a mark, however long the database is in trouble: what was sent must not be sent again."""

        async def mark(tx: Tx) -> None:
            await work(tx)
            await told(tx, self.house.routes, row)

        try:
            await patiently(self.db, mark)
        except Exception as problem:
            await self._not_marked(row, problem)

    async def _not_marked(self, row: Any, problem: Exception) -> None:
        """Sending again every time would be worse than not knowing."""
        log.error("what became of delivery %d could not be written", row.id, exc_info=problem)
        end = Sending.SENT if row.message else Sending.UNKNOWN
        await patiently(self.db, lambda tx: sending.mark_end(tx, row, end))
