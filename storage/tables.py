"""Every table, so that one import makes the metadata complete."""

from storage import (
    announcements,
    answers,
    cafes,
    deadlines,
    deliveries,
    dialogues,
    event_changes,
    events,
    files,
    ideas,
    inbox,
    inviting,
    jobs,
    pacing,
    people,
    processes,
    programmes,
    questions,
    transcripts,
)
from storage.columns import metadata

# What belongs to the processes that run just now, and ends with them.
PASSING = frozenset({"process", "duty", "pace"})
LASTING = [table for table in metadata.sorted_tables if table.name not in PASSING]

__all__ = [
    "LASTING",
    "announcements",
    "answers",
    "cafes",
    "deadlines",
    "deliveries",
    "dialogues",
    "event_changes",
    "events",
    "files",
    "ideas",
    "inbox",
    "inviting",
    "jobs",
    "metadata",
    "pacing",
    "people",
    "processes",
    "programmes",
    "questions",
    "transcripts",
]
