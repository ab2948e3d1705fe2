"""Coming back, going, hosting from now on: said by those who run the café, or by somebody who has to go."""

from bot.core import Ctx, Show
from bot.model.card import Button, Card, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import UNDER_WAY, Role
from handlers.cafe.arriving import enter, seat_button
from handlers.cafe.crew import tell_crew
from handlers.cafe.reseating import mend, tell_host
from handlers.cafe.room import PERSON, ROOM, HasLeft, Hosts, IsBack, guest_of, sits_at
from handlers.cafe.routes import HERE, in_session, router, session
from handlers.shared.cafes import plan_changed
from storage import cafe_plans, cafe_room, cafe_seats
from storage.cafes import CafeRow


class IHaveToGo(Press, name="caf.go"):
    """Somebody says it themselves."""

    cafe: int


class IGo(Press, name="caf.go.now"):
    """They say it once more, after the question."""

    cafe: int


@router.press(HasLeft, who=Role.FACILITATOR, about="cafe")
async def has_left(ctx: Ctx, press: HasLeft) -> Show:
    """They have gone, and the seats follow; how many change is told when it is known."""
    row = await in_session(ctx.db, press.cafe)
    await guest_of(ctx, press.cafe, press.person)
    if await go(ctx, row, press.person):
        await _record(ctx, row, "let out", press.person)
    return Show(ROOM, press.cafe, 0)


@router.press(IsBack, who=Role.FACILITATOR, about="cafe")
async def is_back(ctx: Ctx, press: IsBack) -> Show:
    """They are here after all."""
    row = await in_session(ctx.db, press.cafe)
    await guest_of(ctx, press.cafe, press.person)
    await enter(ctx, row, press.person)
    await _record(ctx, row, "let in", press.person)
    return Show(ROOM, press.cafe, 0)


@router.press(Hosts, who=Role.FACILITATOR, about="cafe")
async def hosts(ctx: Ctx, press: Hosts) -> Show:
    """From now on they stay at their table; who hosted it before travels."""
    row = await in_session(ctx.db, press.cafe)
    guest = await guest_of(ctx, press.cafe, press.person)
    table = await sits_at(ctx, press.cafe, press.person)
    if table is None or guest.left_at is not None:
        raise Sorry(T("{name} sits at no table now.", name=guest.name))
    hosted = await cafe_room.table_hosted(ctx.db, press.cafe, press.person)
    if hosted is not None and hosted != table:
        raise Sorry(T("{name} hosts table {t} already.", name=guest.name, t=hosted))
    if hosted is None:
        tables = await cafe_plans.tables(ctx.db, press.cafe)
        before = next((one.host_id for one in tables if one.number == table), None)
        await cafe_plans.set_hosts(ctx.db, press.cafe, {table: press.person})
        cause = f"cafe:{press.cafe}:host:{table}:{ctx.update_id}"
        await tell_host(ctx, row, table, press.person, cause)
        if before is not None and before in await cafe_room.people(ctx.db, cafe_seats.in_the_room(press.cafe)):
            free = T(
                "{name} is the host of table {t} now; from the next round on you move like the others.",
                name=guest.name,
                t=table,
            )
            await ctx.say(card(free), to=before, cause=cause, terms=session(row))
        await mend(ctx, row, ctx.my_id)
        await _record(ctx, row, "choose host", press.person)
        for one in await cafe_plans.rounds(ctx.db, press.cafe):
            if one.state in UNDER_WAY:  # a round that is over had the host it had
                await ctx.touch(HERE, press.cafe, one.number)
    return Show(PERSON, press.cafe, press.person)


@router.press(IHaveToGo, who=Role.KNOWN, about="cafe")
async def i_have_to_go(ctx: Ctx, press: IHaveToGo) -> Card:
    """Done at once, for the way back is beside it; a host is asked once more, for somebody else is host then."""
    row = await in_session(ctx.db, press.cafe)
    table = await cafe_room.table_hosted(ctx.db, press.cafe, ctx.my_id)
    if table is None:
        return await _goes(ctx, row)
    return card(
        T("You are the host of table {t}. If you leave, someone at your table becomes the host.", t=table),
        T("Do you have to leave?"),
        rows=[(Button(T("🚪 Yes, I am leaving"), IGo(press.cafe)),)],
    )


@router.press(IGo, who=Role.KNOWN, about="cafe")
async def i_go(ctx: Ctx, press: IGo) -> Card:
    """A host who has been asked."""
    return await _goes(ctx, await in_session(ctx.db, press.cafe))


async def _goes(ctx: Ctx, row: CafeRow) -> Card:
    """Nothing is lost, and the way back is beside it; those who run the café hear who has left."""
    if not await go(ctx, row, ctx.my_id):
        raise Sorry(T("You have no seat in this café."))
    name = ctx.person.name if ctx.person else ""
    cause = f"cafe:{row.id}:left:{ctx.my_id}:{ctx.update_id}"
    await tell_crew(ctx, row, card(T("🚪 {name} has left the café.", name=name)), cause=cause)
    return card(
        T("👋 Thank you for coming! What you have written stays."),
        T("If you come back, take a seat again."),
        rows=[(seat_button(row.id or 0),)],
    )


async def go(ctx: Ctx, row: CafeRow, person: int) -> bool:
    """Somebody has gone; False when they were not there."""
    if not await cafe_plans.let_out(ctx.db, row.id or 0, person, ctx.now):
        return False
    await mend(ctx, row, ctx.my_id)
    await plan_changed(ctx, row.id or 0)
    return True


async def _record(ctx: Ctx, row: CafeRow, action: str, person: int) -> None:
    about = f"cafe {row.id} person {person}"
    await ctx.record(action, about, by=ctx.my_id, role="facilitator", programme=row.programme_id)
