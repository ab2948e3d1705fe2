"""A new event, by form: the manager's card of it opens when it is saved."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, Row, card
from bot.model.form import Form, Sheet
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T, Text
from bot.model.values import EventState, Role, Words
from handlers.events.filling import ALONE, fill_in, keep_secret, known_of, state_after
from handlers.events.routes import router
from handlers.events.rules import Ground
from handlers.events.sheet import event_sheet, title_languages
from handlers.shared.planning import plan
from handlers.shared.presses import MANAGED
from storage import event_figures
from storage.events import EventRow
from storage.programmes import ProgrammeRow
from storage.tx import add

NEW = "event.new"


class NewIn(Press, name="ev.new"):
    """A new event in this programme."""

    programme: int


@router.command("new_event", "eveniment_nou", who=Role.MANAGER, help=T("make a new event"))
async def new_event(ctx: Ctx, _words: tuple[str, ...]) -> Effect:
    """The questions at once, or first in which programme, where somebody manages several."""
    managed = await event_figures.programmes_managed(ctx.db, ctx.my_id, ctx.now)
    if not managed:
        raise Sorry(T("There is no programme you could make an event in. Whoever runs me can import one."))
    if len(managed) == 1:
        return Form(NEW, (managed[0].id or 0,))
    return card(T("In which programme?"), rows=[_begins(programme, programme.title) for programme in managed])


def _begins(programme: ProgrammeRow, label: Text) -> Row:
    return (Button(label, NewIn(programme.id or 0)),)


async def ways_to_begin(ctx: Ctx) -> list[Row]:
    """Buttons that begin a new event: one, or one for each programme where somebody manages several."""
    managed = await event_figures.programmes_managed(ctx.db, ctx.my_id, ctx.now)
    if len(managed) == 1:
        return [_begins(managed[0], T("➕ New event"))]
    return [_begins(programme, T("➕ New event: {programme}", programme=programme.title)) for programme in managed]


@router.press(NewIn, who=Role.MANAGER, about="programme")
async def new_in(_ctx: Ctx, press: NewIn) -> Form:
    """The questions, for this programme."""
    return Form(NEW, (press.programme,))


async def questions(look: Look, programme_id: int) -> Sheet:
    """What an event is made of."""
    known = await known_of(look.db, programme_id)
    return event_sheet(T("A new event"), known, Ground(known.programme.zone, look.now))


@router.form(NEW, who=Role.MANAGER, sheet=questions, about="programme")
async def made(ctx: Ctx, values: Mapping[str, Any], programme_id: int) -> Show:
    """Open for answers at once (a past one is a record); whom to invite is the next step, on its card."""
    known = await known_of(ctx.db, programme_id)
    first, _ = title_languages(known.programme, None)
    event = EventRow(
        programme_id=programme_id,
        key=await event_figures.free_key(ctx.db, f"E-{values['day'].day.isoformat()}"),
        kind=ALONE,
        title=Words.plain(values["title"], first),
        day=values["day"].day,
        zone=known.programme.zone,
        begins_at=ctx.now,
        ends_at=ctx.now,
        language=values["language"],
        state=EventState.OPEN,
        organiser_id=ctx.my_id,
    )
    await fill_in(ctx, event, values, known)
    event.state = state_after(event, ctx.now, moved=True)
    number = await add(ctx.db, event)
    await keep_secret(ctx, event, values, timedelta())
    await plan(ctx, event)
    await ctx.record("make event", f"event {number}", by=ctx.my_id, role="manager", programme=programme_id)
    return Show(MANAGED, number)
