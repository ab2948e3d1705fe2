"""Preparing a café: an event, a form, a card with the plan, and the room is open."""

from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, Row, card
from bot.model.form import Form, Sheet
from bot.model.problems import Sorry
from bot.model.text import T, join
from bot.model.values import CafeState, Role, RoundState
from handlers.cafe.crew import runs_it
from handlers.cafe.expecting import expect, propose_hosts, seat_anew
from handlers.cafe.opened import tell_opened
from handlers.cafe.questions import paired
from handlers.cafe.ready import unseatable
from handlers.cafe.routes import (
    CONSOLE,
    PLAN,
    PREPARE,
    ChangePlan,
    OpenRoom,
    ShowPlan,
    known,
    router,
)
from handlers.cafe.seats import work_out
from handlers.cafe.sheet import Before, cafe_sheet
from handlers.shared.cafes import lay_plan, plan_changed
from handlers.shared.events import known_event, short
from handlers.shared.naming import events_named, no_event, which_of
from handlers.shared.presses import Prepare
from storage import cafe_plans, cafe_rounds, event_figures, programmes
from storage.cafes import CafeRow
from storage.events import EventRow
from storage.tx import Tx, add

MOST_EVENTS = 20


@router.command("cafe", who=Role.FACILITATOR, help=T("prepare and run a world café"))
async def cafe(ctx: Ctx, words: tuple[str, ...]) -> Effect:
    """`/cafe EVENT`; without one it is asked by buttons."""
    if words:
        found = await events_named(ctx, words[0], Role.FACILITATOR)
        if not found:
            raise no_event(words[0])
    else:
        roles = (Role.FACILITATOR, Role.MANAGER)
        found = await event_figures.events_held(ctx.db, ctx.my_id, ctx.now, ctx.now, roles)
        if not found:
            raise Sorry(T("There is no event ahead that you run. /new_event makes one."))
    if len(found) == 1:
        return await _begin(ctx, found[0])
    if words:
        return await which_of(ctx, found, Prepare)
    rows: list[Row] = [(Button(short(event), Prepare(event.id or 0)),) for event in found[:MOST_EVENTS]]
    return card(T("For which event is the world café?"), rows=rows)


@router.press(Prepare, who=Role.FACILITATOR, about="event")
async def prepare(ctx: Ctx, press: Prepare) -> Effect:
    """The event's café: its form, its plan, or its console, by how far it is."""
    return await _begin(ctx, await known_event(ctx.db, press.event))


async def _begin(ctx: Ctx, event: EventRow) -> Effect:
    row = await cafe_plans.of_event(ctx.db, event.id or 0)
    if row is None:
        return Form(PREPARE, (event.id or 0,))
    if row.state is CafeState.PLANNED and await _others_come(ctx, row):
        await seat_anew(ctx, row)
    return Show(PLAN if row.state is CafeState.PLANNED else CONSOLE, row.id or 0)


@router.press(ShowPlan, who=Role.FACILITATOR, about="cafe")
async def show_plan(ctx: Ctx, press: ShowPlan) -> Show:
    """The card with the plan."""
    return Show(PLAN, (await known(ctx.db, press.cafe)).id or 0)


@router.press(ChangePlan, who=Role.FACILITATOR, about="cafe")
async def change_plan(ctx: Ctx, press: ChangePlan) -> Form:
    """The form again, with what stands there."""
    row = await known(ctx.db, press.cafe)
    await not_begun(ctx, row)
    return Form(PREPARE, (row.event_id,))


async def not_begun(ctx: Ctx, row: CafeRow) -> None:
    """Raises Sorry once a round has begun: people act on the plan from then on."""
    rounds = await cafe_plans.rounds(ctx.db, row.id or 0)
    if row.state is CafeState.OVER or any(one.state is not RoundState.WAITING for one in rounds):
        raise Sorry(T("The café has begun; its plan can not be changed any more."))


async def sheet(look: Look, event_id: int) -> Sheet:
    """The questions about the café of an event."""
    event = await known_event(look.db, event_id)
    languages = await _languages(look.db, event)
    row = await cafe_plans.of_event(look.db, event_id)
    number = 0 if row is None else row.id or 0
    title = T("World café: {title}", title=event.title)
    fixed = row is not None and await cafe_plans.has_ideas(look.db, number)
    people = len(await cafe_plans.coming(look.db, event_id))
    asked, rounds = await cafe_plans.questions(look.db, number), await cafe_plans.rounds(look.db, number)
    return cafe_sheet(title, languages, Before(people, row, asked, rounds, fixed))


async def _languages(tx: Tx, event: EventRow) -> tuple[str, str]:
    """The event's own language first."""
    programme = await programmes.programme(tx, event.programme_id)
    spoken = [event.language, *(programme.languages if programme else []), "ro", "en"]
    first, second, *_ = dict.fromkeys(one for one in spoken if one)
    return first, second


@router.form(PREPARE, who=Role.FACILITATOR, sheet=sheet, about="event")
async def prepared(ctx: Ctx, values: Mapping[str, Any], event_id: int) -> Show:
    """The plan: hosts are proposed, and everybody is seated soon."""
    event = await known_event(ctx.db, event_id)
    row = await cafe_plans.of_event(ctx.db, event_id)
    if row is None:
        row = CafeRow(programme_id=event.programme_id, event_id=event_id, by_id=ctx.my_id, made_at=ctx.now)
        row.id = await add(ctx.db, row)
    await not_begun(ctx, row)
    words = paired(values["questions"], values["translated"], await _languages(ctx.db, event))
    row.naming = values.get("naming", row.naming)
    row.hidden = values["wall"]
    number = row.id or 0
    frame = {name: values[name] for name in ("tables", "rounds", "minutes")}
    await lay_plan(ctx.db, row, words, **frame)
    await expect(ctx, row)
    await propose_hosts(ctx, row)
    await work_out(ctx, row, ctx.my_id)
    await ctx.record("plan cafe", f"cafe {number}", by=ctx.my_id, role="facilitator", programme=row.programme_id)
    return Show(PLAN if row.state is CafeState.PLANNED else CONSOLE, number)


@router.press(OpenRoom, who=Role.FACILITATOR, about="cafe")
async def open_room(ctx: Ctx, press: OpenRoom) -> Show:
    """From now on the rounds can be started. Whoever said yes meanwhile is expected too. Not while those who are
    expected can not be seated: no round could begin."""
    row = await known(ctx.db, press.cafe)
    if not await cafe_plans.coming(ctx.db, row.event_id) and not await cafe_plans.room(ctx.db, press.cafe):
        ctx.toast = T("Nobody is here yet; who comes takes a seat at the door.")
    new = await _others_come(ctx, row)
    if problem := await unseatable(ctx.db, row):
        raise Sorry(join(problem, T("“✏️ Change” leads to the plan.")))
    if await cafe_rounds.set_state(ctx.db, press.cafe, CafeState.PLANNED, CafeState.OPEN):
        row.state = CafeState.OPEN
        await runs_it(ctx, row)
        if new or not await cafe_plans.seats(ctx.db, press.cafe):
            await seat_anew(ctx, row)
        await tell_opened(ctx, row)
        await plan_changed(ctx, press.cafe)
        about = f"cafe {press.cafe}"
        await ctx.record("open cafe", about, by=ctx.my_id, role="facilitator", programme=row.programme_id)
    return Show(CONSOLE, press.cafe)


async def _others_come(ctx: Ctx, row: CafeRow) -> bool:
    """Whoever said yes meanwhile is expected too; whether others are expected now than before."""
    before = await _expected(ctx, row)
    await expect(ctx, row)
    return before != await _expected(ctx, row)


async def _expected(ctx: Ctx, row: CafeRow) -> set[int]:
    return {one.id for one in await cafe_plans.room(ctx.db, row.id or 0) if one.left_at is None}
