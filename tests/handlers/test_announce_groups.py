"""Announcements to groups and channels: posted once, corrected in place, followed like those to people."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.problems import Unreachable
from bot.model.update import Continues
from bot.model.values import Reason
from storage.people import PLACE
from tests.handlers.announce_steps import announcements, card, drafts, manager
from tests.room import MONDAY, Group, Seat
from tests.seeds import Lab


@pytest.fixture
async def ilinca(lab: Lab) -> Seat:
    """The manager, who has put us into a group."""
    return await manager(lab)


@pytest.fixture
async def north(lab: Lab, ilinca: Seat) -> Group:
    """A group we are in."""
    group = lab.room.group("North", native=True)
    await ilinca.puts_us_into(group)
    return group


async def word(lab: Lab, group: Group) -> str:
    """The word that means a group."""
    async with lab.room.read() as tx:
        return f"group:{(await tx.execute(select(PLACE.c.id).where(PLACE.c.chat == group.chat))).scalar_one()}"


@pytest.mark.both
async def test_it_is_posted_in_the_group(lab: Lab, ilinca: Seat, north: Group) -> None:
    """After a preview that names the group, in the programme's language, once."""
    await drafts(ilinca, ro="Ne vedem joi.", en="See you on Thursday.", to=await word(lab, north))
    preview = ilinca.sees
    await ilinca.presses("📤 Send")

    assert "the group “North”" in preview
    assert "It is posted in 1 group or channel." in preview
    assert 1 == len(north.messages)
    assert "Ne vedem joi." in north.sees


async def test_people_and_a_group_together(lab: Lab, ilinca: Seat, north: Group) -> None:
    """Both are counted on the card, and both are among the recipients."""
    await lab.arrives("ana")
    await drafts(ilinca, en="See you.", to=f"nord {await word(lab, north)}")
    await ilinca.presses("📤 Send")
    await ilinca.presses("👥 Recipients")

    assert "North – sent" in ilinca.sees
    assert "Ana Câmpeanu (Atelierul Nord) – sent" in ilinca.sees


async def test_a_correction_reaches_the_group(lab: Lab, ilinca: Seat, north: Group) -> None:
    """The message that stands there is edited."""
    await drafts(ilinca, ro="Ne vedem joi.", to=await word(lab, north))
    await ilinca.presses("📤 Send")
    await ilinca.presses("✏️ Correct")
    await ilinca.fills(ro="Ne vedem vineri.")

    assert 1 == len(north.messages)
    assert "Ne vedem vineri." in north.sees


async def test_a_group_that_can_not_be_written_to(lab: Lab, ilinca: Seat, north: Group) -> None:
    """It failed, the card says so, and it is not offered again while it is closed."""
    north.adapter.trips.append((north.chat, Unreachable(Reason.GONE)))
    await drafts(ilinca, en="See you.", to=await word(lab, north))
    await ilinca.presses("📤 Send")

    assert "Failed: 1" in card(ilinca)
    assert [] == north.messages


async def test_a_group_of_nobody(lab: Lab, ilinca: Seat, north: Group) -> None:
    """A word that means no group of ours is refused beside its field."""
    await drafts(ilinca, en="See you.", to="group:999")

    assert "group:999" in ilinca.complaints["segment"]


async def test_a_group_we_were_taken_out_of_after_the_preview(lab: Lab, ilinca: Seat, north: Group) -> None:
    """Nothing goes out, not even to the others: the manager is told which group it is about, and can change it."""
    await lab.arrives("ana")
    await drafts(ilinca, en="See you.", to="nord, North")
    await ilinca.takes_us_out_of(north)
    await ilinca.presses("📤 Send")

    assert "I can not write in North (any more), so nothing was sent." in ilinca.sees
    assert ["✏️ Change the text"] == ilinca.labels
    assert ([], []) == (announcements(lab.room, "ana"), north.messages)


async def test_a_group_we_were_taken_out_of_is_refused_in_the_form(ilinca: Seat, north: Group) -> None:
    """Beside its field, by its title."""
    await drafts(ilinca, en="See you.", to="North")
    await ilinca.takes_us_out_of(north)
    await ilinca.presses("Change")
    await ilinca.fills()

    assert "I can not write in North (any more)." in ilinca.complaints["segment"]


async def test_put_back_it_is_posted(ilinca: Seat, north: Group) -> None:
    """As if nothing had been."""
    await drafts(ilinca, en="See you.", to="North")
    await ilinca.takes_us_out_of(north)
    await ilinca.puts_us_into(north)
    await ilinca.presses("📤 Send")

    assert 1 == len(north.messages)


async def test_a_planned_one_to_a_group_we_were_taken_out_of(lab: Lab, ilinca: Seat, north: Group) -> None:
    """People get it at its moment; of the group its author is told."""
    await lab.arrives("ana")
    await drafts(ilinca, en="See you.", to="nord, North", when="5.01.2027 10:00")
    await ilinca.presses("📤 Plan")
    await ilinca.takes_us_out_of(north)
    await lab.room.until(MONDAY + timedelta(hours=25))

    assert "⚠️ Your planned announcement was not posted in North" in ilinca.all_text
    assert (1, []) == (len(announcements(lab.room, "ana")), north.messages)


@pytest.mark.both
async def test_a_group_that_goes_on_under_another_id(lab: Lab, ilinca: Seat, north: Group) -> None:
    """What was to be posted in it is posted where it goes on, and nowhere else."""
    larger = Group(north.adapter, "larger", "North")
    await drafts(ilinca, en="See you.", to="nord, North")
    await ilinca.does(Continues(north.chat), larger)
    await ilinca.presses("📤 Send")

    assert (0, 1) == (len(north.messages), len(larger.messages))
