"""Answers in conversation."""

import pytest

from tests.seeds import Lab


@pytest.mark.both
async def test_yes_in_one_tap(lab: Lab) -> None:
    """One tap is kept and the pressed card itself says so."""
    ana = await lab.arrives("ana")
    await ana.says("/rsvp E1")

    await ana.presses("I am coming")

    assert "you are coming" in ana.sees
