"""Hosts chosen before the room opens, in conversation; what is chosen stays, whatever is proposed later."""

import pytest

from storage import cafe_plans
from tests.handlers.cafe.steps import facilitator, guests, plans, plans_by_chat, starts
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")


async def planned(lab: Lab, **more: str) -> Seat:
    """A café of two tables is planned for four; Ana hosts table 1, and Mia table 2."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca, **more)  # type: ignore[arg-type]
    return ilinca


async def chooses(ilinca: Seat, table: int, name: str) -> None:
    """Say who hosts a table, from the plan."""
    await ilinca.says("/cafe E1")
    await ilinca.presses("🏠 Hosts")
    await ilinca.presses(f"{table}: ")
    await ilinca.fills(host=name)
    await ilinca.room.settle()


async def hosts(lab: Lab) -> list[str]:
    """Who hosts, table by table; "" where nobody does."""
    names = {person: name for name, person in lab.people.items()}
    async with lab.room.read() as tx:
        return [names.get(row.host_id or 0, "") for row in await cafe_plans.tables(tx, 1)]


async def stays(lab: Lab, name: str) -> set[int]:
    """At which tables somebody sits."""
    async with lab.room.read() as tx:
        return {one.table_number for one in await cafe_plans.seats_of(tx, 1, lab.people[name])}


@pytest.mark.both
async def test_a_host_is_chosen_by_a_part_of_the_name(lab: Lab) -> None:
    """They stay at that table in every round; who was proposed travels."""
    ilinca = await planned(lab)
    before = await hosts(lab)
    await chooses(ilinca, 1, "munteanu")

    assert (["ana", "mia"], ["dan", "mia"]) == (before, await hosts(lab))
    assert ({1}, {1, 2}) == (await stays(lab, "dan"), await stays(lab, "ana"))
    assert "1: Dan Munteanu" in ilinca.labels


async def test_where_there_are_no_forms_it_takes_three_taps(lab: Lab) -> None:
    """Hosts, the table, the name."""
    await guests(lab, *EVERYBODY)
    ilinca = await lab.arrives("ilinca")
    await plans_by_chat(ilinca)
    for label in ("🏠 Hosts", "2: Mia Lindqvist", "Dan Munteanu"):
        await ilinca.presses(label)

    assert ["ana", "dan"] == await hosts(lab)


@pytest.mark.parametrize("written", ["-", "nobody", "Nimeni"])
async def test_a_table_may_have_nobody(lab: Lab, written: str) -> None:
    """Nobody is proposed for it later either, when others are expected; the plan says so."""
    ilinca = await planned(lab)
    await chooses(ilinca, 1, written)
    await lab.room.seat("radu").presses("❌ I cannot come")
    await ilinca.says("/cafe E1")
    await ilinca.room.settle()

    assert ["", "mia"] == await hosts(lab)
    assert "⚠️ Table 1 has no host." in ilinca.sees


async def test_for_a_table_that_had_nobody_somebody_is_proposed_again(lab: Lab) -> None:
    """Once somebody was chosen for it, who then moves to another one."""
    ilinca = await planned(lab)
    await chooses(ilinca, 1, "-")
    await chooses(ilinca, 1, "radu")
    await chooses(ilinca, 2, "radu")

    assert ["ana", "radu"] == await hosts(lab)


async def test_what_was_chosen_stays_when_the_plan_is_changed(lab: Lab) -> None:
    """The form is saved again, and somebody takes back that they come."""
    ilinca = await planned(lab)
    await chooses(ilinca, 2, "radu")
    await ilinca.says("/cafe E1")
    await ilinca.presses("✏️ Change")
    await ilinca.fills(minutes="15")
    await lab.room.seat("mia").presses("❌ I cannot come")
    await ilinca.says("/cafe E1")
    await ilinca.presses("🚪 Open the room")
    await ilinca.room.settle()

    assert "radu" == (await hosts(lab))[1]
    assert {2} == await stays(lab, "radu")


async def test_who_hosts_another_table_moves_and_that_one_is_proposed_a_host(lab: Lab) -> None:
    """Nobody hosts two."""
    ilinca = await planned(lab)
    await chooses(ilinca, 1, "mia")
    found = await hosts(lab)

    assert ("mia", True) == (found[0], found[1] in ("ana", "dan", "radu"))


async def test_who_has_not_said_yes_is_refused(lab: Lab) -> None:
    """Beside the name."""
    ilinca = await planned(lab)
    await chooses(ilinca, 1, "Zoe")

    assert {"host": "Nobody here is called Zoe."} == ilinca.complaints


async def test_two_who_sit_together_can_not_host_two_tables(lab: Lab) -> None:
    """Refused with their names, and nothing is changed."""
    ilinca = await planned(lab)
    await ilinca.presses("🔀 Who with whom")
    await ilinca.fills(one="dan", other="radu", how="together")
    await chooses(ilinca, 1, "dan")
    before = await hosts(lab)
    await chooses(ilinca, 2, "radu")

    assert "are to sit together, but each is host of a table; change one of the two." in ilinca.sees
    assert before == await hosts(lab)


async def test_a_table_that_is_not_there_is_refused(lab: Lab) -> None:
    """A button drawn before the plan was changed."""
    ilinca = await planned(lab)
    await ilinca.presses("🏠 Hosts")
    button = ilinca.messages[-1].data("2: Mia Lindqvist")
    await ilinca.says("/cafe E1")
    await ilinca.presses("✏️ Change")
    await ilinca.fills(tables="1")
    await ilinca.forges(button)

    assert "There is no table 2 here; they go from 1 to 1." == ilinca.sees


async def test_in_the_open_room_hosts_are_chosen_there(lab: Lab) -> None:
    """An old button shows the way."""
    ilinca = await planned(lab)
    await ilinca.presses("🏠 Hosts")
    button = ilinca.messages[-1].data("2: Mia Lindqvist")
    await ilinca.says("/cafe E1")
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    await ilinca.forges(button)

    assert "The room is open; tap a name under “👥 Room” to say who hosts." == ilinca.sees


async def test_only_those_who_run_the_cafe_choose(lab: Lab) -> None:
    """A forged button changes nothing."""
    ilinca = await planned(lab)
    await ilinca.presses("🏠 Hosts")
    ana = lab.room.seat("ana")
    await ana.forges(ilinca.messages[-1].data("2: Mia Lindqvist"))

    assert ["ana", "mia"] == await hosts(lab)
    assert "Who stays at table" not in ana.sees
