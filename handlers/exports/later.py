"""A table whose columns stand and whose rows come with check-in."""

from collections.abc import Sequence

from handlers.exports.exporter import Asked, Exporter
from handlers.shared.formats import Value


async def none_yet(asked: Asked) -> list[Sequence[Value]]:
    """No rows."""
    return []


ATTENDANCE = Exporter("attendance", ("event", "organisation", "person", "how", "at"), none_yet)
