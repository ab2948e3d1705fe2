"""We were put into a group, or taken out of one: whom that concerns hears of it, in private."""

from bot.core import Ctx, Look
from bot.model.card import Button, Card, card
from bot.model.text import T
from bot.model.values import EventState
from handlers.groups.doors import LOST, PreviewIn, router
from handlers.shared.events import has_begun, short
from handlers.shared.groups import named
from handlers.shared.presses import SHARED, Manage
from handlers.shared.roles import duty, managers_of
from storage import affiliations, event_figures, events, places

MOST_OFFERED = 5


@router.when_placed
async def placed(ctx: Ctx) -> None:
    """A manager who adds us is offered cards to post there; when we are taken out, the events' managers are told."""
    if ctx.place.private:
        return
    if ctx.place.state == places.OPEN:
        await _offer(ctx)
    else:
        await _tell_lost(ctx)


async def _offer(ctx: Ctx) -> None:
    managed = [] if ctx.person is None else await event_figures.events_managed(ctx.db, ctx.my_id, ctx.now, ctx.now)
    if not managed:
        return
    programmes = {event.programme_id for event in managed}
    only = next(iter(programmes)) if len(programmes) == 1 else await affiliations.only_programme(ctx.db)
    await places.give_to(ctx.db, ctx.place.id or 0, only)
    number = ctx.place.id or 0
    ahead = [event for event in managed if event.state is EventState.OPEN and not has_begun(event, ctx.now)]
    if not ahead:
        return
    rows = [(Button(short(event), PreviewIn(event.id or 0, number)),) for event in ahead[:MOST_OFFERED]]
    line = T(
        "I am in {group} now. I say nothing there by myself. Which card shall stand there?", group=named(ctx.place)
    )
    await ctx.say(card(line, rows=rows), to=ctx.my_id, cause=f"placed:{number}:{ctx.update_id}")


async def _tell_lost(ctx: Ctx) -> None:
    number = ctx.place.id or 0
    for subject in await places.subjects_in(ctx.db, number, SHARED):
        event = await events.event(ctx.db, int(subject))
        if event is None or event.ends_at <= ctx.now:
            continue
        terms = duty(event=event.id, programme=event.programme_id)
        cause = f"lost:{number}:{ctx.update_id}:{event.id}"
        await ctx.send_all(LOST, event.id or 0, number, to=managers_of(event, ctx.now), cause=cause, terms=terms)


@router.view(LOST)
async def lost(look: Look, number: int, place_id: int) -> Card | None:
    """For the managers: a card is no longer kept up."""
    event = await events.event(look.db, number)
    place = await places.group(look.db, place_id)
    if event is None or place is None or place.state == places.OPEN:
        return None
    if place.state == places.CLOSED:
        line = T(
            "⚠️ {group} was archived or deleted, so the card of *{title}* there no longer changes.",
            group=named(place),
            title=event.title,
        )
    else:
        line = T(
            "⚠️ I was taken out of {group}, so the card of *{title}* there no longer changes.",
            group=named(place),
            title=event.title,
        )
    return card(line, rows=[(Button(T("Open the event"), Manage(number)),)])
