"""Every table, so that one import makes the metadata complete."""

from storage import (
    announcements,
    answers,
    deadlines,
    deliveries,
    dialogues,
    event_changes,
    events,
    files,
    inbox,
    inviting,
    jobs,
    people,
    processes,
    programmes,
    questions,
    transcripts,
)
from storage.columns import metadata

__all__ = [
    "announcements",
    "answers",
    "deadlines",
    "deliveries",
    "dialogues",
    "event_changes",
    "events",
    "files",
    "inbox",
    "inviting",
    "jobs",
    "metadata",
    "people",
    "processes",
    "programmes",
    "questions",
    "transcripts",
]
