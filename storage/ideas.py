"""Ideas: what people have said to the questions of a café, each with its question, table and round."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.columns import BigKey, Utc, table

_IN_A_FILE = text("file_id IS NOT NULL")


class IdeaRow(SQLModel, table=True):
    """One idea, as it was written; a voice note or a photo is the file `file_id`, with its caption as text.

    An anonymous one has neither person, organisation, nor message, and its instant is rounded to the minute. `counts`
    is false for "idem", "?" and the like. `by_id` typed it for somebody else. `noted_id` is the first of those that one
    message acknowledges. `place_id` and `message` say in which message it was written. `hidden` is the reason for which
    it is not shown on the wall.
    """

    __tablename__ = "idea"
    __table_args__ = (
        Index("ix_idea_at_table", "cafe_id", "round_number", "table_number", "id"),
        Index("ix_idea_on_wall", "cafe_id", "pinned", "id"),
        Index("ix_idea_written_in", "place_id", "message"),
        Index("ix_idea_in_a_file", "event_id", "file_id", sqlite_where=_IN_A_FILE, postgresql_where=_IN_A_FILE),
        Index("ix_idea_file", "file_id", sqlite_where=_IN_A_FILE, postgresql_where=_IN_A_FILE),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    programme_id: int = Field(foreign_key="programme.id")
    event_id: int = Field(foreign_key="event.id", index=True)
    cafe_id: int = Field(foreign_key="cafe.id")
    question: int
    table_number: int
    round_number: int
    number: int
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    language: str = ""
    channel: str = Field(default="", max_length=16)
    text: str
    what: str = Field(default="text", max_length=8)
    file_id: int | None = Field(default=None, foreign_key="file.id")
    counts: bool = True
    anonymous: bool = False
    late: bool = False
    noted_id: int = Field(default=0, index=True)
    at: datetime = Field(sa_type=Utc)
    changed_at: datetime | None = Field(default=None, sa_type=Utc)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)
    hidden: str = Field(default="", max_length=120)
    pinned: bool = False
    place_id: int | None = Field(default=None, foreign_key="place.id")
    message: str = Field(default="", max_length=64)


class IdeaTallyRow(SQLModel, table=True):
    """How many ideas that count were said at a table in a round, and when the last one was; kept with every change."""

    __tablename__ = "idea_tally"
    __table_args__ = (Index("ix_idea_tally_at_table", "cafe_id", "round_number", "table_number", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    cafe_id: int = Field(foreign_key="cafe.id")
    round_number: int
    table_number: int
    question: int
    ideas: int = 0
    kept: int = 0
    last_at: datetime | None = Field(default=None, sa_type=Utc)


class IdeaVoiceRow(SQLModel, table=True):
    """How many ideas that count were said for an organisation at a café; what was made anonymous is nobody's."""

    __tablename__ = "idea_voice"
    __table_args__ = (Index("ix_idea_voice_of", "cafe_id", "organisation_id", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    cafe_id: int = Field(foreign_key="cafe.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    ideas: int = 0


IDEA = table(IdeaRow)
IDEA_TALLY = table(IdeaTallyRow)
IDEA_VOICE = table(IdeaVoiceRow)
