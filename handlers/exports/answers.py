"""The table of what was said at the cafés."""

from collections.abc import Sequence

from handlers.exports.exporter import Asked, Exporter
from handlers.shared.answer_table import COLUMNS, answer_rows
from handlers.shared.formats import Value


async def rows(asked: Asked) -> Sequence[Sequence[Value]]:
    """A row for each idea that was not withdrawn, by event, question, table and round; while a round runs, too."""
    return await answer_rows(asked.db, asked.event_id)


EXPORTER = Exporter("answers", COLUMNS, rows)
