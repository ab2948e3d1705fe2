"""Buttons of a dialogue that has moved on, is another's, or is gone: they say so, and answer nothing."""

from collections.abc import AsyncIterator

import pytest

from bot.core.dialogue import Back, GoOn, Mend, Pick, Skip
from storage.dialogues import FORM
from tests.core import booking
from tests.core.workshop import MONDAY, TwoClocks, Workshop, open_workshop
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


CLOSED = "This question is closed; your newest message is below."


async def form(workshop: Workshop) -> int:
    """The number of the newest form."""
    async with workshop.read() as tx:
        return max(int(row.id) for row in (await tx.execute(FORM.select())).all())


@pytest.mark.parametrize("forged", ["pick", "mend", "skip", "back"])
async def test_somebody_elses_form_is_closed(workshop: Workshop, ana: Seat, forged: str) -> None:
    """A button of another person's form does nothing for me, and nothing to them."""
    await ana.says("/book")
    number = await form(workshop)
    press = {"pick": Pick(number, 0, 0), "mend": Mend(number, 0, 0), "skip": Skip(number, 0), "back": Back(number, 0)}

    assert CLOSED == await workshop.seat("dan", language="en").forges(press[forged].pack())
    assert "2 of 3" in await ana.says("4")


@pytest.mark.parametrize("step", [0, 2, -1, 2**40])
async def test_a_button_of_another_step_is_closed(workshop: Workshop, ana: Seat, step: int) -> None:
    """A button under an older question answers nothing."""
    await ana.says("/book")
    await ana.says("4")

    assert CLOSED == await ana.forges(Pick(await form(workshop), step, 0).pack())


@pytest.mark.parametrize("option", [2, -1, 2**40])
async def test_an_option_that_is_not_offered_is_closed(workshop: Workshop, ana: Seat, option: int) -> None:
    """What the question does not offer is no answer, not even an empty one."""
    await ana.says("/book")
    await ana.says("4")

    assert CLOSED == await ana.forges(Pick(await form(workshop), 1, option).pack())


async def test_a_repair_that_was_not_offered_is_closed(workshop: Workshop, ana: Seat) -> None:
    """The same for a suggestion: an optional question is not skipped by it."""
    await ana.says("/book")
    await ana.says("4")
    await ana.presses("At the window")

    assert CLOSED == await ana.forges(Mend(await form(workshop), 2, 5).pack())


async def test_what_must_be_answered_can_not_be_skipped(workshop: Workshop, ana: Seat) -> None:
    """A forged Skip of a question that must be answered is a wrong answer."""
    await ana.says("/book")

    assert "Please fill this in." == await ana.forges(Skip(await form(workshop), 0).pack())


async def test_a_form_of_another_version_takes_nothing(url: str) -> None:
    """After an update in which the form is gone, words are words and buttons are closed."""
    first = await open_workshop(url, booking.router, clock=TwoClocks(MONDAY))
    seat = first.seat("ana", language="en")
    await seat.says("/book")
    await seat.says("4")
    await first.close()
    second = await open_workshop(url, memory=first.memory)
    seat = second.seat("ana", language="en")
    pressed = await seat.presses("At the window")

    assert (CLOSED, "I did not understand this. /help lists what I can do.") == (pressed, await seat.says("4"))
    await second.close()


async def test_a_double_tap_on_the_last_answer_books_once(workshop: Workshop, ana: Seat) -> None:
    """Two taps are two updates: the second finds the question closed."""
    await ana.says("/book")
    await ana.says("4")
    await ana.presses("At the window")
    skip = Skip(await form(workshop), 2).pack()
    await ana.forges(skip, ana.messages[-1].id)

    assert CLOSED == await ana.forges(skip, ana.messages[-2].id)
    assert 1 == len(await marks(workshop.program.db))


LEFT = "You have left “Seats 0”. What you answered there is kept for a day."


async def test_a_form_that_another_takes_the_place_of_is_kept(ana: Seat) -> None:
    """Who opens another in the middle is told, and goes on where they were; nothing is asked twice."""
    await ana.says("/book")
    await ana.says("4")
    await ana.says("/book 7")
    assert [LEFT, "Seats 7 · 1 of 3"] == [message.text.splitlines()[0] for message in ana.messages[-2:]]

    await ana.presses("Go on with it")
    assert "Seats 0 · 2 of 3" in ana.sees
    await ana.presses("At the window")
    await ana.says("by the door")

    assert ana.sees.startswith("Booked")


async def test_where_nothing_was_answered_nothing_is_kept(ana: Seat) -> None:
    """The older question loses its buttons, as before, and that is all."""
    await ana.says("/book")
    before = len(ana.messages)
    await ana.says("/book 7")

    assert before + 1 == len(ana.messages)


async def test_a_form_is_taken_up_by_its_owner_only(workshop: Workshop, ana: Seat) -> None:
    """A forged button opens nobody's words."""
    await ana.says("/book")
    await ana.says("4")
    number = await form(workshop)
    await ana.says("/book 7")

    assert CLOSED == await workshop.seat("dan", language="en").forges(GoOn(number).pack())
