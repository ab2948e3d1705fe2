"""What is read from the words of an idea: several of them, and not one word lost on the way."""

import pytest

from handlers.cafe.reading import several
from tests.handlers.cafe.test_collecting import kept, running
from tests.seeds import Lab

LONG = "We need rooms that stand empty in the evening and that nobody has to pay for"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("First; a second\n- a third\n- a fourth", ["First; a second", "a third", "a fourth"]),
        ("We need:\n- rooms\n- lower rents", ["We need: rooms", "lower rents"]),
        ("- rooms\nwith a view\n- lower rents", ["rooms\nwith a view", "lower rents"]),
        ("1. rooms\n2. lower rents\nThat is all.", ["rooms", "lower rents\nThat is all."]),
        ("Rooms.\n\nLower rents.", ["Rooms.", "Lower rents."]),
        ("Rooms,\nand lower rents", []),
        ("Rooms\nLower rents", []),
        ("Rooms\nLower rents\nfewer forms", ["Rooms", "Lower rents", "fewer forms"]),
        (f"{LONG}\nLower rents\nFewer forms", [LONG, "Lower rents", "Fewer forms"]),
        (f"{LONG}\nand lower rents\nand fewer forms", []),
        ("We need rooms,\nlower rents\nand fewer forms", []),
    ],
)
def test_several_ideas_hold_every_word_of_the_message(text: str, parts: list[str]) -> None:
    """What stands before a list, and what stands below one of its items."""
    assert parts == several(text)


async def test_what_stands_before_a_list_is_kept_when_it_is_split(lab: Lab) -> None:
    """As an idea of its own."""
    _, ana = await running(lab)
    await ana.says("First; a second\n- a third\n- a fourth")
    await ana.presses("✂️ Split into 3 ideas")

    assert ["First; a second", "a third", "a fourth"] == [row.text for row in await kept(lab)]
