"""While a join waits for its yes: somebody comes in, is forgotten, or has begun something else."""

from datetime import timedelta

import pytest

from storage.people import LINK, PERSON
from tests.handlers.joining_steps import CLOSED, OVER, code_of, joins, stranger, types
from tests.handlers.steps import found, owner
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def test_what_was_shown_must_still_be_so(lab: Lab, ana: Seat) -> None:
    """Who has become somebody meanwhile is not joined by a yes that was about a stranger."""
    other = stranger(lab)
    await types(other, await code_of(ana))
    await other.says("/start")
    await other.fills(name="Ana Pop", organisation="nord")
    before = await owner(lab, "other")

    await ana.presses("✅ Yes, it is me")
    assert before == await owner(lab, "other")
    assert "known here as Ana Pop (guest)" in ana.sees
    await ana.presses("✅ Yes, it is me")

    assert lab.people["ana"] == await owner(lab, "other")


async def test_who_is_forgotten_meanwhile(lab: Lab, ana: Seat) -> None:
    """The code of somebody who has deleted their data opens nothing; the erasure takes the join along."""
    other, code = stranger(lab), await code_of(ana)
    await types(other, code)
    await ana.says("/data")
    await ana.presses("🗑 Delete my data")
    await ana.presses("Without a name")
    await lab.room.until(MONDAY + timedelta(minutes=5))

    assert CLOSED in await types(other, code)
    assert [(None, None)] == [(row.person_id, row.account_id) for row in await found(lab, LINK) if row.kind == "join"]


async def test_who_typed_is_forgotten_meanwhile(lab: Lab, ana: Seat) -> None:
    """An account that is gone is joined by no yes."""
    dan = await lab.arrives("dan", native=True)
    await types(dan, await code_of(ana))
    data = ana.messages[-1].data("✅ Yes, it is me")
    await dan.says("/data")
    await dan.presses("🗑 Delete my data")
    await dan.presses("Without a name")
    await lab.room.until(MONDAY + timedelta(minutes=5))

    await ana.forges(data)

    assert OVER in ana.sees


@pytest.mark.parametrize("who", ["ana", "dan"])
async def test_no_name_is_left_in_the_others_chat(lab: Lab, ana: Seat, who: str) -> None:
    """Who has deleted their data is named neither by the question on the one account nor by the wait on the other."""
    dan = await lab.arrives("dan", native=True)
    await types(dan, await code_of(ana))
    assert "Dan Munteanu" in ana.sees
    assert "Ana Câmpeanu" in dan.sees
    gone, left, name = (ana, dan, "Câmpeanu") if who == "ana" else (dan, ana, "Munteanu")

    await gone.says("/data")
    await gone.presses("🗑 Delete my data")
    await gone.presses("Without a name")

    assert name not in left.all_text
    assert [] == [label for label in left.labels if label.startswith(("✅", "✖"))]


@pytest.mark.parametrize("known", [True, False])
async def test_what_was_half_filled_in_is_closed(lab: Lab, ana: Seat, known: bool) -> None:
    """It was asked of somebody else: what is written next is no answer to it."""
    other = await lab.arrives("dan") if known else stranger(lab, native=False)
    await other.says("/data" if known else "/start")
    if known:
        await other.presses("✏️ Correct")
    assert "What is your name?" in other.sees

    await joins(lab, ana, other)
    await other.says("Dan Altfel")

    assert "Ana Câmpeanu" in [row.name for row in await found(lab, PERSON)]
    assert "Dan Altfel" not in [row.name for row in await found(lab, PERSON)]
