"""Who has said yes and not yet confirmed it since the event moved: told from the history of answers alone."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, insert, or_, select

from bot.model.values import Going
from storage.answers import RSVP, RSVP_CHANGE
from storage.tx import Tx, scalar


class Move(NamedTuple):
    """When an event was last moved to another day or hour: story time (UTC), and how far the history of answers went.

    The second decides where the clock does not: the try-out's story clock stands still between two stops.
    """

    at: datetime
    answers: int


def unconfirmed(event_id: int, move: Move) -> ColumnElement[bool]:
    """That a row of answers is a yes from before the move, neither repeated nor changed since."""
    since = exists().where(
        RSVP_CHANGE.c.event_id == event_id,
        RSVP_CHANGE.c.person_id == RSVP.c.person_id,
        or_(RSVP_CHANGE.c.at > move.at, and_(RSVP_CHANGE.c.at == move.at, RSVP_CHANGE.c.id > move.answers)),
    )
    return and_(RSVP.c.event_id == event_id, RSVP.c.answer == Going.YES.value, ~since)


async def answers_so_far(tx: Tx) -> int:
    """How far the history of answers goes now."""
    return int(await scalar(tx, select(func.max(RSVP_CHANGE.c.id))) or 0)


async def is_unconfirmed(tx: Tx, event_id: int, move: Move, person_id: int | None) -> bool:
    """Whether this person's yes is to be confirmed."""
    found = select(RSVP.c.id).where(unconfirmed(event_id, move), RSVP.c.person_id == person_id)
    return await scalar(tx, found) is not None


async def number_unconfirmed(tx: Tx, event_id: int, move: Move) -> int:
    """How many of those who come have not confirmed; guests, who count apart, are left out."""
    found = select(func.count()).select_from(RSVP).where(unconfirmed(event_id, move), RSVP.c.guest.is_(False))
    return int(await scalar(tx, found))


async def people_unconfirmed(tx: Tx, event_id: int, move: Move) -> frozenset[int]:
    """Who they are, guests too."""
    return frozenset((await tx.execute(select(RSVP.c.person_id).where(unconfirmed(event_id, move)))).scalars())


async def confirm(tx: Tx, event_id: int, person_id: int, *, at: datetime, late: bool, channel: str) -> None:
    """Keep that the person says the same again. The answer stays as it was given, with its instant and its flag."""
    said = {"event_id": event_id, "person_id": person_id, "by_id": person_id, "answer": Going.YES}
    await tx.execute(insert(RSVP_CHANGE), {**said, "at": at, "late": late, "channel": channel})
