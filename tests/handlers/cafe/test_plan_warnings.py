"""What is unusual or wrong about a plan is said on its card; and what is said there can be mended until it begins."""

from datetime import timedelta

import pytest

from handlers.cafe.said import ranges
from storage.ideas import IDEA
from tests.handlers.cafe.steps import facilitator, guests, plans, starts
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
BEGUN = "The café has begun; its plan can not be changed any more."


async def planned(lab: Lab, *names: str, **more: str) -> Seat:
    """A café is planned for these people."""
    await guests(lab, *names)
    ilinca = await facilitator(lab)
    await plans(ilinca, **more)  # type: ignore[arg-type]
    return ilinca


async def test_more_tables_than_people(lab: Lab) -> None:
    """Said before the room is opened, and gone when the plan is mended."""
    ilinca = await planned(lab, "ana", "dan", tables="3")
    before = ilinca.sees
    await ilinca.presses("✏️ Change")
    await ilinca.fills(tables="1")

    assert "⚠️ There are more tables (3) than people (2); take fewer tables." in before
    assert "There are more tables" not in ilinca.sees


async def test_a_room_in_which_nobody_can_be_seated_stays_closed(lab: Lab) -> None:
    """The reason, and what leads to the plan; the plan can still be changed."""
    ilinca = await planned(lab, "ana", "dan", tables="3")
    await ilinca.presses("🚪 Open the room")
    refused = ilinca.sees
    await ilinca.says("/cafe E1")

    assert "There are more tables (3) than people (2); take fewer tables. “✏️ Change” leads to the plan." == refused
    assert "🚪 Open the room" in ilinca.labels


async def test_tables_for_which_there_is_no_host(lab: Lab) -> None:
    """Half of the people travel, so one hosts."""
    ilinca = await planned(lab, "ana", "dan", "mia")

    assert "⚠️ Table 2 has no host." in ilinca.sees


async def test_many_tables_without_a_host_are_one_range(lab: Lab) -> None:
    """A list of forty numbers is read by nobody; and that nobody is expected is no number."""
    ilinca = await planned(lab, tables="9")

    assert "⚠️ Tables 1–9 have no host." in ilinca.sees
    assert "nobody is expected yet" in ilinca.sees


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((), ""), ((4,), "4"), ((1, 2), "1, 2"), ((1, 2, 3), "1–3"), ((9, 1, 3, 4, 7, 8), "1, 3, 4, 7–9")],
)
def test_numbers_that_follow_each_other_are_a_range(numbers: tuple[int, ...], said: str) -> None:
    """From three on."""
    assert said == ranges(numbers)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"tables": "0"}, {"tables": "Please write a number from 1 to 60."}),
        ({"tables": "61"}, {"tables": "Please write a number from 1 to 60."}),
        ({"tables": "0000601"}, {"tables": "Please write a number from 1 to 60."}),
        ({"rounds": "-1"}, {"rounds": "Please write a number from 1 to 12."}),
        ({"minutes": "soon"}, {"minutes": "Please write a number from 1 to 180."}),
        ({"questions": " \n - \n"}, {"questions": "Please write at least one question, each on a line of its own."}),
    ],
)
async def test_numbers_that_can_not_be(lab: Lab, values: dict[str, str], complaint: dict[str, str]) -> None:
    """Beside the field, with what can."""
    ilinca = await planned(lab, *EVERYBODY)
    await ilinca.presses("✏️ Change")
    await ilinca.fills(**values)

    assert complaint == ilinca.complaints


async def test_once_a_round_has_begun_the_plan_stays(lab: Lab) -> None:
    """Refused at the button, and from a form that was open before."""
    ilinca = await planned(lab, *EVERYBODY)
    payload = ilinca.messages[-1].data("✏️ Change")
    await ilinca.presses("✏️ Change")
    form = ilinca.told
    await ilinca.says("/cafe E1")
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    await ilinca.forges(payload)
    pressed = ilinca.sees
    ilinca.told = form
    await ilinca.fills(tables="1")

    assert [BEGUN, BEGUN] == [pressed, ilinca.sees]


async def test_the_grace_is_chosen_and_holds(lab: Lab) -> None:
    """Four minutes after the gong it still belongs to the round, where five are given."""
    ana, *_ = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses("⚙️ More")
    before = ilinca.sees
    await ilinca.presses("⏳ Grace after the gong")
    await ilinca.fills(grace="5")
    await ilinca.presses("⚙️ More")
    after = ilinca.sees
    await ilinca.says("/cafe E1")
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=4))
    await ana.says("More rooms.")
    (row,) = await found(lab, IDEA)

    assert "⏳ What is written 2 minutes after the gong still belongs to the round." in before
    assert "⏳ What is written 5 minutes after the gong still belongs to the round." in after
    assert (1, True) == (row.round_number, row.late)


async def test_once_a_round_has_begun_the_grace_stays(lab: Lab) -> None:
    """A button of the plan that still stands there says so."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses("⚙️ More")
    button = ilinca.messages[-1].data("⏳ Grace after the gong")
    await ilinca.says("/cafe E1")
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    await ilinca.forges(button)

    assert BEGUN == ilinca.sees


async def test_travellers_meet_half_of_six_questions_in_three_rounds(lab: Lab) -> None:
    """A question each round."""
    six = "\n".join(f"{number}. What about {number}?" for number in range(1, 7))
    ilinca = await planned(lab, *EVERYBODY, questions=six, tables="6", rounds="3")

    assert "Each traveller meets 3 of 6 questions." in ilinca.sees


async def test_tables_too_small_to_talk(lab: Lab) -> None:
    """With the sizes at which talks go best; gone when there is one table."""
    ilinca = await planned(lab, *EVERYBODY)
    before = ilinca.sees
    await ilinca.presses("✏️ Change")
    await ilinca.fills(tables="1")
    await ilinca.room.settle()

    assert "⚠️ People at a table: 2; talks go best with 4 to 6." in before
    assert "talks go best" not in ilinca.sees


async def test_the_least_possible_is_said(lab: Lab) -> None:
    """Four at one table meet once more in the second round, six pairs of them, and no plan has fewer."""
    ilinca = await planned(lab, *EVERYBODY, tables="1")

    assert "6 meetings of two people are repeated ones; counting shows that no plan has fewer." in ilinca.sees
