"""What the peer asks and writes for an answer: the statements of Sfat's transaction, as SQLModel is used."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import case, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.model.values import Going, Sending
from storage.answers import InvitationRow, RsvpChangeRow, RsvpRow
from storage.deliveries import DeliveryRow
from storage.dialogues import FormRow
from storage.events import EventRow, EventSecretRow
from storage.inbox import InboxRow
from storage.people import AccountRow, AffiliationRow, MarkRow, OrganisationRow, PersonRow, PlaceRow
from storage.tables import metadata
from tests.bench.updates import BOT

HERE: dict[str, Any] = {"platform": "telegram", "installation": str(BOT)}
assert metadata.tables  # all of them, because rows refer to each other
CARDS = ("event.invitation", "rsvp.silent", "rsvp.coming")


async def keep_press(session: AsyncSession, heard: Update) -> None:
    """The answer behind a button, and the card that is to show it."""
    assert heard.callback_query is not None
    assert heard.callback_query.message is not None
    place, person = await _meet(session, heard)
    message = str(heard.callback_query.message.message_id)
    await _answer(session, person, Going(str(heard.callback_query.data).rpartition(":")[2]))
    standing = select(DeliveryRow).where(DeliveryRow.place_id == place, DeliveryRow.message == message)
    card = (await session.exec(standing.order_by(col(DeliveryRow.id).desc()).limit(1))).one()
    card.version, card.state, card.lane, card.looks = card.version + 1, Sending.STALE, 0, ""
    session.add(card)


async def keep_words(session: AsyncSession, heard: Update) -> None:
    """The answer that was written, and the two messages that are to follow."""
    place, person = await _meet(session, heard)
    await session.exec(select(FormRow).where(FormRow.account_id == person, FormRow.place_id == place))
    mine = select(EventRow).join(InvitationRow).where(InvitationRow.person_id == person)
    await session.exec(mine.where(EventRow.begins_at > datetime.now(UTC)))
    await _answer(session, person, Going.YES)
    await session.exec(select(MarkRow).where(MarkRow.name == f"entry:1:{person}"))
    for kind in ("event.invitation", "calendar.entry"):
        session.add(
            DeliveryRow(
                kind=kind, subject="1", person_id=person, place_id=place, lane=0, due=datetime.now(UTC), live=True
            )
        )


async def _meet(session: AsyncSession, heard: Update) -> tuple[int, int]:
    """Keep what was heard; the numbers of the place and the person it comes from."""
    assert heard.effective_user is not None
    user, now = str(heard.effective_user.id), datetime.now(UTC)
    source = str(heard.update_id)
    session.add(InboxRow(**HERE, source=source, lane=user, payload=heard.to_json(), received_at=now, attempts=1))
    there = PlaceRow.platform == "telegram", PlaceRow.installation == str(BOT), PlaceRow.chat == user
    place = (await session.exec(select(PlaceRow).where(*there))).one()
    whose = AccountRow.platform == "telegram", AccountRow.installation == str(BOT), AccountRow.user == user
    account = (await session.exec(select(AccountRow).where(*whose))).one()
    account.used_at = now
    session.add(account)
    person = (await session.exec(select(PersonRow).where(PersonRow.id == account.person_id))).one()
    assert place.id is not None
    assert person.id is not None
    return place.id, person.id


async def _answer(session: AsyncSession, person: int, going: Going) -> None:
    """The answer, its history, the invitation opened, every card of it to be drawn anew."""
    now = datetime.now(UTC)
    event = (await session.exec(select(EventRow).where(EventRow.id == 1))).one()
    invited = (
        await session.exec(
            select(InvitationRow, OrganisationRow)
            .join(OrganisationRow)
            .where(InvitationRow.event_id == 1, InvitationRow.person_id == person)
        )
    ).one()
    await session.exec(select(AffiliationRow).where(AffiliationRow.person_id == person))
    mine = RsvpChangeRow.event_id == 1, RsvpChangeRow.person_id == person
    await session.exec(select(RsvpChangeRow).where(*mine).order_by(col(RsvpChangeRow.id)))
    row = (await session.exec(select(RsvpRow).where(RsvpRow.event_id == 1, RsvpRow.person_id == person))).first()
    said: dict[str, Any] = {"answer": going, "by_id": person, "channel": "telegram"}
    row = row or RsvpRow(
        **said,
        event_id=1,
        person_id=person,
        programme_id=event.programme_id,
        organisation_id=invited[1].id,
        answered_at=now,
    )
    row.answer, row.answered_at, row.said_at = going, now, now
    session.add(row)
    session.add(RsvpChangeRow(**said, event_id=1, person_id=person, at=now))
    invited[0].opened_at = now
    session.add(invited[0])
    stale = case((col(DeliveryRow.state) == "sent", "stale"), else_=col(DeliveryRow.state))
    cards = update(DeliveryRow).where(col(DeliveryRow.kind).in_(CARDS), col(DeliveryRow.subject) == "1")
    await session.exec(
        cards.where(col(DeliveryRow.person_id) == person).values(version=DeliveryRow.version + 1, state=stale)
    )
    await session.exec(select(EventSecretRow).where(EventSecretRow.event_id == 1))
