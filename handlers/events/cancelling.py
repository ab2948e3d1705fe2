"""Cancelling an event: asked once more, then told to everyone concerned; answers are kept."""

from bot.core import Ctx, Look, Show, Terms
from bot.model.card import Button, Card, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import Day, N, T
from bot.model.values import EventState, Role
from handlers.events.routes import router
from handlers.events.telling import CANCELLED
from handlers.shared.event_changes import close_changes
from handlers.shared.events import known_event, when
from handlers.shared.planning import plan
from handlers.shared.presses import MANAGED, CancelEvent, Nothing
from storage import causes, event_figures, events, invitations, inviting
from storage.events import EventRow

CONFIRM, LEFT = "event.cancel", "left"


class CancelNow(Press, name="ev.cancel.now"):
    """Cancel the event, after the question whether to."""

    event: int


@router.press(CancelEvent, who=Role.MANAGER, about="event")
async def cancel(ctx: Ctx, press: CancelEvent) -> Show:
    """Ask before it is done: how many people will be told."""
    _cancellable(await known_event(ctx.db, press.event), ctx)
    return Show(CONFIRM, press.event)


def _cancellable(event: EventRow, ctx: Ctx) -> EventRow:
    if event.state is EventState.CANCELLED:
        raise Sorry(T("The event of {day} has been cancelled already.", day=Day(event.day)))
    if event.state is EventState.RECORD or event.ends_at <= ctx.now:
        raise Sorry(T("The event of {day} is over; it can not be cancelled.", day=Day(event.day)))
    return event


@router.view(CONFIRM, watches=("event",))
async def confirm(look: Look, number: int) -> Card | None:
    """The question, as long as there is something to cancel."""
    event = await events.event(look.db, number)
    if event is None or event.state in (EventState.CANCELLED, EventState.RECORD):
        return None
    if not await look.may(Role.MANAGER, "event", number):
        return None
    people = await event_figures.number_concerned(look.db, number)
    return card(
        T("Cancel *{title}*?", title=event.title),
        when(event),
        N(
            "{n} person will be told. Their answers are kept.",
            "{n} people will be told. Their answers are kept.",
            people,
        ),
        T("This can not be taken back."),
        rows=[(Button(T("🗑 Cancel the event"), CancelNow(number)),), (Button(T("Keep it"), Nothing()),)],
    )


@router.press(CancelNow, who=Role.MANAGER, about="event")
async def cancel_now(ctx: Ctx, press: CancelNow) -> Show:
    """Cancel it: no more deadlines, no more links, one message to everyone concerned."""
    event = _cancellable(await known_event(ctx.db, press.event), ctx)
    number = press.event
    event.state = EventState.CANCELLED
    event.revision += 1
    await events.save_event(ctx.db, event)
    await plan(ctx, event)
    await ctx.touch("event", number)
    await close_changes(ctx, number)
    await _tell(ctx, event)
    about = f"event {number}"
    await ctx.record("cancel event", about, by=ctx.my_id, role="manager", programme=event.programme_id)
    return Show(MANAGED, number)


async def _tell(ctx: Ctx, event: EventRow) -> None:
    """Who has not had the invitation yet gets this message instead of it."""
    number = event.id or 0
    await causes.withdraw(ctx.db, inviting.cause(number))
    await ctx.send_all(
        CANCELLED,
        number,
        to=invitations.concerned(number),
        cause=f"cancelled:{number}",
        terms=Terms(until=event.ends_at, vital=True, event=number, programme=event.programme_id),
    )


@router.press(Nothing, who=Role.ANYONE)
async def leave(_ctx: Ctx, _press: Nothing) -> Show:
    """Leave it as it is."""
    return Show(LEFT)


@router.view(LEFT)
async def left(_look: Look) -> Card:
    """Said where a question stood."""
    return card(T("All right, nothing was changed."))
