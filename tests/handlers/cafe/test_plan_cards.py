"""Cards of a plan after one form and another: of each kind two at most can be pressed, and those say what is so."""

from collections.abc import Mapping

import pytest

from handlers.cafe.sheet import AT_ONCE
from tests.handlers.cafe.steps import facilitator, guests, plans
from tests.memory import Message
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
SIX = "\n".join(f"{number}. What about {number}?" for number in range(1, 7))
FRAME = {"questions": SIX, "translated": "", "tables": "2", "rounds": "2"}
FORMS: tuple[tuple[tuple[str, ...], Mapping[str, str]], ...] = (
    (("✏️ Change",), {**FRAME, "minutes": "15", "naming": "named", "wall": AT_ONCE}),
    (("🗂 Questions at tables",), {"tasks": "1: 2 1"}),
    (("🔀 Who with whom",), {"one": "dan", "other": "radu", "how": "apart"}),
    (("⚙️ More", "🔗 A question builds on another"), {"builds": "6 > 5"}),
    (("⚙️ More", "⏳ Grace after the gong"), {"grace": "5"}),
    (("⚙️ More", "⏳ Grace after the gong"), {"grace": "10"}),
    (("🏠 Hosts", "1: "), {"host": "dan"}),
    (("2: ",), {"host": "mia"}),
    (("1: ",), {"host": "ana"}),
)
PLAN, HOSTS, MORE = "🚪 Open the room", "🏠 Hosts: who stays", "What else can be done"


def pressable(seat: Seat, part: str) -> list[Message]:
    """The cards with buttons that say this, or offer it; the oldest first."""
    return [one for one in seat.messages if one.labels and (part in one.text or part in one.labels)]


async def answers(seat: Seat, values: Mapping[str, str]) -> None:
    """Fill in the form that is open, at once or question by question."""
    if seat.adapter.native_forms:
        await seat.fills(**values)
    else:
        for value in values.values():
            await (seat.says(value) if value else seat.presses("Skip"))
    await seat.room.settle()


async def planned(lab: Lab, *, native: bool = True) -> Seat:
    """A café of six questions and two tables is planned for four."""
    await guests(lab, *EVERYBODY)
    ilinca = await lab.arrives("ilinca", native=native)
    await ilinca.says("/cafe E1")
    await answers(ilinca, {**FRAME, "minutes": "20", "naming": "named", "wall": AT_ONCE})
    return ilinca


@pytest.mark.both
@pytest.mark.parametrize("native", [True, False])
async def test_after_many_forms_two_of_a_kind_can_be_pressed(lab: Lab, native: bool) -> None:
    """The newest is the last message; its copy says the same, and what is older has lost its buttons. Of plans there is
    one less: the last has become the hosts."""
    ilinca = await planned(lab, native=native)
    for labels, values in FORMS:
        for label in labels:
            await ilinca.presses(label)
        await answers(ilinca, values)
    standing = {part: pressable(ilinca, part) for part in (PLAN, HOSTS, MORE)}

    assert ilinca.messages[-1] is standing[HOSTS][-1]
    assert {PLAN: 1, HOSTS: 2, MORE: 2} == {part: len(found) for part, found in standing.items()}
    assert all(len({(one.text, *one.labels) for one in found}) == 1 for found in standing.values())


async def test_the_way_back_from_hosts_is_the_plan_with_them(lab: Lab) -> None:
    """One tap, in the place of the newest card."""
    ilinca = await planned(lab)
    await ilinca.presses("🏠 Hosts")
    await ilinca.presses("1: ")
    await ilinca.fills(host="mia")
    messages = len(ilinca.messages)
    await ilinca.presses("‹ Back")

    assert messages == len(ilinca.messages)
    assert "Hosts: 1: Mia Lindqvist, 2: " in ilinca.sees


async def test_hosts_lose_their_buttons_when_the_room_opens(lab: Lab) -> None:
    """From then on they are chosen in the room."""
    ilinca = await planned(lab)
    await ilinca.presses("🏠 Hosts")
    await ilinca.says("/cafe E1")
    await ilinca.presses("🚪 Open the room")
    await lab.room.settle()

    assert [] == pressable(ilinca, HOSTS)


async def test_who_sits_where_follows_the_plan(lab: Lab) -> None:
    """A round that stands open says who sits there when two have changed places, and which question is asked."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses("🪑 Who sits where")
    card = ilinca.messages[-1]
    before = card.text
    await ilinca.says("/cafe E1")
    await ilinca.presses("🗂 Questions at tables")
    await ilinca.fills(tasks="1: 2 1")
    await lab.room.settle()

    assert "Table 1, question 1: " in before
    assert (
        before.replace("question 1", "question -")
        .replace("question 2", "question 1")
        .replace("question -", "question 2")
        == card.text
    )


async def test_table_groups_follow_the_plan(lab: Lab) -> None:
    """A table that is no longer there is not offered a group."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses("💬 Table groups")
    card = ilinca.messages[-1]
    await ilinca.says("/cafe E1")
    await ilinca.presses("✏️ Change")
    await ilinca.fills(tables="1")
    await lab.room.settle()

    assert ["Table 1: no group", "‹ Back"] == card.labels


async def test_more_follows_the_grace(lab: Lab) -> None:
    """The card from which the form was opened says what holds now."""
    ilinca = await planned(lab)
    await ilinca.presses("⚙️ More")
    card = ilinca.messages[-1]
    await ilinca.presses("⏳ Grace after the gong")
    await ilinca.fills(grace="10")
    await lab.room.settle()

    assert "⏳ What is written 10 minutes after the gong still belongs to the round." in card.text


async def test_a_new_host_stands_on_the_card_from_which_they_were_chosen(lab: Lab) -> None:
    """And on its copy below."""
    ilinca = await planned(lab)
    await ilinca.presses("🏠 Hosts")
    await ilinca.presses("1: ")
    await ilinca.fills(host="mia")
    await lab.room.settle()

    assert ["1: Mia Lindqvist"] * 2 == [one.labels[0] for one in pressable(ilinca, HOSTS)]
