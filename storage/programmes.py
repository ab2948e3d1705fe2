"""A programme and what it is made of: labs, venues, sectors."""

from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlmodel import Field, SQLModel

from bot.model.values import Words
from storage.columns import Json, WordsColumn, table
from storage.tx import Tx, many, one


class ProgrammeRow(SQLModel, table=True):
    """The funded frame. Everything below it carries its id: the wall between cities."""

    __tablename__ = "programme"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    code: str = ""
    title: Words = Field(sa_type=WordsColumn)
    zone: str
    languages: list[str] = Field(sa_type=Json)
    language: str
    contact: dict[str, Any] | None = Field(default=None, sa_type=Json)


class LabRow(SQLModel, table=True):
    """A series of events on one topic."""

    __tablename__ = "lab"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    key: str = Field(max_length=64)
    topic: Words = Field(sa_type=WordsColumn)


class VenueRow(SQLModel, table=True):
    """A place with a door."""

    __tablename__ = "venue"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    key: str = Field(max_length=64)
    name: str
    address: str = ""
    capacity: int | None = None
    step_free: bool | None = None


class SectorRow(SQLModel, table=True):
    """A kind of organisation."""

    __tablename__ = "sector"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    key: str = Field(max_length=64)
    name: Words = Field(sa_type=WordsColumn)


PROGRAMME = table(ProgrammeRow)
LAB = table(LabRow)
VENUE = table(VenueRow)
SECTOR = table(SectorRow)


async def programme(tx: Tx, programme_id: int) -> ProgrammeRow | None:
    """A programme by its number."""
    return await one(tx, ProgrammeRow, select(PROGRAMME).where(PROGRAMME.c.id == programme_id))


async def programme_by_key(tx: Tx, key: str) -> ProgrammeRow | None:
    """A programme by its external key."""
    return await one(tx, ProgrammeRow, select(PROGRAMME).where(PROGRAMME.c.key == key))


async def all_programmes(tx: Tx) -> list[ProgrammeRow]:
    """Every programme of the installation."""
    return await many(tx, ProgrammeRow, select(PROGRAMME).order_by(PROGRAMME.c.id))


async def labs(tx: Tx, programme_id: int) -> list[LabRow]:
    """The labs of a programme, by key."""
    return await many(tx, LabRow, select(LAB).where(LAB.c.programme_id == programme_id).order_by(LAB.c.key))


async def sectors(tx: Tx, programme_id: int) -> list[SectorRow]:
    """The sectors of a programme, by key."""
    return await many(tx, SectorRow, select(SECTOR).where(SECTOR.c.programme_id == programme_id).order_by(SECTOR.c.key))


async def venues(tx: Tx, programme_id: int) -> list[VenueRow]:
    """The venues of a programme, by name."""
    return await many(tx, VenueRow, select(VENUE).where(VENUE.c.programme_id == programme_id).order_by(VENUE.c.name))


async def venue(tx: Tx, number: int) -> VenueRow | None:
    """A venue by its number."""
    return await one(tx, VenueRow, select(VENUE).where(VENUE.c.id == number))


async def lab(tx: Tx, number: int) -> LabRow | None:
    """A lab by its number."""
    return await one(tx, LabRow, select(LAB).where(LAB.c.id == number))
