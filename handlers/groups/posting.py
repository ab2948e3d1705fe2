"""Posting the card of an event in a group or channel: choose where, see how it will look, send."""

from bot.core import Ctx, Look, Show, Terms
from bot.model.card import Button, Card, card
from bot.model.problems import Sorry
from bot.model.text import Day, Joined, T, Text
from bot.model.values import EventState, Lane, Role
from handlers.groups.card import shared
from handlers.groups.doors import CHOOSE, POSTED, PREVIEW, Post, PreviewIn, router
from handlers.shared.events import has_begun, known_event, when
from handlers.shared.groups import named
from handlers.shared.presses import SHARED, Manage, PostIn
from storage import events, places
from storage.events import EventRow
from storage.people import PlaceRow

MOST_GROUPS = 20
_HOW = T("I am in no group or channel yet. Add me to a Telegram group or to a Slack channel, and open this again.")


def _open(event: EventRow, ctx: Ctx) -> EventRow:
    if event.state is not EventState.OPEN or has_begun(event, ctx.now):
        raise Sorry(T("The event of {day} is not open for answers.", day=Day(event.day)))
    return event


@router.press(PostIn, who=Role.MANAGER, about="event")
async def choose(ctx: Ctx, press: PostIn) -> Show:
    """In which group?"""
    event = _open(await known_event(ctx.db, press.event), ctx)
    if not await places.groups_of(ctx.db, event.programme_id):
        raise Sorry(_HOW)
    return Show(CHOOSE, press.event)


@router.view(CHOOSE)
async def which(look: Look, number: int) -> Card | None:
    """The groups and channels we are in."""
    event = await events.event(look.db, number)
    if event is None or not await look.may(Role.MANAGER, "event", number):
        return None
    found = await places.groups_of(look.db, event.programme_id)
    rows = [(Button(named(place), PreviewIn(number, place.id or 0)),) for place in found[:MOST_GROUPS]]
    lines: list[Text] = [T("*{title}*", title=event.title), when(event), "", T("In which group shall the card stand?")]
    return card(*lines, rows=[*rows, (Button(T("‹ Back to the event"), Manage(number)),)])


@router.press(PreviewIn, who=Role.MANAGER, about="event")
async def see(ctx: Ctx, press: PreviewIn) -> Show:
    """On to the preview."""
    event = _open(await known_event(ctx.db, press.event), ctx)
    await _group(ctx, event, press.place)
    return Show(PREVIEW, press.event, press.place)


async def _group(ctx: Ctx, event: EventRow, number: int) -> PlaceRow:
    """The group behind a button. Raises Sorry for one that is closed, or another programme's."""
    found = await places.group_of(ctx.db, event.programme_id, number)
    if found is None:
        raise Sorry(T("I can not write in this group (any more). Please add me to it again."))
    return found


@router.view(PREVIEW)
async def preview(look: Look, number: int, place_id: int) -> Card | None:
    """The card as it will stand there; its buttons are lines of text."""
    event = await events.event(look.db, number)
    if event is None or not await look.may(Role.MANAGER, "event", number):
        return None
    place = await places.group_of(look.db, event.programme_id, place_id)
    shown = await shared(look, number)
    if place is None or shown is None:
        return None
    copies = await places.copies(look.db, place_id, SHARED, str(number))
    head: list[Text] = [T("👁 *This will stand in {group}:*", group=named(place))]
    if copies:
        head.append(T("It stands there already and changes by itself; sent again, the older one is closed."))
    labels = tuple(Joined(("[", button.label, "]"), "") for row in shown.rows for button in row)
    buttons = [(Button(T("📤 Send"), Post(number, place_id, copies)),), (Button(T("Cancel"), Manage(number)),)]
    return card(*head, "", *shown.lines, "", Joined(labels, " "), rows=buttons)


@router.press(Post, who=Role.MANAGER, about="event")
async def post(ctx: Ctx, press: Post) -> Show:
    """Post it, once however often this button is pressed; the copy before it is closed."""
    event = _open(await known_event(ctx.db, press.event), ctx)
    await _group(ctx, event, press.place)
    if await places.copies(ctx.db, press.place, SHARED, str(press.event)) == press.copies:
        terms = Terms(
            lane=Lane.SESSION, until=event.begins_at, vital=True, event=press.event, programme=event.programme_id
        )
        cause = f"share:{press.event}:{press.place}:{press.copies}"
        await ctx.post(SHARED, press.event, place=press.place, cause=cause, terms=terms)
        await ctx.touch("event", press.event)
        about = f"event {press.event}"
        await ctx.record("post in group", about, by=ctx.my_id, role="manager", programme=event.programme_id)
    return Show(POSTED, press.event, press.place)


@router.view(POSTED)
async def done(look: Look, number: int, place_id: int) -> Card | None:
    """Said where the preview stood."""
    event = await events.event(look.db, number)
    place = await places.group(look.db, place_id)
    if event is None or place is None or not await look.may(Role.MANAGER, "event", number):
        return None
    line = T("📌 The card of *{title}* stands in {group}. It changes by itself.", title=event.title, group=named(place))
    return card(line, rows=[(Button(T("Open the event"), Manage(number)),)])
