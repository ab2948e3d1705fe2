"""A pile of paper: what somebody has typed in for others, and whether it came before."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select

from storage.ideas import IDEA
from storage.people import ORGANISATION, PERSON
from storage.tx import Tx

_HELD = select(PERSON.c.id).where(PERSON.c.id == bindparam("person")).with_for_update(key_share=True)
_OWN = and_(
    IDEA.c.by_id == bindparam("person"),
    IDEA.c.cafe_id == bindparam("cafe"),
    IDEA.c.channel == bindparam("channel"),
    IDEA.c.withdrawn_at.is_(None),
)
_TYPED = (
    select(
        IDEA.c.id,
        IDEA.c.question,
        IDEA.c.round_number,
        IDEA.c.table_number,
        IDEA.c.text,
        func.coalesce(PERSON.c.name, ORGANISATION.c.name, "").label("whose"),
    )
    .select_from(
        IDEA.outerjoin(PERSON, PERSON.c.id == IDEA.c.person_id).outerjoin(
            ORGANISATION, ORGANISATION.c.id == IDEA.c.organisation_id
        )
    )
    .where(_OWN)
    .order_by(IDEA.c.id.desc())
    .limit(bindparam("most"))
)
_HOW_MANY = select(func.count()).where(_OWN)


class Typed(NamedTuple):
    """An idea as it was typed in; `whose` is a person's or an organisation's name, or ""."""

    id: int
    question: int
    round_number: int
    table_number: int
    text: str
    whose: str


async def typed(tx: Tx, cafe_id: int, person_id: int, channel: str, most: int) -> tuple[list[Typed], int]:
    """What somebody has typed in and not taken back, the newest first; and how many that are in all."""
    here = {"cafe": cafe_id, "person": person_id, "channel": channel}
    rows: Sequence[Any] = (await tx.execute(_TYPED, {**here, "most": most})).all()
    return [Typed(*row) for row in rows], int((await tx.execute(_HOW_MANY, here)).scalar_one())


async def hold(tx: Tx, person_id: int) -> None:
    """Until this transaction ends, whatever else the same person types in waits: of two that bring one thing, the
    second finds it kept. On SQLite there is one writer anyway.
    """
    await tx.execute(_HELD, {"person": person_id})


async def came_before(tx: Tx, marks: Sequence[str]) -> set[str]:
    """Those of these marks with which an idea was kept, also one that was taken back since."""
    known = select(IDEA.c.message).where(IDEA.c.place_id.is_(None), IDEA.c.message.in_(marks))
    return set((await tx.execute(known)).scalars())
