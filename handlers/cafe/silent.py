"""Silent tables: looked for every minute while a round runs; those who run the café hear of each once."""

from datetime import datetime, timedelta

from bot.core import Ctx, Desk, Look
from bot.model.card import Button, Card, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import N, T
from bot.model.values import Role, RoundState
from handlers.cafe.crew import crew
from handlers.cafe.routes import CLOCK, LOOK_DUE, LOOK_EVERY, SILENT, known, router, session
from storage import cafe_plans, cafe_room, cafe_rounds, tallies
from storage.cafes import CafeRoundRow, CafeRow
from storage.tallies import Tally

NOTICE = "cafe.silent"


class Nudge(Press, name="caf.nudge"):
    """Remind the host of this table."""

    cafe: int
    number: int


@router.due(LOOK_DUE)
async def look_around(desk: Desk, cafe: int, number: int) -> None:
    """The console counts on, and whoever runs the café hears of a table that has become silent."""
    row = await cafe_plans.cafe(desk.db, cafe)
    one = await cafe_rounds.cafe_round(desk.db, cafe, number)
    if row is None or one is None or one.state is not RoundState.RUNNING:
        return
    await desk.schedule(LOOK_DUE, cafe, number, times=[(desk.now + LOOK_EVERY, None)])
    quiet = [each for each in await tallies.tallies(desk.db, cafe) if silent_for(each, one, desk.now)]
    if not quiet:
        return
    await desk.touch(CLOCK, cafe)
    for each in quiet:
        cause = f"cafe:{cafe}:{number}:silent:{each.table_number}"
        for person in await crew(desk, row):
            await desk.send(NOTICE, cafe, number, each.table_number, to=person, cause=cause, terms=session(row))


def silent_for(one: Tally, now: CafeRoundRow, at: datetime) -> timedelta | None:
    """How long a table of the round that runs has said nothing, if that is too long; what stood still meanwhile has
    been added to `last_at`.
    """
    if now.state is not RoundState.RUNNING or one.round_number != now.number or one.last_at is None:
        return None
    return at - one.last_at if at - one.last_at >= SILENT else None


@router.view(NOTICE)
async def notice(look: Look, cafe: int, number: int, table: int) -> Card | None:
    """Which table, as long as that round runs and it is silent."""
    one = await cafe_rounds.cafe_round(look.db, cafe, number)
    if one is None or one.state is not RoundState.RUNNING or not await look.may(Role.FACILITATOR, "cafe", cafe):
        return None
    counted = [each for each in await tallies.tallies(look.db, cafe) if each.table_number == table]
    if not any(silent_for(each, one, look.now) for each in counted):
        return None
    minutes = SILENT // timedelta(minutes=1)
    told = N("⚠️ Table {t}: no idea for {n} minute.", "⚠️ Table {t}: no idea for {n} minutes.", minutes, t=table)
    host = next((each.host_id for each in await cafe_plans.tables(look.db, cafe) if each.number == table), None)
    label = T("Send the host a nudge") if host is not None else T("Send the table a nudge")
    return card(told, rows=[(Button(label, Nudge(cafe, table)),)])


@router.press(Nudge, who=Role.FACILITATOR, about="cafe")
async def nudge(ctx: Ctx, press: Nudge) -> None:
    """The host reads a friendly word; where nobody hosts, everybody at the table. Of two who press, one is enough."""
    row = await known(ctx.db, press.cafe)
    rounds = await cafe_plans.rounds(ctx.db, press.cafe)
    running = next((one.number for one in rounds if one.state is RoundState.RUNNING), None)
    if running is None:
        raise Sorry(T("No round is running now."))
    people = await _whom(ctx, row, running, press.number)
    if not people:
        raise Sorry(T("Nobody sits at table {t}.", t=press.number))
    told = T(
        "💬 Table {t} has not written anything for a while. What was said meanwhile? One message is enough.",
        t=press.number,
    )
    cause = f"cafe:{press.cafe}:{running}:nudge:{press.number}"
    for person in people:
        await ctx.say(card(told), to=person, cause=cause, terms=session(row))
    ctx.toast = T("Table {t} has been reminded.", t=press.number)


async def _whom(ctx: Ctx, row: CafeRow, running: int, table: int) -> list[int]:
    seated = (await cafe_room.sizes(ctx.db, row.id or 0, running)).get(table, [])
    tables = await cafe_plans.tables(ctx.db, row.id or 0)
    host = next((one.host_id for one in tables if one.number == table), None)
    return [host] if host in seated and host is not None else seated
