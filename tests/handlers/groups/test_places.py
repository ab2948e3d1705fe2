"""Groups that we are put into, taken out of, or that go on elsewhere."""

from datetime import date, time
from typing import Any

import pytest

from bot.model.address import Place
from bot.model.problems import Moved, Unreachable
from bot.model.update import Command, Continues, Placed, Pressed, Update
from bot.model.values import EventState, Reason
from handlers.groups.doors import PreviewIn
from handlers.shared.presses import PostIn
from storage.people import PLACE
from tests.handlers.groups.steps import number_of
from tests.handlers.steps import another_event, change_event, found
from tests.room import MONDAY, Group, Seat
from tests.seeds import Lab


async def test_the_manager_who_adds_us_is_offered_cards(english: Lab, ilinca: Seat) -> None:
    """In private; the group hears nothing."""
    group = english.room.group("East")
    await ilinca.puts_us_into(group)

    assert "I am in East" in ilinca.sees
    assert any("Consultation" in label for label in ilinca.labels)
    assert [] == group.messages


@pytest.mark.parametrize(
    "over",
    [{"state": EventState.CANCELLED}, {"state": EventState.DRAFT}, {"day": MONDAY.date(), "starts": time(8)}],
    ids=["cancelled", "draft", "begun"],
)
async def test_only_what_is_open_and_ahead_is_offered(english: Lab, ilinca: Seat, over: dict[str, Any]) -> None:
    """A card of anything else would be refused when it is pressed."""
    await another_event(english, "E2", "Walk along the river", date(2027, 3, 1))
    await change_event(english, **over)
    await ilinca.puts_us_into(english.room.group("East"))

    assert ["Walk along the river"] == [label.partition(" · ")[2] for label in ilinca.labels]


async def test_with_nothing_ahead_nothing_is_offered(english: Lab, ilinca: Seat) -> None:
    """Nobody is asked to choose among no cards."""
    await change_event(english, state=EventState.CANCELLED)
    before = len(ilinca.messages)
    await ilinca.puts_us_into(english.room.group("East"))

    assert before == len(ilinca.messages)


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


async def offered(english: Lab, ilinca: Seat) -> list[str]:
    """The groups in which the card may be posted; none when there is none."""
    await ilinca.forges(PostIn(english.event).pack())
    return [label for label in ilinca.labels if "(memory)" in label]


@pytest.mark.parametrize("over", [False, True], ids=["taken out", "archived"])
async def test_where_we_are_no_longer_nothing_opens_but_being_put_back(
    english: Lab, ilinca: Seat, north: Group, over: bool
) -> None:
    """Buttons stay behind in it, cards in it can not be changed, and commands reach us from where we are not."""
    ana = await english.arrives("ana")
    await ana.does(Placed(open=False, title=north.title, over=over), north)
    north.adapter.trips.append((north.chat, Unreachable(Reason.BLOCKED)))
    await ana.presses_in(north, "✅")
    await ana.types_in(north, "/my")
    meanwhile = await offered(english, ilinca)
    await ana.puts_us_into(north)

    assert ([], ["North (memory)"]) == (meanwhile, await offered(english, ilinca))


async def test_a_card_that_was_to_be_posted_when_we_were_taken_out(english: Lab, ilinca: Seat) -> None:
    """The manager is told, and nothing claims that it stands."""
    group = english.room.group("South")
    await ilinca.puts_us_into(group)
    await ilinca.presses("Consultation")
    await ilinca.takes_us_out_of(group)
    await ilinca.presses("📤 Send")

    assert "I can not write in this group (any more). Please add me to it again." == ilinca.sees
    assert [] == group.messages


@pytest.mark.both
@pytest.mark.parametrize("late", ["press", "command", "put in", "taken out"])
async def test_what_comes_late_from_where_a_group_was_opens_nothing(
    english: Lab, ilinca: Seat, north: Group, late: str
) -> None:
    """It is offered once, under its new id."""
    larger, ana = Group(north.adapter, "larger", "North"), await english.arrives("ana")
    await ana.puts_us_into(larger)
    await ana.does(Continues(north.chat), larger)
    old: dict[str, Update] = {
        "press": Pressed(PreviewIn(english.event, 1).pack(), "1"),
        "command": Command("my"),
        "put in": Placed(open=True, title="North"),
        "taken out": Placed(open=False, title="North"),
    }
    await ana.does(old[late], north)

    assert ["North (memory)"] == await offered(english, ilinca)
    assert {"group North": "moved", "larger": "open"} == await states(english)


@pytest.mark.both
async def test_a_refusal_that_tells_of_the_new_id_closes_the_old_one(english: Lab, ilinca: Seat, north: Group) -> None:
    """The platform says it when we write, and whatever comes late from the old one opens nothing either."""
    ana = await english.arrives("ana")
    north.adapter.trips.append((north.chat, Moved(Place("memory", "m1", "larger", private=False))))
    north.adapter.chats["larger"] = north.messages
    await ana.presses_in(north, "✅")
    await ana.puts_us_into(north)

    assert ["North (memory)"] == await offered(english, ilinca)
    assert {"group North": "moved", "larger": "open"} == await states(english)


async def states(english: Lab) -> dict[str, str]:
    """What became of every group, by the id it has on its platform."""
    return {row.chat: row.state for row in await found(english, PLACE) if not row.private}


async def test_where_nothing_could_be_written_for_a_while(english: Lab, ilinca: Seat, north: Group) -> None:
    """A group may forbid it to all for an hour, and platforms do not say when that ends: whoever speaks there does."""
    ana = await english.arrives("ana")
    north.adapter.trips.append((north.chat, Unreachable(Reason.BLOCKED)))
    await ana.presses_in(north, "✅")
    closed = await offered(english, ilinca)
    await ana.types_in(north, "/my")

    assert ([], ["North (memory)"]) == (closed, await offered(english, ilinca))
