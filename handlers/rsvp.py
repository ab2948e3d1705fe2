"""Answers: people say whether they are coming, in one tap or in words, and may change their mind."""

from bot.core import NOT_MINE, Ctx, Effect, Look, Router, Show
from bot.model.card import Button, Card, card
from bot.model.problems import Sorry
from bot.model.text import Day, T
from bot.model.update import Said
from bot.model.values import EventState, Going, Role
from handlers.shared.access import give_access
from handlers.shared.answer_words import going_meant
from handlers.shared.calendar_entry import bring_entry
from handlers.shared.confirming import to_be_confirmed
from handlers.shared.event_changes import CHANGED, follow_reply
from handlers.shared.events import (
    ANSWERS,
    SAID,
    has_begun,
    is_late,
    known_event,
    short,
)
from handlers.shared.invitation_card import invitation_card
from handlers.shared.naming import events_named, no_event, which_of
from handlers.shared.presses import INVITATION, LATE_ANSWER, Answer, Open
from handlers.shared.roles import duty, managers_of
from handlers.shared.welcome import open_to_guests
from storage import calendar, confirming, events, invitations, outbox, roster
from storage.events import EventRow

router = Router("rsvp")


@router.view(INVITATION, watches=("event",), mine=("rsvp",))
async def invitation(look: Look, number: int) -> Card | None:
    """What the reader is invited to, what they answered, and the buttons that change it."""
    event = await events.event(look.db, number)
    if event is None:
        return None
    return await invitation_card(look, event, await invitations.standing(look.db, number, look.person_id))


@router.press(Answer, who=Role.KNOWN, about="event")
async def answered(ctx: Ctx, press: Answer) -> Effect:
    """Keep the answer, flagged when it is late, and show the card as it now is."""
    event = await known_event(ctx.db, press.event)
    await answer(ctx, event, press.going)
    return None if await _stays(ctx) else Show(INVITATION, press.event)


async def _stays(ctx: Ctx) -> bool:
    """Whether what was pressed stays what it is: the message about a change may carry a file, which no platform takes
    out of a message; it shows the answer too."""
    pressed = await outbox.standing_at(ctx.db, ctx.place.id or 0, ctx.pressed) if ctx.pressed else None
    return pressed is not None and pressed.kind == CHANGED


async def answer(ctx: Ctx, event: EventRow, going: Going) -> None:
    """The one way in which a person's answer is kept."""
    number = event.id or 0
    if event.state is not EventState.OPEN:
        raise Sorry(T("The event of {day} is not open for answers.", day=Day(event.day)))
    if has_begun(event, ctx.now):
        raise Sorry(T("The event has begun; answers can no longer be changed."))
    mine = await invitations.standing(ctx.db, number, ctx.my_id)
    affiliation = await roster.affiliation_in(ctx.db, ctx.my_id, event.programme_id)
    late = is_late(event, ctx.now)
    held = await calendar.holds_entry(ctx.db, number, ctx.my_id)
    changed = await invitations.record_answer(
        ctx.db,
        {
            "programme_id": event.programme_id,
            "event_id": number,
            "person_id": ctx.my_id,
            "organisation_id": affiliation.organisation_id if affiliation else None,
            "answer": going,
            "late": late,
            "guest": not mine.invited and not (affiliation and affiliation.confirmed),
            "answered_at": ctx.now,
            "by_id": ctx.my_id,
            "channel": ctx.account.platform,
        },
    )
    await invitations.opened(ctx.db, ctx.my_id, ctx.now, number)
    ctx.toast = T("Noted: {answer}.", answer=SAID[going])
    if not changed:
        await _confirm(ctx, event, late=late)
        return
    await _show(ctx, event)
    if late:
        await _tell_organisers(ctx, event)
    if going is Going.YES:
        await give_access(ctx, event, ctx.my_id)
    await bring_entry(ctx, event, going, held=held)


async def _confirm(ctx: Ctx, event: EventRow, *, late: bool) -> None:
    """The same answer again: a yes from before the event moved is confirmed by it, anything else is as it was."""
    number = event.id or 0
    if await to_be_confirmed(ctx.db, event, ctx.my_id):
        channel = ctx.account.platform
        await confirming.confirm(ctx.db, number, ctx.my_id, at=ctx.now, late=late, channel=channel)
        await _show(ctx, event)


async def _show(ctx: Ctx, event: EventRow) -> None:
    """Every card that shows the answer is drawn again: the organisers', and this person's own."""
    await ctx.touch("rsvp", event.id or 0, person=ctx.my_id)
    await follow_reply(ctx, event, ctx.my_id)


async def _tell_organisers(ctx: Ctx, event: EventRow) -> None:
    """A late answer is kept, and the event's managers hear of it."""
    await ctx.send_all(
        LATE_ANSWER,
        event.id or 0,
        ctx.my_id,
        to=managers_of(event, ctx.now),
        cause=f"late:{event.id}:{ctx.my_id}:{ctx.update_id}",
        terms=duty(programme=event.programme_id, event=event.id),
    )


@router.view(LATE_ANSWER)
async def late_answer(look: Look, number: int, person_id: int) -> Card | None:
    """For the organisers: somebody answered after the deadline."""
    event = await events.event(look.db, number)
    who = await roster.called(look.db, person_id)
    stands = await invitations.standing(look.db, number, person_id)
    if event is None or not who or stands.answer is None:
        return None
    line = T(
        "{name} answered after the deadline for *{title}*: {answer}",
        name=who,
        title=event.title,
        answer=ANSWERS[stands.answer],
    )
    return card(line)


@router.press(Open, who=Role.KNOWN, about="event")
async def opened(ctx: Ctx, press: Open) -> Effect:
    """My card of an event."""
    await invitations.opened(ctx.db, ctx.my_id, ctx.now, press.event)
    if not await _stays(ctx):
        return Show(INVITATION, press.event)
    await ctx.also(INVITATION, press.event)
    return None


@router.command("rsvp", "confirmare", who=Role.KNOWN, help=T("say whether you are coming"))
async def rsvp(ctx: Ctx, words: tuple[str, ...]) -> Effect:
    """`/rsvp EVENT yes`; what is missing is asked by buttons."""
    if not words:
        return await _which(ctx)
    found = await events_named(ctx, words[0], Role.KNOWN)
    if not found:
        raise no_event(words[0])
    going = going_meant(" ".join(words[1:]))
    if going is None and words[1:]:
        raise Sorry(T("Please answer yes, maybe or no."))
    if len(found) > 1:
        return await which_of(ctx, found, lambda number: Answer(number, going) if going else Open(number))
    if going is not None:
        await answer(ctx, found[0], going)
    return Show(INVITATION, found[0].id or 0)


async def _which(ctx: Ctx) -> Effect:
    mine = await _to_answer(ctx)
    if not mine:
        raise Sorry(T("There is nothing to answer just now."))
    if len(mine) == 1:
        return Show(INVITATION, mine[0].id or 0)
    rows = [(Button(short(event), Open(event.id or 0)),) for event in mine[:20]]
    return card(T("Which event is it about?"), rows=rows)


async def _to_answer(ctx: Ctx) -> list[EventRow]:
    """My events; and for a guest, whom no organisation brings an invitation, those that the welcome offered."""
    mine = await roster.my_events(ctx.db, ctx.my_id, ctx.now)
    if await roster.organisations_for(ctx.db, ctx.my_id, confirmed=True):
        return mine
    known = {event.id for event in mine}
    offered = [event for event in await open_to_guests(ctx) if not has_begun(event, ctx.now) and event.id not in known]
    return sorted(mine + offered, key=lambda event: event.begins_at)


@router.said(who=Role.ANYONE)
async def in_words(ctx: Ctx, said: Said) -> Effect | object:
    """ "Da, vin cu drag", "sorry, can't make it": with one open invitation such words mean its buttons."""
    going = going_meant(said.text)
    if going is None or ctx.person is None:
        return NOT_MINE
    mine = await roster.my_events(ctx.db, ctx.my_id, ctx.now)
    if len(mine) != 1:
        return NOT_MINE if not mine else await _which(ctx)
    await answer(ctx, mine[0], going)
    return Show(INVITATION, mine[0].id or 0)
