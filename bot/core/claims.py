"""Claims: ready deliveries are taken in batches, with their readers and the chats they go to."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.core.desk import House
from bot.core.errand import Errand, hindrance
from bot.core.ports import Capabilities, Clock
from bot.core.progress import told
from bot.model.address import Place
from bot.model.values import Lane, Reason, Sending
from storage import claiming, sending
from storage.processes import Share
from storage.tx import Tx

log = logging.getLogger(__name__)

JUMP = timedelta(seconds=2)  # back by more than this, the machine's clock was set
ABSENT_REST = timedelta(hours=1)  # a platform that is not configured may be again after a restart


@dataclass
class Claims:
    """Takes what is ready, and settles at once what is not to be sent at all."""

    house: House
    clock: Clock
    platforms: Mapping[str, Capabilities]
    share: Callable[[], Share]
    in_hand: Callable[[], Collection[int]] | None = None
    """The deliveries this process knows it has claimed; None where it is not looked for those it does not know of."""
    in_doubt: bool = False
    """Whether something was claimed and it was not heard that it is: the connection may have broken just then."""
    _latest: datetime | None = field(default=None, init=False)

    async def take(self, tx: Tx, most: int, lane: Lane) -> tuple[list[Errand], bool]:
        """Up to `most` errands of `lane` or a faster one, in the order they go out; and whether there may be more."""
        now, real = self.clock.now(), self.clock.real()
        if self._latest is not None and real < self._latest - JUMP:
            # What rests would rest until the clock is there again, for an hour perhaps.
            await claiming.end_rests(tx, real)
        self._latest = real
        unheard = await self._unheard(tx)
        numbers = await claiming.claim(tx, self.share(), now=now, real=real, most=most, lane=lane)
        return await self._errands(tx, [*unheard, *numbers], now), len(numbers) == most

    async def take_suspect(self, tx: Tx) -> list[Errand]:
        """One errand that may be what crashed the process, if any is ready."""
        now, real = self.clock.now(), self.clock.real()
        unheard = await self._unheard(tx)
        numbers = unheard or await claiming.claim_suspect(tx, self.share(), now=now, real=real)
        return await self._errands(tx, numbers, now)

    async def _unheard(self, tx: Tx) -> list[int]:
        """What is in this process's hands by the database, and not by itself. Whoever has its result ends the doubt."""
        in_doubt, self.in_doubt = self.in_doubt, True
        if not in_doubt or self.in_hand is None:
            return []
        return await claiming.unheard(tx, self.share().number, self.in_hand())

    async def suspect_waits(self, tx: Tx) -> bool:
        """Whether there is such an errand."""
        return await claiming.suspect_waits(tx, self.share(), now=self.clock.now(), real=self.clock.real())

    async def _errands(self, tx: Tx, numbers: Sequence[int], now: datetime) -> list[Errand]:
        """What was claimed, with readers and chats; without what was settled at once."""
        if not numbers:
            return []
        rows = await claiming.claimed(tx, numbers)
        people = {row.person_id for row in rows if row.person_id is not None and row.place_id is None}
        accounts = await claiming.accounts(tx, sorted(people)) if people else []
        by_person: dict[int, list[Any]] = {}
        for account in accounts:
            by_person.setdefault(account.person_id, []).append(account)
        chosen = {row.id: self._place_of(row, by_person.get(row.person_id, [])) for row in rows}
        wanted = sorted({place for place in chosen.values() if place is not None})
        places = {place.id: place for place in await claiming.places(tx, wanted)}
        languages = await claiming.languages_here(tx, wanted)
        errands = []
        for row in rows:
            place: Any = places.get(chosen[row.id])
            try:
                settled = await self._settled(tx, row, place, by_person.get(row.person_id, []), now)
                if not settled:
                    errands.append(self._errand(row, place, languages.get(place.id, "")))
                    continue
            except Exception as problem:
                if isinstance(problem, DBAPIError):
                    raise
                # One row that can not be read must not stop all the others.
                log.error("delivery %d can not be sent", row.id, exc_info=problem)
                await sending.mark_end(tx, row, Sending.SENT if row.message else Sending.FAILED, Reason.REFUSED)
            await told(tx, self.house.routes, row)
        return errands

    def _place_of(self, row: Any, accounts: Sequence[Any]) -> int | None:
        """Where it goes: where it stands or was asked for; else the chosen channel, else the last used that is open."""
        if row.place_id is not None:
            return int(row.place_id)
        usable = [a for a in accounts if a.state == "open" and a.platform in self.platforms]
        preferred = [a for a in usable if a.platform == row.person_channel]
        return int((preferred or usable)[0].place_id) if usable else None

    async def _settled(self, tx: Tx, row: Any, place: Any, accounts: Sequence[Any], now: datetime) -> bool:
        """Whether the row was dealt with without sending: too late, silenced, asleep, or nobody to write to."""
        hindered = hindrance(row, row.person_zone or self.house.zone, now)
        if isinstance(hindered, Reason):
            await sending.mark_end(tx, row, Sending.SKIPPED, hindered)
        elif hindered is not None:
            await sending.mark_again(tx, row, rest=None, due=hindered, place_id=row.place_id, message="")
        elif place is None and any(account.state == "open" for account in accounts):
            # Only on a platform that is not served just now.
            rest = self.clock.real() + ABSENT_REST
            await sending.mark_again(tx, row, rest=rest, due=row.due, place_id=None, message="")
        elif place is None:
            states: Mapping[str, Reason] = {reason.value: reason for reason in Reason}
            lasting = next((states[a.state] for a in accounts if a.state in states), Reason.NEVER_STARTED)
            await sending.mark_end(tx, row, Sending.FAILED, lasting)
        elif place.platform not in self.platforms:
            rest = self.clock.real() + ABSENT_REST
            await sending.mark_again(tx, row, rest=rest, due=row.due, place_id=row.place_id, message=row.message)
        else:
            return False
        return True

    def _errand(self, row: Any, place: Any, language: str) -> Errand:
        prefix = self.platforms[place.platform].command_prefix
        reader = self.house.reader(row.person_language or language, row.person_zone or "", prefix)
        address = Place(place.platform, place.installation, place.chat, place.thread, place.private)
        return Errand(row, place.id, address, reader)
