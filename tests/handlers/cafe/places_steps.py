"""What is done with the groups of tables."""

from handlers.cafe.places import TableGroups
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.room import Group, Seat
from tests.seeds import Lab


async def group_of_table(lab: Lab, ilinca: Seat, table: int, title: str = "North") -> Group:
    """The facilitator puts us into a group, which is this table's from then on."""
    group = lab.room.group(title)
    await lab.room.seat("ilinca").puts_us_into(group)
    await bound(lab, ilinca, table, group)
    return group


async def bound(lab: Lab, ilinca: Seat, table: int, group: Group | None) -> None:
    """A table has this group from now on, or none."""
    await ilinca.forges(TableGroups(1, 0).pack())
    await ilinca.presses(f"Table {table}:")
    await ilinca.presses(group.title if group else "No group")


async def shows(seat: Seat) -> str:
    """The list of the tables' groups."""
    return await seat.forges(TableGroups(1, 0).pack())


async def group_of_an_open_cafe(lab: Lab) -> Group:
    """The group of table 2, in whose café nobody has started yet."""
    await guests(lab, "ana", "dan", "mia")
    ilinca = await facilitator(lab)
    await opens(ilinca)
    return await group_of_table(lab, ilinca, 2)


async def runs(lab: Lab, number: int = 1) -> Seat:
    """A round runs; the facilitator."""
    ilinca = lab.room.seat("ilinca", native=True)
    await ilinca.says("/cafe E1")
    await starts(ilinca, number)
    return ilinca
