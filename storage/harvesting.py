"""The harvest: what was said at the cafés, as it leaves the house, with external keys in the place of our numbers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, exists, select

from bot.model.values import Naming, Role, Words
from storage import event_figures
from storage.cafes import CAFE, CAFE_QUESTION
from storage.events import EVENT, EventRow
from storage.exporting import key_of
from storage.files import FILE
from storage.ideas import IDEA
from storage.people import ORGANISATION, PERSON
from storage.tx import Tx, one

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_ANSWERS = (
    select(
        IDEA.c.id,
        EVENT.c.key.label("event"),
        EVENT.c.zone,
        CAFE.c.naming,
        IDEA.c.question,
        IDEA.c.table_number,
        IDEA.c.round_number,
        ORGANISATION.c.key.label("organisation"),
        ORGANISATION.c.name.label("organisation_name"),
        case((PERSON.c.id.is_not(None), key_of(PERSON))).label("person"),
        PERSON.c.name.label("person_name"),
        IDEA.c.language,
        IDEA.c.channel,
        IDEA.c.text,
        FILE.c.name.label("file"),
        IDEA.c.hidden,
        IDEA.c.counts,
        IDEA.c.at,
    )
    .select_from(
        IDEA.join(EVENT, EVENT.c.id == IDEA.c.event_id)
        .join(CAFE, CAFE.c.id == IDEA.c.cafe_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == IDEA.c.organisation_id)
        .outerjoin(PERSON, PERSON.c.id == IDEA.c.person_id)
        .outerjoin(FILE, FILE.c.id == IDEA.c.file_id)
    )
    .where(IDEA.c.withdrawn_at.is_(None))
    .order_by(EVENT.c.begins_at, EVENT.c.id, IDEA.c.question, IDEA.c.table_number, IDEA.c.round_number, IDEA.c.id)
)
_ASKED = select(EVENT.c.key, CAFE_QUESTION.c.ordinal, CAFE_QUESTION.c.words).select_from(
    CAFE_QUESTION.join(CAFE, CAFE.c.id == CAFE_QUESTION.c.cafe_id).join(EVENT, EVENT.c.id == CAFE.c.event_id)
)
_IN_FILES = (
    select(
        IDEA.c.id,
        IDEA.c.cafe_id,
        IDEA.c.question,
        IDEA.c.table_number,
        IDEA.c.round_number,
        IDEA.c.text.label("caption"),
        IDEA.c.file_id,
        FILE.c.name,
        FILE.c.size,
    )
    .select_from(IDEA.join(FILE, FILE.c.id == IDEA.c.file_id))
    .where(IDEA.c.file_id.is_not(None), IDEA.c.withdrawn_at.is_(None))
)
_ALL_IN_FILES = _IN_FILES.where(IDEA.c.event_id == bindparam("event")).order_by(IDEA.c.file_id)
_IN_A_FILE = _IN_FILES.where(IDEA.c.id == bindparam("idea"))
_EARLIER = (
    select(EVENT)
    .where(
        EVENT.c.lab_id == bindparam("lab"),
        EVENT.c.begins_at < bindparam("begins"),
        exists().where(IDEA.c.event_id == EVENT.c.id, IDEA.c.withdrawn_at.is_(None)),
    )
    .order_by(EVENT.c.begins_at.desc(), EVENT.c.id.desc())
    .limit(1)
)


class Answer(NamedTuple):
    """An idea that stands, as it was kept; whom of it may be named is for `naming` to say. `zone` is the event's."""

    id: int
    event: str
    zone: str
    naming: Naming
    question: int
    table_number: int
    round_number: int
    organisation: str | None
    organisation_name: str | None
    person: str | None
    person_name: str | None
    language: str
    channel: str
    text: str
    file: str | None
    hidden: str
    counts: bool
    at: datetime


class InAFile(NamedTuple):
    """An idea that is a photo or a voice note; `size` in bytes, of the file as it came."""

    id: int
    cafe_id: int
    question: int
    table_number: int
    round_number: int
    caption: str
    file_id: int
    name: str
    size: int


async def in_files(tx: Tx, event_id: int) -> list[InAFile]:
    """The photos and voice notes of an event that stand, in the order in which they came."""
    rows: Sequence[Any] = (await tx.execute(_ALL_IN_FILES, {"event": event_id})).all()
    return [InAFile(*row) for row in rows]


async def in_a_file(tx: Tx, idea: int) -> InAFile | None:
    """One of them, while it stands."""
    row: Any = (await tx.execute(_IN_A_FILE, {"idea": idea})).first()
    return None if row is None else InAFile(*row)


async def answers(tx: Tx, event_id: int | None) -> list[Answer]:
    """What was said and not withdrawn, of an event or of all (None): by event, question, table, round."""
    found = _ANSWERS if event_id is None else _ANSWERS.where(IDEA.c.event_id == event_id)
    rows: Sequence[Any] = (await tx.execute(found)).all()
    return [Answer(*row) for row in rows]


async def asked(tx: Tx, event_id: int | None) -> dict[tuple[str, int], Words]:
    """The words of the questions of an event's café, or of all (None), by the key of the event and their place."""
    rows: Sequence[Any] = (
        await tx.execute(_ASKED if event_id is None else _ASKED.where(CAFE.c.event_id == event_id))
    ).all()
    return {(row.key, row.ordinal): row.words for row in rows}


async def events_with_cafes(tx: Tx, person_id: int, now: datetime) -> list[EventRow]:
    """The events with a café that a person runs, past ones too, the newest first."""
    roles = (Role.FACILITATOR, Role.MANAGER)
    held = await event_figures.events_held(tx, person_id, now, _BEGINNING, roles)
    with_cafe = set((await tx.execute(select(CAFE.c.event_id))).scalars().all())
    return [event for event in reversed(held) if event.id in with_cafe]


async def earlier(tx: Tx, event: EventRow) -> EventRow | None:
    """The newest event of the same lab before this one at whose café something was said that stands."""
    if event.lab_id is None:
        return None
    return await one(tx, EventRow, _EARLIER, {"lab": event.lab_id, "begins": event.begins_at})
