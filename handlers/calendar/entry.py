"""The message with the entry: after a yes, a maybe that makes it tentative, and a no that takes it back."""

from dataclasses import replace

from bot.core import Look
from bot.model.card import Card, card
from bot.model.text import T, Text
from bot.model.values import EventState, Going
from handlers.calendar.routes import offered, router
from handlers.shared.access import is_entitled
from handlers.shared.calendar_entry import ENTRY, entry_documents
from handlers.shared.event_changes import Facts, facts_of
from handlers.shared.events import moment_for
from handlers.shared.invitation_card import noted
from storage import calendar, causes, event_changes
from storage.calendar import Dated, Version
from storage.events import EventRow


@router.view(ENTRY, watches=("event",), mine=("rsvp",))
async def entry(look: Look, number: int) -> Card | None:
    """The file for one answer of the reader's. Platforms keep a file that was sent: an older one is called so."""
    dated = await calendar.dated(look.db, number, look.person_id)
    version = await calendar.version_of(look.db, look.delivery_id)
    if dated is None or version is None:
        return None
    _, brought = await calendar.newest_brought(look.db, number, look.person_id)
    true = await calendar.still_says(look.db, number, look.person_id, version.answer)
    if not true or (brought in calendar.HOLDING and await _has_changed(look, dated.event, version)):
        return await _outdated(look, dated) if await causes.stands(look.db, look.delivery_id) else None
    return await (_taken_back(look, dated) if brought is Going.NO else _brought(look, dated))


async def _has_changed(look: Look, event: EventRow, version: Version) -> bool:
    """Whether the message that the event has moved, or is cancelled, has brought a newer file."""
    if event.state is not EventState.OPEN:
        return True
    since = [one for one in await event_changes.changes(look.db, event.id or 0) if one.revision > version.revision]
    return bool(since) and Facts.unpacked(since[-1].before) != await facts_of(look.db, event)


async def _brought(look: Look, dated: Dated) -> Card:
    event = dated.event
    what_for = (
        T("📆 Open the file to mark *{title}* as tentative in your calendar.", title=event.title)
        if dated.answer is Going.MAYBE
        else T("📆 Open the file to put *{title}* into your calendar.", title=event.title)
    )
    lines: list[Text] = [noted(look, event, dated.answer, late=dated.late), "", what_for]
    if dated.release_at is not None and dated.release_at > look.now and await is_entitled(look, event.id or 0):
        released = moment_for(dated.release_at, event, look.reader.zone)
        lines.append(T("The access link comes here on {moment}.", moment=released))
    return card(*lines, rows=[offered(look.house)], documents=await entry_documents(look, dated))


async def _taken_back(look: Look, dated: Dated) -> Card:
    """A no; whoever is not sure again after it has nothing in their calendar either."""
    return card(
        noted(look, dated.event, dated.answer, late=dated.late),
        "",
        T("📆 Open the file to take *{title}* out of your calendar.", title=dated.event.title),
        documents=await entry_documents(look, replace(dated, answer=Going.NO)),
    )


async def _outdated(look: Look, dated: Dated) -> Card:
    """Where a file can be exchanged it is the newest one; most platforms leave what was sent."""
    line = T("📆 This file for *{title}* is out of date: a newer one was sent to you.", title=dated.event.title)
    return card(line, documents=await entry_documents(look, dated))
