"""The plan of a café: its questions, tables, rounds and seats."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, exists, func, select, update

from bot.model.values import Going, Words
from storage.answers import RSVP
from storage.cafes import (
    CAFE,
    CAFE_GUEST,
    CAFE_QUESTION,
    CAFE_ROUND,
    CAFE_SEAT,
    CAFE_TABLE,
    CafeQuestionRow,
    CafeRoundRow,
    CafeRow,
    CafeTableRow,
)
from storage.ideas import IDEA
from storage.people import AFFILIATION, ORGANISATION, PERSON
from storage.tx import Tx, add, many, one

_CAFE = select(CAFE).where(CAFE.c.id == bindparam("number"))
_OF_EVENT = select(CAFE).where(CAFE.c.event_id == bindparam("number"))
_QUESTIONS = select(CAFE_QUESTION).where(CAFE_QUESTION.c.cafe_id == bindparam("cafe")).order_by(CAFE_QUESTION.c.ordinal)
_TABLES = select(CAFE_TABLE).where(CAFE_TABLE.c.cafe_id == bindparam("cafe")).order_by(CAFE_TABLE.c.number)
_ROUNDS = select(CAFE_ROUND).where(CAFE_ROUND.c.cafe_id == bindparam("cafe")).order_by(CAFE_ROUND.c.number)
_SEATS = (
    select(CAFE_SEAT.c.round_number, CAFE_SEAT.c.table_number, CAFE_SEAT.c.person_id)
    .where(CAFE_SEAT.c.cafe_id == bindparam("cafe"))
    .order_by(CAFE_SEAT.c.round_number, CAFE_SEAT.c.table_number, CAFE_SEAT.c.person_id)
)
_ROOM = (
    select(
        PERSON.c.id,
        PERSON.c.name,
        CAFE_GUEST.c.organisation_id,
        func.coalesce(ORGANISATION.c.name, "").label("organisation"),
        func.coalesce(ORGANISATION.c.sector, "").label("sector"),
        CAFE_GUEST.c.left_at,
    )
    .select_from(CAFE_GUEST.join(PERSON, PERSON.c.id == CAFE_GUEST.c.person_id))
    .outerjoin(ORGANISATION, ORGANISATION.c.id == CAFE_GUEST.c.organisation_id)
    .where(CAFE_GUEST.c.cafe_id == bindparam("cafe"))
    .order_by(CAFE_GUEST.c.id)
)
_SPEAKS_FOR = (
    select(func.min(AFFILIATION.c.organisation_id))
    .where(
        AFFILIATION.c.person_id == RSVP.c.person_id,
        AFFILIATION.c.programme_id == RSVP.c.programme_id,
        AFFILIATION.c.until.is_(None),
    )
    .scalar_subquery()
)
_COMING = (
    select(
        RSVP.c.person_id,
        func.coalesce(RSVP.c.organisation_id, _SPEAKS_FOR).label("organisation_id"),
    )
    .where(RSVP.c.event_id == bindparam("event"), RSVP.c.answer == Going.YES.value)
    .where(exists().where(PERSON.c.id == RSVP.c.person_id, PERSON.c.erased_at.is_(None)))
    .order_by(RSVP.c.person_id)
)


class Guest(NamedTuple):
    """Somebody in the room; `organisation` and `sector` are "" where there is none."""

    id: int
    name: str
    organisation_id: int | None
    organisation: str
    sector: str
    left_at: datetime | None


class Seat(NamedTuple):
    """Where somebody sits in a round."""

    round_number: int
    table_number: int
    person_id: int


async def cafe(tx: Tx, number: int) -> CafeRow | None:
    """A café by its number."""
    return await one(tx, CafeRow, _CAFE, {"number": number})


async def of_event(tx: Tx, event_id: int) -> CafeRow | None:
    """The café of an event."""
    return await one(tx, CafeRow, _OF_EVENT, {"number": event_id})


async def questions(tx: Tx, cafe_id: int) -> list[CafeQuestionRow]:
    """The questions in their order."""
    return await many(tx, CafeQuestionRow, _QUESTIONS, {"cafe": cafe_id})


async def tables(tx: Tx, cafe_id: int) -> list[CafeTableRow]:
    """The tables by number."""
    return await many(tx, CafeTableRow, _TABLES, {"cafe": cafe_id})


async def rounds(tx: Tx, cafe_id: int) -> list[CafeRoundRow]:
    """The rounds by number."""
    return await many(tx, CafeRoundRow, _ROUNDS, {"cafe": cafe_id})


async def seats(tx: Tx, cafe_id: int) -> list[Seat]:
    """All seats of all rounds."""
    rows: Sequence[Any] = (await tx.execute(_SEATS, {"cafe": cafe_id})).all()
    return [Seat(*row) for row in rows]


async def room(tx: Tx, cafe_id: int) -> list[Guest]:
    """Who is or was in the room, in the order in which they came."""
    rows: Sequence[Any] = (await tx.execute(_ROOM, {"cafe": cafe_id})).all()
    return [Guest(*row) for row in rows]


async def save(tx: Tx, row: CafeRow, *fields: str) -> None:
    """Keep these fields of a café. The others may have been changed by another process since the row was read."""
    values = {name: getattr(row, name) for name in fields}
    await tx.execute(update(CAFE).where(CAFE.c.id == row.id).values(**values))


async def replace_questions(tx: Tx, cafe_id: int, words: Sequence[tuple[Words, int | None]]) -> None:
    """These are the questions now, each with the ordinal of the one it builds on."""
    await tx.execute(delete(CAFE_QUESTION).where(CAFE_QUESTION.c.cafe_id == cafe_id))
    for ordinal, (text, builds_on) in enumerate(words, 1):
        await add(tx, CafeQuestionRow(cafe_id=cafe_id, ordinal=ordinal, words=text, builds_on=builds_on))


async def set_builds(tx: Tx, cafe_id: int, builds: Mapping[int, int]) -> None:
    """These questions build on others, each on the one given with it by its ordinal; the rest on none."""
    await tx.execute(update(CAFE_QUESTION).where(CAFE_QUESTION.c.cafe_id == cafe_id).values(builds_on=None))
    for ordinal, before in builds.items():
        here = (CAFE_QUESTION.c.cafe_id == cafe_id, CAFE_QUESTION.c.ordinal == ordinal)
        await tx.execute(update(CAFE_QUESTION).where(*here).values(builds_on=before))


async def lay_out(tx: Tx, cafe_id: int, number_of_tables: int, minutes: Sequence[int]) -> None:
    """So many tables and rounds of so many minutes; the tables that were there stay, with host and place."""
    there = {row.number for row in await tables(tx, cafe_id)}
    await tx.execute(delete(CAFE_TABLE).where(CAFE_TABLE.c.cafe_id == cafe_id, CAFE_TABLE.c.number > number_of_tables))
    for number in range(1, number_of_tables + 1):
        if number not in there:
            await add(tx, CafeTableRow(cafe_id=cafe_id, number=number))
    await tx.execute(delete(CAFE_ROUND).where(CAFE_ROUND.c.cafe_id == cafe_id))
    for number, length in enumerate(minutes, 1):
        await add(tx, CafeRoundRow(cafe_id=cafe_id, number=number, minutes=length))


async def set_hosts(tx: Tx, cafe_id: int, hosts: Mapping[int, int | None]) -> None:
    """Who stays at which table."""
    for number, person in hosts.items():
        here = (CAFE_TABLE.c.cafe_id == cafe_id, CAFE_TABLE.c.number == number)
        await tx.execute(update(CAFE_TABLE).where(*here).values(host_id=person))


async def set_titles(tx: Tx, cafe_id: int, titles: Sequence[str]) -> None:
    """Where the tables stand, in their order; "" and what is missing at the end say nothing of a table."""
    await tx.execute(update(CAFE_TABLE).where(CAFE_TABLE.c.cafe_id == cafe_id).values(title=""))
    for number, title in enumerate(titles, 1):
        here = (CAFE_TABLE.c.cafe_id == cafe_id, CAFE_TABLE.c.number == number)
        await tx.execute(update(CAFE_TABLE).where(*here).values(title=title))


async def replace_seats(tx: Tx, cafe_id: int, seats_now: Sequence[Seat], first_round: int = 1) -> None:
    """From this round on people sit like this."""
    gone = (CAFE_SEAT.c.cafe_id == cafe_id, CAFE_SEAT.c.round_number >= first_round)
    await tx.execute(delete(CAFE_SEAT).where(*gone))
    rows = [{"cafe_id": cafe_id, **seat._asdict()} for seat in seats_now if seat.round_number >= first_round]
    if rows:
        await tx.execute(CAFE_SEAT.insert(), rows)


async def let_in(tx: Tx, cafe_id: int, person_id: int, organisation_id: int | None, now: datetime) -> bool:
    """They are in the room (again); False when they were there."""
    here = (CAFE_GUEST.c.cafe_id == cafe_id, CAFE_GUEST.c.person_id == person_id)
    known: Any = (await tx.execute(select(CAFE_GUEST.c.left_at).where(*here))).first()
    if known is None:
        values = {"cafe_id": cafe_id, "person_id": person_id, "organisation_id": organisation_id, "came_at": now}
        await tx.execute(CAFE_GUEST.insert().values(**values))
        return True
    if known.left_at is None:
        return False
    await tx.execute(update(CAFE_GUEST).where(*here).values(left_at=None))
    return True


async def let_out(tx: Tx, cafe_id: int, person_id: int, now: datetime) -> bool:
    """They have gone; False when they were not there."""
    here = (CAFE_GUEST.c.cafe_id == cafe_id, CAFE_GUEST.c.person_id == person_id, CAFE_GUEST.c.left_at.is_(None))
    return (await tx.execute(update(CAFE_GUEST).where(*here).values(left_at=now))).rowcount == 1


async def coming(tx: Tx, event_id: int) -> list[tuple[int, int | None]]:
    """Who said yes to an event, each with their organisation."""
    rows: Sequence[Any] = (await tx.execute(_COMING, {"event": event_id})).all()
    return [(row.person_id, row.organisation_id) for row in rows]


async def organisation_in(tx: Tx, cafe_id: int, person_id: int) -> int | None:
    """For which organisation somebody is in the room."""
    here = (CAFE_GUEST.c.cafe_id == cafe_id, CAFE_GUEST.c.person_id == person_id)
    found: int | None = (await tx.execute(select(CAFE_GUEST.c.organisation_id).where(*here))).scalar()
    return found


async def seats_of(tx: Tx, cafe_id: int, person_id: int) -> list[Seat]:
    """Where a person sits, round by round."""
    rows: Sequence[Any] = (
        await tx.execute(
            select(CAFE_SEAT.c.round_number, CAFE_SEAT.c.table_number, CAFE_SEAT.c.person_id)
            .where(CAFE_SEAT.c.cafe_id == cafe_id, CAFE_SEAT.c.person_id == person_id)
            .order_by(CAFE_SEAT.c.round_number)
        )
    ).all()
    return [Seat(*row) for row in rows]


async def has_ideas(tx: Tx, cafe_id: int) -> bool:
    """Whether anything has been said: from then on what people were promised about their names is fixed."""
    return (await tx.execute(select(IDEA.c.id).where(IDEA.c.cafe_id == cafe_id).limit(1))).first() is not None
