"""Inviting: the selection under way, and whom it means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, select, update
from sqlmodel import Field, SQLModel

from storage.answers import INVITATION
from storage.columns import Json, Utc, table
from storage.invitations import representatives, speaks_now
from storage.people import ACCOUNT, AFFILIATION, ORGANISATION, PERSON
from storage.tx import Tx, one

DRAFT, SENT, DROPPED = "draft", "sent", "dropped"


class InviteDraftRow(SQLModel, table=True):
    """Whom a manager is about to invite: segment words, kept here because a button holds 64 bytes.

    `state` is draft, sent or dropped; nothing leaves before it is sent, and it is sent once.
    """

    __tablename__ = "invite_draft"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    event_id: int = Field(foreign_key="event.id")
    by_id: int = Field(foreign_key="person.id")
    words: list[str] = Field(default_factory=list, sa_type=Json)
    leads_only: bool = False
    state: str = Field(default=DRAFT, max_length=12)
    made_at: datetime = Field(sa_type=Utc)


INVITE_DRAFT = table(InviteDraftRow)
_DRAFT = select(INVITE_DRAFT).where(INVITE_DRAFT.c.id == bindparam("number"))


async def draft(tx: Tx, number: int) -> InviteDraftRow | None:
    """A selection by its number."""
    return await one(tx, InviteDraftRow, _DRAFT, {"number": number})


async def choose(tx: Tx, row: InviteDraftRow) -> None:
    """Write the words and the wish for leads only back."""
    values = {"words": row.words, "leads_only": row.leads_only}
    await tx.execute(update(INVITE_DRAFT).where(INVITE_DRAFT.c.id == row.id).values(**values))


async def close(tx: Tx, number: int, state: str) -> bool:
    """Sent or dropped; False when it was closed before, by whomever."""
    still = and_(INVITE_DRAFT.c.id == number, INVITE_DRAFT.c.state == DRAFT)
    return (await tx.execute(update(INVITE_DRAFT).where(still).values(state=state))).rowcount == 1


def cause(event_id: int) -> str:
    """Why an invitation is sent: once for each person and event, however often somebody presses."""
    return f"invite:{event_id}"


@dataclass(frozen=True)
class Tally:
    """What sending would do now. People are counted once each.

    The last three part the new ones: those who can be reached, those who wait for first contact, those who asked for
    silence. `without` names the organisations nobody (no lead, if only leads are meant) speaks for.
    """

    invited_before: int
    new: int
    reachable: int
    waiting: int
    silent: int
    without: tuple[str, ...]


async def tally(tx: Tx, event_id: int, organisations: Sequence[int], now: datetime, *, leads_only: bool) -> Tally:
    """Count whom an invitation of these organisations' representatives would reach."""
    people = representatives(organisations, now, leads_only=leads_only)
    invited = exists().where(INVITATION.c.event_id == event_id, INVITATION.c.person_id == PERSON.c.id)
    stopped = PERSON.c.stopped_at.is_not(None)
    found = select(
        _number(invited),
        _number(~invited),
        _number(~invited, ~stopped, open_account(PERSON.c.id)),
        _number(~invited, ~stopped, ~open_account(PERSON.c.id)),
        _number(~invited, stopped),
    ).where(PERSON.c.id.in_(people))
    before, new, reachable, waiting, silent = (int(n or 0) for n in (await tx.execute(found)).one())
    speaking = (
        select(AFFILIATION.c.organisation_id)
        .join(PERSON, PERSON.c.id == AFFILIATION.c.person_id)
        .where(speaks_now(organisations, now, leads_only=leads_only), PERSON.c.erased_at.is_(None))
    )
    alone = select(ORGANISATION.c.name).where(ORGANISATION.c.id.in_(organisations), ORGANISATION.c.id.not_in(speaking))
    names = (await tx.execute(alone.order_by(ORGANISATION.c.name))).scalars().all()
    return Tally(before, new, reachable, waiting, silent, tuple(names))


def _number(*where: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((and_(*where), 1), else_=0))


def open_account(person: ColumnElement[Any]) -> ColumnElement[bool]:
    """That a person has an account that can be written to."""
    return exists().where(ACCOUNT.c.person_id == person, ACCOUNT.c.state == "open", ACCOUNT.c.place_id.is_not(None))
