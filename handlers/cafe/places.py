"""Tables with a group of their own: a Telegram group or topic, a Slack channel, chosen by those who run the café."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import Code, T, Text
from bot.model.values import CafeState, Naming, Role
from handlers.cafe.opened import tell_late
from handlers.cafe.routes import HERE, PARTS, Console, ShowPlan, known, router, run_by
from handlers.shared.cafes import MOST_TABLES, plan_changed
from handlers.shared.groups import named
from handlers.shared.pages import paged
from storage import cafe_places, cafe_plans, places
from storage.cafes import CafeRow
from storage.people import PlaceRow

GROUPS, CHOICE = "cafe.groups", "cafe.group"
MOST_GROUPS = 40
_HOW = T("I am in no group or channel yet. Add me to a Telegram group or to a Slack channel, and open this again.")
_NAMES = T(
    "In this café names are not shown to everybody. In a group all would read who wrote what, so no table can have one."
)


class TableGroups(Press, name="caf.groups"):
    """Which table has which group, a page at a time."""

    cafe: int
    page: int


class GroupOf(Press, name="caf.group"):
    """Choose the group of the table with this number."""

    cafe: int
    number: int


class Bind(Press, name="caf.bind"):
    """This group (0: none) is that of the table with this number."""

    cafe: int
    number: int
    place: int


def groups_button(cafe: int) -> Button:
    """What leads there."""
    return Button(T("💬 Table groups"), TableGroups(cafe, 0))


async def _open(ctx: Ctx, number: int) -> CafeRow:
    """The café, where tables can have groups. Raises Sorry elsewhere."""
    row = await known(ctx.db, number)
    if row.state is CafeState.OVER:
        raise Sorry(T("This café is over."))
    if row.naming is not Naming.NAMED:
        raise Sorry(_NAMES)
    return row


@router.press(TableGroups, who=Role.FACILITATOR, about="cafe")
async def show_groups(ctx: Ctx, press: TableGroups) -> Show:
    """The list, in a café in which everybody may read who said what."""
    await _open(ctx, press.cafe)
    return Show(GROUPS, press.cafe, press.page)


@router.view(GROUPS, watches=(PARTS,))
async def listed(look: Look, cafe: int, page: int) -> Card | None:
    """Each table with its group, and what is unusual about a group."""
    row = await run_by(look, cafe)
    if row is None:
        return None
    if row.naming is not Naming.NAMED:
        return card(_NAMES, rows=[_back(row)])
    bound = await cafe_places.groups(look.db, cafe)
    lines: list[Text] = [T("💬 *Table groups*")]
    lines.append(T("A table's group is told what is asked there; what its people write while a round runs is an idea."))
    for place in bound.values():
        lines += await unusual(look, place)
    if not bound and not await places.groups_of(look.db, row.programme_id):
        lines.append(_HOW)
    buttons = [
        Button(
            T("Table {t}: {group}", t=table.number, group=named(bound[table.number]))
            if table.number in bound
            else T("Table {t}: no group", t=table.number),
            GroupOf(cafe, table.number),
        )
        for table in await cafe_plans.tables(look.db, cafe)
    ]
    return card(*lines, rows=[*paged(buttons, page, lambda number: TableGroups(cafe, number)), _back(row)])


def _back(row: CafeRow) -> Row:
    number = row.id or 0
    return (Button(T("‹ Back"), ShowPlan(number) if row.state is CafeState.PLANNED else Console(number)),)


async def unusual(look: Look, place: PlaceRow) -> list[Text]:
    """That nothing can be written in a group, or nothing is heard there; and which setting to change."""
    name, on_slack = named(place), place.platform == "slack"
    if place.state != places.OPEN:
        if on_slack:
            invite = Code("/invite @Sfat")
            return [T("⚠️ I am not in {group} (any more). Write {command} there.", group=name, command=invite)]
        return [T("⚠️ I can not write in {group} (any more). Please add me to it again.", group=name)]
    hears = await places.hears(look.db, place)
    if hears or (hears is None and on_slack):
        return []
    if on_slack:
        reads = T("⚠️ I can not read in {group}: the app lacks channels:history and groups:history.", group=name)
        return [reads, T("Whoever looks after it brings its manifest up to date from deploy/ and installs it again.")]
    reads = T("⚠️ I can not read what people write in {group}, only what is a reply to me.", group=name)
    maybe = T("I do not know yet whether I can read what people write in {group}. If no ✍ appears:", group=name)
    how = T(
        "Make me an administrator of the group; or send {command} to @BotFather, choose Disable, take me out of the "
        "group and add me again.",
        command=Code("/setprivacy"),
    )
    return [maybe if hears is None else reads, how]


@router.press(GroupOf, who=Role.FACILITATOR, about="cafe")
async def choose(ctx: Ctx, press: GroupOf) -> Show:
    """Which group?"""
    row = await _open(ctx, press.cafe)
    await _its_table(ctx, press.cafe, press.number)
    if not await places.groups_of(ctx.db, row.programme_id) and not await cafe_places.groups(ctx.db, press.cafe):
        raise Sorry(_HOW)
    return Show(CHOICE, press.cafe, press.number)


async def _its_table(ctx: Ctx, cafe: int, number: int) -> None:
    if all(one.number != number for one in await cafe_plans.tables(ctx.db, cafe)):
        raise Sorry(T("The café has no table {t} (any more).", t=number))


@router.view(CHOICE, watches=(PARTS,))
async def offered(look: Look, cafe: int, table: int) -> Card | None:
    """The groups we are in that are no other table's."""
    row = await run_by(look, cafe)
    if row is None:
        return None
    bound = await cafe_places.groups(look.db, cafe)
    others = {place.id for number, place in bound.items() if number != table}
    free = [one for one in await places.groups_of(look.db, row.programme_id) if one.id not in others]
    rows: list[Row] = [(Button(named(one), Bind(cafe, table, one.id or 0)),) for one in free[:MOST_GROUPS]]
    rows += [(Button(T("No group"), Bind(cafe, table, 0)),), (Button(T("‹ Back"), TableGroups(cafe, 0)),)]
    lines: list[Text] = [T("Which group is that of table {t}?", t=table)]
    lines.append(T("All who sit in it read who wrote what. Put me into another one, and it is offered here too."))
    return card(*lines, rows=rows)


@router.press(Bind, who=Role.FACILITATOR, about="cafe")
async def bind(ctx: Ctx, press: Bind) -> Show:
    """From now on; where the room is open the group is told so at once, in the middle of a round also what is asked."""
    row = await _open(ctx, press.cafe)
    await _its_table(ctx, press.cafe, press.number)
    place = await places.group_of(ctx.db, row.programme_id, press.place) if press.place else None
    if press.place and place is None:
        raise Sorry(T("I can not write in this group (any more). Please add me to it again."))
    had = (await cafe_places.groups(ctx.db, press.cafe)).get(press.number)
    if not await cafe_places.bind(ctx.db, press.cafe, press.number, press.place or None):
        raise Sorry(T("{group} is the group of another table already.", group=named(place) if place else ""))
    row = await _open(ctx, press.cafe)  # as it is now: the room may have been opened meanwhile
    about = f"cafe {press.cafe} table {press.number}"
    await ctx.record("choose table group", about, by=ctx.my_id, role="facilitator", programme=row.programme_id)
    for one in await cafe_plans.rounds(ctx.db, press.cafe):
        await ctx.touch(HERE, press.cafe, one.number)
    await plan_changed(ctx, press.cafe)
    if place is not None:
        await tell_late(ctx, row, press.place, chosen=had is None or had.id != press.place)
    return Show(GROUPS, press.cafe, 0)


@router.when_placed
@router.when_open_again
async def placed(ctx: Ctx) -> None:
    """We may write in a group now, or no longer: the lists that name or offer it say so, and it hears what it has
    missed. A topic is whose its group is."""
    if ctx.place.thread and not ctx.place.private:
        await places.give_to(ctx.db, ctx.place.id or 0, await places.programme_of(ctx.db, ctx.place))
    for number in await cafe_places.offering(ctx.db, ctx.place.id or 0):
        await ctx.touch_all(PARTS, range(MOST_TABLES + 1), of=(number,))
    for number in await cafe_places.cafes_of(ctx.db, ctx.place.id or 0):
        await plan_changed(ctx, number)
        cafe = await cafe_plans.cafe(ctx.db, number)
        if cafe is not None and ctx.place.state == places.OPEN:
            await tell_late(ctx, cafe, ctx.place.id or 0)
