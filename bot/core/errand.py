"""An errand: a claimed delivery with its reader and the chat it goes to, in memory."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.desk import LITERAL, House, Look, subject_numbers
from bot.core.pack import unpacked
from bot.core.translate import Reader, draw
from bot.model.address import Place
from bot.model.card import Card, Drawn
from bot.model.values import Lane, Reason
from storage.tx import Tx


@dataclass
class Errand:
    """What the courier carries: the delivery's row, its place (row number and address), its reader. `faults` counts how
    often the platform has failed for it, `fault_at` is when it did last (the event loop's clock)."""

    row: Any
    place_id: int
    place: Place
    reader: Reader
    faults: int = 0
    fault_at: float = float("-inf")

    @property
    def order(self) -> tuple[int, datetime, int]:
        """Which errand goes first."""
        return self.row.lane, self.row.due, self.row.id

    @property
    def edits(self) -> bool:
        """Whether a message stands already."""
        return bool(self.row.message)

    @property
    def over(self) -> bool:
        """Whether the message that stands is one copy too many: its buttons are to be taken away."""
        return self.edits and not self.row.live and self.row.reason is Reason.WITHDRAWN


async def draw_errand(tx: Tx, house: House, errand: Errand, now: datetime) -> Drawn | Reason | None:
    """The card as its reader sees it now; None or a reason when it is not wanted (any more)."""
    row = errand.row
    if row.kind == LITERAL:
        return draw(unpacked(row.card), errand.reader)
    look = Look(tx, now, house, errand.reader, row.person_id, row.id, errand.place_id)
    made: Card | Reason | None = await house.routes.views[row.kind].draw(look, *subject_numbers(row.subject))
    return draw(made, errand.reader) if isinstance(made, Card) else made


def hindrance(row: Any, zone: str, now: datetime) -> Reason | datetime | None:
    """Why a message that stands nowhere yet does not go out now: a reason for good, or until when it waits (UTC)."""
    if row.message:
        return None
    if row.until is not None and row.until < now:
        return Reason.TOO_LATE
    if silenced(row):
        return Reason.OPTED_OUT
    return quiet_until(row, zone, now)


def fingerprint(drawn: Drawn) -> str:
    """What a message looks like, in 32 characters; nothing is sent when it has not changed."""
    lines = [[(span.text, span.style, span.href) for span in line] for line in drawn.lines]
    rows = [[(button.label, button.data, button.url) for button in row] for row in drawn.rows]
    files = [(one.name, one.media_type, one.alt, hashlib.sha256(one.content).hexdigest()) for one in drawn.documents]
    looks = json.dumps([lines, rows, files, drawn.quiet, drawn.language])
    return hashlib.sha256(looks.encode()).hexdigest()[:32]


def quiet_until(row: Any, zone: str, now: datetime) -> datetime | None:
    """When the reader's quiet hours end (UTC), if it is quiet there now and the delivery minds it."""
    if not row.quiet or row.quiet_from is None or row.quiet_from == row.quiet_until:
        return None
    local = now.astimezone(ZoneInfo(zone))
    start, end = row.quiet_from, row.quiet_until
    asleep = start <= local.time() or local.time() < end if start > end else start <= local.time() < end
    if not asleep:
        return None
    day = local.date() + timedelta(days=1) if local.time() >= end else local.date()
    # An hour that comes twice, or never, when clocks change: the later reading is surely over.
    ends = (datetime.combine(day, end.replace(fold=fold), ZoneInfo(zone)).astimezone(UTC) for fold in (0, 1))
    return max(ends)


def silenced(row: Any) -> bool:
    """Whether the reader asked not to be written to, and this is not something they must know."""
    return row.stopped_at is not None and not row.vital and row.lane >= Lane.REMINDER
