"""What is coming, for everybody; what somebody answered; what somebody manages."""

from datetime import timedelta

from bot.core import Ctx, Effect
from bot.model.card import Button, Row, card
from bot.model.press import Press
from bot.model.text import N, T, Text, join
from bot.model.values import Going, Role
from handlers.events.making import ways_to_begin
from handlers.events.routes import router
from handlers.shared.events import ANSWERS, short
from handlers.shared.hours import local
from handlers.shared.presses import Manage, MyIdeas, Open
from storage import collecting, event_figures, events
from storage.events import EventRow

MOST = 20
STILL_MANAGED = timedelta(days=14)
LONGER_THAN_A_DAY = timedelta(days=2)


class Past(Press, name="ev.past"):
    """The events I manage that are over, while they are still at hand."""


@router.command("events", "evenimente", who=Role.KNOWN, help=T("see what is coming"))
async def coming(ctx: Ctx, _words: tuple[str, ...]) -> Effect:
    """Each event as a button; below, for managers, those they manage, from today on, and the way to those before.

    Who manages a programme and has no event in it yet is offered to begin one.
    """
    ahead = await events.upcoming(ctx.db, ctx.now, ctx.me.programme_id)
    past, managed = await _managed(ctx)
    lines: list[Text] = [T("What is coming:") if ahead else T("No event is planned just now.")]
    lines += _more(ahead)
    if managed:
        lines += [T("With ⚙️ you open what you manage."), *_more(managed)]
    return card(
        *lines,
        rows=[
            *((Button(short(event), Open(event.id or 0)),) for event in ahead[:MOST]),
            *_to_manage(managed),
            *([(Button(T("🗂 Past events"), Past()),)] if past else []),
            *([] if past or managed else await ways_to_begin(ctx)),
        ],
    )


@router.press(Past, who=Role.KNOWN)
async def over(ctx: Ctx, _press: Past) -> Effect:
    """Those of the last two weeks, the newest first."""
    past, _ = await _managed(ctx)
    if not past:
        return card(T("No event that you manage ended in the last two weeks."))
    newest = past[::-1]
    return card(T("Events of the last two weeks that you manage:"), *_more(newest), rows=_to_manage(newest))


async def _managed(ctx: Ctx) -> tuple[list[EventRow], list[EventRow]]:
    """What somebody manages: the days before today, as each event counts them, and from today on."""
    found = await event_figures.events_managed(ctx.db, ctx.my_id, ctx.now, ctx.now - STILL_MANAGED)
    past = [event for event in found if _over(event, ctx)]
    return past, [event for event in found if event not in past]


def _over(event: EventRow, ctx: Ctx) -> bool:
    """Whether the event's last day has passed, as the event counts days."""
    return local(event.ends_at, event.zone).date() < local(ctx.now, event.zone).date()


def _to_manage(found: list[EventRow]) -> list[Row]:
    return [(Button(join("⚙️", short(event)), Manage(event.id or 0)),) for event in found[:MOST]]


def _more(found: list[EventRow]) -> list[Text]:
    left_out = len(found) - MOST
    return [N("and {n} more event", "and {n} more events", left_out)] if left_out > 0 else []


@router.command("my", "mele", who=Role.KNOWN, help=T("see and change my answers"))
async def mine(ctx: Ctx, _words: tuple[str, ...]) -> Effect:
    """Every event ahead that concerns me, with my answer; a button leads to the card that changes it.

    Below, until their day is over, those that were cancelled: whoever looks here in the morning must not set out. While
    a café goes on, a button leads to what I have said there.
    """
    ahead = await event_figures.my_answers(ctx.db, ctx.my_id, ctx.now)
    found = await event_figures.my_cancelled(ctx.db, ctx.my_id, ctx.now - LONGER_THAN_A_DAY)
    cancelled = [(event, going) for event, going in found if not _over(event, ctx)]
    if ahead:
        line = T("Your answers; tap one to change it.")
    elif cancelled:
        line = T("There is nothing to answer or change just now. /events lists what is coming.")
    else:
        line = T("You have no invitation and no answer just now. /events lists what is coming.")
    return card(
        line,
        *(_answered(event, going) for event, going in ahead[:MOST]),
        *_more([event for event, _ in ahead]),
        *(_cancelled(event, going) for event, going in cancelled[:MOST]),
        rows=[*((Button(short(event), Open(event.id or 0)),) for event, _ in ahead[:MOST]), *await _said(ctx)],
    )


async def _said(ctx: Ctx) -> list[Row]:
    found = await collecting.own(ctx.db, ctx.my_id, most=1)
    return [(Button(T("💡 My ideas"), MyIdeas(0)),)] if found else []


def _cancelled(event: EventRow, going: Going | None) -> Text:
    if going is None:
        return T("✖ {event}: cancelled", event=short(event))
    return T("✖ {event}: cancelled; you had answered: {answer}", event=short(event), answer=ANSWERS[going])


def _answered(event: EventRow, going: Going | None) -> Text:
    said = T("not answered yet") if going is None else ANSWERS[going]
    return T("{event}: {answer}", event=short(event), answer=said)
