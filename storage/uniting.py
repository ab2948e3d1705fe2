"""Uniting: of what two people have about the same event, organisation or cause, the one row that stays.

What only one of them has becomes `after`'s; nothing is counted twice.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.model.values import Reason, Sending
from storage import roster
from storage.answers import INVITATION, RSVP, RSVP_CHANGE, InvitationRow, RsvpRow
from storage.deliveries import DELIVERY, DeliveryRow
from storage.people import AFFILIATION, AffiliationRow
from storage.tx import Tx, many

_NOT_OUT = (Sending.WAITING, Sending.HELD, Sending.QUEUED)


async def invitations(tx: Tx, before: int, after: int) -> None:
    """One for each event: invited since the first of the two, opened since the first that was."""
    mine = {row.event_id: row for row in await _invitations(tx, after)}
    for row in await _invitations(tx, before):
        own = mine.get(row.event_id)
        if own is None:
            await tx.execute(update(INVITATION).where(INVITATION.c.id == row.id).values(person_id=after))
            continue
        values = {
            "invited_at": min(own.invited_at, row.invited_at),
            "opened_at": min((at for at in (own.opened_at, row.opened_at) if at is not None), default=None),
            "organisation_id": own.organisation_id or row.organisation_id,
        }
        await tx.execute(update(INVITATION).where(INVITATION.c.id == own.id).values(**values))
        await tx.execute(delete(INVITATION).where(INVITATION.c.id == row.id))


async def _invitations(tx: Tx, person: int) -> list[InvitationRow]:
    return await many(tx, InvitationRow, select(INVITATION).where(INVITATION.c.person_id == person))


async def answers(tx: Tx, before: int, after: int) -> None:
    """To each event the answer that was said last stands; the history of both is left as it is.

    To be called before `RSVP_CHANGE` is moved: of two answers of one instant, that history knows the later.
    """
    changes = await _newest_changes(tx, before, after)

    def said(row: RsvpRow) -> tuple[datetime, int]:
        return row.said_at or row.answered_at, changes.get((row.person_id, row.event_id), 0)

    mine = {row.event_id: row for row in await _answers(tx, after)}
    for row in await _answers(tx, before):
        own = mine.get(row.event_id)
        if own is not None:
            older = min(own, row, key=said)
            await tx.execute(delete(RSVP).where(RSVP.c.id == older.id))
        await tx.execute(update(RSVP).where(RSVP.c.id == row.id).values(person_id=after))


async def _answers(tx: Tx, person: int) -> list[RsvpRow]:
    return await many(tx, RsvpRow, select(RSVP).where(RSVP.c.person_id == person))


async def _newest_changes(tx: Tx, *people: int) -> dict[tuple[int, int], int]:
    """The number of the newest change, by person and event."""
    found = (
        select(RSVP_CHANGE.c.person_id, RSVP_CHANGE.c.event_id, func.max(RSVP_CHANGE.c.id).label("newest"))
        .where(RSVP_CHANGE.c.person_id.in_(people))
        .group_by(RSVP_CHANGE.c.person_id, RSVP_CHANGE.c.event_id)
    )
    rows: Sequence[Any] = (await tx.execute(found)).all()
    return {(row.person_id, row.event_id): row.newest for row in rows}


async def no_longer_a_guest(tx: Tx, person: int) -> None:
    """Answers of a guest count with the others where the person turns out to be invited or a representative."""
    invited = {row.event_id: row for row in await _invitations(tx, person)}
    for row in [one for one in await _answers(tx, person) if one.guest]:
        speaks = await roster.affiliation_in(tx, person, row.programme_id)
        organisation: int | None
        if speaks is not None and speaks.confirmed:
            organisation = speaks.organisation_id
        elif row.event_id in invited:
            organisation = invited[row.event_id].organisation_id or row.organisation_id
        else:
            continue
        values = {"guest": False, "organisation_id": organisation}
        await tx.execute(update(RSVP).where(RSVP.c.id == row.id).values(**values))


async def affiliations(tx: Tx, before: int, after: int, now: datetime) -> None:
    """One for each organisation, confirmed when either is. The other one ends where it is: its number stands on cards.

    It stays imported only when both are: what people did by hand, no file ends.
    """
    mine = {row.organisation_id: row for row in await _affiliations(tx, after)}
    for row in await _affiliations(tx, before):
        own = mine.get(row.organisation_id)
        if own is None:
            await tx.execute(update(AFFILIATION).where(AFFILIATION.c.id == row.id).values(person_id=after))
            continue
        current = [one for one in (own, row) if one.until is None or one.until > now]
        if current:
            values = {
                "lead": any(one.lead for one in current),
                "confirmed": any(one.confirmed for one in current),
                "imported": all(one.imported for one in current),
                "since": min(one.since for one in current),
                "until": current[0].until,
            }
            await tx.execute(update(AFFILIATION).where(AFFILIATION.c.id == own.id).values(**values))
        await tx.execute(update(AFFILIATION).where(AFFILIATION.c.id == row.id).values(until=min(row.until or now, now)))


async def _affiliations(tx: Tx, person: int) -> list[AffiliationRow]:
    found = select(AFFILIATION).where(AFFILIATION.c.person_id == person).order_by(AFFILIATION.c.id)
    return await many(tx, AffiliationRow, found)


async def deliveries(tx: Tx, before: int, after: int) -> None:
    """What stands in either's chats goes on standing; of two for one cause one counts, and none is sent any more."""
    mine = {row.once: row for row in await _deliveries(tx, after)}
    for row in await _deliveries(tx, before):
        once = f"{row.cause}/{after}"
        if row.once != f"{row.cause}/{before}":
            continue
        own = mine.get(once)
        if own is not None:
            await _set_aside(tx, min(row, own, key=_progress))
            if _progress(row) <= _progress(own):
                continue
        await tx.execute(update(DELIVERY).where(DELIVERY.c.id == row.id).values(once=once))
    await tx.execute(update(DELIVERY).where(DELIVERY.c.person_id == before).values(person_id=after))


async def _deliveries(tx: Tx, person: int) -> list[DeliveryRow]:
    found = select(DELIVERY).where(DELIVERY.c.person_id == person, DELIVERY.c.once.is_not(None))
    return await many(tx, DeliveryRow, found)


def _progress(row: DeliveryRow) -> int:
    """How far a message has come: it stands, it is to be sent or on its way, or it will not be sent."""
    if row.message:
        return 2
    return int(row.state in (*_NOT_OUT, Sending.SENDING))


async def _set_aside(tx: Tx, row: DeliveryRow) -> None:
    """It counts for its cause no longer, and is not sent if it has not been."""
    values: dict[str, Any] = {"once": None, "cause": ""}
    if row.state in _NOT_OUT:
        values |= {"state": Sending.CANCELLED.value, "reason": Reason.WITHDRAWN.value}
    await tx.execute(update(DELIVERY).where(DELIVERY.c.id == row.id).values(**values))
