"""On a platform with forms of its own the form opens at once, comes back with complaints, and is taken once."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.model.address import Account, Place
from bot.model.update import Pressed, Submitted
from storage import inbox
from storage.dialogues import FORM
from tests.core import booking
from tests.core.booking import BookAgain
from tests.core.hearing import envelope
from tests.core.workshop import Workshop, open_workshop
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
    """Somebody on a platform that shows forms."""
    return workshop.seat("ana", native=True, language="en")


@pytest.mark.both
async def test_a_form_is_filled_in_and_taken(workshop: Workshop, ana: Seat) -> None:
    """It opens with its fields, and what is submitted reaches the handler."""
    await ana.says("/book 7")
    fields = [(field.name, field.label, field.value) for field in ana.form.fields]
    await ana.fills(seats="4", where="w")

    assert [("seats", "How many seats?", ""), ("where", "Where?", ""), ("note", "Anything else?", "no")] == fields
    assert ("Booked: 4 w no [7]", None) == (ana.sees, ana.told.form)


async def test_its_labels_are_in_the_readers_language(ana: Seat) -> None:
    """Title, last button and way out are drawn."""
    await ana.says("/book 7")

    assert ("Seats 7", "Book", "Cancel") == (ana.form.title, ana.form.submit, ana.form.cancel)


async def test_what_is_wrong_is_said_beside_its_field(workshop: Workshop, ana: Seat) -> None:
    """The form stays open with every complaint, and with what was written."""
    await ana.says("/book")
    await ana.fills(seats="four", where="c")

    assert {"seats": "Please write a number.", "where": "Please choose one of the answers offered."} == ana.complaints
    assert ("four", []) == (ana.form.fields[0].value, await marks(workshop.program.db))


async def test_after_mending_it_is_taken(ana: Seat) -> None:
    """The same form is submitted again."""
    await ana.says("/book")
    await ana.fills(seats="four", where="w")
    await ana.fills(seats="4")

    assert "Booked: 4 w no []" == ana.sees


async def test_submitted_twice_it_is_taken_once(workshop: Workshop, ana: Seat) -> None:
    """A second submit of the same form is told that it is closed."""
    await ana.says("/book")
    key = ana.form.key
    await ana.fills(seats="4", where="w")

    assert "This form is closed. Please open it again." == await ana.does(
        Submitted(key, {"seats": "4", "where": "w", "note": ""})
    )
    assert 1 == len(await marks(workshop.program.db))


@pytest.mark.parametrize("key", ["", "x", "-1", "0", "999", "9" * 30, "1; DROP TABLE", "٣", "1.5"])
async def test_a_forged_key_is_closed(workshop: Workshop, ana: Seat, key: str) -> None:
    """Any key that is not an open form of mine is closed, at once and without an error."""
    assert "This form is closed. Please open it again." == await ana.does(Submitted(key, {}))


async def test_somebody_elses_form_is_closed(workshop: Workshop, ana: Seat) -> None:
    """Nobody submits for another."""
    await ana.says("/book")
    dan = workshop.seat("dan", native=True, language="en")

    assert "This form is closed. Please open it again." == await dan.does(
        Submitted(ana.form.key, {"seats": "4", "where": "w"})
    )
    assert [] == await marks(workshop.program.db)


async def test_a_handler_that_refuses_leaves_it_open(workshop: Workshop, ana: Seat) -> None:
    """Refused at the end, it can be submitted again with other values."""
    await ana.says("/book")
    form = ana.form
    refused = await ana.fills(seats="99", where="w")

    assert "The house is full." == refused
    assert "Booked: 3 w no []" == await ana.does(Submitted(form.key, {"seats": "3", "where": "w", "note": "no"}))


async def test_words_are_not_for_a_form_that_the_platform_shows(ana: Seat) -> None:
    """Beside an open form one can write as always."""
    await ana.says("/book")

    assert "You said 4" == await ana.says("4")


async def test_a_new_form_closes_the_former(ana: Seat) -> None:
    """Only the newest form is taken."""
    await ana.says("/book 1")
    former = ana.form.key
    await ana.says("/book 2")
    newest = ana.form.key
    values = {"seats": "4", "where": "w", "note": "x"}

    assert "This form is closed. Please open it again." == await ana.does(Submitted(former, values))
    assert "Booked: 4 w x [2]" == await ana.does(Submitted(newest, values))


async def test_a_form_that_nobody_waits_for_becomes_a_card(url: str) -> None:
    """Asked for just before a crash, the form is offered by the next process as a card with a button."""
    workshop = await open_workshop(url, booking.router)
    intake = workshop.program.intake
    asking = replace(
        envelope("ana", Pressed(BookAgain().pack())),
        account=Account("native", "m1", "ana"),
        place=Place("native", "m1", "ana"),
    )
    await workshop.write(lambda tx: inbox.store(tx, [intake._row(asking)]))
    await intake.recover()
    await workshop.settle()
    ana = workshop.seat("ana", native=True, language="en")
    offered = ana.sees
    await ana.presses("Open the form")
    await ana.fills(seats="4", where="w")

    assert ("Your form is ready.", "Booked: 4 w no []") == (offered, ana.sees)
    await workshop.close()


async def test_a_form_nobody_finished_takes_nothing_of_its_own(workshop: Workshop, ana: Seat) -> None:
    """Opened, never submitted: no answer is kept anywhere."""
    await ana.says("/book")
    async with workshop.read() as tx:
        (row,) = (await tx.execute(FORM.select())).all()

    assert ({}, "open") == (row.answers, row.state)


async def test_complaints_that_nobody_waits_for_come_as_a_card(ana: Seat) -> None:
    """What is wrong is said, with a button that opens the form again."""
    await ana.says("/book 7")
    written = {field.name: "four" for field in ana.form.fields}
    await ana.repeats(replace(ana.envelope(Submitted(ana.form.key, written)), waits=False))

    assert ("Please write a number.", ["Open the form"]) == (ana.sees, ana.labels)


async def test_a_form_brought_from_a_group_is_answered_in_private(workshop: Workshop, ana: Seat) -> None:
    """Wherever the platform says it was filled in."""
    await ana.says("/book 7")
    written = {"seats": "4", "where": "w", "note": ""}
    group = workshop.group("North", native=True)
    await ana.does(Submitted(ana.form.key, written), group)

    assert "Booked: 4 w None [7]" == ana.sees
    assert [] == group.messages
