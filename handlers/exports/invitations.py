"""The table of invitations."""

from collections.abc import Sequence

from handlers.exports.exporter import Asked, Exporter
from handlers.shared.formats import Value
from storage import exporting


async def rows(asked: Asked) -> list[Sequence[Value]]:
    """A row for each invited person. Opened: a link opened or a button pressed."""
    return [
        (
            row.event,
            row.organisation,
            row.person,
            row.state,
            asked.stamp(row.opened_at, row.zone),
            asked.stamp(row.answered_at, row.zone),
        )
        for row in await exporting.invitations(asked.db, asked.event_id)
    ]


EXPORTER = Exporter("invitations", ("event", "organisation", "person", "state", "opened_at", "answered_at"), rows)
