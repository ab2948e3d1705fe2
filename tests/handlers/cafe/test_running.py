"""A round in conversation: started, paused, longer, ended, closed; each once, whoever presses."""

import pytest

from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")


@pytest.mark.both
async def test_a_round_tells_everyone_where_they_sit_and_what_is_asked(lab: Lab) -> None:
    """One message each, with table, host, end and question; writing is enough."""
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)

    said = seats[3].sees.splitlines()
    assert "Round 1 of 2 · Table" in said[0]
    assert said[1] == "⏳ Until 09:20"
    assert "Write one idea per message. A voice message or a photo is fine too." in said
    assert [1, 1, 1, 1] == [sum("Round 1 of 2" in one.text for one in seat.messages) for seat in seats]
