"""The table of acts: who, as what role, did what to which object."""

import re
from collections.abc import Sequence

from handlers.exports.exporter import Asked, Exporter
from handlers.shared.formats import Value
from storage import exporting, objects

_OBJECT = re.compile(r"\b(?:event|lab|programme) [0-9]+")  # "grant manager for event 7"


async def rows(asked: Asked) -> list[Sequence[Value]]:
    """The activity log, oldest first; objects, and what an act names besides, by their external keys."""
    names = await objects.names(asked.db)
    return [
        (
            asked.stamp(row.at, row.zone),
            row.person,
            row.role or None,
            _OBJECT.sub(lambda found: names.get(found[0], found[0]), row.action),
            names.get(row.object, row.object) or None,
            row.result,
        )
        for row in await exporting.activity(asked.db, asked.event_id)
    ]


EXPORTER = Exporter("activity", ("at", "person", "role", "action", "object", "result"), rows)
