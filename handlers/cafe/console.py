"""The console: one live card from which a café is run, by as many as run it together."""

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.problems import Sorry
from bot.model.text import Hour, N, T, Text, join
from bot.model.values import UNDER_WAY, CafeState, Role, RoundState
from handlers.cafe import heard
from handlers.cafe.clockwork import Clockwork, clockwork
from handlers.cafe.crew import runs_it
from handlers.cafe.paper import paper_row
from handlers.cafe.ready import hostless, no_seats
from handlers.cafe.room import Room
from handlers.cafe.routes import (
    CLOCK,
    CONSOLE,
    PLANNED,
    SAID,
    ChangePlan,
    Console,
    EndCafe,
    GongNow,
    Harvest,
    Longer,
    PauseRound,
    ReopenRound,
    ResumeRound,
    StartRound,
    in_session,
    router,
    run_by,
)
from handlers.cafe.standing import standing_button
from handlers.cafe.wall import ShowWall
from handlers.cafe.word import Word
from storage import cafe_plans, cafe_seats, events, tallies
from storage.cafes import CafeRoundRow, CafeRow


@router.press(Console, who=Role.FACILITATOR, about="cafe")
async def console(_ctx: Ctx, press: Console) -> Show:
    """The card, as things are now."""
    return Show(CONSOLE, press.cafe)


@router.view(CONSOLE, watches=(PLANNED, CLOCK, SAID))
async def run(look: Look, cafe: int) -> Card | None:
    """Which round runs and until when, how much was said at which table, who is silent; what can be done next."""
    row = await run_by(look, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    if row is None or event is None:
        return None
    rounds = await cafe_plans.rounds(look.db, cafe)
    counted = await tallies.tallies(look.db, cafe)
    now = current(rounds)
    lines: list[Text] = [T("*{title}*", title=event.title), _state(row, rounds, now, event.zone)]
    if now is not None and now.state is not RoundState.WAITING:
        lines += ["", *heard.tables(look, now, counted)]
    if total := sum(one.ideas for one in counted):
        lines += ["", N("{n} idea in all", "{n} ideas in all", total)]
    lines += await heard.heard(look, row, now)
    last: list[Row] = [(Button(T("🌾 Harvest"), Harvest(cafe)),)]
    if look.house.links.public_url:
        last = [(Button(T("📺 Wall"), ShowWall(cafe)), *last[0])]
    last.append(paper_row(look, row))
    if row.state is CafeState.OPEN:
        last = [(Button(T("👥 Room"), Room(cafe, 0)), Button(T("📢 A word"), Word(cafe))), *last]
    return card(*lines, rows=[*_buttons(row, rounds, now), *last])


def current(rounds: list[CafeRoundRow]) -> CafeRoundRow | None:
    """The round that runs or ran last; before the first, that one."""
    begun = [one for one in rounds if one.state is not RoundState.WAITING]
    return begun[-1] if begun else next(iter(rounds), None)


def _state(row: CafeRow, rounds: list[CafeRoundRow], now: CafeRoundRow | None, zone: str) -> Text:
    if row.state is CafeState.OVER:
        return T("🏁 The café is over.")
    if now is None or now.state is RoundState.WAITING:
        return T("The room is open. Round 1 has not begun.")
    place = {"n": now.number, "m": len(rounds)}
    if now.state is RoundState.RUNNING and now.ends_at is not None:
        return T("▶️ Round {n} of {m} runs until {hour}.", **place, hour=Hour(now.ends_at, zone))
    if now.state is RoundState.PAUSED:
        left = N("{n} minute is left.", "{n} minutes are left.", -(-now.left // 60))
        return join(T("⏸ Round {n} of {m} is paused.", **place), left)
    if now.state is RoundState.LATE and now.late_until is not None:
        hour = Hour(now.late_until, zone)
        return T("🔔 Round {n} of {m} is over; what comes until {hour} belongs to it.", **place, hour=hour)
    return T("🔔 Round {n} of {m} is over.", **place)


def _buttons(row: CafeRow, rounds: list[CafeRoundRow], now: CafeRoundRow | None) -> list[Row]:
    """The first one goes on."""
    cafe, end = row.id or 0, (Button(T("🏁 End the café"), EndCafe(row.id or 0)),)
    if row.state is not CafeState.OPEN or now is None:
        return []
    more = (Button(T("+5 min"), Longer(cafe, now.number, _minute(now))),)
    gong = Button(T("🔔 Gong now"), GongNow(cafe, now.number))
    if now.state is RoundState.RUNNING:
        return [(Button(T("⏸ Pause"), PauseRound(cafe, now.number)), *more), (gong,), end]
    if now.state is RoundState.PAUSED:
        return [(Button(T("▶️ Go on"), ResumeRound(cafe, now.number)), *more), (gong,), end]
    following = now.number if now.state is RoundState.WAITING else now.number + 1
    again: list[Row] = [(Button(T("↩️ Not yet: 5 more minutes"), ReopenRound(cafe, now.number)),)]
    rows: list[Row] = again if now.state is RoundState.LATE else []
    if following > len(rounds):
        return [end, *rows]
    start = (Button(T("▶️ Start round {n}", n=following), StartRound(cafe, following)),)
    if now.state is RoundState.WAITING:  # nobody acts on the plan yet
        rows = [(Button(T("✏️ Change the plan"), ChangePlan(cafe)), standing_button(cafe))]
    return [start, *rows, end]


def _minute(now: CafeRoundRow) -> int:
    """When a round ends, in minutes: two who press one "+5 min" together mean the same five minutes."""
    return now.left if now.ends_at is None else int(now.ends_at.timestamp()) // 60


@router.press(StartRound, who=Role.FACILITATOR, about="cafe")
async def start(ctx: Ctx, press: StartRound) -> Effect:
    """Start a round: everyone in it is told where they sit and what is asked."""
    row, clock = await _open(ctx, press.cafe, press.number)
    rounds = await cafe_plans.rounds(ctx.db, press.cafe)
    if any(one.state in UNDER_WAY for one in rounds if one.number != press.number):
        raise Sorry(T("Another round is still running. Please end it first."))
    if press.number > 1 and rounds[press.number - 2].state is RoundState.WAITING:
        raise Sorry(T("Round {n} comes first.", n=press.number - 1))
    if not await cafe_seats.anybody(ctx.db, press.cafe, press.number):
        raise await no_seats(ctx.db, row, press.number)
    done = await clock.start()
    if done and (lacking := await hostless(ctx.db, row)):
        ctx.toast = lacking
    return await _done(ctx, row, press.number, "start round", done=done)


@router.press(PauseRound, who=Role.FACILITATOR, about="cafe")
async def pause(ctx: Ctx, press: PauseRound) -> Effect:
    """The clock stands still, and everyone is told."""
    row, clock = await _open(ctx, press.cafe, press.number)
    return await _done(ctx, row, press.number, "pause round", done=await clock.pause())


@router.press(ResumeRound, who=Role.FACILITATOR, about="cafe")
async def resume(ctx: Ctx, press: ResumeRound) -> Effect:
    """The clock goes on."""
    row, clock = await _open(ctx, press.cafe, press.number)
    return await _done(ctx, row, press.number, "resume round", done=await clock.resume())


@router.press(Longer, who=Role.FACILITATOR, about="cafe")
async def longer(ctx: Ctx, press: Longer) -> Effect:
    """Five minutes more; what was meant is the end that the button was drawn with."""
    row, clock = await _open(ctx, press.cafe, press.number)
    done = _minute(clock.row) == press.ends and await clock.longer()
    return await _done(ctx, row, press.number, "extend round", done=done)


@router.press(GongNow, who=Role.FACILITATOR, about="cafe")
async def gong(ctx: Ctx, press: GongNow) -> Effect:
    """The round ends now."""
    row, clock = await _open(ctx, press.cafe, press.number)
    return await _done(ctx, row, press.number, "end round", done=await clock.gong())


@router.press(ReopenRound, who=Role.FACILITATOR, about="cafe")
async def reopen(ctx: Ctx, press: ReopenRound) -> Effect:
    """It was ended too early: five minutes more, while nothing has followed."""
    row, clock = await _open(ctx, press.cafe, press.number)
    return await _done(ctx, row, press.number, "reopen round", done=await clock.reopen())


async def _open(ctx: Ctx, cafe: int, number: int) -> tuple[CafeRow, Clockwork]:
    row = await in_session(ctx.db, cafe)
    clock = await clockwork(ctx, cafe, number)
    if clock is None:
        raise Sorry(T("There is no round {n}.", n=number))
    return row, clock


async def _done(ctx: Ctx, row: CafeRow, number: int, action: str, *, done: bool) -> Show:
    """What somebody else did a moment before is not done twice; the card shows how it is."""
    if done:
        await runs_it(ctx, row)
        about = f"cafe {row.id} round {number}"
        await ctx.record(action, about, by=ctx.my_id, role="facilitator", programme=row.programme_id)
    else:
        ctx.toast = T("That had been done already.")
    return Show(CONSOLE, row.id or 0)
