"""Who was heard at a café, kept with every change: to count all ideas at each of them takes too long."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select, union
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.cafes import CAFE_GUEST
from storage.ideas import IDEA_VOICE
from storage.people import ORGANISATION
from storage.tx import Tx

_HERE = select(CAFE_GUEST.c.organisation_id).where(
    CAFE_GUEST.c.cafe_id == bindparam("cafe"),
    CAFE_GUEST.c.left_at.is_(None),
    CAFE_GUEST.c.organisation_id.is_not(None),
)
_HEARD = select(IDEA_VOICE.c.organisation_id).where(IDEA_VOICE.c.cafe_id == bindparam("cafe"))
_OF_THE_CAFE = and_(IDEA_VOICE.c.cafe_id == bindparam("cafe"), IDEA_VOICE.c.organisation_id == ORGANISATION.c.id)
_VOICES = (
    select(
        ORGANISATION.c.name,
        ORGANISATION.c.sector,
        func.coalesce(IDEA_VOICE.c.ideas, 0).label("ideas"),
        ORGANISATION.c.id.in_(_HERE).label("here"),
    )
    .select_from(ORGANISATION.outerjoin(IDEA_VOICE, _OF_THE_CAFE))
    .where(ORGANISATION.c.id.in_(union(_HERE, _HEARD)))
    .order_by(ORGANISATION.c.id)
)
_SAME = [IDEA_VOICE.c.cafe_id, IDEA_VOICE.c.organisation_id]
_NEW_ON_SQLITE, _NEW_ON_POSTGRES = sqlite_insert(IDEA_VOICE), pg_insert(IDEA_VOICE)
_COUNT_ON_SQLITE = _NEW_ON_SQLITE.on_conflict_do_update(
    index_elements=_SAME, set_={"ideas": IDEA_VOICE.c.ideas + _NEW_ON_SQLITE.excluded.ideas}
)
_COUNT_ON_POSTGRES = _NEW_ON_POSTGRES.on_conflict_do_update(
    index_elements=_SAME, set_={"ideas": IDEA_VOICE.c.ideas + _NEW_ON_POSTGRES.excluded.ideas}
)


class Voice(NamedTuple):
    """An organisation with its sector's key ("" for none), and how many of its ideas count; whether it is `here`."""

    organisation: str
    sector: str
    ideas: int
    here: bool


async def count(tx: Tx, cafe_id: int, organisation_id: int, ideas: int) -> None:
    """So many more (or fewer)."""
    counted = {"cafe_id": cafe_id, "organisation_id": organisation_id, "ideas": ideas}
    await tx.execute(_COUNT_ON_POSTGRES if tx.dialect == "postgresql" else _COUNT_ON_SQLITE, counted)


async def voices(tx: Tx, cafe_id: int) -> list[Voice]:
    """The organisations of those who are in the room, and those that were heard."""
    rows: Sequence[Any] = (await tx.execute(_VOICES, {"cafe": cafe_id})).all()
    return [Voice(row.name, row.sector, row.ideas, bool(row.here)) for row in rows]
