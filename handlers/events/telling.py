"""What everyone concerned is told: the event has moved or changed, or is cancelled."""

from bot.core import Look
from bot.model.card import Button, Card, Row, card
from bot.model.text import Day, T, Text
from bot.model.values import EventState, Going
from handlers.events.routes import router
from handlers.shared.calendar_entry import newest_entry
from handlers.shared.confirming import to_be_confirmed
from handlers.shared.event_changes import CHANGED, Facts, facts_of
from handlers.shared.events import ANSWERS, SAID, answer_by, has_begun, when_for
from handlers.shared.invitation_card import noted
from handlers.shared.presses import Answer, Open
from storage import causes, event_changes, events, invitations
from storage.events import EventRow

CANCELLED = "event.cancelled"
OUTDATED = T("This has changed since. Please go by the newest message.")


@router.view(CHANGED, watches=("change",), mine=("reply",))
async def changed(look: Look, number: int, revision: int) -> Card | None:
    """What was, and what is now. Several changes become one message: the newest, about all that was not yet heard."""
    event = await events.event(look.db, number)
    newest = await event_changes.change(look.db, number, revision)
    if event is None or newest is None or look.person_id is None:
        return None
    documents = await newest_entry(look, event, newest.before.get("answers", 0))
    cancelled = event.state is EventState.CANCELLED
    if cancelled or await event_changes.last_change(look.db, number) != revision:
        if not await causes.stands(look.db, look.delivery_id):
            return None
        if cancelled or await _superseded(look, event, revision, look.person_id):
            return card(T("*{title}*", title=event.title), OUTDATED, documents=documents)
    if event.state is not EventState.OPEN or event.ends_at <= look.now:
        return None
    before, now = await _heard_of(look, number, revision, look.person_id), await facts_of(look.db, event)
    if before is None or before == now:
        return None
    lines: list[Text] = [T("*{title}*", title=event.title)]
    if now.moved_from(before):
        lines.append(await _moved(look, event, before, now))
        lines += [*when_for(event, look.reader.zone), *answer_by(event, look.now)]
    if now.elsewhere_than(before):
        lines.append(T("Place: {old} → {new}", old=before.where, new=now.where))
    lines += await _answered(look, event)
    return card(*lines, rows=_rows(look, event, asks=now.moved_from(before)), documents=documents)


async def _heard_of(look: Look, number: int, revision: int, person: int) -> Facts | None:
    """When and where the event was for all that the reader had heard before this revision was told."""
    oldest = await event_changes.first_unheard(look.db, number, revision, person)
    change = await event_changes.change(look.db, number, oldest)
    return None if change is None else Facts.unpacked(change.before)


async def _superseded(look: Look, event: EventRow, revision: int, person: int) -> bool:
    """Whether a newer message says something else; changes that were taken back unheard leave this one true."""
    number = event.id or 0
    if await event_changes.newest_heard(look.db, number, person) > revision:
        return True
    last = await event_changes.last_change(look.db, number)
    return await _heard_of(look, number, last, person) != await facts_of(look.db, event)


async def _answered(look: Look, event: EventRow) -> list[Text]:
    """What the reader said; what they said before the event moved is no more than that."""
    mine = await invitations.standing(look.db, event.id or 0, look.person_id)
    if mine.answer is None:
        return []
    if mine.answer is Going.YES and await to_be_confirmed(look.db, event, look.person_id):
        return [T("Your answer so far: {answer}.", answer=SAID[mine.answer])]
    return [noted(look, event, mine.answer, late=mine.late)]


async def _moved(look: Look, event: EventRow, before: Facts, now: Facts) -> Text:
    """Who said yes is asked to confirm it, who is undecided or silent whether they can come; a no stands, unasked."""
    mine = await invitations.standing(look.db, event.id or 0, look.person_id)
    old, new = before.when, now.when
    confirms = mine.answer is Going.YES and await to_be_confirmed(look.db, event, look.person_id)
    if has_begun(event, look.now) or mine.answer is Going.NO or (mine.answer is Going.YES and not confirms):
        return T("The event has moved: {old} → {new}.", old=old, new=new)
    if confirms:
        return T("The event has moved: {old} → {new}. Are you still coming?", old=old, new=new)
    if now.day == before.day:
        return T("The event has moved: {old} → {new}. Can you come at the new time?", old=old, new=new)
    return T("The event has moved: {old} → {new}. Can you come on the new date?", old=old, new=new)


def _rows(look: Look, event: EventRow, *, asks: bool) -> list[Row]:
    number = event.id or 0
    if not asks or has_begun(event, look.now):
        return [(Button(T("Open the invitation"), Open(number)),)]
    return [(Button(label, Answer(number, going)),) for going, label in ANSWERS.items()]


@router.view(CANCELLED)
async def cancelled(look: Look, number: int) -> Card | None:
    """The event does not take place."""
    event = await events.event(look.db, number)
    if event is None or event.state is not EventState.CANCELLED:
        return None
    return card(
        T("*{title}*", title=event.title),
        T("The event of {day} is cancelled. We apologise.", day=Day(event.day)),
        documents=await newest_entry(look, event),
    )
