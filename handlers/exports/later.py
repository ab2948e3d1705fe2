"""Tables whose columns stand and whose rows come with check-in and with the café."""

from collections.abc import Sequence

from handlers.exports.exporter import Asked, Exporter, Value


async def none_yet(asked: Asked) -> list[Sequence[Value]]:
    """No rows."""
    return []


ATTENDANCE = Exporter("attendance", ("event", "organisation", "person", "how", "at"), none_yet)
ANSWERS = Exporter(
    "answers",
    ("id", "event", "question", "table", "round", "organisation", "person", "lang", "channel", "text", "at"),
    none_yet,
)
