"""Several ideas acknowledged in one message: nothing is said of them together that is not true of each."""

import pytest

from handlers.cafe.acknowledged import NOBODYS
from tests.handlers.cafe.steps import starts
from tests.handlers.cafe.test_collecting import kept, running
from tests.room import Seat
from tests.seeds import Lab


async def late(lab: Lab, *words: str) -> Seat:
    """Round 2 runs, and Ana has written these within the grace of round 1."""
    ilinca, ana = await running(lab)
    await ilinca.presses("🔔 Gong now")
    await starts(ilinca, 2)
    for one in words:
        await ana.says(one)
    return ana


@pytest.mark.both
async def test_a_moved_idea_stands_under_its_question(lab: Lab) -> None:
    """Not under that of the others."""
    _, ana = await running(lab)
    await ana.says("More rooms.")
    await ana.says("The neighbours.")
    await ana.presses("✏️ Change one of them")
    await ana.presses("The neighbours.")
    await ana.presses("It was for another question")
    await ana.presses("2.")

    assert "✔️ 1 idea saved for question 1:\n• More rooms.\n✔️ 1 idea saved for question 2:\n• The neighbours." == (
        ana.sees
    )


async def test_the_others_can_be_changed_when_the_first_is_nobodys(lab: Lab) -> None:
    """Its row is another one now; the button does not lead there."""
    _, ana = await running(lab)
    for words in ("More rooms.", "Lower rents.", "The neighbours."):
        await ana.says(words)
    await ana.presses("✏️ Change one of them")
    await ana.presses("More rooms.")
    await ana.presses("🙈 Without my name")
    await ana.presses("🙈 Take my name away")
    await ana.presses("✏️ Change one of them")
    await ana.presses("Lower rents.")
    await ana.presses("🗑 Withdraw")

    assert ["More rooms.", "The neighbours."] == sorted(row.text for row in await kept(lab) if not row.withdrawn_at)


async def test_what_does_not_count_is_not_counted_among_others(lab: Lab) -> None:
    """It says which."""
    _, ana = await running(lab)
    for words in ("More rooms.", "Lower rents.", "idem"):
        await ana.says(words)

    assert "✔️ 2 ideas saved for question 1:\n• More rooms.\n• Lower rents.\n• idem (not counted as an idea)" == ana.sees


async def test_personal_data_is_noticed_among_others(lab: Lab) -> None:
    """As in an idea by itself."""
    _, ana = await running(lab)
    await ana.says("More rooms.")
    await ana.says("Call me: 0712 345 678")

    assert "⚠️ 1 of them seems to contain personal data (phone or e-mail). Keep it?" in ana.sees


async def test_a_list_among_others_is_offered_to_be_split(lab: Lab) -> None:
    """With the words it begins with."""
    _, ana = await running(lab)
    await ana.says("More rooms.")
    await ana.says("- fewer forms\n- lower rents")
    await ana.presses("✂️ Split “- fewer forms - low…” into 2 ideas")

    assert ["More rooms.", "fewer forms", "lower rents"] == [row.text for row in await kept(lab)]


async def test_what_came_late_is_said_of_several(lab: Lab) -> None:
    """Of as many as came late."""
    ana = await late(lab, "The rents.", "The rooms.")

    assert "2 of them came after the gong, so they belong to the round that has just ended." in ana.sees


async def test_several_that_came_late_are_moved_by_one_tap(lab: Lab) -> None:
    """All of them; then nothing is offered any more."""
    ana = await late(lab, "The rents.", "The rooms.")
    await ana.presses("➡️ What came late is for round 2, question 1")

    assert [(2, 1, False)] * 2 == [(row.round_number, row.question, row.late) for row in await kept(lab)]
    assert not [label for label in ana.labels if "➡️" in label]


async def test_what_came_late_is_moved_when_the_first_is_nobodys(lab: Lab) -> None:
    """As it is changed then."""
    ana = await late(lab, "More rooms.", "Lower rents.", "The neighbours.")
    await ana.presses("✏️ Change one of them")
    await ana.presses("More rooms.")
    await ana.presses("🙈 Without my name")
    await ana.presses("🙈 Take my name away")
    await ana.presses("➡️ What came late")

    assert [("Lower rents.", 2), ("The neighbours.", 2)] == sorted(
        (row.text, row.round_number) for row in await kept(lab) if not row.anonymous
    )


async def test_nobody_moves_what_others_said_late(lab: Lab) -> None:
    """A forged button changes nothing."""
    ana = await late(lab, "The rents.", "The rooms.")
    button = ana.messages[-1].data("➡️ What came late is for round 2, question 1")
    dan = lab.room.seat("dan")
    await dan.forges(button)

    assert "This idea can not be changed (any more)." == dan.sees
    assert [1, 1] == [row.round_number for row in await kept(lab)]


async def test_labels_that_are_cut_say_so(lab: Lab) -> None:
    """By an ellipsis."""
    _, ana = await running(lab)
    await ana.says("More rooms for the young people of the whole town.")
    await ana.says("Lower rents.")
    await ana.presses("✏️ Change one of them")

    assert ["More rooms for the young people of the…", "Lower rents."] == ana.labels


async def test_taking_the_name_away_is_said_to_be_done(lab: Lab) -> None:
    """Before it: what comes afterwards; then that it is done, and that the answer stays."""
    _, ana = await running(lab)
    await ana.says("A secret.")
    await ana.presses("🙈 Without my name")
    before = ana.sees
    await ana.presses("🙈 Take my name away")

    assert "Afterwards nobody, not even we, can link this answer to you" in before
    assert f"🙈 Done: your name is taken away, and the answer stays.\n{NOBODYS.msgid}" == ana.sees


async def test_no_card_of_an_idea_that_is_nobodys_offers_anything(lab: Lab) -> None:
    """Also that of one among several, which stands beside."""
    _, ana = await running(lab)
    await ana.says("More rooms.")
    await ana.says("A secret.")
    for _ in range(2):
        await ana.presses("✏️ Change one of them")
        await ana.presses("A secret.")
        await ana.says("/help")
    await ana.presses("🙈 Without my name")
    await ana.presses("🙈 Take my name away")
    cards = [one for one in ana.messages if one.text.startswith("Question 1: A secret.")]

    assert [] == cards


async def test_withdrawn_is_only_what_was_withdrawn(lab: Lab) -> None:
    """Counted, so that what is nobody's does not look deleted."""
    _, ana = await running(lab)
    for words in ("More rooms.", "Fewer forms.", "A secret."):
        await ana.says(words)
    await ana.presses("✏️ Change one of them")
    await ana.presses("A secret.")
    await ana.presses("🙈 Without my name")
    await ana.presses("🙈 Take my name away")
    await ana.presses("✏️ Change one of them")
    await ana.presses("More rooms.")
    await ana.presses("🗑 Withdraw")
    await ana.presses("🗑 Withdraw")

    assert "🗑 2 ideas withdrawn." in ana.all_text


async def test_only_questions_that_have_been_asked_are_offered(lab: Lab) -> None:
    """And a way back."""
    _, ana = await running(lab, questions="1. What do we need?\n2. Who is missing?\n3. Who pays?")
    await ana.says("More rooms.")
    await ana.presses("It was for another question")
    offered = ana.labels
    await ana.presses("↩️ Leave it where it is")
    (row,) = await kept(lab)

    assert ["2. Who is missing? (in Romanian)", "↩️ Leave it where it is"] == offered
    assert ("Question 1: More rooms.", 1, 1) == (ana.sees, row.question, row.table_number)


async def test_a_moved_idea_goes_back_to_where_it_was_said(lab: Lab) -> None:
    """Round and table too."""
    _, ana = await running(lab)
    await ana.says("More rooms.")
    await ana.presses("It was for another question")
    await ana.presses("2.")
    await ana.presses("It was for another question")
    await ana.presses("1.")
    (row,) = await kept(lab)

    assert (1, 1, 1) == (row.question, row.round_number, row.table_number)


async def test_in_a_new_round_the_acknowledgement_is_a_new_message(lab: Lab) -> None:
    """Also where the clock stands still: the one before stands far above, across a gong."""
    ilinca, ana = await running(lab)
    await ana.says("More rooms.")
    before = ana.sees
    await ilinca.presses("🔔 Gong now")
    await ana.says("Lower rents.")
    late_one = ana.sees
    await starts(ilinca, 2)
    await ana.says("The neighbours.")

    assert "✔️ Saved for question 1." == before
    assert late_one.startswith("✔️ Saved for question 1.\nIt came after the gong")
    assert ana.sees.startswith("✔️ Saved for question 1.")
    assert 3 == sum(one.text.startswith("✔️") for one in ana.messages)


async def test_below_whatever_came_meanwhile_the_acknowledgement_is_a_new_message(lab: Lab) -> None:
    """A word to all tables, say, within one round."""
    ilinca, ana = await running(lab)
    await ana.says("More rooms.")
    await ilinca.presses("📢 A word")
    await ilinca.fills(text="Five minutes more.")
    await ana.says("Lower rents.")

    assert ["✔️ Saved for question 1.", "📢 Ilinca Văluranu: Five minutes more.", "✔️ Saved for question 1."] == [
        one.text for one in ana.messages[-3:]
    ]
