"""Invitations and answers; every change of an answer is kept."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.model.values import Going
from storage.columns import Coded, Utc, table


class InvitationRow(SQLModel, table=True):
    """A person is invited to an event, for an organisation (their own affiliation, when there are two: the first)."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    event_id: int = Field(foreign_key="event.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    invited_at: datetime = Field(sa_type=Utc)
    opened_at: datetime | None = Field(default=None, sa_type=Utc)


class RsvpRow(SQLModel, table=True):
    """What a person answered last. `late`: after the last second of the deadline's day.

    `said_at` is when they said so last: later than `answered_at` when they said the same once more.
    """

    __tablename__ = "rsvp"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    event_id: int = Field(foreign_key="event.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    answer: Going = Field(sa_type=Coded(Going))
    late: bool = False
    guest: bool = False
    answered_at: datetime = Field(sa_type=Utc)
    said_at: datetime | None = Field(default=None, sa_type=Utc)
    by_id: int = Field(foreign_key="person.id")
    channel: str = Field(max_length=16)


class RsvpChangeRow(SQLModel, table=True):
    """The history of answers (append-only)."""

    __tablename__ = "rsvp_change"

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    answer: Going = Field(sa_type=Coded(Going))
    late: bool = False
    at: datetime = Field(sa_type=Utc)
    by_id: int = Field(foreign_key="person.id")
    channel: str = Field(max_length=16)


INVITATION = table(InvitationRow)
RSVP = table(RsvpRow)
RSVP_CHANGE = table(RsvpChangeRow)
