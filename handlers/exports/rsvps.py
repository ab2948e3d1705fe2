"""The table of answers to invitations."""

from collections.abc import Sequence

from handlers.exports.exporter import Asked, Exporter
from handlers.shared.formats import Value
from handlers.shared.rsvp_table import COLUMNS, rsvp_rows


async def rows(asked: Asked) -> Sequence[Sequence[Value]]:
    """A row for each invited person, and for each who answered uninvited."""
    return await rsvp_rows(asked.db, asked.event_id)


EXPORTER = Exporter("rsvps", COLUMNS, rows)
