"""Changing an event by the same questions, with what stands there as first answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core import Ctx, Effect, Look, Show
from bot.model.form import Field, Form, Sheet
from bot.model.problems import Sorry
from bot.model.text import Day, N, T, join
from bot.model.values import EventState, Role
from handlers.events.filling import fill_in, keep_secret, known_of, shift_reminders, state_after
from handlers.events.routes import router
from handlers.events.rules import Ground
from handlers.events.sheet import event_sheet
from handlers.shared.event_changes import facts_of, keep_change
from handlers.shared.events import known_event
from handlers.shared.presses import MANAGED, ChangeEvent
from storage import event_figures
from storage.events import EventRow
from storage.tx import Tx

CHANGE = "event.change"


@router.press(ChangeEvent, who=Role.MANAGER, about="event")
async def change(ctx: Ctx, press: ChangeEvent) -> Form:
    """The questions about this revision: two who change an event at once do not overwrite each other."""
    event = changeable(await known_event(ctx.db, press.event))
    return Form(CHANGE, (press.event, event.revision))


def changeable(event: EventRow) -> EventRow:
    """The event. Raises Sorry for a cancelled one."""
    if event.state is EventState.CANCELLED:
        raise Sorry(T("The event of {day} is cancelled; it can no longer be changed.", day=Day(event.day)))
    return event


async def full_sheet(tx: Tx, now: datetime, number: int) -> Sheet:
    """The same questions as for a new event, with what stands there."""
    event = await known_event(tx, number)
    known = await known_of(tx, event.programme_id, event)
    sheet = event_sheet(T("Change the event"), known, Ground(event.zone, now, event))
    if event.state is not EventState.OPEN or event.ends_at <= now:
        return sheet
    people = await event_figures.number_concerned(tx, number)
    return replace(sheet, fields=tuple(_telling(one, people) for one in sheet.fields)) if people else sheet


def _telling(asked: Field, people: int) -> Field:
    """Who changes one of these writes to everybody concerned: to how many is said before."""
    if asked.name not in ("day", "hours", "mode", "place"):
        return asked
    told = N(
        "{n} person is told at once if you change this.", "{n} people are told at once if you change this.", people
    )
    return replace(asked, hint=join(asked.hint, told) if asked.hint else told)


async def questions(look: Look, number: int, _revision: int) -> Sheet:
    """All of them."""
    return await full_sheet(look.db, look.now, number)


@router.form(CHANGE, who=Role.MANAGER, sheet=questions, about="event")
async def changed(ctx: Ctx, values: Mapping[str, Any], number: int, revision: int) -> Effect:
    """Every question was answered."""
    return await save(ctx, values, number, revision)


async def save(ctx: Ctx, values: Mapping[str, Any], number: int, revision: int) -> Show:
    """Save what is other than before; whoever must know of it hears of it once.

    `values` answers every question. Raises Sorry when the event has another revision by now.
    """
    event = changeable(await known_event(ctx.db, number))
    if event.revision != revision:
        raise Sorry(T("Somebody else has changed the event meanwhile, so I saved nothing. Please open it again."))
    before, stood = await facts_of(ctx.db, event), event.model_copy()
    await fill_in(ctx, event, values, await known_of(ctx.db, event.programme_id, event))
    event.state = state_after(event, ctx.now, moved=event.day != stood.day)
    shift_reminders(event, stood.day, stood.deadline)
    secret_changed = await keep_secret(ctx, event, values, event.begins_at - stood.begins_at)
    if secret_changed:
        await ctx.touch("secret", number)
    if secret_changed or event.model_dump() != stood.model_dump():
        await keep_change(ctx, event, before)
        about = f"event {number}"
        await ctx.record("change event", about, by=ctx.my_id, role="manager", programme=event.programme_id)
    return Show(MANAGED, number)
