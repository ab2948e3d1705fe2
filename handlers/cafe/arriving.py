"""Coming late: whoever belongs to the event and has no seat is offered one, also in the middle of a round."""

from bot.core import NOT_MINE, Ctx, Effect, Look, Show, lone_stop
from bot.model.card import Button, Card, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.update import Said
from bot.model.values import UNDER_WAY, Role, RoundState
from handlers.cafe.collecting import sits_in
from handlers.cafe.reseating import mend
from handlers.cafe.routes import HERE, LEFT, PLANNED, ROUND, in_session, router
from handlers.shared.cafes import plan_changed
from storage import cafe_plans, cafe_room, cafe_seats, events, roster
from storage.cafe_plans import Seat
from storage.cafes import CafeRow
from storage.events import EventRow

OFFER, ARRIVED = "cafe.offer", "cafe.arrived"


class TakeSeat(Press, name="caf.seat"):
    """A seat, please."""

    cafe: int


def seat_button(cafe: int) -> Button:
    """What leads into the room."""
    return Button(T("🪑 Take a seat"), TakeSeat(cafe))


@router.said(who=Role.ANYONE)
async def anything(ctx: Ctx, said: Said) -> Effect | object:
    """What somebody writes who might sit in a café that goes on: they hear that they can."""
    if ctx.person is None or lone_stop(said.text):
        return NOT_MINE
    found = await cafe_room.open_to(ctx.db, ctx.my_id)
    if found and await sits_in(ctx.db, ctx.my_id, ctx.heard) is not None:  # who has just gone may still say something
        return NOT_MINE
    return Show(OFFER, found[0].id or 0) if found else NOT_MINE


@router.view(OFFER, watches=(PLANNED,))
async def offer(look: Look, cafe: int) -> Card | None:
    """A seat, as long as there is one to be had."""
    event = await _open_to(look, cafe)
    if event is None:
        return None
    return card(
        T("☕ *{title}* is under way, and you have no seat yet.", title=event.title),
        T("Take one, and what you write while a round runs is kept as an idea. What you wrote just now was not kept."),
        T("To ask the organisers something: /ask"),
        rows=[(seat_button(cafe),)],
    )


@router.view(LEFT, watches=(PLANNED,))
async def left(look: Look, cafe: int) -> Card | None:
    """The same for somebody who has left and writes on, in the round in which they still had a seat."""
    event = await _open_to(look, cafe)
    if event is None:
        return None
    return card(
        T(
            "👋 You have left *{title}*; in rounds that begin without you, what you write is not kept.",
            title=event.title,
        ),
        T("If you are still here, take a seat again."),
        rows=[(seat_button(cafe),)],
    )


async def _open_to(look: Look, cafe: int) -> EventRow | None:
    """The event of a café in which the reader can have a seat and has none; who runs it can have one in any."""
    me = look.person_id or 0
    found = await cafe_room.open_to(look.db, me)
    if await look.may(Role.FACILITATOR, "cafe", cafe) and not await cafe_room.is_inside(look.db, cafe, me):
        found = await cafe_room.going_on(look.db, look.now)
    row = next((one for one in found if one.id == cafe), None)
    return None if row is None else await events.event(look.db, row.event_id)


@router.press(TakeSeat, who=Role.KNOWN, about="cafe")
async def take_seat(ctx: Ctx, press: TakeSeat) -> Show:
    """In the round that runs at once, at the emptiest table; in those to come as few others as can be move."""
    row = await in_session(ctx.db, press.cafe)
    theirs = await cafe_room.is_theirs(ctx.db, press.cafe, ctx.my_id)
    if not theirs and not await ctx.may(ctx.person, Role.FACILITATOR, "cafe", press.cafe):
        raise Sorry(T("This café is for those who were invited to it. /ask asks the organisers for a seat."))
    number = await enter(ctx, row, ctx.my_id)
    return Show(ARRIVED, press.cafe) if number is None else Show(ROUND, press.cafe, number)


async def enter(ctx: Ctx, row: CafeRow, person: int) -> int | None:
    """They are in the room (again); the number of the round that runs, in which they have a seat now."""
    cafe = row.id or 0
    speaks_for = await roster.affiliation_in(ctx.db, person, row.programme_id)
    organisation = None if speaks_for is None else speaks_for.organisation_id
    came = await cafe_plans.let_in(ctx.db, cafe, person, organisation, ctx.now)
    rounds = await cafe_plans.rounds(ctx.db, cafe)
    running = next((one.number for one in rounds if one.state in UNDER_WAY), None)
    if running is not None:
        await cafe_room.take(ctx.db, cafe, Seat(running, await _table(ctx, row, running, person), person))
        await ctx.touch(HERE, cafe, running)
    if came:
        await mend(ctx, row, ctx.my_id)
        await plan_changed(ctx, cafe)
    return running


async def _table(ctx: Ctx, row: CafeRow, number: int, person: int) -> int:
    """Where those sit with whom they always do; else the emptiest table without anybody to be kept apart from."""
    seats = await cafe_room.sizes(ctx.db, row.id or 0, number)
    close, away = _others(row.together, person), _others(row.apart, person)

    def worth(table: int) -> tuple[bool, bool, int, int]:
        people = set(seats.get(table, ()))
        return not people & close, bool(people & away), len(people - {person}), table

    return min(range(1, len(row.tasks[0]) + 1), key=worth)


def _others(pairs: list[list[int]], person: int) -> set[int]:
    return {one for pair in pairs if person in pair for one in pair} - {person}


@router.view(ARRIVED, watches=(PLANNED,))
async def arrived(look: Look, cafe: int) -> Card | None:
    """Between two rounds: they sit in the next one, and hear where when it begins."""
    rounds = await cafe_plans.rounds(look.db, cafe)
    following = next((one.number for one in rounds if one.state is RoundState.WAITING), None)
    if following is None:
        return None
    lines = [T("🪑 You have a seat. When round {n} begins, you hear here what is asked.", n=following)]
    place = await cafe_seats.place_of(look.db, cafe, following, look.person_id)
    if place is not None:
        lines.append(T("Your table is number {t}.", t=place.table_number))
    return card(*lines)
