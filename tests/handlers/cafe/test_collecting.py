"""Ideas in conversation: written without a tap, kept with question, table and round, mended by their writers alone."""

from datetime import timedelta
from typing import Any

import pytest

from bot.model.update import Edited, Said
from storage.deliveries import DELIVERY
from storage.files import FILE, FILE_PART
from storage.ideas import IDEA
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")


async def running(lab: Lab, **more: str) -> tuple[Seat, Seat]:
    """Round 1 of a café runs; the facilitator and Ana, who hosts table 1."""
    ana, *_ = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca, **more)
    await starts(ilinca)
    return ilinca, ana


async def kept(lab: Lab) -> list[Any]:
    """The ideas."""
    return await found(lab, IDEA)


@pytest.mark.both
async def test_what_is_written_belongs_to_the_question_of_the_table(lab: Lab) -> None:
    """With table, round, organisation and channel, and no tap."""
    _, ana = await running(lab)
    await ana.says("More rooms, please.")
    (row,) = await kept(lab)

    assert "✔️ Saved for question 1." == ana.sees
    assert ("More rooms, please.", 1, 1, 1) == (row.text, row.question, row.round_number, row.table_number)
    assert (lab.people["ana"], lab.organisations["nord"], "memory") == (row.person_id, row.organisation_id, row.channel)


async def test_before_and_after_a_round_words_are_no_ideas(lab: Lab) -> None:
    """Their writer hears that the round has not begun."""
    ana, *_ = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await ana.says("Too early.")
    early = ana.sees
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=3))
    await ana.says("Too late.")

    assert early.startswith("⏳ Round 1 has not begun yet")
    assert ana.sees.startswith("⏳ Round 2 has not begun yet")
    assert [] == await kept(lab)


async def test_what_comes_within_the_grace_belongs_to_the_round_that_ended(lab: Lab) -> None:
    """Also when the next one has begun; it says so."""
    ilinca, ana = await running(lab)
    await ilinca.presses("🔔 Gong now")
    await starts(ilinca, 2)
    await ana.says("The rents are as they were.")
    (row,) = await kept(lab)

    assert (1, True) == (row.round_number, row.late)
    assert "It came after the gong, so it belongs to the round that has just ended." in ana.sees


async def test_what_came_late_is_moved_by_one_tap(lab: Lab) -> None:
    """To where its writer sits in the round that has begun meanwhile; then nothing is offered any more."""
    ilinca, ana = await running(lab)
    await ilinca.presses("🔔 Gong now")
    await starts(ilinca, 2)
    await ana.says("The rents are as they were.")
    await ana.presses("➡️ It is for round 2, question 1")
    (row,) = await kept(lab)

    assert (2, 1, False) == (row.round_number, row.question, row.late)
    assert not [label for label in ana.messages[-1].labels if "➡️" in label]


async def test_an_edited_message_changes_the_idea(lab: Lab) -> None:
    """The card says what it says now."""
    _, ana = await running(lab)
    await ana.does(Said("More rooms.", message="m1"))
    await ana.does(Edited("Many more rooms.", "m1"))
    (row,) = await kept(lab)

    assert ("Many more rooms.", "✔️ Saved for question 1.\nNow it says: Many more rooms.") == (row.text, ana.sees)


async def test_an_idea_is_said_better_by_a_button(lab: Lab) -> None:
    """A form with what stands there."""
    _, ana = await running(lab)
    await ana.says("More rooms.")
    await ana.presses("✏️ Correct")
    await ana.says("Many more rooms.")

    assert ["Many more rooms."] == [row.text for row in await kept(lab)]


async def test_what_is_withdrawn_is_read_by_nobody(lab: Lab) -> None:
    """Its words are gone, and it is not counted."""
    ilinca, ana = await running(lab)
    await ana.says("More rooms.")
    await ana.presses("🗑 Withdraw")
    (row,) = await kept(lab)

    assert ("", "🗑 1 idea withdrawn.") == (row.text, ana.sees)
    assert "Table 1, question 1: 0 ideas" in ilinca.sees


async def test_without_a_name_nothing_leads_back(lab: Lab) -> None:
    """Said before it is done; then neither person, organisation nor message stands beside it, nor its old number."""
    ilinca, ana = await running(lab)
    await ana.does(Said("A secret.", message="m1"))
    (before,) = await kept(lab)
    await ana.presses("🙈 Without my name")
    warned = ana.sees
    await ana.presses("🙈 Take my name away")
    await ana.does(Edited("Something else.", "m1"))
    (row,) = await kept(lab)

    assert "it can no longer be changed" in warned
    assert ("A secret.", None, None, None, "", None) == (
        row.text,
        row.person_id,
        row.organisation_id,
        row.place_id,
        row.message,
        row.by_id,
    )
    assert row.id != before.id
    assert "Table 1, question 1: 1 idea" in ilinca.sees


async def test_in_an_anonymous_cafe_no_delivery_names_an_idea(lab: Lab) -> None:
    """Nobody stands beside an idea, and the acknowledgement names the question only."""
    _, ana = await running(lab, naming="anonymous")
    await ana.says("A secret.")
    await ana.says("Another.")
    rows = await kept(lab)
    acknowledged = [row for row in await found(lab, DELIVERY) if row.kind == "cafe.noted"]

    assert [(None, None, "")] * 2 == [(row.person_id, row.organisation_id, row.message) for row in rows]
    assert ["1:1:1:2:2:0"] == [row.subject for row in acknowledged]  # café, round, question, and figures
    assert ([], "✔️ 2 ideas saved for question 1.") == (ana.labels, ana.sees)


@pytest.mark.parametrize("text", ["idem", "Idem masa 3", "?", "-", "👍", "la fel!"])
async def test_what_says_nothing_is_kept_and_not_counted(lab: Lab, text: str) -> None:
    """And says so."""
    ilinca, ana = await running(lab)
    await ana.says(text)

    assert [(text, False)] == [(row.text, row.counts) for row in await kept(lab)]
    assert "✔️ Saved for question 1; it is not counted as an idea." == ana.sees
    assert "Table 1, question 1: 0 ideas" in ilinca.sees


async def test_several_ideas_are_offered_to_be_split(lab: Lab) -> None:
    """Never split alone."""
    _, ana = await running(lab)
    await ana.says("- more rooms\n- fewer forms\n- lower rents")
    whole = len(await kept(lab))
    await ana.presses("✂️ Split into 3 ideas")

    assert (1, ["more rooms", "fewer forms", "lower rents"]) == (whole, [row.text for row in await kept(lab)])


@pytest.mark.parametrize("text", ["Call me: 0712 345 678", "ana.pop@example.org knows", "+40 256 123 456"])
async def test_personal_data_is_noticed(lab: Lab, text: str) -> None:
    """The writer is asked; it is kept all the same."""
    _, ana = await running(lab)
    await ana.says(text)

    assert "⚠️ Your message seems to contain personal data (phone or e-mail). Keep it?" in ana.sees
    assert [text] == [row.text for row in await kept(lab)]


async def test_years_and_sums_are_no_telephone_numbers(lab: Lab) -> None:
    """No false alarm."""
    _, ana = await running(lab)
    await ana.says("In 2018 we had 120 000 lei and 64 pages, 27.10.2019.")

    assert "⚠️" not in ana.sees


async def test_it_was_for_another_question(lab: Lab) -> None:
    """Moved by a tap; both tables are counted right."""
    ilinca, ana = await running(lab)
    await ana.says("Who is missing? The neighbours.")
    await ana.presses("It was for another question")
    await ana.presses("2.")
    (row,) = await kept(lab)

    assert (2, 2) == (row.question, row.table_number)
    assert ilinca.sees.splitlines()[3:5] == ["Table 1, question 1: 0 ideas", "Table 2, question 2: 1 idea"]


async def test_fifty_messages_are_acknowledged_together(lab: Lab) -> None:
    """Kept, every one, in one message that grows."""
    _, ana = await running(lab)
    before = len(ana.messages)
    for number in range(50):
        await ana.says(f"Idea number {number}")

    assert (50, 1) == (len(await kept(lab)), len(ana.messages) - before)
    assert ana.sees.startswith("✔️ 50 ideas saved for question 1:")


async def test_nobody_changes_what_others_said(lab: Lab) -> None:
    """A forged button of somebody else's idea changes nothing."""
    _, ana = await running(lab)
    await ana.says("More rooms.")
    button = ana.messages[-1].data("🗑 Withdraw")
    dan = lab.room.seat("dan")
    await dan.forges(button)

    assert "This idea can not be changed (any more)." == dan.sees
    assert ["More rooms."] == [row.text for row in await kept(lab)]


async def test_commands_and_a_lone_stop_stand_above_a_round(lab: Lab) -> None:
    """They are no ideas."""
    _, ana = await running(lab)
    await ana.says("/help")
    await ana.says("stop")

    assert [] == await kept(lab)


async def test_a_photo_is_kept_with_its_caption(lab: Lab) -> None:
    """As a file, at the question of the table; it counts."""
    ilinca, ana = await running(lab)
    await ana.sends_file("photo-7.jpg", b"\xff\xd8 a sheet", caption="Our sheet")
    (row,) = await kept(lab)

    assert ("Our sheet", "photo", True) == (row.text, row.what, row.file_id is not None)
    assert "✔️ Your photo is saved for question 1." in ana.sees
    assert "Table 1, question 1: 1 idea" in ilinca.sees


async def test_outside_a_round_no_photo_is_fetched(lab: Lab) -> None:
    """Not a byte of it."""
    (ana,) = await guests(lab, "ana")
    await ana.sends_file("photo-7.jpg", b"\xff\xd8 a cat")

    assert [] == lab.room.memory.fetches


async def test_a_photo_without_a_name_is_nobodys_file(lab: Lab) -> None:
    """Neither its sender nor its message stands beside it."""
    _, ana = await running(lab, naming="anonymous")
    await ana.sends_file("photo-7.jpg", b"\xff\xd8 a sheet")
    (file,) = await found(lab, FILE)

    assert (None, "file.jpg") == (file.by_id, file.name)


async def test_a_withdrawn_photo_is_gone(lab: Lab) -> None:
    """With its content."""
    _, ana = await running(lab)
    await ana.sends_file("photo-7.jpg", b"\xff\xd8 a sheet")
    await ana.presses("🗑 Withdraw")

    assert [] == await found(lab, FILE_PART)
