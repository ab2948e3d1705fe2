"""Presses of those who may not answer, and of buttons that nobody offered."""

import pytest

from bot.model.values import Going
from handlers.shared.presses import Answer
from storage.people import ACTIVITY
from tests.handlers.neighbours import neighbours
from tests.handlers.rsvp_steps import answers
from tests.handlers.steps import (
    found,
    invite,
)
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def test_a_strangers_press(lab: Lab) -> None:
    """Whoever is not known is asked to come in, and the try is recorded."""
    stranger = lab.room.seat("stranger", language="en")

    await stranger.forges(Answer(lab.event, Going.YES).pack())

    assert "I do not know you yet." in stranger.sees
    assert [] == await answers(lab)
    assert [("rsvp", f"event {lab.event}", "refused")] == [
        (row.action, row.object, row.result) for row in await found(lab, ACTIVITY)
    ]


async def test_a_press_about_another_programme(lab: Lab) -> None:
    """Nobody answers for an event of a programme that is not theirs; the try is recorded."""
    other = await neighbours(lab)
    ana = await lab.arrives("ana")

    await ana.forges(Answer(other.event, Going.YES).pack())

    assert [] == await answers(lab)
    assert [("rsvp", f"event {other.event}", "refused")] == [
        (row.action, row.object, row.result) for row in await found(lab, ACTIVITY)
    ]


async def test_a_press_on_somebody_elses_card(lab: Lab) -> None:
    """A press that names another's message answers for the presser and leaves the other's card as it is."""
    ana, mia = await lab.arrives("ana"), await lab.arrives("mia")
    await invite(lab, "ana", "mia")
    stood = ana.sees

    await mia.forges(Answer(lab.event, Going.NO).pack(), ana.messages[-1].id)

    assert [("mia", Going.NO)] == await answers(lab)
    assert stood == ana.sees
    assert "Invitation for Biroul Malul Begăi" in mia.sees


@pytest.mark.parametrize("payload", ["rsvp", "rsvp:0", "rsvp:zzzzzzzzzzz:yes", "rsvp:1:perhaps", "gone:1", "💥", " "])
async def test_a_forged_button(lab: Lab, payload: str) -> None:
    """What no card of today offers changes nothing and says so."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.forges(payload, ana.messages[-1].id)

    assert [] == await answers(lab)
    assert ana.told.toast
