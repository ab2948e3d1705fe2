"""The table of deliveries."""

from collections.abc import Sequence

from bot.model.values import Lane
from handlers.exports.exporter import Asked, Exporter
from handlers.shared.formats import Value
from storage import exporting


async def rows(asked: Asked) -> list[Sequence[Value]]:
    """Every message that was staged, in that order. What was sent was tried at least once."""
    return [
        (
            row.id,
            row.kind,
            row.event,
            row.person,
            row.platform,
            Lane(row.lane).name.lower(),
            asked.stamp(row.due, row.zone),
            row.state,
            row.reason or None,
            max(row.attempts, 1) if row.sent_at else row.attempts,
            asked.stamp(row.sent_at, row.zone),
        )
        for row in await exporting.deliveries(asked.db, asked.event_id)
    ]


EXPORTER = Exporter(
    "deliveries",
    ("id", "kind", "event", "person", "platform", "lane", "due", "state", "reason", "attempts", "sent_at"),
    rows,
)
