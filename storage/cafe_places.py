"""Tables of cafés and the groups that are theirs: where they are told, and where what is said is an idea.

In a café whose ideas have no names no table has a group, whatever is bound: all who sit in it would read who said what.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, or_, select, update

from bot.model.values import CafeState, Naming
from storage.cafe_rounds import LATE, TAKES, Sitting
from storage.cafes import CAFE, CAFE_ROUND, CAFE_TABLE
from storage.ideas import IDEA
from storage.people import PLACE, PlaceRow
from storage.places import OPEN
from storage.tx import Tx, many

_TABLE = CAFE_TABLE.join(CAFE, CAFE.c.id == CAFE_TABLE.c.cafe_id).join(PLACE, PLACE.c.id == CAFE_TABLE.c.place_id)
_ADDRESS = and_(
    PLACE.c.platform == bindparam("on"),
    PLACE.c.installation == bindparam("at"),
    PLACE.c.chat == bindparam("chat_id"),
    PLACE.c.thread == bindparam("thread_id"),
)
_NAMED = CAFE.c.naming == Naming.NAMED.value
_IDEA_IN = (
    select(IDEA.c.id)
    .select_from(IDEA.join(PLACE, PLACE.c.id == IDEA.c.place_id).join(CAFE, CAFE.c.id == IDEA.c.cafe_id))
    .where(_ADDRESS, _NAMED, CAFE.c.state == CafeState.OPEN.value, IDEA.c.message == bindparam("message_id"))
    .limit(1)
)
_SITTINGS = (
    select(
        CAFE.c.id,
        CAFE.c.event_id,
        CAFE.c.programme_id,
        CAFE_ROUND.c.number,
        CAFE_TABLE.c.number.label("table_number"),
        LATE,
    )
    .select_from(_TABLE.join(CAFE_ROUND, CAFE_ROUND.c.cafe_id == CAFE.c.id))
    .where(_ADDRESS, _NAMED, TAKES)
    .order_by(LATE.desc(), CAFE.c.id.desc(), CAFE_ROUND.c.number.desc())
)
_GROUPS = (
    select(CAFE_TABLE.c.number, CAFE_TABLE.c.place_id)
    .where(CAFE_TABLE.c.cafe_id == bindparam("cafe"), CAFE_TABLE.c.place_id.is_not(None))
    .order_by(CAFE_TABLE.c.number)
)
_TOLD = (
    select(CAFE_TABLE.c.number, CAFE_TABLE.c.place_id)
    .select_from(_TABLE)
    .where(CAFE.c.id == bindparam("cafe"), _NAMED, PLACE.c.state == OPEN)
    .order_by(CAFE_TABLE.c.number)
)


def _where(platform: str, installation: str, chat: str, thread: str) -> dict[str, str]:
    return {"on": platform, "at": installation, "chat_id": chat, "thread_id": thread}


async def is_an_idea(tx: Tx, message: str, *address: str) -> bool:
    """Whether an idea was written in this message of a group (platform, installation, chat, thread), at a café whose
    room is still open."""
    return (await tx.execute(_IDEA_IN, {**_where(*address), "message_id": message})).first() is not None


async def sittings(tx: Tx, *address: str, heard: datetime) -> list[Sitting]:
    """The tables whose group (platform, installation, chat, thread) it is, in rounds that ran, were paused, or had just
    ended at an instant (story time): those that had ended first, then the newest."""
    rows: Any = (await tx.execute(_SITTINGS, {**_where(*address), "heard": heard})).all()
    return [Sitting(*row) for row in rows]


async def groups(tx: Tx, cafe_id: int) -> dict[int, PlaceRow]:
    """The group of each table that has one, open or closed, by the table's number."""
    rows: Any = (await tx.execute(_GROUPS, {"cafe": cafe_id})).all()
    numbers = {row.number: row.place_id for row in rows}
    found = await many(tx, PlaceRow, select(PLACE).where(PLACE.c.id.in_(numbers.values())))
    by_number = {row.id: row for row in found}
    return {table: by_number[place] for table, place in numbers.items() if place in by_number}


async def told(tx: Tx, cafe_id: int) -> dict[int, int]:
    """The groups in which the tables of a café are told something now, by the table's number."""
    rows: Any = (await tx.execute(_TOLD, {"cafe": cafe_id})).all()
    return {row.number: row.place_id for row in rows}


async def bind(tx: Tx, cafe_id: int, table: int, place_id: int | None) -> bool:
    """From now on a group is a table's (None: it has none); False when it is another table's of this café."""
    # Two who give one group to two tables at once wait for each other; so does who opens the room, or starts a round:
    # its tallies refer to the café, and this lock, unlike a weaker one, keeps them waiting.
    await tx.execute(select(CAFE.c.id).where(CAFE.c.id == cafe_id).with_for_update())
    other = CAFE_TABLE.alias("other")
    taken = exists().where(other.c.cafe_id == cafe_id, other.c.place_id == place_id, other.c.number != table)
    here = and_(CAFE_TABLE.c.cafe_id == cafe_id, CAFE_TABLE.c.number == table)
    free = here if place_id is None else and_(here, ~taken)
    return (await tx.execute(update(CAFE_TABLE).where(free).values(place_id=place_id))).rowcount == 1


async def cafes_of(tx: Tx, place_id: int) -> list[int]:
    """The cafés of which a table has this group."""
    found = select(CAFE_TABLE.c.cafe_id).where(CAFE_TABLE.c.place_id == place_id).distinct()
    return list((await tx.execute(found)).scalars())


async def offering(tx: Tx, place_id: int) -> list[int]:
    """The cafés, planned or open, whose tables may have this group: those of its programme; all while it is
    nobody's."""
    whose = or_(PLACE.c.programme_id == CAFE.c.programme_id, PLACE.c.programme_id.is_(None))
    found = select(CAFE.c.id).join(PLACE, whose).where(PLACE.c.id == place_id, CAFE.c.state != CafeState.OVER.value)
    return list((await tx.execute(found)).scalars())
