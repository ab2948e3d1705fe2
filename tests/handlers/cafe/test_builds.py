"""Which question builds on which: said by hand beside the words, kept with the questions, warned of when too early."""

from collections.abc import Sequence

import pytest

from bot.core.translate import Reader, plain
from bot.model.form import Complaint
from bot.model.values import Words
from handlers.cafe.builds import read_builds
from handlers.cafe.questions import warnings
from handlers.shared.cafes import still_builds
from storage import cafe_plans
from storage.cafes import CafeQuestionRow
from tests.handlers.cafe.steps import facilitator, guests, plans, plans_by_chat, starts
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
THREE = "First?\nSecond?\nThird?"
WARNED = "Question 6 builds on question 5, but does not come after it."


async def planned(lab: Lab) -> Seat:
    """Three questions, two tables, two rounds: 1 2, then 3 1."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca, questions=THREE)
    return ilinca


async def says(ilinca: Seat, pairs: str) -> None:
    """Send the form."""
    await ilinca.presses("⚙️ More")
    await ilinca.presses("🔗 A question builds on another")
    await ilinca.fills(builds=pairs)


async def kept(lab: Lab) -> list[tuple[str, int | None]]:
    """The questions with what each builds on."""
    async with lab.room.read() as tx:
        return [(one.words.texts["ro"], one.builds_on) for one in await cafe_plans.questions(tx, 1)]


@pytest.mark.parametrize(
    ("written", "pairs"),
    [
        ("6 > 5", {6: 5}),
        ("6 → 5; 4 on 2", {6: 5, 4: 2}),
        ("Q6 builds on Q5,\n3:1, 3 1", {6: 5, 3: 1}),
    ],
)
def test_what_is_read(written: str, pairs: dict[int, int]) -> None:
    """The later one first; whatever stands between."""
    assert pairs == read_builds(6)(written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("6", "Please write two numbers for each, like this: 6 > 5"),
        ("six > five", "Please write two numbers for each, like this: 6 > 5"),
        ("6 > 5 > 4", "Please write two numbers for each, like this: 6 > 5"),
        ("7 > 5", "There is no question 7; they go from 1 to 6."),
        ("5 > 5", "Question 5 can not build on itself."),
        ("6 > 5, 6 > 4", "Question 6 stands there twice; it builds on one other at most."),
    ],
)
def test_what_is_refused(written: str, said: str) -> None:
    """With the pair that is wrong."""
    with pytest.raises(Complaint) as refused:
        read_builds(6)(written)

    assert said == plain(refused.value.text, Reader("en", "Europe/Bucharest"))


@pytest.mark.parametrize(
    ("grid", "said"),
    [
        ([[1, 2, 5], [3, 4, 6]], []),
        ([[1, 5, 2], [6, 5, 3], [6, 4, 5]], []),
        ([[1, 2, 3, 4, 5, 6]] * 3, [WARNED]),
        ([[1, 2, 3], [4, 5, 6], [1, 2, 3]], [WARNED]),
        ([[6, 1, 2], [5, 3, 4]], [WARNED]),
        ([[1, 2, 3], [4, 6, 6]], ["Question 5 has no table.", WARNED]),
        ([[1, 2, 3], [4, 5, 5]], ["Question 6 has no table."]),
    ],
)
def test_a_question_that_comes_too_early_is_warned_of(grid: Sequence[Sequence[int]], said: list[str]) -> None:
    """The answers of the other one must be there: in an earlier round, at whichever table."""
    words = Words.plain("?", "ro")
    asked = [CafeQuestionRow(cafe_id=1, ordinal=n, words=words, builds_on=5 if n == 6 else None) for n in range(1, 7)]

    assert said == [plain(one, Reader("en", "Europe/Bucharest")) for one in warnings(grid, asked)]


@pytest.mark.both
async def test_the_words_stay_as_they_are(lab: Lab) -> None:
    """It stands beside them, and on the plan with its warning, or without where the order is right."""
    ilinca = await planned(lab)
    await says(ilinca, "2 > 1, 3 > 2")

    assert [("First?", None), ("Second?", 1), ("Third?", 2)] == await kept(lab)
    assert "🔗 Question 2 builds on question 1.\n🔗 Question 3 builds on question 2." in ilinca.sees
    assert ["⚠️ Question 2 builds on question 1, but does not come after it."] == [
        line for line in ilinca.sees.splitlines() if "but does not come after it" in line
    ]


async def test_where_there_are_no_forms_it_is_tapped(lab: Lab) -> None:
    """Mostly a question builds on the one before it."""
    await guests(lab, *EVERYBODY)
    ilinca = await lab.arrives("ilinca")
    await plans_by_chat(ilinca, questions=THREE)
    for label in ("⚙️ More", "🔗", "3 builds on 2"):
        await ilinca.presses(label)

    assert [("First?", None), ("Second?", None), ("Third?", 2)] == await kept(lab)


async def test_it_can_be_taken_back(lab: Lab) -> None:
    """By an empty field."""
    ilinca = await planned(lab)
    await says(ilinca, "3 > 2")
    await says(ilinca, "")

    assert [("First?", None), ("Second?", None), ("Third?", None)] == await kept(lab)


@pytest.mark.parametrize(
    ("questions", "after"),
    [
        (THREE, [None, None, 2]),
        ("First?\nSecond?\nThird, said better?", [None, None, 2]),
        ("Another?\nFirst?\nSecond?\nThird?", [None, None, None, 3]),
        ("Third?\nSecond?\nFirst?", [2, None, None]),
        ("First?\nThird?", [None, None]),
    ],
)
async def test_it_stays_with_the_questions(lab: Lab, questions: str, after: list[int | None]) -> None:
    """Wherever they stand now, and when they are said better."""
    ilinca = await planned(lab)
    await says(ilinca, "3 > 2")
    await ilinca.presses("✏️ Change")
    await ilinca.fills(questions=questions)

    assert after == [before for _, before in await kept(lab)]


async def test_one_question_builds_on_no_other(lab: Lab) -> None:
    """There is nothing to be asked."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca, questions="First?")
    await ilinca.presses("⚙️ More")
    await ilinca.presses("🔗")

    assert "There is only one question here; it builds on no other." == ilinca.sees


async def test_once_a_round_has_begun_it_is_refused(lab: Lab) -> None:
    """As with the rest of the plan."""
    ilinca = await planned(lab)
    await ilinca.presses("⚙️ More")
    button = ilinca.messages[-1].data("🔗")
    await ilinca.says("/cafe E1")
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    await ilinca.forges(button)

    assert "The café has begun; its plan can not be changed any more." == ilinca.sees


def test_a_question_that_became_one_with_another_builds_on_nothing() -> None:
    """Both are found again in the same place."""
    words = Words.plain("What do we need?", "en")
    before = [CafeQuestionRow(cafe_id=1, ordinal=one, words=words, builds_on=one - 1 or None) for one in (1, 2)]

    assert {} == still_builds(before, [words])
