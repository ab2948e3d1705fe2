"""The backlog: updates that nobody works, taken up a part at a time, so that memory does not grow with it."""

import json
import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot.core.membership import Membership
from bot.core.pack import unpacked
from bot.core.ports import Clock
from bot.core.tokens import Keys
from bot.model.update import Envelope
from storage import inbox
from storage.database import Database
from storage.inbox import InboxRow
from storage.tx import Tx

log = logging.getLogger(__name__)

MOST_IN_HAND = 1000  # updates in memory, worked or waiting; beyond them a platform that can be asked is asked no more
LEAST = 100  # taken up each time, however full the hands are: what they hold may wait for these


@dataclass
class Backlog:
    """What was left by processes that are gone, replayed, or stored without our hearing of it."""

    db: Database
    clock: Clock
    keys: Keys
    membership: Membership
    behind: bool = field(default=False, init=False)
    """Whether more of it waits, so that what is heard now may be later than what is not yet taken up."""

    def full(self, in_hand: int) -> bool:
        """Whether nothing more should be asked for: enough is in hand, or something older is not yet taken up."""
        return self.behind or in_hand >= MOST_IN_HAND

    def due(self, in_hand: int) -> bool:
        """Whether the next part is to be taken up."""
        return self.behind and in_hand < MOST_IN_HAND // 2

    async def take(self, held: Collection[int], before: datetime | None) -> list[tuple[InboxRow, Envelope]]:
        """Some of it that is not `held` already, in the order in which it is to be worked.

        `before` (real time): also what this process was given before that and does not hold. What cannot be read any
        more is a dead letter. Raises what the database raises.
        """
        holder, most = self.membership.number, max(LEAST, MOST_IN_HAND - len(held))

        async def some(tx: Tx) -> tuple[list[InboxRow], bool]:
            old = await inbox.missed(tx, holder, before) if before is not None else []
            return [*old, *await inbox.adopt(tx, holder, most)], await inbox.left(tx)

        found, self.behind = await self.db.write(some)
        rows = [row for row in found if row.id not in held]
        read = [(row, await self._read(row)) for row in _suspects_last(rows)]
        return [(row, envelope) for row, envelope in read if envelope is not None]

    async def _read(self, row: InboxRow) -> Envelope | None:
        try:
            envelope: Envelope = unpacked(json.loads(row.payload))
        except (KeyError, TypeError, ValueError) as problem:
            log.error("update %d was stored by another version and can not be read", row.id, exc_info=problem)
            sealed = self.keys.seal(row.payload)
            await self.db.write(partial(inbox.bury, row=row.id or 0, sealed=sealed, at=self.clock.real()))
            return None
        return envelope


def _suspects_last(rows: list[InboxRow]) -> list[InboxRow]:
    """Accounts whose updates were tried often come last: what kills the process must not take others with it.

    Within an account the order stays.
    """
    tries: dict[str, int] = {}
    for row in rows:
        tries[row.lane] = max(tries.get(row.lane, 0), row.attempts)
    return sorted(rows, key=lambda row: (tries[row.lane], row.id or 0))
