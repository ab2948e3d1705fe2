"""The table of organisations."""

from collections.abc import Sequence

from handlers.exports.exporter import Asked, Exporter
from handlers.shared.formats import Value
from storage import exporting


async def rows(asked: Asked) -> list[Sequence[Value]]:
    """Organisations by id; of an event, those that are invited."""
    found = await exporting.organisations(asked.db, asked.event_id)
    return [(row.key, row.name, row.sector or None, tuple(row.tags)) for row in found]


EXPORTER = Exporter("organisations", ("id", "name", "sector", "tags"), rows)
