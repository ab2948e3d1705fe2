"""What went out at an instant of the story."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from bot.model.values import CafeState, Lane, RoundState
from storage.cafes import CAFE, CAFE_ROUND, CafeRow
from storage.deadlines import DUE
from storage.deliveries import DELIVERY
from storage.ideas import IDEA
from storage.people import PERSON
from storage.tx import Tx, one


async def sent_at(tx: Tx, at: datetime) -> Sequence[Any]:
    """Kind and name of everyone a message went to at exactly this instant, replies left out."""
    found = (
        select(DELIVERY.c.kind, PERSON.c.name)
        .outerjoin(PERSON, PERSON.c.id == DELIVERY.c.person_id)
        .where(DELIVERY.c.sent_at == at, DELIVERY.c.lane > int(Lane.INTERACTIVE))
        .order_by(DELIVERY.c.kind, PERSON.c.name)
    )
    return (await tx.execute(found)).all()


async def next_due_but(tx: Tx, kinds: Sequence[str]) -> datetime | None:
    """When the next deadline is due that is of none of these kinds; None when there is none."""
    found: datetime | None = (
        await tx.execute(select(func.min(DUE.c.due)).where(DUE.c.state == "open", DUE.c.kind.not_in(kinds)))
    ).scalar()
    return found


class Cafes(NamedTuple):
    """How far the cafés are: the state of each round by café and number, and how many ideas were kept."""

    rounds: dict[tuple[int, int], RoundState]
    ideas: int


async def cafes(tx: Tx) -> Cafes:
    """How far they are now."""
    rows: Sequence[Any] = (
        await tx.execute(select(CAFE_ROUND.c.cafe_id, CAFE_ROUND.c.number, CAFE_ROUND.c.state))
    ).all()
    ideas: int = (await tx.execute(select(func.count(IDEA.c.id)))).scalar_one()
    return Cafes({(row.cafe_id, row.number): row.state for row in rows}, ideas)


async def tonight(tx: Tx, since: datetime) -> CafeRow | None:
    """The café whose room is open; else the newest that is over and whose last gong was after `since`."""
    rang = select(CAFE_ROUND.c.cafe_id).where(CAFE_ROUND.c.gong_at > since)
    is_open = CAFE.c.state == CafeState.OPEN.value
    found = or_(is_open, and_(CAFE.c.state == CafeState.OVER.value, CAFE.c.id.in_(rang)))
    return await one(tx, CafeRow, select(CAFE).where(found).order_by(is_open.desc(), CAFE.c.id.desc()).limit(1))
