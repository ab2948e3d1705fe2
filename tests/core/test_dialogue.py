"""Question by question, where a platform has no forms of its own: nothing is guessed, nothing is lost."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.core import booking
from tests.core.workshop import MONDAY, Workshop, open_workshop
from tests.room import Seat
from tests.storage.marks import marks

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
async def workshop(url: str) -> AsyncIterator[Workshop]:
    """A workshop that books seats."""
    opened = await open_workshop(url, booking.router)
    yield opened
    await opened.close()


@pytest.fixture
def ana(workshop: Workshop) -> Seat:
    """Somebody who writes."""
    return workshop.seat("ana", language="en")


def labels(seat: Seat) -> list[list[str]]:
    """The buttons of every message, oldest first."""
    return [message.labels for message in seat.messages]


@pytest.mark.both
async def test_three_answers_make_a_booking(workshop: Workshop, ana: Seat) -> None:
    """Written, tapped, written: the handler gets the values, and the person its card."""
    await ana.says("/book 7 8")
    await ana.says("4")
    await ana.presses("At the window")
    await ana.says("near the door")

    assert "Booked: 4 w near the door [7, 8]" == ana.sees
    assert 1 == len(await marks(workshop.program.db))


async def test_a_question_says_where_one_is(ana: Seat) -> None:
    """Title, step, the question, a hint, and the ways out."""
    assert "Seats 0 · 1 of 3\nHow many seats?\nA number." == await ana.says("/book")
    assert ["✖ Cancel"] == ana.labels


async def test_a_question_that_was_answered_has_no_buttons(ana: Seat) -> None:
    """Only the question that stands can be answered."""
    await ana.says("/book")
    await ana.says("4")

    assert [[], ["At the window", "On the balcony", "‹ Back", "✖ Cancel"]] == labels(ana)


async def test_a_tap_turns_the_question_into_the_next(ana: Seat) -> None:
    """A tapped question becomes the next one: no second message."""
    await ana.says("/book")
    await ana.says("4")
    before = len(ana.messages)
    await ana.presses("At the window")

    assert (before, True) == (len(ana.messages), "3 of 3" in ana.sees)


async def test_a_label_may_be_typed(ana: Seat) -> None:
    """Who types what stands on a button has pressed it."""
    await ana.says("/book")
    await ana.says("4")

    assert "3 of 3" in await ana.says("at the window")


async def test_back_shows_what_was_answered(ana: Seat) -> None:
    """The question before comes with its answer, which may be kept."""
    await ana.says("/book")
    await ana.says("4")
    back = await ana.presses("Back")
    await ana.presses("Keep it")

    assert ("Now: 4" in back, "2 of 3" in ana.sees) == (True, True)


async def test_back_and_another_answer(workshop: Workshop, ana: Seat) -> None:
    """What was answered before going back is replaced."""
    await ana.says("/book")
    await ana.says("4")
    await ana.presses("Back")
    await ana.says("5")
    await ana.presses("At the window")
    await ana.presses("Leave it empty")

    assert "Booked: 5 w None []" == ana.sees


async def test_an_optional_question_may_be_skipped(ana: Seat) -> None:
    """Skipped is nothing, even where something stood at first."""
    await ana.says("/book")
    await ana.says("4")
    await ana.presses("At the window")
    await ana.presses("Leave it empty")

    assert "Booked: 4 w None []" == ana.sees


async def test_what_stood_at_first_may_be_kept(ana: Seat) -> None:
    """An initial value is kept by one tap."""
    await ana.says("/book")
    await ana.says("4")
    await ana.presses("At the window")
    await ana.presses("Keep it")

    assert "Booked: 4 w no []" == ana.sees


@pytest.mark.parametrize("way_out", ["press", "/cancel", "/renunta"])
async def test_cancelling_keeps_nothing(workshop: Workshop, ana: Seat, way_out: str) -> None:
    """By button or by command: nothing is saved, the question loses its buttons, words are words again."""
    await ana.says("/book")
    await ana.says("4")
    await (ana.presses("Cancel") if way_out == "press" else ana.says(way_out))

    assert "Cancelled. Nothing was saved." == ana.sees
    assert [] == [buttons for buttons in labels(ana) if buttons]
    assert "You said 5" == await ana.says("5")


async def test_cancelling_nothing_says_so(ana: Seat) -> None:
    """Without an open form /cancel is a kind sentence."""
    assert "There is no open form here." == await ana.says("/cancel")


async def test_a_wrong_answer_leaves_the_question(ana: Seat) -> None:
    """One clear sentence with what would do; the question stays."""
    await ana.says("/book")
    await ana.says("four")

    assert ("Please write a number.", ["As in four"]) == (ana.sees, ana.labels)
    assert "2 of 3" in await ana.says("4")


async def test_a_repair_is_one_tap(ana: Seat) -> None:
    """What would do instead is taken as if it had been written."""
    await ana.says("/book")
    await ana.says("four")

    assert "2 of 3" in await ana.presses("As in four")


async def test_an_older_repair_still_means_what_it_says(ana: Seat) -> None:
    """After two wrong answers the first suggestion's button has not got the second's value."""
    await ana.says("/book")
    await ana.says("four")
    await ana.says("seven")
    await ana.presses("As in four")
    await ana.presses("Back")

    assert "Now: 4" in ana.all_text


async def test_a_repair_of_another_question_is_no_answer(ana: Seat) -> None:
    """When an earlier answer turns out wrong, its mending is not offered as an answer to this question."""
    await ana.says("/book")
    await ana.says("4")
    await ana.presses("On the balcony")

    assert ("The balcony has three seats.", []) == (ana.sees, ana.labels)
    await ana.presses("At the window")
    assert "3 of 3" in ana.all_text


async def test_a_handler_that_refuses_leaves_the_last_question(workshop: Workshop, ana: Seat) -> None:
    """Refused at the end, nothing is kept, and the last answer can be given anew after going back."""
    await ana.says("/book")
    await ana.says("99")
    await ana.presses("At the window")
    await ana.says("x")
    refused = ana.sees
    await ana.presses("Back")
    await ana.presses("Back")
    await ana.says("3")
    await ana.presses("At the window")
    await ana.presses("Leave it empty")

    assert ("The house is full.", "Booked: 3 w None []") == (refused, ana.sees)


@pytest.mark.both
async def test_a_restart_in_the_middle_forgets_nothing(url: str) -> None:
    """The next process goes on with the question that stood."""
    first = await open_workshop(url, booking.router)
    seat = first.seat("ana", language="en")
    await seat.says("/book 7")
    await seat.says("4")
    await first.close()
    second = await open_workshop(url, booking.router, memory=first.memory)
    seat = second.seat("ana", language="en")
    await seat.presses("At the window")
    await seat.says("late")

    assert "Booked: 4 w late [7]" == seat.sees
    await second.close()


async def test_a_command_passes_by(ana: Seat) -> None:
    """A command is answered, and the question still takes the next words."""
    await ana.says("/book")

    assert "pong" == await ana.says("/ping")
    assert "2 of 3" in await ana.says("4")


async def test_words_are_for_the_question(ana: Seat) -> None:
    """While a question stands, no feature takes what is written."""
    await ana.says("/book")

    assert "Please write a number." == await ana.says("hello")


async def test_a_lone_stop_stands_above_it(ana: Seat) -> None:
    """STOP is never an answer."""
    await ana.says("/book")

    assert "You said STOP" == await ana.says("STOP")


async def test_a_voice_message_is_no_answer(ana: Seat) -> None:
    """What is no text is asked for as text; the question stays."""
    await ana.says("/book")

    assert "Please write the answer as text." in await ana.sends("voice")
    assert "2 of 3" in await ana.says("4")


async def test_whoever_sends_no_text_reads_which_question_is_open(ana: Seat) -> None:
    """It may have been asked long ago."""
    await ana.says("/book")
    await ana.says("4")

    assert "“Where?”" in await ana.sends("photo")


async def test_whoever_sends_no_text_may_leave_the_form(ana: Seat) -> None:
    """By the button under that very sentence."""
    await ana.says("/book")
    await ana.sends("photo")

    assert ["✖ Cancel"] == ana.labels
    assert "Cancelled. Nothing was saved." == await ana.presses("✖ Cancel")


async def test_a_new_form_closes_the_former(ana: Seat) -> None:
    """The former question loses its buttons; the new one begins at its beginning."""
    await ana.says("/book 1")
    await ana.says("4")
    await ana.says("/book 2")

    assert "Seats 2 · 1 of 3" in ana.sees
    assert [[], [], ["Go on with it"], ["✖ Cancel"]] == labels(ana)


async def test_after_a_day_words_are_words_again(workshop: Workshop, ana: Seat) -> None:
    """A question that nobody answered for 24 hours takes nothing any more."""
    await ana.says("/book")
    workshop.clock.move(MONDAY + timedelta(hours=24))

    assert "You said 4" == await ana.says("4")


async def test_just_before_a_day_is_over_it_still_asks(workshop: Workshop, ana: Seat) -> None:
    """A second earlier it is still open."""
    await ana.says("/book")
    workshop.clock.move(MONDAY + timedelta(hours=24, seconds=-1))

    assert "2 of 3" in await ana.says("4")


async def test_after_a_day_its_buttons_are_closed(workshop: Workshop, ana: Seat) -> None:
    """An old question's button says that it is closed; nothing is booked."""
    await ana.says("/book")
    await ana.says("4")
    workshop.clock.move(MONDAY + timedelta(hours=25))

    assert "This question is closed" in await ana.presses("At the window")
