"""Who comes to an event, by organisation and by name; and the events somebody manages or has answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, or_, select, union_all

from bot.model.values import EventState, Going, Role, Scope
from storage.answers import INVITATION, RSVP
from storage.events import EVENT, EventRow, event_in
from storage.invitations import concerned
from storage.people import GRANT, ORGANISATION, PERSON
from storage.programmes import PROGRAMME, ProgrammeRow
from storage.tx import Tx, many, scalar


@dataclass(frozen=True)
class Figures:
    """People of one organisation ("" without one) by answer; guests, whom nobody confirmed yet, apart."""

    name: str
    yes: int
    maybe: int
    no: int
    silent: int
    late: int
    guests: int
    guests_coming: int

    @property
    def people(self) -> int:
        """How many there are, guests left out."""
        return self.yes + self.maybe + self.no + self.silent


@dataclass(frozen=True)
class Named:
    """One invited or answering person."""

    person: int
    name: str
    organisation: str
    answer: Going | None
    late: bool
    guest: bool


# Everyone who is invited, and who has answered without being invited.
_invited_too = exists().where(INVITATION.c.event_id == RSVP.c.event_id, INVITATION.c.person_id == RSVP.c.person_id)
_everyone = union_all(
    select(INVITATION.c.person_id, INVITATION.c.organisation_id).where(INVITATION.c.event_id == bindparam("event")),
    select(RSVP.c.person_id, RSVP.c.organisation_id).where(RSVP.c.event_id == bindparam("event"), ~_invited_too),
).subquery()
_answered = _everyone.outerjoin(
    RSVP, and_(RSVP.c.person_id == _everyone.c.person_id, RSVP.c.event_id == bindparam("event"))
).outerjoin(ORGANISATION, ORGANISATION.c.id == _everyone.c.organisation_id)


def _number(*where: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((and_(*where), 1), else_=0))


def _own(going: Going) -> ColumnElement[Any]:
    return _number(RSVP.c.answer == going, RSVP.c.guest.is_(False))


_FIGURES = (
    select(
        func.coalesce(ORGANISATION.c.name, "").label("name"),
        _own(Going.YES).label("yes"),
        _own(Going.MAYBE).label("maybe"),
        _own(Going.NO).label("no"),
        _number(RSVP.c.id.is_(None)).label("silent"),
        _number(RSVP.c.late.is_(True)).label("late"),
        _number(RSVP.c.guest.is_(True)).label("guests"),
        _number(RSVP.c.guest.is_(True), RSVP.c.answer == Going.YES).label("guests_coming"),
    )
    .select_from(_answered)
    .group_by(ORGANISATION.c.id, ORGANISATION.c.name)
    .order_by(ORGANISATION.c.name)
)
_RANK = case({Going.YES.value: 0, Going.MAYBE.value: 1, Going.NO.value: 2}, value=RSVP.c.answer, else_=3)
_NAMED = (
    select(
        PERSON.c.id,
        PERSON.c.name,
        func.coalesce(ORGANISATION.c.name, "").label("organisation"),
        RSVP.c.answer,
        RSVP.c.late,
        RSVP.c.guest,
    )
    .select_from(_answered.join(PERSON, PERSON.c.id == _everyone.c.person_id))
    .where(PERSON.c.erased_at.is_(None))
    .order_by(_RANK, PERSON.c.name, PERSON.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
_MANAGES = and_(
    GRANT.c.person_id == bindparam("person"),
    GRANT.c.role.in_(bindparam("roles", expanding=True)),
    or_(GRANT.c.until.is_(None), GRANT.c.until > bindparam("now")),
)
_PROGRAMMES = (
    select(PROGRAMME)
    .where(
        exists().where(
            _MANAGES,
            or_(
                GRANT.c.scope == Scope.INSTALLATION,
                and_(GRANT.c.scope == Scope.PROGRAMME, GRANT.c.scope_id == PROGRAMME.c.id),
            ),
        )
    )
    .order_by(PROGRAMME.c.id)
)
_MANAGED = (
    select(EVENT)
    .where(
        EVENT.c.ends_at > bindparam("since"),
        exists().where(
            _MANAGES,
            or_(
                GRANT.c.scope == Scope.INSTALLATION,
                and_(GRANT.c.scope == Scope.PROGRAMME, GRANT.c.scope_id == EVENT.c.programme_id),
                and_(GRANT.c.scope == Scope.LAB, GRANT.c.scope_id == EVENT.c.lab_id),
                and_(GRANT.c.scope == Scope.EVENT, GRANT.c.scope_id == EVENT.c.id),
            ),
        ),
    )
    .order_by(EVENT.c.begins_at, EVENT.c.id)
)
_MINE = (
    select(EVENT, RSVP.c.answer.label("my_answer"))
    .outerjoin(INVITATION, and_(INVITATION.c.event_id == EVENT.c.id, INVITATION.c.person_id == bindparam("person")))
    .outerjoin(RSVP, and_(RSVP.c.event_id == EVENT.c.id, RSVP.c.person_id == bindparam("person")))
    .where(or_(INVITATION.c.id.is_not(None), RSVP.c.id.is_not(None)))
    .order_by(EVENT.c.begins_at, EVENT.c.id)
)
_MINE_AHEAD = _MINE.where(EVENT.c.state == EventState.OPEN, EVENT.c.begins_at > bindparam("now"))
_MINE_CANCELLED = _MINE.where(EVENT.c.state == EventState.CANCELLED, EVENT.c.ends_at > bindparam("now"))
_KEYS = select(EVENT.c.key).where(EVENT.c.key.startswith(bindparam("base"), autoescape=False))
_ORDINAL = select(func.max(EVENT.c.ordinal)).where(EVENT.c.lab_id == bindparam("lab"))


async def figures(tx: Tx, event_id: int) -> list[Figures]:
    """The people of an event, organisation by organisation."""
    rows: Sequence[Any] = (await tx.execute(_FIGURES, {"event": event_id})).all()
    return [Figures(**row._mapping) for row in rows]


async def names(tx: Tx, event_id: int, *, most: int, skipped: int) -> list[Named]:
    """People by name with their answers: those who come first, the silent last."""
    values = {"event": event_id, "most": most, "skipped": skipped}
    rows: Sequence[Any] = (await tx.execute(_NAMED, values)).all()
    return [Named(r.id, r.name, r.organisation, r.answer, bool(r.late), bool(r.guest)) for r in rows]


async def number_concerned(tx: Tx, event_id: int) -> int:
    """How many people are invited or have answered."""
    return int(await scalar(tx, select(func.count()).select_from(concerned(event_id).subquery())))


async def programmes_managed(tx: Tx, person_id: int, now: datetime) -> list[ProgrammeRow]:
    """The programmes that a person manages as a whole."""
    return await many(tx, ProgrammeRow, _PROGRAMMES, {"person": person_id, "now": now, "roles": [Role.MANAGER]})


async def events_managed(tx: Tx, person_id: int, now: datetime, since: datetime) -> list[EventRow]:
    """The events that a person manages, of those that end after `since`; the next one first."""
    return await events_held(tx, person_id, now, since, (Role.MANAGER,))


async def events_held(tx: Tx, person_id: int, now: datetime, since: datetime, roles: Sequence[Role]) -> list[EventRow]:
    """The events at which a person holds one of these roles, of those that end after `since`; the next one first."""
    held = {"person": person_id, "now": now, "since": since, "roles": list(roles)}
    return await many(tx, EventRow, _MANAGED, held)


async def my_answers(tx: Tx, person_id: int, now: datetime) -> list[tuple[EventRow, Going | None]]:
    """Open events ahead to which a person is invited or has answered, with the answer; the next one first."""
    return await _mine(tx, _MINE_AHEAD, person_id, now)


async def my_cancelled(tx: Tx, person_id: int, since: datetime) -> list[tuple[EventRow, Going | None]]:
    """The same of events that are cancelled and would have ended after `since`."""
    return await _mine(tx, _MINE_CANCELLED, person_id, since)


async def _mine(tx: Tx, found: Select[Any], person_id: int, now: datetime) -> list[tuple[EventRow, Going | None]]:
    rows: Sequence[Any] = (await tx.execute(found, {"person": person_id, "now": now})).all()
    return [(event_in(row), row.my_answer) for row in rows]


async def free_key(tx: Tx, base: str) -> str:
    """An external key that no event has: `base`, or with -2, -3 … behind it."""
    taken = set((await tx.execute(_KEYS, {"base": base})).scalars().all())
    number = 1
    while (key := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return key


async def next_ordinal(tx: Tx, lab_id: int) -> int:
    """Which round of its lab a new event is."""
    return int(await scalar(tx, _ORDINAL, {"lab": lab_id}) or 0) + 1
