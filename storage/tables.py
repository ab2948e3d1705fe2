"""Every table, so that one import makes the metadata complete."""

from storage import (
    announcements,
    answers,
    deadlines,
    deliveries,
    dialogues,
    events,
    inbox,
    people,
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
    "events",
    "inbox",
    "metadata",
    "people",
    "programmes",
    "questions",
    "transcripts",
]
