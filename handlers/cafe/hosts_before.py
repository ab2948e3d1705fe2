"""Hosts chosen before the room opens: for each table one of those who are expected, or nobody."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, card
from bot.model.form import Field, Form, Sheet
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import Sentence, T, Text
from bot.model.values import CafeState, Role
from handlers.cafe.expecting import mean_no_host, of_many_organisations, seat_anew
from handlers.cafe.naming import reader, told_apart
from handlers.cafe.routes import PARTS, ShowPlan, known, router, run_by
from handlers.cafe.said import by_name
from handlers.cafe.seating.plan import Unseatable
from handlers.cafe.seating.rules import check
from handlers.cafe.seats import wanted
from handlers.shared.pages import PAGE, paged
from handlers.shared.search import folded
from storage import cafe_plans
from storage.cafe_plans import Guest
from storage.cafes import CafeRow, CafeTableRow
from storage.tx import Tx

HOSTS, HOST = "cafe.hosts", "cafe.host"
NOBODY = "-"
MEANS_NOBODY = (NOBODY, "–", "—", "0", "nobody", "none", "nimeni")
MOST_OFFERED = 12


class TableHosts(Press, name="caf.hosts"):
    """Who stays at which table, a page at a time."""

    cafe: int
    page: int


class ChooseHost(Press, name="caf.hosts.at"):
    """Say who stays at the table of this number."""

    cafe: int
    number: int


def hosts_button(cafe: int) -> Button:
    """What leads to the tables and their hosts."""
    return Button(T("🏠 Hosts"), TableHosts(cafe, 0))


@router.press(TableHosts, who=Role.FACILITATOR, about="cafe")
async def show_hosts(ctx: Ctx, press: TableHosts) -> Show:
    """The tables, each with its host."""
    await _in_preparation(ctx.db, press.cafe)
    return Show(HOSTS, press.cafe, press.page)


@router.view(HOSTS, watches=(PARTS,))
async def hosts(look: Look, cafe: int, page: int) -> Card | None:
    """A button for each table, until the room is open."""
    row = await run_by(look, cafe)
    if row is None or row.state is not CafeState.PLANNED:
        return None
    names = {one.id: one.name for one in await _here(look.db, cafe)}
    buttons = [Button(_at(one, names), ChooseHost(cafe, one.number)) for one in await cafe_plans.tables(look.db, cafe)]
    lines: list[Text] = [T("🏠 *Hosts:* who stays at which table?"), T("Tap a table to choose; what you choose stays.")]
    if not names:
        lines.append(T("Nobody has said yes yet; who comes takes a seat at the door."))
    turned = paged(buttons, page, lambda number: TableHosts(cafe, number))
    return card(*lines, rows=[*turned, (Button(T("‹ Back"), ShowPlan(cafe)),)])


def _at(table: CafeTableRow, names: Mapping[int, str]) -> Text:
    name = names.get(table.host_id or 0)
    return T("{t}: nobody", t=table.number) if name is None else T("{t}: {name}", t=table.number, name=name)


@router.press(ChooseHost, who=Role.FACILITATOR, about="cafe")
async def choose(ctx: Ctx, press: ChooseHost) -> Form:
    """One question: who?"""
    await _in_preparation(ctx.db, press.cafe)
    await _there(ctx.db, press.cafe, press.number)
    return Form(HOST, (press.cafe, press.number))


async def sheet(look: Look, cafe: int, table: int) -> Sheet:
    """Some who host nowhere yet, of as many organisations as there are; anybody else by a part of the name."""
    guests = await _here(look.db, cafe)
    names = told_apart(guests)
    hosting = {one.host_id: one.number for one in await cafe_plans.tables(look.db, cafe) if one.host_id in names}
    free = [names[one.id] for one in of_many_organisations(guests) if one.id not in hosting]
    now = next((names[person] for person, number in hosting.items() if number == table and person), "")
    field = Field(
        "host",
        T("Who stays at table {t}?", t=table),
        read=_or_nobody(reader(guests)),
        options=(*((name, name) for name in free[:MOST_OFFERED]), (NOBODY, T("Nobody"))),
        limit=500,
        hint=T("A part of the name is enough."),
        initial=now,
    )
    return Sheet(T("🏠 Hosts"), (field,), T("Save"))


def _or_nobody(read: Callable[[str], int]) -> Callable[[str], int]:
    """0 stands for nobody."""
    return lambda written: 0 if folded(written) in MEANS_NOBODY else read(written)


@router.form(HOST, who=Role.FACILITATOR, sheet=sheet, about="cafe")
async def chosen(ctx: Ctx, values: Mapping[str, Any], cafe: int, table: int) -> Show:
    """They stay there from now on, and nowhere else; a table that loses its host by this is proposed another."""
    row = await _in_preparation(ctx.db, cafe)
    tables = await _there(ctx.db, cafe, table)
    before = await _contradiction(ctx.db, row)
    person = values["host"] or None
    elsewhere = {one.number: None for one in tables if person is not None and one.host_id == person}
    await cafe_plans.set_hosts(ctx.db, cafe, {**elsewhere, table: person})
    await mean_no_host(ctx.db, cafe, table, meant=person is None)
    problem = await _contradiction(ctx.db, row)
    if problem is not None and problem != before:
        raise Sorry(problem)
    await seat_anew(ctx, row)
    await ctx.record("choose host", f"cafe {cafe}", by=ctx.my_id, role="facilitator", programme=row.programme_id)
    return Show(HOSTS, cafe, (table - 1) // PAGE)


async def _in_preparation(tx: Tx, cafe: int) -> CafeRow:
    """The café, whose room is not open yet. Raises Sorry with the way that is left."""
    row = await known(tx, cafe)
    if row.state is CafeState.OVER:
        raise Sorry(T("This café is over."))
    if row.state is not CafeState.PLANNED:
        raise Sorry(T("The room is open; tap a name under “👥 Room” to say who hosts."))
    return row


async def _there(tx: Tx, cafe: int, table: int) -> Sequence[CafeTableRow]:
    """The tables, among which is this one."""
    tables = await cafe_plans.tables(tx, cafe)
    if table not in {one.number for one in tables}:
        raise Sorry(T("There is no table {t} here; they go from 1 to {last}.", t=table, last=len(tables)))
    return tables


async def _here(tx: Tx, cafe: int) -> list[Guest]:
    return [one for one in await cafe_plans.room(tx, cafe) if one.left_at is None]


async def _contradiction(tx: Tx, row: CafeRow) -> Sentence | None:
    """Why people can not be seated like this, by name."""
    try:
        check(await wanted(tx, row))
    except Unseatable as problem:
        return by_name(problem.message, {one.id: one.name for one in await _here(tx, row.id or 0)})
    return None
