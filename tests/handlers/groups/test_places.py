"""Groups that we are put into, taken out of, or that go on elsewhere."""

from bot.model.problems import Unreachable
from bot.model.update import Continues, Placed
from bot.model.values import Reason
from handlers.groups.doors import PreviewIn
from storage.people import PLACE
from tests.handlers.groups.steps import number_of
from tests.handlers.steps import found
from tests.room import Group, Seat
from tests.seeds import Lab


async def test_the_manager_who_adds_us_is_offered_cards(english: Lab, ilinca: Seat) -> None:
    """In private; the group hears nothing."""
    group = english.room.group("East")
    await ilinca.puts_us_into(group)

    assert "I am in East" in ilinca.sees
    assert any("Consultation" in label for label in ilinca.labels)
    assert [] == group.messages


async def test_taken_out_the_managers_hear_of_it(english: Lab, ilinca: Seat, north: Group) -> None:
    """And the group is no longer offered."""
    ana = await english.arrives("ana")
    await ana.takes_us_out_of(north)
    heard = ilinca.sees
    await ilinca.forges(PreviewIn(english.event, await number_of(english, north)).pack())

    assert "I was taken out of North" in heard
    assert "I can not write in this group" in ilinca.sees


async def test_of_a_channel_that_was_archived_nobody_reads_that_we_were_taken_out(
    english: Lab, ilinca: Seat, north: Group
) -> None:
    """Its managers look for the channel, not for whoever removed us."""
    ana = await english.arrives("ana")
    await ana.does(Placed(open=False, title=north.title, over=True), north)

    assert ") was archived or deleted, so the card of Consultation on the plan there no longer changes." in ilinca.sees


async def test_a_group_that_can_not_be_written_to_is_closed(english: Lab, ilinca: Seat, north: Group) -> None:
    """The card that can not be kept up any more is given up, and the event says so."""
    north.adapter.trips.append((north.chat, Unreachable(Reason.GONE)))
    ana = await english.arrives("ana")
    await ana.presses_in(north, "✅")
    await ilinca.says("/events")
    await ilinca.presses("⚙️")

    assert "North (no longer reachable)" in ilinca.sees


async def test_a_group_goes_on_under_a_new_id(english: Lab, north: Group) -> None:
    """A group that became a larger one keeps its card and its place."""
    larger = Group(north.adapter, "larger", "North")
    ana = await english.arrives("ana")
    north.adapter.chats[larger.chat] = north.adapter.chats.pop(north.chat)
    await ana.does(Continues(north.chat), larger)
    await ana.presses_in(larger, "✅")

    assert "1 person is coming" in larger.sees or "vine 1 persoană" in larger.sees
    assert ["open"] == [
        row.state for row in await found(english, PLACE) if row.title == "North" and row.state == "open"
    ]
