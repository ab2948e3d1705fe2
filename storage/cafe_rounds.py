"""The rounds of a café as they run. Each step is one conditional statement: of two who press together one does it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, or_, select, update

from bot.model.values import UNDER_WAY, CafeState, RoundState
from storage.cafes import CAFE, CAFE_GUEST, CAFE_ROUND, CAFE_SEAT, CafeRoundRow
from storage.columns import Utc
from storage.tx import Tx, one

_ONE = and_(CAFE_ROUND.c.cafe_id == bindparam("cafe"), CAFE_ROUND.c.number == bindparam("number"))
_ROUND = select(CAFE_ROUND).where(_ONE)
_HEARD = bindparam("heard", type_=Utc)
# By the instant, not by what has become of the round since: what it takes to fetch a photo must not make it late.
TAKES = and_(
    CAFE_ROUND.c.started_at <= _HEARD, or_(CAFE_ROUND.c.state.in_(UNDER_WAY), CAFE_ROUND.c.late_until > _HEARD)
)
LATE = and_(CAFE_ROUND.c.gong_at.is_not(None), CAFE_ROUND.c.gong_at <= _HEARD).label("late")
_HAS_LEFT = exists().where(
    CAFE_GUEST.c.cafe_id == CAFE.c.id, CAFE_GUEST.c.person_id == bindparam("person"), CAFE_GUEST.c.left_at.is_not(None)
)
_SEAT_NOW = (
    select(
        CAFE.c.id,
        CAFE.c.event_id,
        CAFE.c.programme_id,
        CAFE_SEAT.c.round_number,
        CAFE_SEAT.c.table_number,
        LATE,
        _HAS_LEFT.label("has_left"),
    )
    .select_from(
        CAFE_SEAT.join(CAFE, CAFE.c.id == CAFE_SEAT.c.cafe_id).join(
            CAFE_ROUND, and_(CAFE_ROUND.c.cafe_id == CAFE.c.id, CAFE_ROUND.c.number == CAFE_SEAT.c.round_number)
        )
    )
    .where(CAFE_SEAT.c.person_id == bindparam("person"), TAKES)
    .order_by(LATE.desc(), CAFE.c.id.desc(), CAFE_SEAT.c.round_number.desc())
)


class Sitting(NamedTuple):
    """Where what a person writes belongs. `late`: the gong had gone. `has_left`: they have said that they go, or were
    let out."""

    cafe: int
    event: int
    programme: int
    round_number: int
    table_number: int
    late: bool
    has_left: bool = False


async def cafe_round(tx: Tx, cafe_id: int, number: int) -> CafeRoundRow | None:
    """A round by its number."""
    return await one(tx, CafeRoundRow, _ROUND, {"cafe": cafe_id, "number": number})


async def sittings(tx: Tx, person_id: int, heard: datetime) -> list[Sitting]:
    """The rounds in which a person has a seat and that ran, were paused, or had just ended at an instant (story time):
    those that had ended first, then the newest."""
    rows: Any = (await tx.execute(_SEAT_NOW, {"person": person_id, "heard": heard})).all()
    return [Sitting(*row) for row in rows]


async def move(tx: Tx, row: CafeRoundRow, before: RoundState, after: RoundState, **values: Any) -> bool:
    """From one state to another; False when it was in another one: somebody else has done it, or it is too late."""
    here = and_(CAFE_ROUND.c.id == row.id, CAFE_ROUND.c.state == before.value)
    return (await tx.execute(update(CAFE_ROUND).where(here).values(state=after.value, **values))).rowcount == 1


async def extend(tx: Tx, row: CafeRoundRow, ends_at: datetime | None, left: int) -> bool:
    """It ends later; False when it has changed meanwhile."""
    same = and_(CAFE_ROUND.c.id == row.id, CAFE_ROUND.c.state == row.state.value, CAFE_ROUND.c.left == row.left)
    at = CAFE_ROUND.c.ends_at.is_(None) if row.ends_at is None else CAFE_ROUND.c.ends_at == row.ends_at
    return (await tx.execute(update(CAFE_ROUND).where(same, at).values(ends_at=ends_at, left=left))).rowcount == 1


async def set_state(tx: Tx, cafe_id: int, before: CafeState, after: CafeState) -> bool:
    """The café's own state; False when it was another."""
    here = and_(CAFE.c.id == cafe_id, CAFE.c.state == before.value)
    return (await tx.execute(update(CAFE).where(here).values(state=after.value))).rowcount == 1
