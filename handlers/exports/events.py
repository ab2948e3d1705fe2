"""The table of events."""

from collections.abc import Sequence
from typing import Any

from handlers.exports.exporter import Asked, Exporter
from handlers.shared.formats import Value
from storage import exporting


async def rows(asked: Asked) -> list[Sequence[Value]]:
    """Events by date; start and end are instants, empty for an event without hours. The deadline includes its day."""
    return [_row(asked, row) for row in await exporting.events(asked.db, asked.event_id)]


def _row(asked: Asked, row: Any) -> Sequence[Value]:
    title, _ = row.title.choose(asked.language)
    return (
        row.key,
        row.lab,
        row.ordinal,
        row.kind,
        title,
        row.day.isoformat(),
        asked.stamp(row.begins_at, row.zone) if row.starts else None,
        asked.stamp(row.ends_at, row.zone) if row.starts and row.ends else None,
        row.zone,
        row.mode.value,
        row.venue or row.place or None,
        row.language,
        row.deadline.isoformat() if row.deadline else None,
        row.state.value,
        row.revision,
    )


EXPORTER = Exporter(
    "events",
    (
        "id", "lab", "ordinal", "kind", "title", "date", "start", "end", "timezone", "mode", "venue", "language",
        "deadline", "state", "revision",
    ),
    rows,
)  # fmt: skip
