"""What nobody else wanted while a café's room is open or has just been closed: too early or too late for a
round, or by those who run it.

Offered after all other features have looked, so that a yes, a no or a name that is asked for means what it always does.
"""

from datetime import timedelta

from bot.core import NOT_MINE, Ctx, Effect, Look, Router, Show, Terms, lone_stop
from bot.core.desk import subject_numbers
from bot.model.card import Card, card
from bot.model.text import T
from bot.model.update import Said
from bot.model.values import UNDER_WAY, Lane, Role, RoundState
from handlers.cafe.arriving import OFFER
from handlers.cafe.collecting import sits_in
from handlers.cafe.routes import PLANNED, THANKS
from storage import cafe_plans, cafe_room, events, outbox

router = Router("cafe")
NOT_YET, OVER = "cafe.early", "cafe.over"
HEARD = frozenset({"text", "photo", "voice"})  # what an idea may be
AFTERWARDS = timedelta(minutes=30)  # after the end of a café words may still be meant for it


@router.said(who=Role.ANYONE)
async def anything(ctx: Ctx, said: Said) -> Effect | object:
    """Who sits there hears that no round runs; who runs the café, and sits nowhere in it, that they can."""
    if ctx.person is None or said.what not in HEARD or lone_stop(said.text):
        return NOT_MINE
    if await sits_in(ctx.db, ctx.my_id, ctx.heard) is not None:
        return NOT_MINE
    over = await _just_over(ctx)
    if over is not None and said.what != "text":
        return Show(OVER, over)
    if over is not None:
        await _say_once(ctx, over)  # what else their words may be follows
    for row in await cafe_room.going_on(ctx.db, ctx.now):
        number = row.id or 0
        if await cafe_room.is_inside(ctx.db, number, ctx.my_id):
            return NOT_MINE if await _running(ctx, number) else Show(NOT_YET, number)
        if await _running(ctx, number) and await ctx.may(ctx.person, Role.FACILITATOR, "cafe", number):
            return Show(OFFER, number)
    return NOT_MINE


async def _just_over(ctx: Ctx) -> int | None:
    """The café with a part of theirs that has ended a short time ago."""
    about = await outbox.told_since(ctx.db, ctx.my_id, THANKS, ctx.now - AFTERWARDS)
    return None if about is None else subject_numbers(about)[0]


async def _say_once(ctx: Ctx, cafe: int) -> None:
    terms = Terms(lane=Lane.INTERACTIVE, vital=True)
    await ctx.send(OVER, cafe, to=ctx.my_id, cause=f"cafe:{cafe}:over", terms=terms, place=ctx.place.id)


@router.view(OVER)
async def over(look: Look, cafe: int) -> Card | None:
    """That nothing is kept there any more."""
    row = await cafe_plans.cafe(look.db, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    if event is None:
        return None
    return card(
        T(
            "🏁 The café *{title}* is over: what you sent just now was not kept as an idea, and nothing more is kept"
            " there.",
            title=event.title,
        )
    )


async def _running(ctx: Ctx, cafe: int) -> bool:
    return any(one.state in UNDER_WAY for one in await cafe_plans.rounds(ctx.db, cafe))


@router.view(NOT_YET, watches=(PLANNED,))
async def not_yet(look: Look, cafe: int) -> Card | None:
    """Which round comes next, and that nothing was kept."""
    rounds = await cafe_plans.rounds(look.db, cafe)
    following = next((one.number for one in rounds if one.state is RoundState.WAITING), None)
    if following is None:
        return None
    return card(
        T(
            "⏳ Round {n} has not begun yet, so what you sent just now was not kept as an idea. When it begins, you"
            " hear here what is asked.",
            n=following,
        ),
        T("To ask the organisers something: /ask"),
    )
