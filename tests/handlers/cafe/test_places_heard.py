"""What is said in a table's group: ideas without a message each, and nothing of anything else."""

from datetime import timedelta
from typing import Any

import pytest

from bot.model.update import Command, Edited, Said
from storage.ideas import IDEA
from storage.inbox import INBOX
from storage.people import ACCOUNT
from tests.handlers.cafe.places_steps import bound, group_of_an_open_cafe, runs
from tests.handlers.steps import found
from tests.room import Group
from tests.seeds import Lab


@pytest.fixture
async def north(lab: Lab) -> Group:
    """The group of table 2."""
    return await group_of_an_open_cafe(lab)


async def kept(lab: Lab) -> list[Any]:
    """The ideas."""
    return await found(lab, IDEA)


async def heard(lab: Lab) -> int:
    """How many updates were ever stored."""
    return len(await found(lab, INBOX))


@pytest.mark.both
async def test_it_is_an_idea_of_that_table_and_of_whoever_said_it(lab: Lab, north: Group) -> None:
    """Also of somebody who sits at another one; the message gets a mark, and nobody a message."""
    await runs(lab)
    ana = lab.room.seat("ana")
    before = len(ana.messages), len(north.messages)
    await ana.does(Said("More rooms.", message="m1"), north)
    (row,) = await kept(lab)

    assert ("More rooms.", 2, 1, 2, "m1") == (
        row.text,
        row.question,
        row.round_number,
        row.table_number,
        row.message,
    )
    assert (lab.people["ana"], lab.organisations["nord"]) == (row.person_id, row.organisation_id)
    assert (True, before) == (ana.told.kept, (len(ana.messages), len(north.messages)))


async def test_each_round_has_its_question(lab: Lab, north: Group) -> None:
    """And the console counts it at that table."""
    ilinca = await runs(lab)
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=23))
    await runs(lab, 2)
    await lab.room.seat("ana").does(Said("Later.", message="m1"), north)
    (row,) = await kept(lab)
    await ilinca.says("/cafe E1")

    assert (2, 2) == (row.round_number, row.table_number)
    assert "Table 2, question 2: 1 idea" in ilinca.sees


async def test_in_the_grace_it_belongs_to_the_round_that_ended(lab: Lab, north: Group) -> None:
    """As in private."""
    ilinca = await runs(lab)
    await ilinca.presses("🔔 Gong now")
    await lab.room.seat("ana").does(Said("Late.", message="m1"), north)

    assert [(1, True)] == [(row.round_number, row.late) for row in await kept(lab)]


async def test_an_edit_corrects_it(lab: Lab, north: Group) -> None:
    """Also when the round is over; nothing is said of it."""
    ilinca = await runs(lab)
    ana = lab.room.seat("ana")
    await ana.does(Said("More rooms.", message="m1"), north)
    await ilinca.presses("🔔 Gong now")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=5))
    before = len(ana.messages), len(north.messages)
    await ana.does(Edited("Many more rooms.", "m1"), north)

    assert ["Many more rooms."] == [row.text for row in await kept(lab)]
    assert before == (len(ana.messages), len(north.messages))


async def test_somebody_elses_edit_changes_nothing(lab: Lab, north: Group) -> None:
    """A number is no proof."""
    await runs(lab)
    await lab.room.seat("ana").does(Said("More rooms.", message="m1"), north)
    await lab.room.seat("dan").does(Edited("Nothing.", "m1"), north)

    assert ["More rooms."] == [row.text for row in await kept(lab)]


async def test_what_is_said_in_private_soon_after_is_acknowledged_there(lab: Lab, north: Group) -> None:
    """The one in the group has no message that could acknowledge both."""
    await runs(lab)
    ana = lab.room.seat("ana")
    await ana.does(Said("Here.", message="m1"), north)
    await ana.says("And there.")

    assert "✔️ Saved for question 1." == ana.sees


async def test_a_telephone_number_is_warned_of_in_private(lab: Lab, north: Group) -> None:
    """With what can be done about it; the group is told nothing."""
    await runs(lab)
    ana, before = lab.room.seat("ana"), len(north.messages)
    await ana.does(Said("Call 0723 456 789.", message="m1"), north)

    assert "⚠️ Your message seems to contain personal data (phone or e-mail). Keep it?" in ana.sees
    assert before == len(north.messages)


async def test_who_has_no_seat_keeps_their_organisation(lab: Lab, north: Group) -> None:
    """They are not let into the room by that."""
    await runs(lab)
    radu = await lab.arrives("radu")
    await radu.does(Said("From outside.", message="m1"), north)
    (row,) = await kept(lab)
    ilinca = lab.room.seat("ilinca", native=True)
    await ilinca.says("/cafe E1")
    await ilinca.presses("👥")

    assert (lab.people["radu"], lab.organisations["oxid"]) == (row.person_id, row.organisation_id)
    assert "👥 3 people are in the room" in ilinca.sees


@pytest.mark.both
async def test_a_stranger_is_shown_the_way_once_in_ten_minutes(lab: Lab, north: Group) -> None:
    """Nothing is kept, and nothing is marked."""
    await runs(lab)
    stranger, before = lab.room.seat("x"), len(north.messages)
    for text in ("Who am I?", "Hello?"):
        await stranger.does(Said(text, message=text), north)
    marked, once = stranger.told.kept, len(north.messages) - before
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=11))
    said = len(north.messages)
    await stranger.does(Said("Still here.", message="m9"), north)

    assert (False, 1, 1, []) == (marked, once, len(north.messages) - said, await kept(lab))
    assert north.sees.startswith("I keep ideas of people I know.")


@pytest.mark.parametrize(
    "update",
    [Said("", "sticker"), Said("look", "photo"), Said("STOP"), Said("  "), Command("cafe"), Edited("What?", "m7")],
    ids=["sticker", "photo", "stop", "nothing", "command", "edit of something else"],
)
async def test_what_is_no_idea(lab: Lab, north: Group, update: Any) -> None:
    """Is not kept, and the group reads nothing of it."""
    await runs(lab)
    before = len(north.messages)
    ana = lab.room.seat("ana")
    await ana.does(update, north)

    assert ([], False, before) == (await kept(lab), ana.told.kept, len(north.messages))


@pytest.mark.parametrize("update", [Said("Not for you.", message="m1"), Edited("Nor this.", "m1")])
async def test_outside_a_round_nothing_is_even_stored(lab: Lab, north: Group, update: Any) -> None:
    """Neither before it nor after its grace: no account is made of who spoke, and no update."""
    before = await heard(lab)
    await lab.room.seat("y").does(update, north)
    early = await heard(lab)
    ilinca = await runs(lab)
    await ilinca.presses("🔔 Gong now")
    await lab.room.until(lab.room.clock.now() + timedelta(minutes=5))
    started = await heard(lab)
    await lab.room.seat("y").does(update, north)

    assert (before, started) == (early, await heard(lab))
    assert "y" not in {row.user for row in await found(lab, ACCOUNT)}


async def test_what_is_said_in_a_group_opens_no_chat_that_was_closed(lab: Lab, north: Group) -> None:
    """Ana has blocked us, and goes on writing at her table: what could not be sent to her is not tried again."""
    ana = lab.room.seat("ana")
    await ana.blocks()
    await runs(lab)
    await ana.does(Said("More rooms.", message="m1"), north)
    states = {row.user: row.state for row in await found(lab, ACCOUNT)}

    assert ["More rooms."] == [row.text for row in await kept(lab)]
    assert "blocked" == states["ana"]


@pytest.mark.both
@pytest.mark.parametrize("update", [Said("Between us.", message="m1"), Edited("Between us two.", "m1")])
async def test_what_is_said_in_another_group_is_not_even_stored(lab: Lab, north: Group, update: Any) -> None:
    """Though a round runs, and we are in it."""
    ilinca = await runs(lab)
    south = lab.room.group("South", native=True)
    await ilinca.puts_us_into(south)
    before = await heard(lab)
    await lab.room.seat("ana", native=True).does(update, south)

    assert (before, [], []) == (await heard(lab), await kept(lab), south.messages)


async def test_a_message_that_comes_twice_is_one_idea(lab: Lab, north: Group) -> None:
    """And one mark."""
    await runs(lab)
    ana = lab.room.seat("ana")
    envelope = ana.envelope(Said("More rooms.", message="m1"), north)
    await ana.repeats(envelope)
    await ana.repeats(envelope)

    assert (1, False) == (len(await kept(lab)), ana.told.kept)


async def test_a_group_that_is_no_tables_any_more_is_not_heard(lab: Lab, north: Group) -> None:
    """From one moment to the next."""
    ilinca = await runs(lab)
    await bound(lab, ilinca, 2, None)
    before = await heard(lab)
    await lab.room.seat("ana").does(Said("More rooms.", message="m1"), north)

    assert (before, []) == (await heard(lab), await kept(lab))
