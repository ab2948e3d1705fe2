"""The table of answers to invitations, as it is exported and as managers download it."""

from typing import Any
from zoneinfo import ZoneInfo

from handlers.shared.tables import csv_bytes
from storage import exporting
from storage.tx import Tx

COLUMNS = ("event", "organisation", "person", "answer", "late", "answered_at", "by", "channel")


async def rsvp_rows(tx: Tx, event_id: int | None) -> list[tuple[str | bool | None, ...]]:
    """A row for each invited person (answer `none` while silent), and for each who answered uninvited.

    Instants in ISO 8601 on the event's clock; people and organisations by their external keys.
    """
    return [_row(row) for row in await exporting.rsvps(tx, event_id)]


def _row(row: Any) -> tuple[str | bool | None, ...]:
    at = row.answered_at.astimezone(ZoneInfo(row.zone)).isoformat(timespec="seconds") if row.answered_at else None
    answer = row.answer.value if row.answer else "none"
    return (row.event, row.organisation, row.person, answer, bool(row.late), at, row.by, row.channel)


async def rsvp_csv(tx: Tx, event_id: int) -> bytes:
    """The same rows as a CSV file."""
    rows = await rsvp_rows(tx, event_id)
    return csv_bytes(COLUMNS, [[_word(cell) if isinstance(cell, bool) else cell for cell in row] for row in rows])


def _word(cell: bool) -> str:
    return "true" if cell else "false"
