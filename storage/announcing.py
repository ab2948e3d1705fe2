"""Announcing: the announcements themselves, whom their words mean, and which secrets they must not hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, exists, func, or_, select, update

from bot.model.values import Going, Words
from storage import invitations, places, segments
from storage.announcements import ANNOUNCEMENT, GROUP, AnnouncementRow, Stage
from storage.dialogues import FORM, FormRow
from storage.events import EVENT, EVENT_SECRET
from storage.people import ACCOUNT, PERSON, PlaceRow
from storage.tx import Tx, many, one, scalar

GROUPS = (*(going.value for going in Going), "silent", "invited")

_ANNOUNCEMENT = select(ANNOUNCEMENT).where(ANNOUNCEMENT.c.id == bindparam("number"))


async def announcement(tx: Tx, number: int) -> AnnouncementRow | None:
    """An announcement by its number."""
    return await one(tx, AnnouncementRow, _ANNOUNCEMENT, {"number": number})


async def rewrite(tx: Tx, row: AnnouncementRow) -> None:
    """Write back what a form may change: texts, segment, moment, revision."""
    names = ("words", "segment", "due", "revision", "corrected_at")
    values = {name: getattr(row, name) for name in names}
    await tx.execute(update(ANNOUNCEMENT).where(ANNOUNCEMENT.c.id == row.id).values(**values))


async def move(tx: Tx, number: int, before: Sequence[Stage], after: Stage) -> bool:
    """From one of these stages to another; False when it stands elsewhere, so that a double tap does it once."""
    here = ANNOUNCEMENT.c.state.in_([stage.value for stage in before])
    moved = await tx.execute(update(ANNOUNCEMENT).where(ANNOUNCEMENT.c.id == number, here).values(state=after.value))
    return bool(moved.rowcount)


async def addressed(tx: Tx, programme_id: int, segment: str, now: datetime) -> Select[Any]:
    """The people (one column: ids) whom the words of a segment mean together; a word that is not known means nobody.

    `event:KEY:GROUP` means people by their answer, `group:ID` a group or channel (see `groups_addressed`); the other
    words mean organisations, and through them their confirmed representatives.
    """
    words = [word for word in segment.split() if not word.startswith(GROUP)]
    by_answer = [word for word in words if word.startswith("event:")]
    organisations, _ = await segments.chosen(tx, programme_id, [word for word in words if word not in by_answer])
    groups = [await _by_answer(tx, programme_id, word) for word in by_answer]
    groups.append(invitations.representatives([row.id or 0 for row in organisations], now))
    meant = or_(*(PERSON.c.id.in_(group) for group in groups))
    return select(PERSON.c.id).where(meant, PERSON.c.erased_at.is_(None))


async def groups_addressed(tx: Tx, programme_id: int, segment: str) -> list[PlaceRow]:
    """The groups and channels that a segment means, of those that are open to the programme."""
    meant = _numbers(segment)
    return [row for row in await places.groups_of(tx, programme_id) if row.id in meant] if meant else []


async def groups_lost(tx: Tx, programme_id: int, segment: str) -> list[PlaceRow]:
    """The groups and channels that a segment means and that can not be written to (any more)."""
    open_ones = {row.id for row in await groups_addressed(tx, programme_id, segment)}
    found = [await places.group(tx, number) for number in _numbers(segment) if number not in open_ones]
    return [row for row in found if row is not None]


def _numbers(segment: str) -> list[int]:
    return [int(word.removeprefix(GROUP)) for word in segment.split() if word.startswith(GROUP)]


async def being_changed(tx: Tx, form: str, number: int, opened_after: datetime) -> list[FormRow]:
    """The open forms of this name in which somebody changes this announcement."""
    still = and_(FORM.c.form == form, FORM.c.state == "open", FORM.c.opened_at > opened_after)
    return [row for row in await many(tx, FormRow, select(FORM).where(still)) if row.about == [number]]


async def _by_answer(tx: Tx, programme_id: int, word: str) -> Select[Any]:
    key, _, group = word.removeprefix("event:").rpartition(":")
    here = select(EVENT.c.id).where(EVENT.c.programme_id == programme_id, EVENT.c.key == key)
    event = await scalar(tx, here) or 0
    match group:
        case "silent":
            return invitations.silent(event)
        case "invited":
            return invitations.invited(event)
    return invitations.answering(event, Going(group))


@dataclass(frozen=True)
class Audience:
    """How many people a segment means: those a message reaches now, wait for first contact, or want none."""

    reachable: int
    waiting: int
    stopped: int

    @property
    def people(self) -> int:
        """All of them."""
        return self.reachable + self.waiting + self.stopped


async def audience(tx: Tx, people: Select[Any]) -> Audience:
    """How many people are selected, and how many of them can be written to."""
    stopped = PERSON.c.stopped_at.is_not(None)
    account = exists().where(
        ACCOUNT.c.person_id == PERSON.c.id, ACCOUNT.c.state == "open", ACCOUNT.c.place_id.is_not(None)
    )
    kind = case((stopped, "stopped"), (account, "reachable"), else_="waiting").label("kind")
    each = select(kind).where(PERSON.c.id.in_(people)).subquery()
    rows: Sequence[Any] = (
        await tx.execute(select(each.c.kind, func.count().label("number")).group_by(each.c.kind))
    ).all()
    found = {row.kind: row.number for row in rows}
    return Audience(found.get("reachable", 0), found.get("waiting", 0), found.get("stopped", 0))


@dataclass(frozen=True)
class Kept:
    """What only those who come to an event may know."""

    title: Words
    link: str
    passcode: str


async def kept_secrets(tx: Tx, programme_id: int) -> list[Kept]:
    """The meeting links and passcodes of a programme's events."""
    found = (
        select(EVENT.c.title, EVENT_SECRET.c.link, EVENT_SECRET.c.passcode)
        .join(EVENT_SECRET, EVENT_SECRET.c.event_id == EVENT.c.id)
        .where(EVENT.c.programme_id == programme_id)
        .order_by(EVENT.c.begins_at)
    )
    rows: Sequence[Any] = (await tx.execute(found)).all()
    return [Kept(row.title, row.link, row.passcode) for row in rows]
