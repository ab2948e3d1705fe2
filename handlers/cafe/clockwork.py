"""The clock of a round: started, paused, longer, gong, late, over. Stored, so that a restart changes nothing; whoever
comes second changes nothing either."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from bot.core import Desk
from bot.model.values import UNDER_WAY, Naming, RoundState
from handlers.cafe.carrying import bring
from handlers.cafe.nameless import forget
from handlers.cafe.routes import (
    BRIEFING,
    CLOCK,
    GONG,
    HERE,
    LONGER,
    LOOK_DUE,
    LOOK_EVERY,
    PAUSED,
    ROUND,
    SOON,
    aloud,
    router,
    session,
)
from storage import cafe_places, cafe_plans, cafe_room, cafe_rounds, cafe_seats, tallies
from storage.cafes import CafeRoundRow, CafeRow

SOON_BEFORE = timedelta(minutes=2)
MORE = timedelta(minutes=5)

GONG_DUE, SOON_DUE, LATE_DUE = "cafe.gong", "cafe.soon", "cafe.late"


@dataclass
class Clockwork:
    """One round of a café, and what may be done to its clock."""

    desk: Desk
    cafe: CafeRow
    row: CafeRoundRow

    @property
    def _subject(self) -> tuple[int, int]:
        return self.cafe.id or 0, self.row.number

    async def start(self) -> bool:
        """From now on it runs; False when somebody has started it already."""
        now = self.desk.now
        ends = now + timedelta(minutes=self.row.minutes)
        begun = {"started_at": now, "ends_at": ends}
        if not await cafe_rounds.move(self.desk.db, self.row, RoundState.WAITING, RoundState.RUNNING, **begun):
            return False
        await tallies.begin(self.desk.db, *self._subject, self.cafe.tasks, now)
        await self._ring_at(ends)
        await self._tell(ROUND, "round")
        if self.row.number == 1:
            await bring(self.desk, self.cafe)
        await self._brief()
        await self._changed()
        return True

    async def pause(self) -> bool:
        """The clock stands still; False when it does not run."""
        left = max(0, round((self._ends - self.desk.now).total_seconds()))
        still = {"left": left, "ends_at": None, "paused_at": self.desk.now}
        if not await cafe_rounds.move(self.desk.db, self.row, RoundState.RUNNING, RoundState.PAUSED, **still):
            return False
        await self._ring_at(None)
        await self._tell(PAUSED, f"paused.{_new_mark()}")
        await self._changed()
        return True

    async def resume(self) -> bool:
        """The clock goes on with what was left; False when it was not paused."""
        ends = self.desk.now + timedelta(seconds=self.row.left)
        runs = {"left": 0, "ends_at": ends, "paused_at": None}
        if not await cafe_rounds.move(self.desk.db, self.row, RoundState.PAUSED, RoundState.RUNNING, **runs):
            return False
        if self.row.paused_at is not None:
            await tallies.rested(self.desk.db, *self._subject, self.desk.now - self.row.paused_at)
        await self._ring_at(ends)
        await self._tell(LONGER, f"resumed.{_new_mark()}")
        await self._changed()
        return True

    async def longer(self) -> bool:
        """Five minutes more; False when it has changed meanwhile, or is over."""
        if self.row.state is RoundState.PAUSED:
            done = await cafe_rounds.extend(self.desk.db, self.row, None, self.row.left + int(MORE.total_seconds()))
        elif self.row.state is RoundState.RUNNING:
            ends = self._ends + MORE
            if done := await cafe_rounds.extend(self.desk.db, self.row, ends, 0):
                await self._ring_at(ends)
                await self._tell(LONGER, f"longer.{_new_mark()}")
        else:
            return False
        await self._changed()
        return done

    async def gong(self, *, told: bool = True) -> bool:
        """It is over; what still comes within the grace belongs to it. False when the gong has gone already.

        Nobody is told (`told`) where the café ends with it, and says so itself."""
        late_until = self.desk.now + timedelta(minutes=self.cafe.grace)
        over = {"gong_at": self.desk.now, "late_until": late_until, "ends_at": None, "paused_at": None}
        for running in UNDER_WAY:
            if await cafe_rounds.move(self.desk.db, self.row, running, RoundState.LATE, **over):
                await self._ring_at(None)
                await self.desk.schedule(LATE_DUE, *self._subject, times=[(late_until, None)])
                if told:
                    await self._tell(GONG, f"gong.{_new_mark()}")
                await self._changed()
                return True
        return False

    async def reopen(self) -> bool:
        """It goes on: five minutes more. Only within the grace, and while no later round has begun."""
        ends = self.desk.now + MORE
        runs = {"ends_at": ends, "gong_at": None, "late_until": None, "left": 0}
        later = [
            one for one in await cafe_plans.rounds(self.desk.db, self.cafe.id or 0) if one.number > self.row.number
        ]
        if any(one.state is not RoundState.WAITING for one in later):
            return False
        if not await cafe_rounds.move(self.desk.db, self.row, RoundState.LATE, RoundState.RUNNING, **runs):
            return False
        await self.desk.schedule(LATE_DUE, *self._subject, times=[])
        await self._ring_at(ends)
        await self._tell(LONGER, f"again.{_new_mark()}")
        await self._changed()
        return True

    async def close(self) -> bool:
        """The grace is over, before its time where the café ends: nothing that comes later belongs to it."""
        until = min(self.row.late_until or self.desk.now, self.desk.now)
        done = await cafe_rounds.move(self.desk.db, self.row, RoundState.LATE, RoundState.ENDED, late_until=until)
        if done:
            if self.cafe.naming is Naming.ANONYMOUS:
                await forget(self.desk, self.cafe, self.row.number)
            await self._changed()
        return done

    @property
    def _ends(self) -> datetime:
        return self.row.ends_at or self.desk.now

    async def _ring_at(self, ends: datetime | None) -> None:
        soon = None if ends is None else ends - SOON_BEFORE
        # Nobody needs to hear that two minutes are left when the round has hardly begun.
        warned = soon is not None and soon > self.desk.now + SOON_BEFORE / 2
        await self.desk.schedule(SOON_DUE, *self._subject, times=[(soon, ends)] if warned and soon else [])
        await self.desk.schedule(GONG_DUE, *self._subject, times=[] if ends is None else [(ends, None)])
        looks: list[tuple[datetime, datetime | None]] = [] if ends is None else [(self.desk.now + LOOK_EVERY, None)]
        await self.desk.schedule(LOOK_DUE, *self._subject, times=looks)

    async def _tell(self, view: str, why: str) -> None:
        """Everyone who sits in this round, and the groups of the tables."""
        number = self.cafe.id or 0
        people = cafe_seats.seated(number, self.row.number)
        cause = f"cafe:{number}:{self.row.number}:{why}"
        await self.desk.send_all(view, *self._subject, to=people, cause=cause, terms=session(self.cafe))
        for place in (await cafe_places.told(self.desk.db, number)).values():
            await self.desk.post(aloud(view), *self._subject, place=place, cause=cause, terms=session(self.cafe))

    async def _brief(self) -> None:
        """At the start of a later round hosts read what was said at their table in the one before."""
        if self.row.number > 1:
            number = self.cafe.id or 0
            cause = f"cafe:{number}:{self.row.number}:briefing"
            people = cafe_room.hosts(number, self.row.number)
            await self.desk.send_all(
                BRIEFING, number, self.row.number - 1, to=people, cause=cause, terms=session(self.cafe)
            )

    async def _changed(self) -> None:
        await self.desk.touch(CLOCK, self.cafe.id or 0)
        await self.desk.touch(HERE, *self._subject)


def _new_mark() -> str:
    """Tells one pause, or gong, from the next: a cause names one message, and the clock may stand still between two.
    That it is told once is seen to by the step: it is done once."""
    return token_hex(4)


async def clockwork(desk: Desk, cafe: int, number: int) -> Clockwork | None:
    """The clock of a round; None when there is no such round."""
    row = await cafe_plans.cafe(desk.db, cafe)
    one = await cafe_rounds.cafe_round(desk.db, cafe, number)
    return None if row is None or one is None else Clockwork(desk, row, one)


@router.due(GONG_DUE)
async def rings(desk: Desk, cafe: int, number: int) -> None:
    """The time of a round is up."""
    clock = await clockwork(desk, cafe, number)
    # A clock that was set anew has another deadline: this one is of the past.
    if clock is not None and clock.row.ends_at is not None and clock.row.ends_at <= desk.now:
        await clock.gong()


@router.due(SOON_DUE)
async def soon(desk: Desk, cafe: int, number: int) -> None:
    """Two minutes are left."""
    clock = await clockwork(desk, cafe, number)
    if clock is not None and clock.row.state is RoundState.RUNNING:
        await clock._tell(SOON, f"soon.{clock.row.ends_at:%H%M%S}")


@router.due(LATE_DUE)
async def late(desk: Desk, cafe: int, number: int) -> None:
    """What comes from now on does not belong to the round that has ended."""
    clock = await clockwork(desk, cafe, number)
    if clock is not None:
        await clock.close()
