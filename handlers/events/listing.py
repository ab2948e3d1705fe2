"""What is coming, for everybody; what somebody answered; what somebody manages."""

from datetime import timedelta

from bot.core import Ctx, Effect
from bot.model.card import Button, card
from bot.model.text import N, T, Text, join
from bot.model.values import Going, Role
from handlers.events.routes import router
from handlers.shared.events import ANSWERS, short
from handlers.shared.presses import Manage, Open
from storage import event_figures, events
from storage.events import EventRow

MOST = 20
STILL_MANAGED = timedelta(days=14)


@router.command("events", "evenimente", who=Role.KNOWN, help=T("see what is coming"))
async def coming(ctx: Ctx, _words: tuple[str, ...]) -> Effect:
    """Each event as a button; below, for managers, those they manage, of the last two weeks too."""
    ahead = await events.upcoming(ctx.db, ctx.now, ctx.me.programme_id)
    managed = await event_figures.events_managed(ctx.db, ctx.my_id, ctx.now, ctx.now - STILL_MANAGED)
    lines: list[Text] = [T("What is coming:") if ahead else T("No event is planned just now.")]
    lines += _more(ahead)
    if managed:
        lines += [T("With ⚙️ you open what you manage."), *_more(managed)]
    return card(
        *lines,
        rows=[
            *((Button(short(event), Open(event.id or 0)),) for event in ahead[:MOST]),
            *((Button(join("⚙️", short(event)), Manage(event.id or 0)),) for event in managed[:MOST]),
        ],
    )


def _more(found: list[EventRow]) -> list[Text]:
    left_out = len(found) - MOST
    return [N("and {n} more event", "and {n} more events", left_out)] if left_out > 0 else []


@router.command("my", "mele", who=Role.KNOWN, help=T("see and change my answers"))
async def mine(ctx: Ctx, _words: tuple[str, ...]) -> Effect:
    """Every event ahead that concerns me, with my answer; a button leads to the card that changes it."""
    found = await event_figures.my_answers(ctx.db, ctx.my_id, ctx.now)
    if not found:
        return card(T("You have no invitation and no answer just now. /events lists what is coming."))
    return card(
        T("Your answers; tap one to change it."),
        *(_answered(event, going) for event, going in found[:MOST]),
        *_more([event for event, _ in found]),
        rows=[(Button(short(event), Open(event.id or 0)),) for event, _ in found[:MOST]],
    )


def _answered(event: EventRow, going: Going | None) -> Text:
    said = T("not answered yet") if going is None else ANSWERS[going]
    return T("{event}: {answer}", event=short(event), answer=said)
