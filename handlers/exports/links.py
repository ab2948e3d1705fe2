"""The table of personal links: the only one that holds them."""

from collections.abc import Sequence

from handlers.exports.exporter import Asked, Exporter
from handlers.shared.formats import Value
from handlers.shared.link_table import COLUMNS, link_rows
from storage import exporting, personal_links


async def rows(asked: Asked) -> Sequence[Sequence[Value]]:
    """A row for each person of a programme; who was added by hand and has no link yet is given one."""
    people = exporting.people_of(asked.event_id)
    await personal_links.make_links(asked.db, people, asked.now)
    return await link_rows(asked.db, asked.house, people, asked.now)


EXPORTER = Exporter("links", COLUMNS, rows, writes=True)
