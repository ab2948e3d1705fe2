"""The room, for those who run the café: who is here, who has gone, who hosts, and what can be done about each."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import N, T, Text, join
from bot.model.values import CafeState, Role, RoundState
from handlers.cafe.export_plan import file_button
from handlers.cafe.places import groups_button
from handlers.cafe.routes import PARTS, Console, known, router, run_by
from handlers.cafe.said import by_name
from handlers.cafe.seating.plan import Unseatable
from handlers.cafe.seating.rules import check
from handlers.cafe.seats import wanted
from handlers.cafe.sitting import sitting_button
from handlers.cafe.whom import whom_button
from handlers.shared import cafes
from handlers.shared.pages import paged
from storage import cafe_plans, cafe_room
from storage.cafe_plans import Guest
from storage.cafes import CafeRow

ROOM, PERSON = "cafe.room", cafes.PERSON


class Room(Press, name="caf.room"):
    """Who is in the room, a page at a time."""

    cafe: int
    number: int


class Somebody(Press, name="caf.who"):
    """One of them."""

    cafe: int
    person: int


class HasLeft(Press, name="caf.left"):
    """They have gone."""

    cafe: int
    person: int


class IsBack(Press, name="caf.back"):
    """They are here after all."""

    cafe: int
    person: int


class Hosts(Press, name="caf.host"):
    """They host the table at which they sit."""

    cafe: int
    person: int


@router.press(Room, who=Role.FACILITATOR, about="cafe")
async def show_room(ctx: Ctx, press: Room) -> Show:
    """Who is here."""
    return Show(ROOM, (await known(ctx.db, press.cafe)).id or 0, press.number)


@router.view(ROOM, watches=(PARTS,))
async def room(look: Look, cafe: int, page: int) -> Card | None:
    """Everybody by name, a page at a time; those who have gone last."""
    row = await run_by(look, cafe)
    if row is None:
        return None
    guests = await cafe_plans.room(look.db, cafe)
    here = [one for one in guests if one.left_at is None]
    gone = [one for one in guests if one.left_at is not None]
    counts: list[Text] = [T("Nobody is in the room")]
    if here:
        counts = [N("{n} person is in the room", "{n} people are in the room", len(here))]
    counts += [N("{n} has left", "{n} have left", len(gone))] if gone else []
    lines: list[Text] = [join("👥", join(*counts, between=" · ")), *await _problem(look, row, guests)]
    lines.append(T("Tap a name when somebody leaves, or is to host a table."))
    named = sorted(here, key=lambda one: one.name.casefold()) + gone
    buttons = [
        Button(one.name if one.left_at is None else T("{name} (gone)", name=one.name), Somebody(cafe, one.id))
        for one in named
    ]
    back = (whom_button(cafe), Button(T("‹ Back"), Console(cafe)))
    more = [(sitting_button(cafe),), (groups_button(cafe), file_button(cafe)), back]
    return card(*lines, rows=[*paged(buttons, page, lambda number: Room(cafe, number)), *more])


async def _problem(look: Look, row: CafeRow, guests: list[Guest]) -> list[Text]:
    """Why those who are here can not be seated as planned, if so."""
    try:
        check(await wanted(look.db, row))
    except Unseatable as problem:
        return [T("⚠️ {what}", what=by_name(problem.message, {one.id: one.name for one in guests}))]
    return []


@router.press(Somebody, who=Role.FACILITATOR, about="cafe")
async def somebody(ctx: Ctx, press: Somebody) -> Show:
    """One of them, with what can be done."""
    await guest_of(ctx, press.cafe, press.person)
    return Show(PERSON, press.cafe, press.person)


@router.view(PERSON, watches=(cafes.GUEST,))
async def person(look: Look, cafe: int, number: int) -> Card | None:
    """Their table, and what can be done: this is also the question whether they have really gone."""
    row = await run_by(look, cafe)
    guest = next((one for one in await cafe_plans.room(look.db, cafe) if one.id == number), None)
    if row is None or guest is None:
        return None
    who = T("*{name}* · {org}", name=guest.name, org=guest.organisation) if guest.organisation else guest.name
    table, hosted = await sits_at(look, cafe, number), await cafe_room.table_hosted(look.db, cafe, number)
    lines: list[Text] = [who]
    rows: list[Row] = []
    if row.state is not CafeState.OPEN:
        pass
    elif guest.left_at is not None:
        lines.append(T("Has gone."))
        rows.append((Button(T("↩️ Is here after all"), IsBack(cafe, number)),))
    else:
        if hosted is not None:
            lines.append(T("Hosts table {t}; if they leave, someone at that table takes over.", t=hosted))
        elif table is not None:
            lines.append(T("Sits at table {t}.", t=table))
        rows.append((Button(T("🚪 Has left"), HasLeft(cafe, number)),))
        if table is not None and hosted is None:
            rows.append((Button(T("🏠 Host of table {t}", t=table), Hosts(cafe, number)),))
    return card(*lines, rows=[*rows, (Button(T("‹ Back"), Room(cafe, 0)),)])


async def sits_at(look: Look | Ctx, cafe: int, person: int) -> int | None:
    """Their table in the round that began last; before the first one in that."""
    begun = [one.number for one in await cafe_plans.rounds(look.db, cafe) if one.state is not RoundState.WAITING]
    seats = await cafe_plans.seats_of(look.db, cafe, person)
    number = max(begun, default=1)
    return next((one.table_number for one in seats if one.round_number == number), None)


async def guest_of(ctx: Ctx, cafe: int, person: int) -> Guest:
    """Somebody of this room: a number in a button proves nothing."""
    found = next((one for one in await cafe_plans.room(ctx.db, cafe) if one.id == person), None)
    if found is None:
        raise Sorry(T("This person is not in the room."))
    return found
