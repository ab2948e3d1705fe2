"""What is kept of one person, for that person: in figures for a card, in full for a file. Nobody else's data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from bot.model.values import Going, Words
from storage.announcements import ANNOUNCEMENT
from storage.answers import INVITATION, RSVP, RSVP_CHANGE
from storage.asking import DRAFT, DROPPED
from storage.cafes import CAFE, CAFE_SEAT
from storage.deliveries import DELIVERY
from storage.dialogues import FORM
from storage.events import EVENT
from storage.files import FILE
from storage.ideas import IDEA
from storage.jobs import JOB
from storage.people import ACCOUNT, ACTIVITY, AFFILIATION, CONSENT, GRANT, LINK, ORGANISATION, PERSON
from storage.questions import QUESTION
from storage.tx import Tx

_ME: Any = bindparam("person")


class KeptAnswer(NamedTuple):
    """An answer to an invitation."""

    title: Words
    day: date
    answer: Going


@dataclass(frozen=True)
class Kept:
    """The figures: how often invited, what was answered, what was asked, what was said in cafés."""

    invitations: int
    answers: tuple[KeptAnswer, ...]
    questions: tuple[str, ...]
    ideas: tuple[str, ...] = ()


_INVITED = select(INVITATION.c.id).where(INVITATION.c.person_id == _ME)
_ANSWERS = (
    select(EVENT.c.title, EVENT.c.day, RSVP.c.answer)
    .join(EVENT, EVENT.c.id == RSVP.c.event_id)
    .where(RSVP.c.person_id == _ME)
    .order_by(EVENT.c.begins_at.desc())
)
_WRITTEN = (QUESTION.c.person_id == _ME) & (QUESTION.c.state != DROPPED)
_QUESTIONS = select(QUESTION.c.text).where(_WRITTEN, QUESTION.c.state != DRAFT).order_by(QUESTION.c.id)
_SAID = (IDEA.c.person_id == _ME) & IDEA.c.withdrawn_at.is_(None)
_IDEAS = select(IDEA.c.text).where(_SAID).order_by(IDEA.c.id)


async def kept(tx: Tx, person_id: int) -> Kept:
    """What a person's card says of them."""
    me = {"person": person_id}
    answers: Sequence[Any] = (await tx.execute(_ANSWERS, me)).all()
    return Kept(
        len((await tx.execute(_INVITED, me)).all()),
        tuple(KeptAnswer(*row) for row in answers),
        tuple((await tx.execute(_QUESTIONS, me)).scalars()),
        tuple((await tx.execute(_IDEAS, me)).scalars()),
    )


_EVENT = (EVENT.c.key.label("event"), EVENT.c.title, EVENT.c.day)
_SECTIONS: Mapping[str, Select[Any]] = {
    "person": select(
        PERSON.c.name,
        PERSON.c.email,
        PERSON.c.language,
        PERSON.c.zone,
        PERSON.c.channel,
        PERSON.c.quiet_from,
        PERSON.c.quiet_until,
        PERSON.c.welcomed_at,
        PERSON.c.stopped_at,
        PERSON.c.represents,
    ).where(PERSON.c.id == _ME),
    "organisations": select(
        ORGANISATION.c.name, AFFILIATION.c.lead, AFFILIATION.c.confirmed, AFFILIATION.c.since, AFFILIATION.c.until
    )
    .join(ORGANISATION, ORGANISATION.c.id == AFFILIATION.c.organisation_id)
    .where(AFFILIATION.c.person_id == _ME)
    .order_by(AFFILIATION.c.id),
    "accounts": select(
        ACCOUNT.c.platform,
        ACCOUNT.c.user,
        ACCOUNT.c.name,
        ACCOUNT.c.language,
        ACCOUNT.c.state,
        ACCOUNT.c.used_at,
    )
    .where(ACCOUNT.c.person_id == _ME)
    .order_by(ACCOUNT.c.id),
    "roles": select(GRANT.c.role, GRANT.c.scope, GRANT.c.since, GRANT.c.until)
    .where(GRANT.c.person_id == _ME)
    .order_by(GRANT.c.id),
    "links": select(LINK.c.kind, LINK.c.made_at, LINK.c.opened_at, LINK.c.revoked_at)
    .where(LINK.c.person_id == _ME)
    .order_by(LINK.c.id),
    "consents": select(CONSENT.c.kind, CONSENT.c.given, CONSENT.c.at)
    .where(CONSENT.c.person_id == _ME)
    .order_by(CONSENT.c.id),
    "invitations": select(*_EVENT, INVITATION.c.invited_at, INVITATION.c.opened_at)
    .join(EVENT, EVENT.c.id == INVITATION.c.event_id)
    .where(INVITATION.c.person_id == _ME)
    .order_by(INVITATION.c.id),
    "answers": select(*_EVENT, RSVP.c.answer, RSVP.c.late, RSVP.c.guest, RSVP.c.answered_at, RSVP.c.channel)
    .join(EVENT, EVENT.c.id == RSVP.c.event_id)
    .where(RSVP.c.person_id == _ME)
    .order_by(RSVP.c.id),
    "answers_before": select(
        EVENT.c.key.label("event"), RSVP_CHANGE.c.answer, RSVP_CHANGE.c.late, RSVP_CHANGE.c.at, RSVP_CHANGE.c.channel
    )
    .join(EVENT, EVENT.c.id == RSVP_CHANGE.c.event_id)
    .where(RSVP_CHANGE.c.person_id == _ME)
    .order_by(RSVP_CHANGE.c.id),
    "ideas": select(
        EVENT.c.key.label("event"),
        IDEA.c.question,
        IDEA.c.round_number,
        IDEA.c.table_number,
        IDEA.c.text,
        IDEA.c.what,
        IDEA.c.channel,
        IDEA.c.at,
        IDEA.c.changed_at,
    )
    .join(EVENT, EVENT.c.id == IDEA.c.event_id)
    .where(_SAID)
    .order_by(IDEA.c.id),
    "seats": select(EVENT.c.key.label("event"), CAFE_SEAT.c.round_number, CAFE_SEAT.c.table_number)
    .select_from(CAFE_SEAT.join(CAFE, CAFE.c.id == CAFE_SEAT.c.cafe_id).join(EVENT, EVENT.c.id == CAFE.c.event_id))
    .where(CAFE_SEAT.c.person_id == _ME)
    .order_by(CAFE_SEAT.c.id),
    "questions": select(
        QUESTION.c.text,
        QUESTION.c.language,
        QUESTION.c.state,
        QUESTION.c.asked_at,
        QUESTION.c.answer,
        QUESTION.c.answered_at,
    )
    .where(_WRITTEN)
    .order_by(QUESTION.c.id),
    "answers_given_to_questions": select(QUESTION.c.answer, QUESTION.c.answered_at)
    .where(QUESTION.c.answer_by_id == _ME)
    .order_by(QUESTION.c.id),
    "announcements": select(ANNOUNCEMENT.c.words, ANNOUNCEMENT.c.made_at)
    .where(ANNOUNCEMENT.c.author_id == _ME)
    .order_by(ANNOUNCEMENT.c.id),
    "open_forms": select(FORM.c.form, FORM.c.answers, FORM.c.opened_at)
    .join(ACCOUNT, ACCOUNT.c.id == FORM.c.account_id)
    .where(ACCOUNT.c.person_id == _ME, FORM.c.state == "open")
    .order_by(FORM.c.id),
    "files": select(FILE.c.name, FILE.c.media_type, FILE.c.size, FILE.c.made_at)
    .where(FILE.c.by_id == _ME)
    .order_by(FILE.c.id),
    "jobs": select(JOB.c.kind, JOB.c.state, JOB.c.made_at, JOB.c.finished_at)
    .where(JOB.c.by_id == _ME)
    .order_by(JOB.c.id),
    "messages": select(DELIVERY.c.kind, DELIVERY.c.due, DELIVERY.c.state, DELIVERY.c.sent_at)
    .where(DELIVERY.c.person_id == _ME)
    .order_by(DELIVERY.c.id),
    "activity": select(ACTIVITY.c.at, ACTIVITY.c.role, ACTIVITY.c.action, ACTIVITY.c.result)
    .where(ACTIVITY.c.person_id == _ME)
    .order_by(ACTIVITY.c.id),
}


async def everything(tx: Tx, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """All that is kept of a person, by section, in values that JSON can hold; instants are ISO 8601 in UTC."""
    found: dict[str, list[dict[str, Any]]] = {}
    for section, statement in _SECTIONS.items():
        rows: Sequence[Any] = (await tx.execute(statement, {"person": person_id})).all()
        found[section] = [{name: _plain(value) for name, value in row._mapping.items()} for row in rows]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return dict(value.texts) if isinstance(value, Words) else value
