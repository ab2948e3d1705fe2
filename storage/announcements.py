"""Announcements: what a manager says to many, to whom, when."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.model.values import Words
from storage.columns import Utc, WordsColumn, table


class AnnouncementRow(SQLModel, table=True):
    """A text to a segment (`all`, `sector:ID`, `lab:ID`, `tag:WORD`, organisation ids, `event:ID:yes`).

    `state` is draft, planned, sending, paused, cancelled or done; `revision` rises when a sent one is corrected.
    """

    __tablename__ = "announcement"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    author_id: int = Field(foreign_key="person.id")
    words: Words = Field(sa_type=WordsColumn)
    segment: str = Field(default="all", max_length=400)
    due: datetime | None = Field(default=None, sa_type=Utc)
    state: str = Field(default="draft", max_length=12)
    revision: int = 1
    made_at: datetime = Field(sa_type=Utc)


ANNOUNCEMENT = table(AnnouncementRow)
