"""Which question stands at which table in which round, set by hand: what is read, refused, kept and warned of."""

from collections.abc import Sequence

import pytest

from bot.core.translate import Reader, plain
from bot.model.form import Complaint
from handlers.cafe.tasks import read_grid, written
from storage import cafe_plans
from tests.handlers.cafe.steps import facilitator, guests, plans, plans_by_chat, starts
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
STANDS = [[1, 2, 3], [4, 5, 6], [1, 2, 3]]
THREE = "First?\nSecond?\nThird?"


async def planned(lab: Lab) -> Seat:
    """Three questions, two tables, two rounds, which begin with 1 2 and 3 1."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca, questions=THREE)
    return ilinca


async def sets(ilinca: Seat, tasks: str) -> None:
    """Send the form of the questions at the tables."""
    await ilinca.presses("🗂 Questions at tables")
    await ilinca.fills(tasks=tasks)
    await ilinca.room.settle()


async def stands(lab: Lab) -> list[list[int]]:
    """Which question stands where, as it is kept."""
    async with lab.room.read() as tx:
        cafe = await cafe_plans.cafe(tx, 1)
    assert cafe is not None
    return cafe.tasks


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("1: 1 2 3\n2: 4 5 6\n3: 1 2 3", STANDS),
        ("1 1 1\n2,2,2\n\n 3; 4 | 5 ", [[1, 1, 1], [2, 2, 2], [3, 4, 5]]),
        ("Q6 Q5 Q4\nQ1\tQ2\tQ3\nQ1 - Q2 - Q3", [[6, 5, 4], [1, 2, 3], [1, 2, 3]]),
        ("2: 6 6 6", [[1, 2, 3], [6, 6, 6], [1, 2, 3]]),
        ("Runda 3: 6, 5, 4\nround 1 :2 3 1", [[2, 3, 1], [4, 5, 6], [6, 5, 4]]),
    ],
)
def test_what_is_read(text: str, grid: list[list[int]]) -> None:
    """All rounds in their order, or some by their number; whatever parts the numbers."""
    assert grid == read_grid(STANDS, 6)(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 2 3\n4 5 6", "Please write a line for each round, 3 in all; found: 2."),
        ("2: 4 5", "Round 2: please write one number for each table, 3 in all; found: 2."),
        ("1 2 3\none two three\n4 5 6", "Round 2: please write one number for each table, 3 in all; found: 0."),
        ("2: 4 5 9", "Round 2: there is no question 9; they go from 1 to 6."),
        ("1: 0 1 2", "Round 1: there is no question 0; they go from 1 to 6."),
        ("4: 1 2 3", "There is no round 4; they go from 1 to 3."),
        ("2: 1 2 3\n2: 4 5 6", "Round 2 stands there twice; please leave one line for it."),
        ("2: " + "9" * 40, "Round 2: there is no question 999999999; they go from 1 to 6."),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    """With the round, and what belongs there."""
    with pytest.raises(Complaint) as refused:
        read_grid(STANDS, 6)(text)

    assert plain(refused.value.text, Reader("en", "Europe/Bucharest")).startswith(said)


@pytest.mark.parametrize("grid", [STANDS, [[1]], [[2, 1]] * 12])
def test_what_stands_there_can_be_sent_back(grid: Sequence[Sequence[int]]) -> None:
    """The form begins with it."""
    assert grid == read_grid(grid, 6)(written(grid))


@pytest.mark.both
async def test_one_round_is_changed_by_one_line(lab: Lab) -> None:
    """It is kept, and the plan shows it; the seats stay."""
    ilinca = await planned(lab)
    before = ilinca.sees
    await sets(ilinca, "2: 2 3")

    assert ("🗂 Round 2, table by table: 3 · 1" in before, [[1, 2], [2, 3]]) == (True, await stands(lab))
    assert "🗂 Round 1, table by table: 1 · 2\n🗂 Round 2, table by table: 2 · 3" in ilinca.sees
    assert "Who sits where is being worked out…" not in ilinca.sees


async def test_where_there_are_no_forms_it_is_one_message(lab: Lab) -> None:
    """A tap, and what is to be."""
    await guests(lab, *EVERYBODY)
    ilinca = await lab.arrives("ilinca")
    await plans_by_chat(ilinca, questions=THREE)
    await ilinca.presses("🗂 Questions at tables")
    asked = ilinca.sees
    await ilinca.says("2: 2 3")

    assert "Now: 1: 1 2\n2: 3 1" in asked
    assert [[1, 2], [2, 3]] == await stands(lab)


async def test_a_table_that_keeps_its_question_is_one_line(lab: Lab) -> None:
    """As many questions as tables."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)

    assert "🗂 In every round, table by table: 1 · 2" in ilinca.sees


async def test_a_wrong_number_is_said_beside_the_field(lab: Lab) -> None:
    """And nothing is changed."""
    ilinca = await planned(lab)
    await sets(ilinca, "2: 2 7")

    assert {"tasks": "Round 2: there is no question 7; they go from 1 to 3."} == ilinca.complaints
    assert [[1, 2], [3, 1]] == await stands(lab)


async def test_a_question_at_no_table_is_warned_of(lab: Lab) -> None:
    """It may be meant; travellers meet fewer then."""
    ilinca = await planned(lab)
    await sets(ilinca, "1 1\n1 1")

    assert "⚠️ Questions 2, 3 have no table." in ilinca.sees
    assert "Each traveller meets 1 of 3 questions." in ilinca.sees


@pytest.mark.parametrize(
    ("changed", "after"),
    [
        ({"minutes": "15"}, [[1, 2], [2, 3]]),
        ({"questions": "First?\nSecond, said better?\nThird?"}, [[1, 2], [2, 3]]),
        ({"tables": "3"}, [[1, 2, 3], [1, 2, 3]]),
        ({"rounds": "1"}, [[1, 2]]),
        ({"questions": "First?\nSecond?"}, [[1, 2], [1, 2]]),
    ],
)
async def test_it_stays_as_long_as_it_fits(lab: Lab, changed: dict[str, str], after: list[list[int]]) -> None:
    """The same numbers of questions, tables and rounds; with others it is laid out anew."""
    ilinca = await planned(lab)
    await sets(ilinca, "2: 2 3")
    await ilinca.presses("✏️ Change")
    await ilinca.fills(**changed)

    assert after == await stands(lab)


async def test_once_a_round_has_begun_it_stays(lab: Lab) -> None:
    """Refused at the button, and from a form that was open before."""
    ilinca = await planned(lab)
    await ilinca.presses("🗂 Questions at tables")
    form, button = ilinca.told, next(one for one in ilinca.messages if "🗂 Questions at tables" in one.labels)
    payload = button.data("🗂")
    await ilinca.says("/cafe E1")
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    await ilinca.forges(payload)
    pressed = ilinca.sees
    ilinca.told = form
    await ilinca.fills(tasks="2: 2 3")

    assert ["The café has begun; its plan can not be changed any more."] * 2 == [pressed, ilinca.sees]
    assert [[1, 2], [3, 1]] == await stands(lab)
