"""What a page is told about a form that it still shows."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core.form_state import StoredForms
from bot.model.address import Account
from bot.model.form import FormState
from tests.core import booking
from tests.core.workshop import Workshop, open_workshop
from tests.room import MONDAY, Seat

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
async def workshop(url: str) -> AsyncIterator[Workshop]:
    """A workshop that books seats."""
    opened = await open_workshop(url, booking.router)
    yield opened
    await opened.close()


@pytest.fixture
def ana(workshop: Workshop) -> Seat:
    """Somebody on a platform that shows forms."""
    return workshop.seat("ana", native=True, language="en")


async def standing(workshop: Workshop, key: str, user: str = "ana") -> FormState:
    """How a form stands for an account."""
    forms = StoredForms(workshop.program.db, workshop.program.house, workshop.clock)
    return await forms.standing(Account("native", "m1", user), key)


async def asked(ana: Seat) -> str:
    """Ana is asked about seats; the key of her form."""
    await ana.says("/book 7")
    return ana.form.key


@pytest.mark.both
async def test_a_form_that_waits_is_open(workshop: Workshop, ana: Seat) -> None:
    """Also while she writes about other things."""
    key = await asked(ana)
    await ana.says("Good morning")

    assert FormState.OPEN == await standing(workshop, key)


async def test_a_form_with_a_complaint_is_open(workshop: Workshop, ana: Seat) -> None:
    """It is to be mended."""
    key = await asked(ana)
    await ana.fills(seats="four", where="w")

    assert FormState.OPEN == await standing(workshop, key)


async def test_a_form_that_was_taken_is_sent(workshop: Workshop, ana: Seat) -> None:
    """Also while another waits."""
    key = await asked(ana)
    await ana.fills(seats="4", where="w")
    await asked(ana)

    assert FormState.SENT == await standing(workshop, key)


async def test_a_form_makes_room_for_another(workshop: Workshop, ana: Seat) -> None:
    """It is aside while the other waits."""
    key = await asked(ana)
    await asked(ana)

    assert FormState.ASIDE == await standing(workshop, key)


@pytest.mark.parametrize("by", ["/cancel", "the form's own button"])
async def test_a_form_that_was_given_up_is_closed(workshop: Workshop, ana: Seat, by: str) -> None:
    """By words, or by the way out that the form brings along."""
    key = await asked(ana)
    told = await (ana.says(by) if by.startswith("/") else ana.forges(ana.form.leave))

    assert ("Cancelled. Nothing was saved.", FormState.CLOSED) == (told, await standing(workshop, key))


async def test_a_form_is_closed_after_a_day(workshop: Workshop, ana: Seat) -> None:
    """Nothing happens to it, but it is no longer taken."""
    key = await asked(ana)
    workshop.twoclocks.move(MONDAY + timedelta(hours=24))

    assert FormState.CLOSED == await standing(workshop, key)


@pytest.mark.parametrize("key", ["", "x", "-1", "0", "999", "9" * 30, "٣"])
async def test_a_form_that_never_was_is_closed(workshop: Workshop, key: str) -> None:
    """Whatever a browser asks about."""
    assert FormState.CLOSED == await standing(workshop, key)


async def test_a_form_of_somebody_else_is_closed(workshop: Workshop, ana: Seat) -> None:
    """Nobody learns what others are asked."""
    key = await asked(ana)
    await workshop.seat("dan", native=True).says("Hello")

    assert FormState.CLOSED == await standing(workshop, key, "dan")


async def test_the_same_question_has_the_same_subject(ana: Seat) -> None:
    """By it a page knows a form again that is opened once more; about other things it is another."""
    subjects = []
    for command in ("/book 7", "/book 7", "/book 8"):
        await ana.says(command)
        subjects.append(ana.form.subject)

    assert (True, False) == (subjects[0] == subjects[1], subjects[0] == subjects[2])
