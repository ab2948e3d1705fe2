"""Erasure: the name, the account and the words of a person leave every table; what is counted stays.

It has two steps. The first empties everything at once. The second, a little later, takes the chat itself away, when the
last message has gone out and nothing is on its way there any more.

Rows whose number stands in tokens or buttons out in the world are emptied, never deleted: a number that is given
again would let an old link open somebody else's door.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, func, literal, or_, select, update

from bot.model.values import Sending
from storage import cafe_people, jobs
from storage.answers import INVITATION, RSVP, RSVP_CHANGE
from storage.asking import DRAFT, DROPPED, OPEN
from storage.changes import in_statements
from storage.deliveries import DELIVERY
from storage.dialogues import FORM
from storage.files import FILE, forget_where
from storage.inbox import INBOX
from storage.people import ACCOUNT, AFFILIATION, GRANT, LINK, PENDING, PERSON, PLACE
from storage.questions import QUESTION
from storage.transcripts import WEB_MESSAGE
from storage.tx import Tx

WEB = "web"
_ON_ITS_WAY = (Sending.QUEUED.value, Sending.STALE.value, Sending.SENDING.value)
_ARRIVED = (Sending.SENT.value, Sending.STALE.value)
_NOT_OUT = (Sending.WAITING.value, Sending.HELD.value, Sending.QUEUED.value)
_EMPTY = {"card": None, "live": False, "message": "", "place_id": None, "looks": ""}


@dataclass(frozen=True)
class Erased:
    """What others may still see of the person, and the chats to be taken away.

    `joins` are the links by which their accounts were joined with others, or were to be.
    """

    questions: tuple[int, ...]
    joins: tuple[int, ...]
    affiliations: tuple[int, ...]
    events: tuple[int, ...]
    cafes: tuple[int, ...]
    places: tuple[int, ...]


async def erase(tx: Tx, person_id: int, now: datetime, *, answers_too: bool, update_id: int) -> Erased:
    """Empty everything that tells who the person is or what they wrote. With `answers_too` their answers go as well.

    `update_id` is the inbox row of the wish itself: what came after it was written by somebody new.
    Counts, the activity log and consents keep the person's number, behind which there is nobody any more.
    """
    places = await _numbers(tx, _places_of(person_id))
    also_them = select(PERSON.c.id).where(or_(PERSON.c.id == person_id, PERSON.c.joined_to_id == person_id))
    erased = Erased(
        questions=await _numbers(tx, select(QUESTION.c.id).where(QUESTION.c.person_id == person_id)),
        joins=await _numbers(tx, select(LINK.c.id).where(LINK.c.kind == "join", _asked_or_typed(person_id))),
        affiliations=await _numbers(tx, select(AFFILIATION.c.id).where(AFFILIATION.c.person_id.in_(also_them))),
        events=await _numbers(
            tx,
            select(RSVP.c.event_id)
            .where(RSVP.c.person_id == person_id)
            .union(select(INVITATION.c.event_id).where(INVITATION.c.person_id == person_id)),
        ),
        cafes=await cafe_people.cafes_of(tx, person_id),
        places=places,
    )
    await _forget_words(tx, person_id)
    await cafe_people.forget(tx, person_id, words_too=answers_too)
    await _forget_messages(
        tx, and_(or_(DELIVERY.c.person_id == person_id, DELIVERY.c.place_id.in_(places)), _settled())
    )
    await _forget_transcripts(tx, places)
    await _end_ties(tx, person_id, now)
    if answers_too:
        for table in (RSVP_CHANGE, RSVP, INVITATION):
            await tx.execute(delete(table).where(table.c.person_id == person_id))
    await _forget_accounts(tx, ACCOUNT.c.person_id == person_id, now, update_id)
    await _forget_files(tx, person_id)
    await _empty(tx, [person_id], now)
    await tx.execute(update(PERSON).where(PERSON.c.joined_to_id == person_id).values(key=None))
    return erased


async def _empty(tx: Tx, people: Sequence[int], now: datetime) -> None:
    """Nobody is behind these numbers any more."""
    blank = {"name": "", "key": None, "email": "", "zone": "", "channel": "", "represents": None}
    gone = {**blank, "welcomed_at": None, "stopped_at": None}
    await tx.execute(update(PERSON).where(PERSON.c.id.in_(people)).values(**gone, erased_at=now))


async def empty_people(tx: Tx, people: Collection[int], now: datetime) -> None:
    """People who were never more than their record, their affiliations gone already: their links lead to nobody."""
    for some in in_statements(people):
        await _revoke(tx, LINK.c.person_id.in_(some), now)
        await _empty(tx, some, now)


async def _revoke(tx: Tx, which: ColumnElement[bool], now: datetime) -> None:
    revoked = {"person_id": None, "digest": "", "revoked_at": _first(LINK.c.revoked_at, now)}
    await tx.execute(update(LINK).where(which).values(**revoked))


async def _forget_files(tx: Tx, person_id: int) -> None:
    """The files they sent, with what came of them; and what others' imports could restore of them."""
    theirs = FILE.c.by_id == person_id
    await forget_where(tx, theirs)
    await tx.execute(update(FILE).where(theirs).values(name="", media_type="", sha256=""))
    await jobs.forget_person(tx, person_id)


def _places_of(person_id: int) -> Select[Any]:
    """The private chats of a person, where nobody else has an account."""
    mine = [
        select(ACCOUNT.c.place_id).where(ACCOUNT.c.person_id == person_id),
        select(DELIVERY.c.place_id).where(DELIVERY.c.person_id == person_id),
        select(QUESTION.c.place_id).where(QUESTION.c.person_id == person_id),
    ]
    somebody_else = exists().where(ACCOUNT.c.place_id == PLACE.c.id, ACCOUNT.c.person_id.is_distinct_from(person_id))
    return select(PLACE.c.id).where(PLACE.c.private, or_(*(PLACE.c.id.in_(one) for one in mine)), ~somebody_else)


def _asked_or_typed(person_id: int) -> ColumnElement[bool]:
    """That the code of a join was theirs, or was typed on an account of theirs."""
    mine = select(ACCOUNT.c.id).where(ACCOUNT.c.person_id == person_id)
    return or_(LINK.c.person_id == person_id, LINK.c.joins_id.in_(mine))


def _first(column: ColumnElement[Any], now: datetime) -> ColumnElement[Any]:
    """The instant that stands there already, else this one."""
    return func.coalesce(column, literal(now, column.type))


async def _numbers(tx: Tx, found: Any) -> tuple[int, ...]:
    return tuple((await tx.execute(found)).scalars())


def _settled() -> ColumnElement[bool]:
    """What is on the wire just now is emptied by the second step: its mark is still to come."""
    return DELIVERY.c.state != Sending.SENDING.value


async def _forget_words(tx: Tx, person_id: int) -> None:
    """The questions they asked, and the answers to them."""
    asked = QUESTION.c.person_id == person_id
    left = case((QUESTION.c.state.in_((DRAFT, OPEN)), DROPPED), else_=QUESTION.c.state)
    await tx.execute(update(QUESTION).where(asked).values(text="", answer="", place_id=None, state=left))


async def _forget_accounts(tx: Tx, which: ColumnElement[bool], now: datetime, update_id: int | None = None) -> None:
    """Accounts with their forms and kept presses, and in the inbox whose updates they were and what died there.

    The platform's own ids stay, so that nothing counts twice. Of the updates those up to `update_id` are meant, or all
    that are finished.
    """
    for kept in (FORM, PENDING):
        await tx.execute(delete(kept).where(kept.c.account_id.in_(select(ACCOUNT.c.id).where(which))))
    lane = ACCOUNT.c.platform + ":" + ACCOUNT.c.installation + ":" + ACCOUNT.c.user
    past = INBOX.c.state != "new" if update_id is None else INBOX.c.id <= update_id
    finished = {"lane": "", "payload": "", "state": "done", "finished_at": _first(INBOX.c.finished_at, now)}
    theirs = and_(INBOX.c.lane.in_(select(lane).where(which)), past)
    await tx.execute(update(INBOX).where(theirs).values(**finished))
    for column in (LINK.c.account_id, LINK.c.joins_id):
        await tx.execute(update(LINK).where(column.in_(select(ACCOUNT.c.id).where(which))).values({column.name: None}))
    await tx.execute(delete(ACCOUNT).where(which))


async def _forget_messages(tx: Tx, which: ColumnElement[bool]) -> None:
    """What was sent is no longer known to stand anywhere; what was not is not sent."""
    state = case((DELIVERY.c.state.in_(_NOT_OUT), Sending.CANCELLED.value), else_=DELIVERY.c.state)
    state = case((DELIVERY.c.state == Sending.STALE.value, Sending.SENT.value), else_=state)
    await tx.execute(update(DELIVERY).where(which).values(**_EMPTY, state=state))


async def _forget_transcripts(tx: Tx, places: Sequence[int]) -> None:
    chats = select(PLACE.c.chat).where(PLACE.c.id.in_(places), PLACE.c.platform == WEB)
    await tx.execute(delete(WEB_MESSAGE).where(WEB_MESSAGE.c.chat.in_(chats)))


async def _end_ties(tx: Tx, person_id: int, now: datetime) -> None:
    """Roles and affiliations end; links open nothing and lead to nobody."""
    await tx.execute(
        update(GRANT)
        .where(GRANT.c.person_id == person_id, or_(GRANT.c.until.is_(None), GRANT.c.until > now))
        .values(until=now)
    )
    await tx.execute(
        update(AFFILIATION).where(AFFILIATION.c.person_id == person_id, AFFILIATION.c.until.is_(None)).values(until=now)
    )
    await _revoke(tx, LINK.c.person_id == person_id, now)


async def cards_about(tx: Tx, kinds: Sequence[str], subjects: Sequence[str]) -> tuple[int, ...]:
    """The messages of these views about these subjects that stand in anybody's chat, live or not."""
    here = and_(DELIVERY.c.kind.in_(kinds), DELIVERY.c.subject.in_(subjects), DELIVERY.c.message != "")
    return await _numbers(tx, select(DELIVERY.c.id).where(here, DELIVERY.c.state.in_(_ARRIVED)))


async def take_place(tx: Tx, place_id: int, person_id: int, now: datetime) -> bool:
    """Take a chat of an erased person away; False while a message is still on its way there.

    Whoever has begun there since to say who they are is somebody new, and keeps it; a second tap is no beginning.
    """
    theirs = or_(DELIVERY.c.place_id == place_id, DELIVERY.c.person_id == person_id)
    if (await tx.execute(select(DELIVERY.c.id).where(theirs, DELIVERY.c.state.in_(_ON_ITS_WAY)).limit(1))).first():
        return False
    here = ACCOUNT.c.place_id == place_id
    asked = exists().where(FORM.c.account_id == ACCOUNT.c.id, FORM.c.state == "open")
    somebody_new = select(ACCOUNT.c.id).where(here, or_(ACCOUNT.c.person_id.is_not(None), asked))
    if (await tx.execute(somebody_new)).first() is not None:
        await _forget_messages(tx, DELIVERY.c.person_id == person_id)
        return True
    await _forget_messages(tx, theirs)
    await _forget_accounts(tx, here, now)
    await _forget_transcripts(tx, [place_id])
    await tx.execute(delete(PLACE).where(PLACE.c.id == place_id))
    return True
