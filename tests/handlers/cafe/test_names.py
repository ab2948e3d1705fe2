"""Names on the cards of a café: of somebody who is gone they stand nowhere, and a corrected one stands everywhere."""

import pytest

from handlers.shared.presses import PersonCard
from tests.handlers.cafe.places_steps import group_of_table
from tests.handlers.cafe.steps import facilitator, guests, opens, plans, starts
from tests.handlers.privacy_steps import deletes
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
NAME, NOW = "Ana Câmpeanu", "Ana Pop"


async def shown(lab: Lab, *presses: str, opened: bool, rounds: int = 0, between: bool = False) -> Seat:
    """Ana hosts table 1, which has a group, in a café so far; the facilitator looks at a card of it."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await (opens if opened else plans)(ilinca)
    await group_of_table(lab, ilinca, 1)
    for number in range(1, rounds + 1):
        await ilinca.says("/cafe E1")
        await starts(ilinca, number)
        if between or number < rounds:
            await ilinca.presses("🔔 Gong now")
    await ilinca.says("/cafe E1")
    for label in presses:
        await ilinca.presses(label)
    return ilinca


def read_of(lab: Lab, name: str) -> list[str]:
    """Where others read a name: in messages and on buttons."""
    found: list[str] = []
    for adapter in (lab.room.memory, lab.room.native):
        for chat, messages in adapter.chats.items():
            if chat != "ana":
                found += [said for one in messages for said in (one.text, *one.labels) if name in said]
    return found


CARDS = [
    pytest.param(["🏠 Hosts"], {"opened": False}, id="hosts"),
    pytest.param(["🪑 Who sits where"], {"opened": False}, id="who sits where"),
    pytest.param(["👥 Room"], {"opened": True}, id="the room"),
    pytest.param(["👥 Room", NAME], {"opened": True}, id="somebody in it"),
    pytest.param([], {"opened": True}, id="that it is open"),
    pytest.param([], {"opened": True, "rounds": 1}, id="a round"),
    pytest.param([], {"opened": True, "rounds": 1, "between": True}, id="the gong"),
    pytest.param(["👥 Room", "🪑 Who sits where"], {"opened": True, "rounds": 2}, id="the second round"),
]


@pytest.mark.parametrize(("presses", "so_far"), CARDS)
async def test_nobody_reads_the_name_of_somebody_who_is_gone(
    lab: Lab, presses: list[str], so_far: dict[str, int]
) -> None:
    """Nor do the groups of tables, whatever was said there before."""
    await shown(lab, *presses, **so_far)  # type: ignore[arg-type]
    before = read_of(lab, NAME)
    await deletes(lab.room.seat("ana"), "Without a name")

    assert before
    assert [] == read_of(lab, NAME)


@pytest.mark.parametrize(("presses", "so_far"), CARDS)
async def test_a_corrected_name_stands_on_every_card(lab: Lab, presses: list[str], so_far: dict[str, int]) -> None:
    """Only that the room is open stands as it was said, once it is no longer drawn."""
    await shown(lab, *presses, **so_far)  # type: ignore[arg-type]
    before = [one for one in read_of(lab, NAME) if "the room is open" not in one]
    ana = lab.room.seat("ana")
    await ana.says("/data")
    await ana.presses("✏️ Correct")
    await ana.says(NOW)
    await ana.presses("Skip")
    await lab.room.settle()

    assert [one.replace(NAME, NOW) for one in before] == [one for one in read_of(lab, NOW) if "room is open" not in one]


async def test_a_name_that_a_manager_corrects_too(lab: Lab) -> None:
    """Here among the hosts."""
    ilinca = await shown(lab, "🏠 Hosts", opened=False)
    await ilinca.forges(PersonCard(lab.people["ana"]).pack())
    await ilinca.presses("✏️ Correct")
    await ilinca.fills(name=NOW)

    assert f"1: {NOW}" in read_of(lab, NOW)
