"""World cafés: the plan of one event's tables, rounds and questions, and who sits where."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.model.values import CafeState, Naming, RoundState, Words
from storage.columns import Coded, Json, Utc, WordsColumn, table


class CafeRow(SQLModel, table=True):
    """The café of an event.

    `tasks` says which question stands on which table: for each round, the question's ordinal for each table in order.
    `together` and `apart` are pairs of people. `hidden`: others' ideas are shown to nobody but those who run it until
    `revealed_at`. `wall_generation` rises when the wall's address is withdrawn. `by_id` planned it; `run_by_id` opened
    the room, or pressed the last button of a round.
    """

    __tablename__ = "cafe"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    event_id: int = Field(foreign_key="event.id", unique=True)
    state: CafeState = Field(default=CafeState.PLANNED, sa_type=Coded(CafeState))
    naming: Naming = Field(default=Naming.NAMED, sa_type=Coded(Naming))
    minutes: int = 20
    grace: int = 2
    tasks: list[list[int]] = Field(default_factory=list, sa_type=Json)
    together: list[list[int]] = Field(default_factory=list, sa_type=Json)
    apart: list[list[int]] = Field(default_factory=list, sa_type=Json)
    seed: int = 1
    hidden: bool = False
    revealed_at: datetime | None = Field(default=None, sa_type=Utc)
    wall_generation: int = 1
    by_id: int | None = Field(default=None, foreign_key="person.id")
    run_by_id: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(sa_type=Utc)


class CafeQuestionRow(SQLModel, table=True):
    """A question of a café, verbatim. `builds_on` is the ordinal of one whose answers it speaks of."""

    __tablename__ = "cafe_question"
    __table_args__ = (UniqueConstraint("cafe_id", "ordinal"),)

    id: int | None = Field(default=None, primary_key=True)
    cafe_id: int = Field(foreign_key="cafe.id")
    ordinal: int
    words: Words = Field(sa_type=WordsColumn)
    builds_on: int | None = None


class CafeTableRow(SQLModel, table=True):
    """A table; `host_id` stays when the others move, `place_id` is the group or channel that is its own."""

    __tablename__ = "cafe_table"
    __table_args__ = (UniqueConstraint("cafe_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    cafe_id: int = Field(foreign_key="cafe.id")
    number: int
    title: str = Field(default="", max_length=80)
    host_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    place_id: int | None = Field(default=None, foreign_key="place.id", index=True)


class CafeRoundRow(SQLModel, table=True):
    """A round. It ends at `ends_at` (story time); while it is paused since `paused_at`, `left` seconds are left of it.

    `gong_at` is when it really ended, `late_until` until when what comes late still belongs to it.
    """

    __tablename__ = "cafe_round"
    __table_args__ = (UniqueConstraint("cafe_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    cafe_id: int = Field(foreign_key="cafe.id")
    number: int
    minutes: int
    state: RoundState = Field(default=RoundState.WAITING, sa_type=Coded(RoundState))
    started_at: datetime | None = Field(default=None, sa_type=Utc)
    ends_at: datetime | None = Field(default=None, sa_type=Utc)
    paused_at: datetime | None = Field(default=None, sa_type=Utc)
    left: int = 0
    gong_at: datetime | None = Field(default=None, sa_type=Utc)
    late_until: datetime | None = Field(default=None, sa_type=Utc)


class CafeSeatRow(SQLModel, table=True):
    """Where a person sits in a round."""

    __tablename__ = "cafe_seat"
    __table_args__ = (UniqueConstraint("cafe_id", "round_number", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    cafe_id: int = Field(foreign_key="cafe.id")
    round_number: int
    table_number: int
    person_id: int = Field(foreign_key="person.id", index=True)


class CafeGuestRow(SQLModel, table=True):
    """Who is in the room, for which organisation; `left_at` when they have gone."""

    __tablename__ = "cafe_guest"
    __table_args__ = (UniqueConstraint("cafe_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    cafe_id: int = Field(foreign_key="cafe.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    came_at: datetime = Field(sa_type=Utc)
    left_at: datetime | None = Field(default=None, sa_type=Utc)


CAFE = table(CafeRow)
CAFE_QUESTION = table(CafeQuestionRow)
CAFE_TABLE = table(CafeTableRow)
CAFE_ROUND = table(CafeRoundRow)
CAFE_SEAT = table(CafeSeatRow)
CAFE_GUEST = table(CafeGuestRow)
