"""Exports: one exporter a table, by command and in chat. A later table is a file here and a line in EXPORTERS."""

from handlers.exports import (
    activity,
    answers,
    deliveries,
    events,
    invitations,
    later,
    links,
    organisations,
    people,
    rsvps,
)
from handlers.exports.chat import router
from handlers.exports.exporter import Asked, Exporter
from handlers.shared.formats import FORMATS

EXPORTERS = {
    exporter.name: exporter
    for exporter in (
        events.EXPORTER,
        organisations.EXPORTER,
        people.EXPORTER,
        invitations.EXPORTER,
        rsvps.EXPORTER,
        deliveries.EXPORTER,
        links.EXPORTER,
        later.ATTENDANCE,
        answers.EXPORTER,
        activity.EXPORTER,
    )
}

__all__ = ["EXPORTERS", "FORMATS", "Asked", "Exporter", "export", "router"]


async def export(what: str, form: str, asked: Asked) -> bytes:
    """A table in a format. Raises KeyError for one that is not known."""
    exporter = EXPORTERS[what]
    return FORMATS[form](exporter.columns, await exporter.rows(asked))
