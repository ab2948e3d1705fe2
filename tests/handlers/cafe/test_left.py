"""Who has left a café and writes on in private: what they say is kept, and they are offered their seat again, once."""

from datetime import timedelta

import pytest

from handlers.cafe.routes import LEFT
from storage.deliveries import DELIVERY
from storage.ideas import IDEA
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab

OFFER = "👋 You have left Consultation on the plan; in rounds that begin without you, what you write is not kept."


async def left(lab: Lab, **more: str) -> tuple[Seat, Seat]:
    """Round 1 runs, and Mia has gone; the facilitator and Mia."""
    _, _, mia, _ = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca, **more)
    await starts(ilinca)
    await mia.presses("🚪 I have to go")
    if any("Yes, I am leaving" in one for one in mia.labels):
        await mia.presses("🚪 Yes, I am leaving")
    return ilinca, mia


def offers(seat: Seat) -> int:
    """How often a seat was offered to them since they went."""
    return seat.all_text.count(OFFER)


@pytest.mark.both
@pytest.mark.parametrize("naming", ["named", "anonymous"])
async def test_what_they_write_is_kept_and_a_seat_is_offered_once(lab: Lab, naming: str) -> None:
    """Acknowledged as ever; the offer follows it, and not at each message."""
    _, mia = await left(lab, naming=naming)
    for text in ("More rooms.", "Lower rents."):
        await mia.says(text)

    assert ["More rooms.", "Lower rents."] == [row.text for row in await found(lab, IDEA)]
    assert (1, True) == (offers(mia), mia.sees.startswith(OFFER))
    assert "✔️" in mia.messages[-2].text


async def test_the_button_leads_back_to_their_table(lab: Lab) -> None:
    """They sit in the next round, and are offered nothing more."""
    ilinca, mia = await left(lab)
    await mia.says("More rooms.")
    await mia.presses("🪑 Take a seat")
    told = mia.sees
    await mia.says("Lower rents.")
    await ilinca.says("/cafe E1")
    await ilinca.presses("👥")

    assert told.startswith("Round 1 of 2 · Table")
    assert "👥 4 people are in the room" in ilinca.sees
    assert 0 == offers(mia)


async def test_in_the_next_round_they_are_offered_a_seat_and_nothing_is_kept(lab: Lab) -> None:
    """They have none in it."""
    ilinca, mia = await left(lab)
    await ilinca.presses("🔔 Gong now")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=3))
    await starts(ilinca, 2)
    await mia.says("More rooms.")

    assert "What you wrote just now was not kept." in mia.sees
    assert ["🪑 Take a seat"] == mia.labels
    assert [] == await found(lab, IDEA)


async def test_after_the_last_gong_no_seat_is_offered(lab: Lab) -> None:
    """What comes in the grace is kept; there is no round to sit in any more."""
    ilinca, mia = await left(lab)
    await mia.presses("🪑 Take a seat")
    await ilinca.presses("🔔 Gong now")
    await starts(ilinca, 2)
    await mia.presses("🚪 I have to go")
    await ilinca.presses("🔔 Gong now")
    await mia.says("Too late for a seat.")

    assert (0, ["Too late for a seat."]) == (offers(mia), [row.text for row in await found(lab, IDEA)])


async def test_who_is_in_the_room_is_offered_nothing(lab: Lab) -> None:
    """They have a seat."""
    await left(lab)
    dan = lab.room.seat("dan")
    await dan.says("More rooms.")

    assert 0 == offers(dan)
    assert [] == [row for row in await found(lab, DELIVERY) if row.kind == LEFT]
