"""Who sits where, as the people in the room see it."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, select

from storage.cafes import CAFE_GUEST, CAFE_SEAT, CAFE_TABLE
from storage.people import PERSON
from storage.tx import Tx

_PLACE = (
    select(
        CAFE_SEAT.c.table_number,
        func.coalesce(CAFE_TABLE.c.title, "").label("title"),
        CAFE_TABLE.c.host_id,
        func.coalesce(PERSON.c.name, "").label("host"),
    )
    .select_from(
        CAFE_SEAT.outerjoin(
            CAFE_TABLE,
            and_(CAFE_TABLE.c.cafe_id == CAFE_SEAT.c.cafe_id, CAFE_TABLE.c.number == CAFE_SEAT.c.table_number),
        ).outerjoin(PERSON, PERSON.c.id == CAFE_TABLE.c.host_id)
    )
    .where(
        CAFE_SEAT.c.cafe_id == bindparam("cafe"),
        CAFE_SEAT.c.round_number == bindparam("number"),
        CAFE_SEAT.c.person_id == bindparam("person"),
    )
)


class Place(NamedTuple):
    """A table as somebody who sits there knows it; `host` is "" where there is none."""

    table_number: int
    title: str
    host_id: int | None
    host: str


def seated(cafe_id: int, number: int) -> Select[Any]:
    """Who sits in a round (one column: person ids), of those who have not gone."""
    gone = select(CAFE_GUEST.c.person_id).where(CAFE_GUEST.c.cafe_id == cafe_id, CAFE_GUEST.c.left_at.is_not(None))
    here = (CAFE_SEAT.c.cafe_id == cafe_id, CAFE_SEAT.c.round_number == number)
    return select(CAFE_SEAT.c.person_id).where(*here, CAFE_SEAT.c.person_id.not_in(gone))


async def anybody(tx: Tx, cafe_id: int, number: int) -> bool:
    """Whether somebody sits in a round."""
    return (await tx.execute(seated(cafe_id, number).limit(1))).first() is not None


def in_the_room(cafe_id: int) -> Select[Any]:
    """Who is in the room (one column: person ids)."""
    return select(CAFE_GUEST.c.person_id).where(CAFE_GUEST.c.cafe_id == cafe_id, CAFE_GUEST.c.left_at.is_(None))


async def place_of(tx: Tx, cafe_id: int, number: int, person_id: int | None) -> Place | None:
    """Where a person sits in a round; None when they have no seat in it."""
    row: Any = (await tx.execute(_PLACE, {"cafe": cafe_id, "number": number, "person": person_id})).first()
    return None if row is None else Place(*row)


async def names(tx: Tx, people: Collection[int]) -> list[str]:
    """The names of these people, in no particular order."""
    found = select(PERSON.c.name).where(PERSON.c.id.in_(people))
    return list((await tx.execute(found)).scalars())


async def company(tx: Tx, cafe_id: int, person_id: int) -> dict[int, set[int]]:
    """With whom a person sits, round by round."""
    mine = CAFE_SEAT.alias("mine")
    same = and_(mine.c.cafe_id == CAFE_SEAT.c.cafe_id, mine.c.round_number == CAFE_SEAT.c.round_number)
    found: Sequence[Any] = (
        await tx.execute(
            select(CAFE_SEAT.c.round_number, CAFE_SEAT.c.person_id)
            .join(mine, and_(same, mine.c.table_number == CAFE_SEAT.c.table_number))
            .where(mine.c.cafe_id == cafe_id, mine.c.person_id == person_id, CAFE_SEAT.c.person_id != person_id)
        )
    ).all()
    met: dict[int, set[int]] = {}
    for row in found:
        met.setdefault(row.round_number, set()).add(row.person_id)
    return met
