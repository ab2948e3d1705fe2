"""Words while a café's room is open that no round waits for: whoever writes them hears what became of them."""

from datetime import datetime, timedelta

import pytest

from storage.ideas import IDEA
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import found, local
from tests.room import Seat
from tests.seeds import Lab

EARLY = (
    "⏳ Round {n} has not begun yet, so what you sent just now was not kept as an idea. When it begins, you hear here"
    " what is asked.\nTo ask the organisers something: /ask"
)


async def opened(lab: Lab) -> tuple[Seat, Seat]:
    """The room is open; the facilitator, who sits nowhere, and Ana, who has a seat."""
    ana, *_ = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca)
    return ilinca, ana


async def test_who_writes_before_the_first_round_hears_that_it_has_not_begun(lab: Lab) -> None:
    """And that it is not kept, and how to reach the organisers."""
    _, ana = await opened(lab)
    await ana.says("More rooms.")

    assert EARLY.format(n=1) == ana.sees
    assert [] == await found(lab, IDEA)


async def test_who_writes_between_two_rounds_hears_that_the_next_has_not_begun(lab: Lab) -> None:
    """As soon as the grace is over."""
    ilinca, ana = await opened(lab)
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=3))
    await ana.says("Too late.")

    assert EARLY.format(n=2) == ana.sees


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (local(11, 1, 29, 59), EARLY.format(n=1)),
        (local(11, 1, 30), "Shall I send this to the organisers?"),
    ],
    ids=["before", "then"],
)
async def test_a_cafe_that_nobody_has_ended_is_forgotten(lab: Lab, at: datetime, told: str) -> None:
    """Twelve hours after its event, which ends at half past one, words are offered to the organisers as ever."""
    _, ana = await opened(lab)
    await lab.room.until(at)
    await ana.says("When do you publish it?")

    assert ana.sees.startswith(told)


@pytest.mark.parametrize("name", ["sheet.jpg", "note.ogg"])
async def test_what_is_no_text_is_answered_too(lab: Lab, name: str) -> None:
    """A photo of a sheet and a voice note would have been ideas as well."""
    _, ana = await opened(lab)
    await ana.sends_file(name, b"something")

    assert EARLY.format(n=1) == ana.sees


async def test_a_no_before_the_first_round_is_still_an_answer(lab: Lab) -> None:
    """Other features look first."""
    _, ana = await opened(lab)
    await ana.says("nu pot, din păcate")

    assert "⏳" not in ana.sees


async def test_who_runs_the_cafe_and_writes_during_a_round_is_offered_a_seat(lab: Lab) -> None:
    """And what they write is an idea once they have taken it."""
    ilinca, _ = await opened(lab)
    await starts(ilinca)
    await ilinca.says("More rooms.")
    offered = ilinca.messages[-1].text
    await ilinca.presses("🪑 Take a seat")
    await ilinca.says("Lower rents.")

    assert "is under way, and you have no seat yet." in offered
    assert ["Lower rents."] == [row.text for row in await found(lab, IDEA)]


async def test_who_runs_the_cafe_is_offered_no_seat_for_a_command(lab: Lab) -> None:
    """Nor before a round runs."""
    ilinca, _ = await opened(lab)
    await ilinca.says("More rooms.")
    await starts(ilinca)
    await ilinca.says("/help")
    await ilinca.says("/cafe E1")

    assert "you have no seat yet" not in ilinca.all_text


async def ended(lab: Lab) -> Seat:
    """Round 1 and with it the café has been ended; Ana, who sat in it."""
    ilinca, ana = await opened(lab)
    await starts(ilinca)
    for label in ("🔔 Gong now", "🏁 End the café", "🏁 End it"):
        await ilinca.presses(label)
    return ana


async def test_who_writes_just_after_the_end_hears_that_the_cafe_is_over(lab: Lab) -> None:
    """Once, also within what was the grace; then their words are offered to the organisers as ever."""
    ana = await ended(lab)
    await ana.says("Too late.")
    first = [one.text for one in ana.messages[-2:]]
    await ana.says("And this?")

    assert (
        "🏁 The café Consultation on the plan is over: what you sent just now was not kept as an idea, and nothing"
        " more is kept there."
    ) == first[0]
    assert first[1].startswith("Shall I send this to the organisers?")
    assert 1 == ana.all_text.count("is over: what you sent")
    assert [] == await found(lab, IDEA)


async def test_a_photo_after_the_end_is_answered_too(lab: Lab) -> None:
    """That the café is over."""
    ana = await ended(lab)
    await ana.sends_file("sheet.jpg", b"something")

    assert 1 == ana.all_text.count("is over: what you sent just now was not kept as an idea")


async def test_some_time_after_the_end_nobody_speaks_of_the_cafe(lab: Lab) -> None:
    """A question is one."""
    ana = await ended(lab)
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=31))
    await ana.says("When do you publish it?")

    assert "is over: what you sent" not in ana.all_text
