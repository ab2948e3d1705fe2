"""One's own ideas in one list, by /my: those of a table's group too can be withdrawn, corrected, made nobody's."""

import pytest

from bot.model.update import Said
from storage.ideas import IDEA
from tests.handlers.cafe.places_steps import group_of_an_open_cafe, runs
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab

BUTTON = "💡 My ideas"


@pytest.fixture
async def ana(lab: Lab) -> Seat:
    """Ana has written an idea in the group of table 2, and looks at her ideas in private."""
    north = await group_of_an_open_cafe(lab)
    await runs(lab)
    seat = lab.room.seat("ana")
    await seat.does(Said("More rooms.", message="m1"), north)
    await seat.says("/my")
    await seat.presses(BUTTON)
    return seat


async def test_an_idea_of_a_group_stands_in_the_list(ana: Seat) -> None:
    """With its question."""
    assert "💡 Your ideas; tap one to correct or withdraw it, or to take your name away." == ana.sees
    assert ["2. More rooms."] == ana.labels


@pytest.mark.both
async def test_it_is_withdrawn_there(lab: Lab, ana: Seat) -> None:
    """Its words are gone, and nothing stands in the list any more."""
    await ana.presses("2. More rooms.")
    await ana.presses("🗑 Withdraw")
    said = ana.sees
    await ana.says("/my")

    assert ("🗑 1 idea withdrawn.", [""]) == (said, [row.text for row in await found(lab, IDEA)])
    assert BUTTON not in ana.labels


@pytest.mark.parametrize(
    "taps", [("🗑 Withdraw",), ("🙈 Without my name", "🙈 Take my name away")], ids=["gone", "nobody's"]
)
async def test_one_after_the_other_is_changed_there(ana: Seat, taps: list[str]) -> None:
    """Each card leads back to the list; from the last one there is nothing left to go to."""
    await ana.says("Fewer cars.")
    await ana.says("/my")
    await ana.presses(BUTTON)
    await ana.presses("1. Fewer cars.")
    for label in (BUTTON, "1. Fewer cars.", *taps, BUTTON):
        await ana.presses(label)
    left = ana.labels
    for label in ("2. More rooms.", *taps):
        await ana.presses(label)

    assert (["2. More rooms."], []) == (left, ana.labels)


async def test_it_is_corrected_there(lab: Lab, ana: Seat) -> None:
    """As one that was said in private."""
    await ana.presses("2. More rooms.")
    await ana.presses("✏️ Correct")
    await ana.says("Many more rooms.")

    assert ["Many more rooms."] == [row.text for row in await found(lab, IDEA)]


async def test_it_is_made_nobodys_there(lab: Lab, ana: Seat) -> None:
    """Neither person nor message stands beside it."""
    await ana.presses("2. More rooms.")
    await ana.presses("🙈 Without my name")
    await ana.presses("🙈 Take my name away")
    (row,) = await found(lab, IDEA)

    assert ("More rooms.", None, None, "") == (row.text, row.person_id, row.place_id, row.message)


async def test_those_of_a_private_chat_stand_there_too(ana: Seat) -> None:
    """The newest first, a page at a time."""
    for number in range(9):
        await ana.says(f"Idea {number}")
    await ana.says("/my")
    await ana.presses(BUTTON)
    first = ana.labels
    await ana.presses("More ›")

    assert ["1. Idea 8", "More ›"] == [first[0], first[-1]]
    assert ["1. Idea 0", "2. More rooms.", "‹ Earlier"] == ana.labels


async def test_nobody_sees_what_others_said(lab: Lab, ana: Seat) -> None:
    """The button is not there for them, and a forged one shows nothing."""
    dan = lab.room.seat("dan")
    await dan.says("/my")
    labels = dan.labels
    await dan.forges("idea.mine:0")

    assert BUTTON not in labels
    assert "You have no ideas (any more) that can be changed." == dan.sees


async def test_when_the_cafe_is_over_there_is_no_list(lab: Lab, ana: Seat) -> None:
    """What was said stands as it is."""
    ilinca = lab.room.seat("ilinca", native=True)
    await ilinca.presses("🏁 End the café")
    await ilinca.presses("🏁 End it")
    await ana.says("/my")

    assert BUTTON not in ana.labels
