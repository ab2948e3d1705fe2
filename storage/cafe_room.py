"""The room of a café: who may still come in, who sits where in a round that runs, which hosts are in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.model.values import UNDER_WAY, CafeState, RoundState
from storage.answers import INVITATION, RSVP
from storage.cafe_plans import Seat
from storage.cafe_seats import seated
from storage.cafes import CAFE, CAFE_GUEST, CAFE_ROUND, CAFE_SEAT, CAFE_TABLE, CafeRow
from storage.events import EVENT
from storage.ideas import IDEA
from storage.people import PERSON
from storage.tx import Tx, many

_INVITED = exists().where(INVITATION.c.event_id == CAFE.c.event_id, INVITATION.c.person_id == bindparam("person"))
_ANSWERED = exists().where(RSVP.c.event_id == CAFE.c.event_id, RSVP.c.person_id == bindparam("person"))
_INSIDE = exists().where(
    CAFE_GUEST.c.cafe_id == CAFE.c.id, CAFE_GUEST.c.person_id == bindparam("person"), CAFE_GUEST.c.left_at.is_(None)
)
_GOES_ON = exists().where(
    CAFE_ROUND.c.cafe_id == CAFE.c.id,
    CAFE_ROUND.c.state.in_([RoundState.WAITING, *UNDER_WAY]),
)
_OPEN_TO = (
    select(CAFE)
    .where(CAFE.c.state == CafeState.OPEN.value, or_(_INVITED, _ANSWERED), ~_INSIDE, _GOES_ON)
    .order_by(CAFE.c.id.desc())
)
_ALL_THAT_GO_ON = (
    select(CAFE)
    .join(EVENT, EVENT.c.id == CAFE.c.event_id)
    .where(
        CAFE.c.state == CafeState.OPEN.value, _GOES_ON, EVENT.c.ends_at > bindparam("since", type_=EVENT.c.ends_at.type)
    )
    .order_by(CAFE.c.id.desc())
)
FORGOTTEN = timedelta(hours=12)  # after the end of its event a café that nobody has ended goes on no longer
_IS_INSIDE = select(CAFE.c.id).where(CAFE.c.id == bindparam("cafe"), _INSIDE)


class Said(NamedTuple):
    """An idea as it is read at its table; `name` is "" where nobody's stands beside it."""

    id: int
    text: str
    name: str


async def open_to(tx: Tx, person_id: int) -> list[CafeRow]:
    """Cafés that are open and go on, of events that a person is invited to or has answered, without a seat in them."""
    return await many(tx, CafeRow, _OPEN_TO, {"person": person_id})


async def going_on(tx: Tx, now: datetime) -> list[CafeRow]:
    """Cafés that are open and have a round that runs or is to come, but for those that were forgotten; newest first."""
    return await many(tx, CafeRow, _ALL_THAT_GO_ON, {"since": now - FORGOTTEN})


async def is_inside(tx: Tx, cafe_id: int, person_id: int) -> bool:
    """Whether a person is in the room now."""
    return (await tx.execute(_IS_INSIDE, {"cafe": cafe_id, "person": person_id})).first() is not None


async def is_theirs(tx: Tx, cafe_id: int, person_id: int) -> bool:
    """Whether a person is invited to a café's event, has answered, or has been in the room."""
    been = exists().where(CAFE_GUEST.c.cafe_id == CAFE.c.id, CAFE_GUEST.c.person_id == bindparam("person"))
    found = select(CAFE.c.id).where(CAFE.c.id == cafe_id, or_(_INVITED, _ANSWERED, been))
    return (await tx.execute(found, {"person": person_id})).first() is not None


async def take(tx: Tx, cafe_id: int, seat: Seat) -> None:
    """A chair more at a table in one round; whoever has one in it keeps that."""
    insert = pg_insert(CAFE_SEAT) if tx.dialect == "postgresql" else sqlite_insert(CAFE_SEAT)
    await tx.execute(insert.on_conflict_do_nothing().values(cafe_id=cafe_id, **seat._asdict()))


async def sizes(tx: Tx, cafe_id: int, number: int) -> dict[int, list[int]]:
    """Who sits at which table in a round, without those who have gone; a table where nobody sits is not there."""
    here = (CAFE_SEAT.c.cafe_id == cafe_id, CAFE_SEAT.c.round_number == number)
    people = select(CAFE_SEAT.c.table_number, CAFE_SEAT.c.person_id).where(*here)
    rows: Sequence[Any] = (
        await tx.execute(people.where(CAFE_SEAT.c.person_id.in_(seated(cafe_id, number))).order_by(CAFE_SEAT.c.id))
    ).all()
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.table_number, []).append(row.person_id)
    return found


def hosts(cafe_id: int, number: int) -> Select[Any]:
    """The hosts who sit in a round (one column: person ids)."""
    at = and_(CAFE_TABLE.c.cafe_id == cafe_id, CAFE_TABLE.c.host_id.is_not(None))
    return select(CAFE_TABLE.c.host_id).where(at, CAFE_TABLE.c.host_id.in_(seated(cafe_id, number)))


async def table_hosted(tx: Tx, cafe_id: int, person_id: int | None) -> int | None:
    """The number of the table whose host a person is."""
    at = (CAFE_TABLE.c.cafe_id == cafe_id, CAFE_TABLE.c.host_id == person_id)
    found: int | None = (await tx.execute(select(CAFE_TABLE.c.number).where(*at))).scalar()
    return found


async def people(tx: Tx, chosen: Select[Any]) -> list[int]:
    """The numbers of the people whom a selection chooses."""
    return list((await tx.execute(chosen)).scalars())


async def said_at(
    tx: Tx, cafe_id: int, table: int, rounds: Sequence[int], *, most: int, before: int | None = None
) -> list[Said]:
    """What counts as an idea of a table in these rounds, the newest first; `before`: only what is older than that."""
    here = [IDEA.c.cafe_id == cafe_id, IDEA.c.table_number == table]
    here += [IDEA.c.counts, IDEA.c.withdrawn_at.is_(None), IDEA.c.hidden == ""]
    if before is not None:
        here.append(IDEA.c.id < before)
    newest = (
        select(IDEA.c.id, IDEA.c.text, func.coalesce(PERSON.c.name, "").label("name"))
        .select_from(IDEA.outerjoin(PERSON, PERSON.c.id == IDEA.c.person_id))
        .where(*here, IDEA.c.round_number == bindparam("round"))
        .order_by(IDEA.c.id.desc())
        .limit(most)
    )
    found: list[Said] = []
    for number in rounds:  # one at a time each is read from its newest on, and no further than wanted
        rows: Sequence[Any] = (await tx.execute(newest, {"round": number})).all()
        found += [Said(*row) for row in rows]
    return sorted(found, reverse=True)[:most]


async def typed_by(tx: Tx, cafe_id: int, person_id: int) -> int:
    """How many ideas somebody has typed for others."""
    here = (IDEA.c.cafe_id == cafe_id, IDEA.c.by_id == person_id, IDEA.c.withdrawn_at.is_(None))
    return int((await tx.execute(select(func.count()).where(*here))).scalar_one())
