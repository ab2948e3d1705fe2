"""What an anonymous café acknowledges: every message, what is wrong with it, and nothing that leads to an idea."""

from datetime import timedelta

import pytest

from storage.deliveries import DELIVERY
from tests.handlers.cafe.steps import starts
from tests.handlers.cafe.test_collecting import running
from tests.handlers.joining_steps import joins
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab

WARNED = (
    "⚠️ What you wrote seems to contain personal data (phone or e-mail). It stands there without your name, so you can"
    " not take it back; those who run the café can hide it from the wall: /ask"
)


async def writes(lab: Lab, *words: str) -> tuple[Seat, Seat]:
    """The facilitator, and Ana, who has written these one after the other."""
    ilinca, ana = await running(lab, naming="anonymous")
    for one in words:
        await ana.says(one)
    return ilinca, ana


def acknowledged(seat: Seat) -> list[str]:
    """What stands of it in their chat."""
    return [one.text for one in seat.messages if one.text.startswith("✔️")]


@pytest.mark.both
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["My secret wish."], "✔️ Saved for question 1."),
        (["idem"], "✔️ Saved for question 1; it is not counted as an idea."),
        (["Write to me: emma@example.org"], f"✔️ Saved for question 1.\n{WARNED}"),
        (["My secret wish.", "Call me 0722 123 456"], f"✔️ 2 ideas saved for question 1.\n{WARNED}"),
        (
            ["0722 123 456", "One.", "idem"],
            f"✔️ 2 ideas saved for question 1.\n1 message is not counted as an idea.\n{WARNED}",
        ),
        (["idem", "?"], "✔️ Saved for question 1.\n2 messages are not counted as ideas."),
    ],
)
async def test_each_message_is_acknowledged(lab: Lab, words: list[str], told: str) -> None:
    """Those of a burst together, in one message."""
    _, ana = await writes(lab, *words)

    assert [told] == acknowledged(ana)


async def test_a_minute_later_it_is_another_message(lab: Lab) -> None:
    """Below what was written meanwhile."""
    _, ana = await writes(lab, "One.")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=1))
    await ana.says("Two.")

    assert ["✔️ Saved for question 1."] * 2 == acknowledged(ana)


async def test_in_a_new_round_it_is_another_message(lab: Lab) -> None:
    """Also where the clock stands still."""
    ilinca, ana = await writes(lab, "One.")
    await ilinca.presses("🔔 Gong now")
    await starts(ilinca, 2)
    await ana.says("Two.")

    assert ana.sees.startswith("✔️ Saved for question 1.")
    assert 2 == len(acknowledged(ana))


async def test_what_is_no_longer_late_is_another_message(lab: Lab) -> None:
    """One before and one after the end of the grace, a moment apart, before anything else was told."""
    ilinca, ana = await writes(lab)
    await ilinca.presses("🔔 Gong now")
    await starts(ilinca, 2)
    await lab.room.until(lab.room.clock.now() + timedelta(seconds=115))
    await ana.says("One.")
    lab.room.clock.move(lab.room.clock.now() + timedelta(seconds=10))
    await ana.says("Two.")

    assert ["✔️ Saved for question 1.", "✔️ Saved for question 1."] == acknowledged(ana)


async def test_in_another_chat_it_is_another_message(lab: Lab) -> None:
    """Ana goes on writing on another platform, and reads it there."""
    _, ana = await writes(lab, "One.")
    other = await joins(lab, ana)
    await ana.says("Two.")
    await other.says("Three.")

    assert other.sees.startswith("✔️ Saved for question 1.")


async def test_after_the_grace_nothing_tells_who_named_somebody(lab: Lab) -> None:
    """Neither how much they wrote, nor that it was warned of, nor a print of how it looked; their chat keeps it."""
    ilinca, ana = await writes(lab, "One.", "Call me 0722 123 456")
    await ilinca.presses("🔔 Gong now")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=3))
    rows = [row for row in await found(lab, DELIVERY) if row.kind == "cafe.noted"]

    assert [("1:1:1", "")] == [(row.subject, row.looks) for row in rows]
    assert [f"✔️ 2 ideas saved for question 1.\n{WARNED}"] == acknowledged(ana)
