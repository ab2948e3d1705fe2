"""What everybody is told in a round comes before reminders; hosts are asked for three ideas after each; a question is
read as it was asked."""

from datetime import timedelta

import pytest

from bot.model.values import Lane
from handlers.cafe.routes import GONG, LONGER, PAUSED, ROUND, SOON, THANKS
from storage.deliveries import DELIVERY
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
ASKED = "Please send the table's three main ideas."
ORIGINAL = "Original wording"
IN_ENGLISH = "1. What do we need?\n2. Who is missing?"
IN_ROMANIAN = "1. De ce avem nevoie?\n2. Cine lipsește?"


async def running(lab: Lab, **more: str) -> tuple[Seat, list[Seat]]:
    """Round 1 runs; the facilitator and the four."""
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca, **more)
    await starts(ilinca)
    return ilinca, seats


@pytest.mark.both
async def test_what_is_told_in_a_round_goes_before_all_else(lab: Lab) -> None:
    """Its start, a pause, its going on, two minutes before the end, the gong and the end: four people read each."""
    ilinca, _ = await running(lab)
    await ilinca.presses("⏸ Pause")
    await ilinca.presses("▶️ Go on")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=21))
    await ilinca.presses("🏁 End the café")
    await ilinca.presses("🏁 End it")
    kinds = (ROUND, PAUSED, LONGER, SOON, GONG, THANKS)
    lanes = {kind: [row.lane for row in await found(lab, DELIVERY) if row.kind == kind] for kind in kinds}

    assert {kind: [int(Lane.SESSION)] * 4 for kind in kinds} == lanes


async def test_hosts_are_asked_for_three_ideas_after_every_round(lab: Lab) -> None:
    """With the gong; those who travel are not."""
    ilinca, seats = await running(lab, rounds="3")
    asked = []
    for number in (2, 3, 4):
        await ilinca.presses("🔔 Gong now")
        asked.append([ASKED in seat.sees for seat in seats])
        if number < 4:
            await starts(ilinca, number)

    assert [[True, False, True, False]] * 3 == asked


async def test_a_question_is_read_as_it_was_asked(lab: Lab) -> None:
    """By who reads it in another language; the card of the round stays above it, so nobody has to find the way back."""
    _, (ana, *_) = await running(lab, questions=IN_ROMANIAN, translated=IN_ENGLISH)
    translated = ana.sees
    await ana.presses(ORIGINAL)

    assert "Question 1: What do we need?" in translated
    assert "Question 1: De ce avem nevoie?" == ana.sees
    assert translated in [one.text for one in ana.messages]


async def test_who_reads_it_as_it_was_asked_is_offered_nothing_else(lab: Lab) -> None:
    """There is no other wording."""
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca, questions=IN_ROMANIAN, translated=IN_ENGLISH)
    ana, dan, *_ = seats
    await dan.says("/limba")
    await dan.presses("Română")
    await starts(ilinca)

    assert [True, False] == [ORIGINAL in seat.labels for seat in (ana, dan)]
    assert "Question 2: Cine lipsește?" in dan.sees
