"""Exporting: the rows behind each table that leaves the house, with external keys in the place of our numbers.

Each function takes the number of an event (None: everything) and returns rows whose fields carry the table's own
names; instants are UTC, and `zone` says on which clock they are to be written.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from bot.model.values import Sending
from storage.answers import INVITATION, RSVP
from storage.deliveries import DELIVERY
from storage.events import EVENT
from storage.invitees import STAGE
from storage.inviting import cause
from storage.lost import LOST, WHY
from storage.people import ACCOUNT, ACTIVITY, AFFILIATION, ORGANISATION, PERSON, PLACE, UNKEYED
from storage.programmes import LAB, PROGRAMME, VENUE
from storage.tx import Tx

Rows = Sequence[Any]

_BY = PERSON.alias("by_person")
_MESSAGE = literal(cause(0).removesuffix("0"), String) + (
    cast(INVITATION.c.event_id, String) + literal("/", String) + cast(INVITATION.c.person_id, String)
)
_REDRAWN = (Sending.STALE.value, Sending.SENDING.value)
_ANSWERED = and_(RSVP.c.event_id == INVITATION.c.event_id, RSVP.c.person_id == INVITATION.c.person_id)


def key_of(person: Any) -> ColumnElement[Any]:
    """A person's external key; `P#141` for who has none, or whose key may no longer lead to their name."""
    named = and_(person.c.key.is_not(None), person.c.erased_at.is_(None))
    return case((named, person.c.key), else_=literal(UNKEYED, String) + cast(person.c.id, String))


async def _all(tx: Tx, statement: Select[Any]) -> Rows:
    return (await tx.execute(statement)).all()


async def events(tx: Tx, event_id: int | None) -> Rows:
    """Events by date: all their columns, `lab` and `venue` by key, `place` in words."""
    found = (
        select(EVENT, LAB.c.key.label("lab"), VENUE.c.key.label("venue"))
        .select_from(EVENT.outerjoin(LAB, LAB.c.id == EVENT.c.lab_id).outerjoin(VENUE, VENUE.c.id == EVENT.c.venue_id))
        .order_by(EVENT.c.begins_at, EVENT.c.id)
    )
    return await _all(tx, found if event_id is None else found.where(EVENT.c.id == event_id))


async def organisations(tx: Tx, event_id: int | None) -> Rows:
    """Organisations by key: key, name, sector, tags; of an event, those that are invited."""
    found = select(ORGANISATION).order_by(ORGANISATION.c.key)
    if event_id is not None:
        of_event = select(INVITATION.c.organisation_id).where(INVITATION.c.event_id == event_id)
        found = found.where(ORGANISATION.c.id.in_(of_event))
    return await _all(tx, found)


def people_of(event_id: int | None) -> Select[Any]:
    """The people (one column: ids) of all programmes, or those who are invited to an event or answered."""
    found = select(PERSON.c.id).where(PERSON.c.programme_id.is_not(None), PERSON.c.erased_at.is_(None))
    if event_id is None:
        return found
    invited = select(INVITATION.c.person_id).where(INVITATION.c.event_id == event_id)
    answered = select(RSVP.c.person_id).where(RSVP.c.event_id == event_id)
    return found.where(or_(PERSON.c.id.in_(invited), PERSON.c.id.in_(answered)))


async def people(tx: Tx, event_id: int | None) -> Rows:
    """People by key: number, key, name, language, state (unknown, reachable, unreachable, stopped)."""
    account = exists().where(ACCOUNT.c.person_id == PERSON.c.id)
    state = case(
        (PERSON.c.stopped_at.is_not(None), "stopped"),
        (~account, "unknown"),
        (account.where(ACCOUNT.c.state == "open", ACCOUNT.c.place_id.is_not(None)), "reachable"),
        else_="unreachable",
    )
    found = (
        select(PERSON.c.id.label("number"), key_of(PERSON).label("id"), PERSON.c.name, PERSON.c.language)
        .add_columns(state.label("state"))
        .where(PERSON.c.id.in_(people_of(event_id)))
        .order_by(PERSON.c.key, PERSON.c.id)
    )
    return await _all(tx, found)


async def platforms(tx: Tx) -> dict[int, tuple[str, ...]]:
    """The platforms on which each person has an account."""
    found = select(ACCOUNT.c.person_id, ACCOUNT.c.platform).where(ACCOUNT.c.person_id.is_not(None)).distinct()
    return _grouped(await _all(tx, found.order_by(ACCOUNT.c.platform)))


async def organisations_by_person(tx: Tx) -> dict[int, tuple[str, ...]]:
    """The organisations each person speaks for now, confirmed, by key."""
    found = (
        select(AFFILIATION.c.person_id, ORGANISATION.c.key)
        .join(ORGANISATION, ORGANISATION.c.id == AFFILIATION.c.organisation_id)
        .where(AFFILIATION.c.confirmed, AFFILIATION.c.until.is_(None))
        .order_by(ORGANISATION.c.key)
    )
    return _grouped(await _all(tx, found))


def _grouped(rows: Rows) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for number, word in rows:
        found[number] = (*found.get(number, ()), word)
    return found


async def invitations(tx: Tx, event_id: int | None) -> Rows:
    """Invitations: event, organisation, person, state, opened_at, answered_at, zone."""
    found = (
        select(
            EVENT.c.key.label("event"),
            ORGANISATION.c.key.label("organisation"),
            key_of(PERSON).label("person"),
            STAGE.label("state"),
            INVITATION.c.opened_at,
            RSVP.c.answered_at,
            EVENT.c.zone,
        )
        .select_from(
            INVITATION.join(EVENT, EVENT.c.id == INVITATION.c.event_id)
            .join(PERSON, PERSON.c.id == INVITATION.c.person_id)
            .outerjoin(ORGANISATION, ORGANISATION.c.id == INVITATION.c.organisation_id)
            .outerjoin(RSVP, _ANSWERED)
            .outerjoin(DELIVERY, DELIVERY.c.once == _MESSAGE)
        )
        .order_by(EVENT.c.begins_at, EVENT.c.id, ORGANISATION.c.key, PERSON.c.key, PERSON.c.id)
    )
    return await _all(tx, found if event_id is None else found.where(INVITATION.c.event_id == event_id))


async def rsvps(tx: Tx, event_id: int | None) -> Rows:
    """A row for each invited person, and for each who answered uninvited: answer (None while silent), late, by, …"""
    answer = RSVP.outerjoin(_BY, _BY.c.id == RSVP.c.by_id)
    invited = _answers(INVITATION.outerjoin(answer, _ANSWERED), INVITATION)
    uninvited = _answers(answer.outerjoin(INVITATION, _ANSWERED), RSVP).where(INVITATION.c.id.is_(None))
    rows: list[Any] = []
    for found, told in ((invited, INVITATION), (uninvited, RSVP)):
        rows += await _all(tx, found if event_id is None else found.where(told.c.event_id == event_id))
    return sorted(rows, key=lambda row: (row.begins_at, row.event, row.organisation or "~", row.person))


def _answers(joined: Any, told: Any) -> Select[Any]:
    """`told` is the table that says whose row it is: the invitation, or the answer of who was not invited."""
    return select(
        EVENT.c.key.label("event"),
        EVENT.c.begins_at,
        EVENT.c.zone,
        ORGANISATION.c.key.label("organisation"),
        key_of(PERSON).label("person"),
        RSVP.c.answer,
        func.coalesce(RSVP.c.late, false()).label("late"),
        RSVP.c.answered_at,
        case((RSVP.c.id.is_not(None), key_of(_BY))).label("by"),
        RSVP.c.channel,
    ).select_from(
        joined.join(EVENT, EVENT.c.id == told.c.event_id)
        .join(PERSON, PERSON.c.id == told.c.person_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == told.c.organisation_id)
    )


async def deliveries(tx: Tx, event_id: int | None) -> Rows:
    """Deliveries in their order, as readers see them: held ones count as queued, those that are drawn again as sent.

    What waits for a person who has closed every account they had (blocked us, say) is not waited for but failed.
    """
    state = case(
        (LOST, Sending.FAILED.value),
        (DELIVERY.c.state == Sending.HELD.value, Sending.QUEUED.value),
        (and_(DELIVERY.c.message != "", DELIVERY.c.state.in_(_REDRAWN)), Sending.SENT.value),
        else_=cast(DELIVERY.c.state, String),
    )
    found = (
        select(
            DELIVERY.c.id,
            DELIVERY.c.kind,
            EVENT.c.key.label("event"),
            case((PERSON.c.id.is_not(None), key_of(PERSON))).label("person"),
            PLACE.c.platform,
            DELIVERY.c.lane,
            DELIVERY.c.due,
            state.label("state"),
            WHY.label("reason"),
            DELIVERY.c.attempts,
            DELIVERY.c.sent_at,
            func.coalesce(EVENT.c.zone, PROGRAMME.c.zone).label("zone"),
        )
        .select_from(
            DELIVERY.outerjoin(EVENT, EVENT.c.id == DELIVERY.c.event_id)
            .outerjoin(PERSON, PERSON.c.id == DELIVERY.c.person_id)
            .outerjoin(PLACE, PLACE.c.id == DELIVERY.c.place_id)
            .outerjoin(PROGRAMME, PROGRAMME.c.id == DELIVERY.c.programme_id)
        )
        .order_by(DELIVERY.c.id)
    )
    return await _all(tx, found if event_id is None else found.where(DELIVERY.c.event_id == event_id))


async def activity(tx: Tx, event_id: int | None) -> Rows:
    """The activity log, oldest first; of an event, what was done to it. `object` still holds our own number."""
    found = (
        select(
            ACTIVITY.c.at,
            case((PERSON.c.id.is_not(None), key_of(PERSON))).label("person"),
            ACTIVITY.c.role,
            ACTIVITY.c.action,
            ACTIVITY.c.object,
            ACTIVITY.c.result,
            PROGRAMME.c.zone,
        )
        .select_from(
            ACTIVITY.outerjoin(PERSON, PERSON.c.id == ACTIVITY.c.person_id).outerjoin(
                PROGRAMME, PROGRAMME.c.id == ACTIVITY.c.programme_id
            )
        )
        .order_by(ACTIVITY.c.id)
    )
    return await _all(tx, found if event_id is None else found.where(ACTIVITY.c.object == f"event {event_id}"))
