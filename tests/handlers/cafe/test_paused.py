"""A pause in the middle of a round: only its clock stands still, and whatever else holds in a round goes on."""

import pytest

from bot.model.update import Said
from handlers.cafe.routes import StartRound
from storage.ideas import IDEA
from tests.handlers.cafe.places_steps import bound, group_of_table
from tests.handlers.cafe.steps import starts
from tests.handlers.steps import found
from tests.room import Seat
from tests.seeds import Lab


@pytest.fixture
async def paused(ilinca: Seat) -> Seat:
    """The facilitator, with round 1 paused."""
    await starts(ilinca)
    await ilinca.presses("⏸ Pause")
    return ilinca


@pytest.mark.both
async def test_what_is_written_is_an_idea_of_the_round(lab: Lab, paused: Seat) -> None:
    """People go on thinking; the card of their round says so."""
    ana = lab.room.seat("ana")
    card = next(one for one in ana.messages if one.text.startswith("Round 1 of 2"))
    await ana.says("More rooms.")

    assert [(1, "More rooms.")] == [(row.round_number, row.text) for row in await found(lab, IDEA)]
    assert "Write one idea per message." in card.text


async def test_what_is_said_in_a_tables_group_too(lab: Lab, ilinca: Seat) -> None:
    """With its mark; and the card there says that writing is enough."""
    north = await group_of_table(lab, ilinca, 1)
    await starts(ilinca)
    await ilinca.presses("⏸ Pause")
    ana = lab.room.seat("ana")
    await ana.does(Said("More rooms.", message="m1"), north)
    card = next(one for one in north.messages if one.text.startswith("Round 1 of 2"))

    assert ana.told.kept
    assert "Write one idea per message here" in card.text


async def test_a_table_is_given_a_group(lab: Lab, paused: Seat) -> None:
    """Which is told at once what is asked."""
    north = await group_of_table(lab, paused, 1)
    south = lab.room.group("South")
    await lab.room.seat("ilinca").puts_us_into(south)
    await bound(lab, paused, 2, south)

    assert ["Round 1 of 2 · Table 1", "Round 1 of 2 · Table 2"] == [one.sees[:22] for one in (north, south)]


async def test_who_comes_back_takes_a_seat_in_it(lab: Lab, paused: Seat) -> None:
    """At once, not in the next round only."""
    radu = lab.room.seat("radu")
    await radu.presses("🚪 I have to go")
    await radu.presses("🪑 Take a seat")

    assert radu.sees.startswith("Round 1 of 2 · Table ")


async def test_who_runs_it_and_writes_is_offered_a_seat(paused: Seat) -> None:
    """As while it runs."""
    await paused.says("More rooms.")

    assert "is under way, and you have no seat yet." in paused.sees


async def test_another_host_stands_on_the_cards_of_the_round(lab: Lab, paused: Seat) -> None:
    """Of all who sit at that table."""
    await paused.presses("👥 Room")
    await paused.presses("Radu")
    await paused.presses("🏠 Host of table 1")
    await lab.room.settle()
    card = next(one for one in lab.room.seat("ana").messages if one.text.startswith("Round 1 of 2"))

    assert card.text.startswith("Round 1 of 2 · Table 1 · Host: Radu <b>Ionescu</b>\n")


async def test_the_gong_ends_it(lab: Lab, paused: Seat) -> None:
    """Without going on first."""
    await paused.presses("🔔 Gong now")

    assert lab.room.seat("ana").sees.startswith("🔔 Time!")


async def test_no_other_round_begins(lab: Lab, paused: Seat) -> None:
    """An old button is refused."""
    await paused.forges(StartRound(1, 2).pack())

    assert "Another round is still running. Please end it first." == paused.sees


async def test_whoever_ends_the_cafe_is_warned(paused: Seat) -> None:
    """The round ends with it."""
    await paused.presses("🏁 End the café")

    assert "⚠️ Round 1 still runs; it ends with the café." in paused.sees


async def test_who_sits_elsewhere_in_the_next_round_hears_it_with_its_beginning(lab: Lab, paused: Seat) -> None:
    """Two change places in it; between two rounds they would be told at once."""
    await paused.presses("👥 Room")
    await paused.presses("🔀 Who with whom")
    await paused.fills(one="dan", other="radu", how="exchange")

    assert "They have changed places." == paused.told.toast
    assert "🔀 Your table is another now" not in lab.room.seat("dan").all_text + lab.room.seat("radu").all_text


async def test_what_came_late_for_the_round_before_can_be_given_to_it(lab: Lab, paused: Seat) -> None:
    """It has begun, though its clock stands still."""
    await paused.presses("🔔 Gong now")
    await starts(paused, 2)
    await paused.presses("⏸ Pause")
    ana = lab.room.seat("ana")
    await ana.says("More rooms.")

    assert "➡️ It is for round 2" in ana.labels[0]
