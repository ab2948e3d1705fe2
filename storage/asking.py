"""Asking: a question's way from its draft to the one answer that closes it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from storage.questions import QUESTION, QuestionRow
from storage.tx import Tx, one

DRAFT, OPEN, ANSWERED, ELSEWHERE, DROPPED = "draft", "open", "answered", "elsewhere", "dropped"

_QUESTION = select(QUESTION).where(QUESTION.c.id == bindparam("number"))


async def question(tx: Tx, number: int) -> QuestionRow | None:
    """A question by its number."""
    return await one(tx, QuestionRow, _QUESTION, {"number": number})


async def send(tx: Tx, number: int, now: datetime) -> bool:
    """The draft is asked from now on; False when it is no draft (any more)."""
    draft = (QUESTION.c.id == number) & (QUESTION.c.state == DRAFT)
    return (await tx.execute(update(QUESTION).where(draft).values(state=OPEN, asked_at=now))).rowcount == 1


async def drop(tx: Tx, number: int) -> bool:
    """The draft is forgotten; False when it is no draft (any more)."""
    draft = (QUESTION.c.id == number) & (QUESTION.c.state == DRAFT)
    return (await tx.execute(update(QUESTION).where(draft).values(state=DROPPED, text=""))).rowcount == 1


async def drop_old(tx: Tx, person_id: int, before: datetime) -> None:
    """The drafts which a person has left lying since before an instant are forgotten."""
    left = (QUESTION.c.person_id == person_id) & (QUESTION.c.state == DRAFT) & (QUESTION.c.asked_at < before)
    await tx.execute(update(QUESTION).where(left).values(state=DROPPED, text=""))


async def close(tx: Tx, number: int, how: str, *, by: int, now: datetime, answer: str = "") -> bool:
    """The first answer (or the word that it was given elsewhere) closes a question; False for every later one."""
    still = (QUESTION.c.id == number) & (QUESTION.c.state == OPEN)
    closed = {"state": how, "answer": answer, "answer_by_id": by, "answered_at": now}
    return (await tx.execute(update(QUESTION).where(still).values(**closed))).rowcount == 1


def others(people: Select[Any], person_id: int) -> Select[Any]:
    """The people of a selection (one column: ids) without one of them."""
    return people.where(people.selected_columns[0] != person_id)


async def anybody(tx: Tx, people: Select[Any]) -> bool:
    """Whether a selection of people is not empty."""
    return (await tx.execute(people.limit(1))).first() is not None
