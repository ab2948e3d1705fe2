"""Ideas as they are said: kept, changed, moved, withdrawn, made nobody's; what is counted follows each step."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, select, update

from bot.model.values import CafeState
from storage import files, tallies, voices
from storage.cafes import CAFE
from storage.ideas import IDEA, IdeaRow
from storage.tx import Tx, add, many, one

_STANDS = IDEA.c.withdrawn_at.is_(None)
_IDEA = select(IDEA).where(IDEA.c.id == bindparam("number"))
_WRITTEN_IN = (
    select(IDEA)
    .where(IDEA.c.place_id == bindparam("place"), IDEA.c.message == bindparam("message_id"), _STANDS)
    .order_by(IDEA.c.id)
)
_NOTED = select(IDEA).where(IDEA.c.noted_id == bindparam("first")).order_by(IDEA.c.id)
_LAST_OF = (
    select(IDEA)
    .where(IDEA.c.person_id == bindparam("person"), IDEA.c.cafe_id == bindparam("cafe"), IDEA.c.by_id.is_(None))
    .order_by(IDEA.c.id.desc())
    .limit(1)
)
_OWN = (
    select(IDEA)
    .join(CAFE, CAFE.c.id == IDEA.c.cafe_id)
    .where(IDEA.c.person_id == bindparam("person"), CAFE.c.state == CafeState.OPEN.value, _STANDS)
    .order_by(IDEA.c.id.desc())
)
_SAID_BY = select(func.count()).where(
    IDEA.c.person_id == bindparam("person"), IDEA.c.cafe_id == bindparam("cafe"), IDEA.c.question == bindparam("asked")
)


async def idea(tx: Tx, number: int) -> IdeaRow | None:
    """An idea by its number."""
    return await one(tx, IdeaRow, _IDEA, {"number": number})


async def written_in(tx: Tx, place_id: int, message: str) -> list[IdeaRow]:
    """The ideas of a message that still stand and are somebody's: of several files each, the first with the words."""
    return await many(tx, IdeaRow, _WRITTEN_IN, {"place": place_id, "message_id": message})


async def noted(tx: Tx, first: int) -> list[IdeaRow]:
    """The ideas that one message acknowledges, withdrawn ones too."""
    return await many(tx, IdeaRow, _NOTED, {"first": first})


async def last_of(tx: Tx, cafe_id: int, person_id: int) -> IdeaRow | None:
    """What a person said last in a café."""
    return await one(tx, IdeaRow, _LAST_OF, {"cafe": cafe_id, "person": person_id})


async def own(tx: Tx, person_id: int, *, most: int | None = None) -> list[IdeaRow]:
    """What a person has said that stands, in cafés whose room is open, wherever they said it; the newest first."""
    return await many(tx, IdeaRow, _OWN.limit(most), {"person": person_id})


async def keep(tx: Tx, row: IdeaRow, *, within: timedelta | None = None) -> int:
    """Keep a new idea; its number. It is acknowledged with what its writer said no longer than `within`
    before it in the same chat (None: by itself); in a group nothing is acknowledged by a message.
    """
    before = None
    if row.person_id is not None:
        asked = {"person": row.person_id, "cafe": row.cafe_id, "asked": row.question}
        row.number = int((await tx.execute(_SAID_BY, asked)).scalar_one()) + 1
        before = await last_of(tx, row.cafe_id, row.person_id)
    number = await add(tx, row)
    same = before is not None and before.place_id == row.place_id and row.by_id is None
    together = before is not None and same and within is not None and row.at - before.at <= within
    row.noted_id = before.noted_id if together and before is not None else number
    await tx.execute(update(IDEA).where(IDEA.c.id == number).values(noted_id=row.noted_id))
    await _count(tx, row, 1, at=row.at)
    await _hear(tx, row, row.counts)
    return number


async def change(tx: Tx, row: IdeaRow, text: str, *, counts: bool, now: datetime) -> None:
    """It says something else now."""
    await tx.execute(update(IDEA).where(IDEA.c.id == row.id).values(text=text, counts=counts, changed_at=now))
    if counts != row.counts:
        await tallies.count(tx, *_at(row), ideas=counts - row.counts, kept=0)
        await _hear(tx, row, counts - row.counts)


async def withdraw(tx: Tx, row: IdeaRow, now: datetime) -> bool:
    """It was not meant; that there was one is kept, not what it said. False when it is withdrawn already."""
    stands = and_(IDEA.c.id == row.id, _STANDS)
    gone: dict[str, Any] = {"withdrawn_at": now, "text": "", "file_id": None}
    done = (await tx.execute(update(IDEA).where(stands).values(**gone))).rowcount == 1
    if done:
        await _count(tx, row, -1)
        await _hear(tx, row, -row.counts)
        await files.forget(tx, row.file_id)
    return done


async def move(tx: Tx, row: IdeaRow, question: int, round_number: int, table_number: int) -> None:
    """It belonged to another question."""
    here = {"question": question, "round_number": round_number, "table_number": table_number}
    await tx.execute(update(IDEA).where(IDEA.c.id == row.id).values(**here, late=False))
    await _count(tx, row, -1)
    moved = row.model_copy(update=here)
    await _count(tx, moved, 1)


async def make_nobodys(tx: Tx, row: IdeaRow) -> int:
    """The same words as a new row that tells neither who, nor for whom, nor in which message, nor exactly when."""
    values = {name: getattr(row, name) for name in _KEPT}
    nobodys = IdeaRow(**values, at=row.at.replace(second=0, microsecond=0), anonymous=True, number=0)
    if row.file_id is not None:
        await files.make_nobodys(tx, row.file_id)
    number = await add(tx, nobodys)  # before the other goes: its number stands in a message, and must not come again
    if (await tx.execute(delete(IDEA).where(IDEA.c.id == row.id))).rowcount == 1:
        await _hear(tx, row, -row.counts)
    return number


_KEPT = (
    "programme_id",
    "event_id",
    "cafe_id",
    "question",
    "table_number",
    "round_number",
    "language",
    "channel",
    "text",
    "what",
    "file_id",
    "counts",
    "late",
    "hidden",
    "pinned",
)


def _at(row: IdeaRow) -> tuple[int, int, int]:
    return row.cafe_id, row.round_number, row.table_number


async def _count(tx: Tx, row: IdeaRow, number: int, at: datetime | None = None) -> None:
    await tallies.count(tx, *_at(row), ideas=number * row.counts, kept=number, at=at)


async def _hear(tx: Tx, row: IdeaRow, number: int) -> None:
    """So many more ideas of its organisation; what is nobody's has none."""
    if number and row.organisation_id is not None and not row.anonymous:
        await voices.count(tx, row.cafe_id, row.organisation_id, number)
