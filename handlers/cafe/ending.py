"""The end of a café: asked once more, then everyone is thanked."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, card
from bot.model.problems import Sorry
from bot.model.text import N, T, Text
from bot.model.values import UNDER_WAY, CafeState, Role, RoundState
from handlers.cafe.clockwork import Clockwork
from handlers.cafe.routes import (
    CLOCK,
    CONSOLE,
    ENDED,
    HERE,
    PLANNED,
    THANKS,
    Console,
    EndCafe,
    EndNow,
    aloud,
    known,
    router,
    run_by,
    session,
)
from handlers.shared.cafes import plan_changed
from storage import cafe_places, cafe_plans, cafe_rounds, cafe_seats, tallies

CONFIRM = "cafe.end"


@router.press(EndCafe, who=Role.FACILITATOR, about="cafe")
async def end(ctx: Ctx, press: EndCafe) -> Show:
    """Ask before it is done."""
    if (await known(ctx.db, press.cafe)).state is CafeState.OVER:
        raise Sorry(T("This café is over."))
    return Show(CONFIRM, press.cafe)


@router.view(CONFIRM, watches=(PLANNED, CLOCK))
async def confirm(look: Look, cafe: int) -> Card | None:
    """The question, as long as there is something to end."""
    row = await run_by(look, cafe)
    if row is None or row.state is CafeState.OVER:
        return None
    ideas = sum(one.ideas for one in await tallies.tallies(look.db, cafe))
    rounds = await cafe_plans.rounds(look.db, cafe)
    waiting = sum(one.state is RoundState.WAITING for one in rounds)
    kept: Text = N("{n} idea is kept.", "{n} ideas are kept.", ideas) if ideas else T("No idea has been written yet.")
    lines: list[Text] = [T("End the café?"), kept]
    runs = [
        T("⚠️ Round {n} still runs; it ends with the café.", n=one.number) for one in rounds if one.state in UNDER_WAY
    ]
    lines += runs
    if waiting:
        lines.append(N("⚠️ {n} round has not begun.", "⚠️ {n} rounds have not begun.", waiting))
    lines.append(
        T("This can not be undone. Nothing that is written afterwards is kept: the grace after the gong ends too.")
    )
    return card(
        *lines,
        rows=[(Button(T("🏁 End it"), EndNow(cafe)),), (Button(T("Not yet"), Console(cafe)),)],
    )


@router.press(EndNow, who=Role.FACILITATOR, about="cafe")
async def end_now(ctx: Ctx, press: EndNow) -> Show:
    """No round runs any more; everyone who is in the room is thanked, once. Of a round that ends so nobody hears
    anything else: hosts would be asked for ideas that can not be kept any more."""
    row = await known(ctx.db, press.cafe)
    for one in await cafe_plans.rounds(ctx.db, press.cafe):
        clock = Clockwork(ctx, row, one)
        await clock.gong(told=False)
        await clock.close()
        for topic in (HERE, ENDED):
            await ctx.touch(topic, press.cafe, one.number)
    ended = [await cafe_rounds.set_state(ctx.db, press.cafe, state, CafeState.OVER) for state in _ALIVE]
    if any(ended):
        cause = f"cafe:{press.cafe}:thanks"
        people = cafe_seats.in_the_room(press.cafe)
        await ctx.send_all(THANKS, press.cafe, to=people, cause=cause, terms=session(row))
        for place in (await cafe_places.told(ctx.db, press.cafe)).values():
            await ctx.post(aloud(THANKS), press.cafe, place=place, cause=cause, terms=session(row))
        await plan_changed(ctx, press.cafe)
        about = f"cafe {press.cafe}"
        await ctx.record("end cafe", about, by=ctx.my_id, role="facilitator", programme=row.programme_id)
    return Show(CONSOLE, press.cafe)


_ALIVE = (CafeState.PLANNED, CafeState.OPEN)
