"""The entry of an event in somebody's calendar: brought with their yes, newer with every change, cancelled at the end.

A maybe makes it tentative; who never said yes has none to be made so.

No entry holds the access link or passcode. Calendars are shared with colleagues and kept by others, an old entry is
never taken back, and whoever says no loses the link: it stays in the conversation, and the entry says so.
"""

from collections.abc import Iterable
from uuid import UUID, uuid5

from bot.core import Ctx, Look, Terms
from bot.core.translate import plain
from bot.model.card import Document
from bot.model.text import Day, Joined, Language, T, Text
from bot.model.values import EventState, Going, Lane
from handlers.shared.access import is_entitled
from handlers.shared.calendar import MEDIA_TYPE, Entry, Hours, State, entry_file
from handlers.shared.confirming import to_be_confirmed
from handlers.shared.event_changes import facts_of
from handlers.shared.events import moment_for
from storage import calendar, events, programmes
from storage.calendar import Dated, Version
from storage.events import EventRow

ENTRY = "calendar.entry"
FILE_NAME = "calendar.ics"


async def bring_entry(ctx: Ctx, event: EventRow, going: Going, *, held: bool) -> None:
    """After an answer: a yes brings the entry; of the one that the person has (`held`) a maybe brings a tentative
    version, and a no takes it back. Once an answer.

    It comes where they answered, from a group in private.
    """
    if going is not Going.YES and not held:
        return
    await calendar.make_identity(ctx.db)
    number = event.id or 0
    answer, _ = await calendar.newest_brought(ctx.db, number, ctx.my_id)
    cause = calendar.cause(number, Version(answer, event.revision))
    await _send(ctx, event, cause, ctx.place.id if ctx.in_chat else None)


async def renew_entries(ctx: Ctx, numbers: Iterable[int]) -> None:
    """After two people turned out to be one: where a chat's newest entry of one of these events says something else
    than the answer that stands now, a newer one comes there. All others stay, as they are as true as they were.
    """
    for number in numbers:
        event = await events.event(ctx.db, number)
        if event is None or event.state is not EventState.OPEN or event.ends_at <= ctx.now:
            continue
        answer, _ = await calendar.newest_brought(ctx.db, number, ctx.my_id)
        for place, version in (await calendar.newest_files(ctx.db, number, ctx.my_id)).items():
            if not await calendar.still_says(ctx.db, number, ctx.my_id, version.answer):
                await _send(ctx, event, calendar.cause(number, Version(answer, event.revision), place), place)


async def _send(ctx: Ctx, event: EventRow, cause: str, place: int | None) -> None:
    terms = Terms(Lane.SESSION, until=event.ends_at, vital=True, event=event.id, programme=event.programme_id)
    await ctx.send(ENTRY, event.id or 0, to=ctx.my_id, cause=cause, terms=terms, place=place)


async def newest_entry(look: Look, event: EventRow, answers: int | None = None) -> tuple[Document, ...]:
    """The newest version, for a message that tells of a change; nothing for who has no entry.

    With `answers` it is for who had one when the history of answers had gone so far: platforms can not put a file into
    a message later, or take it out, so a message that may be drawn again must not ask how things are now.
    """
    number = event.id or 0
    if answers is None:
        held = await calendar.holds_entry(look.db, number, look.person_id)
    else:
        held = await calendar.held_entry(look.db, number, look.person_id, answers)
    if not held:
        return ()
    dated = await calendar.dated(look.db, number, look.person_id)
    return () if dated is None else await entry_documents(look, dated)


async def entry_documents(look: Look, dated: Dated) -> tuple[Document, ...]:
    """An entry as a file, the same each time it is drawn; nothing as long as this installation has given none."""
    identity = await calendar.identity(look.db)
    if identity is None:
        return ()
    entry = await entry_of(look, dated, identity)
    method = "CANCEL" if entry.state is State.CANCELLED else "PUBLISH"
    made_at = look.now if dated.event.state is EventState.CANCELLED else dated.changed_at
    return (Document(FILE_NAME, f"{MEDIA_TYPE}; method={method}", entry_file(entry, made_at)),)


async def entry_of(look: Look, dated: Dated, identity: UUID) -> Entry:
    """What the reader's calendar shows of an event.

    Its number grows with every revision of the event and every answer of theirs: a yes after a no is a later version.
    """
    event = dated.event
    programme = await programmes.programme(look.db, event.programme_id)
    facts = await facts_of(look.db, event)
    about = Joined(tuple(await _about(look, dated)), "\n")
    return Entry(
        uid=uuid5(identity, f"event {event.id}"),
        sequence=event.revision + max(dated.answers, 1) - 2,
        state=_state(dated),
        when=event.day if event.starts is None else Hours(event.begins_at, event.ends_at, event.zone),
        changed_at=dated.changed_at,
        title=plain(_title(dated), look.reader),
        place=plain(facts.where, look.reader),
        about=plain(about, look.reader),
        organiser=plain(programme.title, look.reader) if programme else "Sfat",
    )


def _state(dated: Dated) -> State:
    if dated.event.state is EventState.CANCELLED or dated.answer is Going.NO:
        return State.CANCELLED
    return State.CONFIRMED if dated.answer is Going.YES else State.TENTATIVE


def _title(dated: Dated) -> Text:
    """What is over says so in its title too: some calendars show nothing of a status."""
    if dated.event.state is EventState.CANCELLED:
        return T("Cancelled: {title}", title=dated.event.title)
    if dated.answer is Going.NO:
        return T("Not coming: {title}", title=dated.event.title)
    return dated.event.title


async def _about(look: Look, dated: Dated) -> list[Text]:
    event = dated.event
    if event.state is EventState.CANCELLED:
        return [T("The event of {day} is cancelled. We apologise.", day=Day(event.day))]
    lines: list[Text] = [T("Language of the event: {lang}", lang=Language(event.language))]
    if dated.answer is Going.YES and await to_be_confirmed(look.db, event, look.person_id):
        lines.append(T("The event has moved since you said yes. Please tell us whether you are still coming."))
    if dated.release_at is not None and await is_entitled(look, event.id or 0):
        at = moment_for(dated.release_at, event, look.reader.zone)
        lines.append(
            T("The access link is not kept here: it comes in your conversation with us, on {moment}.", moment=at)
        )
    return lines
