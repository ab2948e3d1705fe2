"""Announcements: what a manager says to many, to whom, when."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.model.values import Words
from storage.columns import Coded, Utc, WordsColumn, table

GROUP = "group:"
"""Before a place's number: the word that means a group or channel in a segment. Nobody is shown it."""


class Stage(StrEnum):
    """The life of an announcement. Whether one that is being sent has reached everybody, its deliveries tell."""

    DRAFT = "draft"
    PLANNED = "planned"
    SENDING = "sending"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class AnnouncementRow(SQLModel, table=True):
    """A text to a segment: `all`, `sector:ID`, `lab:ID`, `tag:WORD`, organisation ids, `event:ID:yes`, `group:NUMBER`,
    or several.

    `due` is when it is to be sent (UTC), None for at once. `revision` rises when a sent one is corrected, at
    `corrected_at`.
    """

    __tablename__ = "announcement"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    author_id: int = Field(foreign_key="person.id")
    words: Words = Field(sa_type=WordsColumn)
    segment: str = Field(default="all", max_length=400)
    due: datetime | None = Field(default=None, sa_type=Utc)
    state: Stage = Field(default=Stage.DRAFT, sa_type=Coded(Stage))
    revision: int = 1
    made_at: datetime = Field(sa_type=Utc)
    corrected_at: datetime | None = Field(default=None, sa_type=Utc)


ANNOUNCEMENT = table(AnnouncementRow)
