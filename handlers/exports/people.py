"""The table of people."""

from collections.abc import Sequence

from handlers.exports.exporter import Asked, Exporter
from handlers.shared.formats import Value
from storage import exporting


async def rows(asked: Asked) -> list[Sequence[Value]]:
    """People by id, whoever was not erased, each once; of an event, those who are invited or answered."""
    speaks_for = await exporting.organisations_by_person(asked.db)
    platforms = await exporting.platforms(asked.db)
    return [
        (
            row.id,
            " ".join(speaks_for.get(row.number, ())) or None,
            row.name,
            row.language,
            platforms.get(row.number, ()),
            row.state,
        )
        for row in await exporting.people(asked.db, asked.event_id)
    ]


EXPORTER = Exporter("people", ("id", "organisation", "name", "language", "platforms", "state"), rows)
