"""Silent tables and words to all tables, in conversation."""

from datetime import timedelta

import pytest

from bot.model.values import Lane
from storage.deliveries import DELIVERY
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.handlers.steps import found, titled
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")


async def running(lab: Lab) -> tuple[Seat, list[Seat]]:
    """Round 1 runs."""
    seats = await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await opens(ilinca)
    await starts(ilinca)
    return ilinca, seats


async def passes(lab: Lab, minutes: int) -> None:
    """Time goes by."""
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=minutes))


@pytest.mark.both
async def test_a_silent_table_is_told_once_to_those_who_run_the_cafe(lab: Lab) -> None:
    """After six minutes; the console counts on by itself."""
    ilinca, (ana, *_) = await running(lab)
    await passes(lab, 3)
    await ana.says("More rooms.")
    await passes(lab, 5)
    notices = titled(ilinca, "no idea for")
    console = titled(ilinca, "Round 1 of 2 runs")[-1]

    assert ["⚠️ Table 2: no idea for 6 minutes."] == notices
    assert "Table 2, question 2: 0 ideas · ⚠️ silent for 8 minutes" in console
    assert "Table 1, question 1: 1 idea\n" in console


async def test_a_pause_is_no_silence(lab: Lab) -> None:
    """Five minutes before it and none of its ten count."""
    ilinca, _ = await running(lab)
    await passes(lab, 5)
    await ilinca.presses("⏸ Pause")
    await passes(lab, 10)
    await ilinca.presses("▶️ Go on")
    before = titled(ilinca, "no idea for")
    await passes(lab, 2)

    assert ([], 2) == (before, len(titled(ilinca, "no idea for")))


async def test_the_console_names_nobody_silent_while_the_clock_stands(lab: Lab) -> None:
    """Nobody is expected to write then."""
    ilinca, _ = await running(lab)
    await passes(lab, 7)
    before = ilinca.all_text
    await ilinca.presses("⏸ Pause")
    await lab.room.settle()

    assert (True, False) == ("silent for" in before, "silent for" in titled(ilinca, "Round 1 of 2 is paused")[-1])


async def test_nothing_is_noticed_when_no_round_runs(lab: Lab) -> None:
    """The round was over after four minutes."""
    ilinca, _ = await running(lab)
    await passes(lab, 4)
    await ilinca.presses("🔔 Gong now")
    await passes(lab, 30)

    assert [] == titled(ilinca, "no idea for")


async def test_a_nudge_goes_to_the_host_once(lab: Lab) -> None:
    """Also when it is pressed twice."""
    ilinca, (ana, _, mia, _) = await running(lab)
    await passes(lab, 6)
    message = next(one for one in ilinca.messages if one.text.startswith("⚠️ Table 1"))
    for _ in range(2):
        await ilinca.forges(message.data("Send the host a nudge"), message.id)

    assert "Table 1 has been reminded." == ilinca.told.toast
    assert [1, 0] == [len(titled(seat, "💬 Table 1 has not written anything")) for seat in (ana, mia)]


async def test_a_word_reaches_everybody_who_sits(lab: Lab) -> None:
    """Before reminders and broadcasts; whoever has gone hears nothing."""
    ilinca, seats = await running(lab)
    await seats[3].presses("🚪 I have to go")
    await ilinca.presses("📢 A word")
    await ilinca.fills(text="Coffee is *ready*.")
    rows = [row for row in await found(lab, DELIVERY) if ":word:" in row.cause]

    assert "📢 3 people read it now." == ilinca.sees
    assert ["📢 Ilinca Văluranu: Coffee is *ready*."] * 3 == [seat.sees for seat in seats[:3]]
    assert {int(Lane.SESSION)} == {row.lane for row in rows}
    assert "Coffee" not in seats[3].all_text
