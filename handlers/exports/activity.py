"""The table of acts: who, as what role, did what to which object."""

from collections.abc import Sequence

from handlers.exports.exporter import Asked, Exporter, Value
from storage import exporting


async def rows(asked: Asked) -> list[Sequence[Value]]:
    """The activity log, oldest first; objects by their external keys."""
    keys = await exporting.keys(asked.db)
    return [
        (
            asked.stamp(row.at, row.zone),
            row.person,
            row.role or None,
            row.action,
            keys.get(row.object, row.object) or None,
            row.result,
        )
        for row in await exporting.activity(asked.db, asked.event_id)
    ]


EXPORTER = Exporter("activity", ("at", "person", "role", "action", "object", "result"), rows)
