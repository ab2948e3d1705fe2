"""Reporting: how many were invited and what they answered, of an event or of a whole programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from bot.model.values import EventState, Going
from storage.answers import INVITATION, RSVP
from storage.events import EVENT, EventRow
from storage.people import AFFILIATION, ORGANISATION, PERSON
from storage.programmes import LAB
from storage.tx import Tx, many, scalar


@dataclass(frozen=True)
class Figures:
    """What became of invitations. Somebody invited to two events is one person with two invitations.

    `answered` are invitations with an answer. `yes`, `maybe`, `no` and `late` count all answers but those of
    `guests`, whom nobody has confirmed; `uninvited` are those among them that needed no invitation.
    """

    organisations: int
    people: int
    invitations: int
    opened: int
    answered: int
    yes: int
    maybe: int
    no: int
    late: int
    uninvited: int
    guests: int
    guests_coming: int

    @property
    def silent(self) -> int:
        """Invitations without an answer."""
        return self.invitations - self.answered

    @property
    def percent(self) -> int:
        """How many of a hundred invitations were answered, rounded half up; 0 without invitations."""
        return (200 * self.answered + self.invitations) // (2 * self.invitations) if self.invitations else 0


@dataclass(frozen=True)
class Extent:
    """How large a programme is. A lab round is held when it is a record, or open and over."""

    labs: int
    rounds_held: int
    organisations: int
    representatives: int


_ANSWERED = and_(RSVP.c.event_id == INVITATION.c.event_id, RSVP.c.person_id == INVITATION.c.person_id)
_TOLD = (
    select(
        func.count(INVITATION.c.organisation_id.distinct()).label("organisations"),
        func.count(INVITATION.c.person_id.distinct()).label("people"),
        func.count(INVITATION.c.id).label("invitations"),
        func.count(INVITATION.c.opened_at).label("opened"),
        func.count(RSVP.c.id).label("answered"),
    )
    .select_from(INVITATION.outerjoin(RSVP, _ANSWERED))
    .join(EVENT, EVENT.c.id == INVITATION.c.event_id)
)


def _number(*where: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((and_(*where), 1), else_=0)), 0)


_OWN = RSVP.c.guest.is_(False)
_SAID = (
    select(
        _number(_OWN, RSVP.c.answer == Going.YES).label("yes"),
        _number(_OWN, RSVP.c.answer == Going.MAYBE).label("maybe"),
        _number(_OWN, RSVP.c.answer == Going.NO).label("no"),
        _number(_OWN, RSVP.c.late.is_(True)).label("late"),
        _number(_OWN, INVITATION.c.id.is_(None)).label("uninvited"),
        _number(RSVP.c.guest.is_(True)).label("guests"),
        _number(RSVP.c.guest.is_(True), RSVP.c.answer == Going.YES).label("guests_coming"),
    )
    .select_from(RSVP.outerjoin(INVITATION, _ANSWERED))
    .join(EVENT, EVENT.c.id == RSVP.c.event_id)
)


async def event_figures(tx: Tx, event_id: int) -> Figures:
    """The figures of an event."""
    return await _figures(tx, EVENT.c.id == event_id)


async def programme_figures(tx: Tx, programme_id: int) -> Figures:
    """The figures of all events of a programme together."""
    return await _figures(tx, EVENT.c.programme_id == programme_id)


async def _figures(tx: Tx, which: ColumnElement[bool]) -> Figures:
    told = (await tx.execute(_TOLD.where(which))).one()
    said = (await tx.execute(_SAID.where(which))).one()
    return Figures(**told._mapping, **said._mapping)


async def extent(tx: Tx, programme_id: int, now: datetime) -> Extent:
    """The size of a programme at an instant."""
    over = or_(EVENT.c.state == EventState.RECORD, and_(EVENT.c.state == EventState.OPEN, EVENT.c.ends_at <= now))
    rounds = select(func.count(EVENT.c.id)).where(
        EVENT.c.programme_id == programme_id, EVENT.c.lab_id.is_not(None), over
    )
    current = or_(AFFILIATION.c.until.is_(None), AFFILIATION.c.until > now)
    speakers = (
        select(func.count(AFFILIATION.c.person_id.distinct()))
        .join(PERSON, PERSON.c.id == AFFILIATION.c.person_id)
        .where(AFFILIATION.c.programme_id == programme_id, AFFILIATION.c.confirmed, current)
        .where(PERSON.c.erased_at.is_(None))
    )
    labs = select(func.count(LAB.c.id)).where(LAB.c.programme_id == programme_id)
    organisations = select(func.count(ORGANISATION.c.id)).where(ORGANISATION.c.programme_id == programme_id)
    numbers = [int(await scalar(tx, found)) for found in (labs, rounds, organisations, speakers)]
    return Extent(*numbers)


async def reported_events(tx: Tx, programme_id: int, most: int) -> Sequence[EventRow]:
    """The latest events of a programme to which somebody is invited or has answered, the newest first."""
    has_figures = or_(
        EVENT.c.id.in_(select(INVITATION.c.event_id)),
        EVENT.c.id.in_(select(RSVP.c.event_id)),
        EVENT.c.state == EventState.OPEN,
    )
    found = select(EVENT).where(EVENT.c.programme_id == programme_id, has_figures)
    return await many(tx, EventRow, found.order_by(EVENT.c.begins_at.desc(), EVENT.c.id).limit(most))
