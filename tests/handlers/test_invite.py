"""Invitations are sent by one press: to whom was chosen, and to each once."""

import pytest

from storage import activity
from storage.answers import INVITATION
from storage.people import PersonRow
from storage.tx import Tx, add
from tests.handlers.invite_steps import invited, manager, speaks_for
from tests.room import MONDAY, Room, count
from tests.seeds import Lab


@pytest.mark.both
@pytest.mark.parametrize("native", [False, True])
async def test_from_command_to_answer(lab: Lab, native: bool) -> None:
    """An invitation reaches who has arrived at once, and who has not as soon as they arrive."""
    ana, mia = await lab.arrives("ana", native=native), await lab.arrives("mia")
    ilinca = await manager(lab, native=native)

    preview = await ilinca.says("/invite E1 all")
    assert "3 organisations · 4 people newly invited" in preview
    assert "2 can be reached now" in preview
    assert "2 wait for first contact" in preview
    assert "📤 Send" == ilinca.labels[0]
    assert set() == await invited(lab)

    await ilinca.presses("📤 Send")
    assert "Invited: 3 organisations · 4 people" in ilinca.sees
    assert "waiting for first contact: 2" in ilinca.sees
    assert "Atelierul Nord" in ana.sees
    assert "Consultation on the plan" in mia.sees

    dan = await lab.arrives("dan")
    assert "Consultare privind planul" in dan.all_text
    await mia.presses("I am coming")
    assert "answered: 1" in ilinca.sees


async def test_leads_only(lab: Lab) -> None:
    """With leads only, the other representatives are left out."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")

    await ilinca.presses("Only lead representatives")
    assert "3 people newly invited" in ilinca.sees
    await ilinca.presses("📤 Send")

    assert {"ana", "mia", "radu"} == await invited(lab)


async def test_leads_only_can_be_taken_back(lab: Lab) -> None:
    """The toggle names what it does next, and goes both ways."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")

    await ilinca.presses("Only lead representatives")
    await ilinca.presses("All representatives")

    assert "4 people newly invited" in ilinca.sees


async def test_again_reaches_only_the_new(lab: Lab) -> None:
    """Sending again to more people writes to the new ones only."""
    ana, mia, ilinca = await lab.arrives("ana"), await lab.arrives("mia"), await manager(lab)
    await ilinca.says("/invite E1 nord")
    await ilinca.presses("📤 Send")
    before = len(ana.messages)

    await ilinca.says("/invite E1 all")
    assert "Already invited: 2 people" in ilinca.sees
    assert "2 people newly invited" in ilinca.sees
    await ilinca.presses("📤 Send")

    assert before == len(ana.messages)
    assert "Consultation on the plan" in mia.sees


async def test_nobody_new(lab: Lab) -> None:
    """When everyone has been invited already, it says so and nothing is sent."""
    ilinca = await manager(lab)
    for _ in range(2):
        await ilinca.says("/invite E1 all")
        await ilinca.presses("📤 Send")

    assert "Nothing was sent" in ilinca.sees


@pytest.mark.both
async def test_two_organisations_one_invitation(lab: Lab) -> None:
    """Who represents two organisations is invited once, for one they speak for now."""

    async def also_for_bega(tx: Tx) -> None:
        await speaks_for(tx, lab, lab.people["radu"], "bega")
        await speaks_for(tx, lab, lab.people["radu"], "nord", until=MONDAY)

    await lab.room.write(also_for_bega)
    radu, ilinca = await lab.arrives("radu"), await manager(lab)
    before = len(radu.messages)
    await ilinca.says("/invite E1 all")
    assert "4 people newly invited" in ilinca.sees

    await ilinca.presses("📤 Send")

    assert before + 1 == len(radu.messages)
    assert "Biroul Malul Begăi" in radu.sees


async def test_a_double_press_sends_once(lab: Lab) -> None:
    """A second tap on the same button says that it was sent."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await ilinca.says("/invite E1 all")
    payload, message = ilinca.messages[-1].data("📤 Send"), ilinca.messages[-1].id
    await ilinca.forges(payload, message)
    before = len(ana.messages)

    await ilinca.forges(payload, message)

    assert "sent already" in ilinca.sees
    assert before == len(ana.messages)


async def test_the_selection_survives_a_restart(room: Room, lab: Lab, url: str) -> None:
    """What was chosen before the program stopped can be sent after it."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 bega")
    payload = ilinca.messages[-1].data("📤 Send")
    await room.close()

    lab.room = await Room.open(url)
    await lab.room.seat("ilinca").forges(payload)

    assert {"mia"} == await invited(lab)
    await lab.room.close()


async def test_sending_is_recorded(lab: Lab) -> None:
    """The activity log knows who invited to which event."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    await ilinca.presses("📤 Send")

    async with lab.room.read() as tx:
        newest = (await activity.newest(tx, 1))[0]

    assert ("invite", f"event {lab.event}") == (newest.action, newest.object)


async def test_a_crowd_is_invited_by_one_press(lab: Lab) -> None:
    """A large organisation's people are all invited by one press."""

    async def crowd(tx: Tx) -> None:
        for number in range(200):
            person = await add(tx, PersonRow(programme_id=lab.programme, name=f"P{number}", language="ro"))
            await speaks_for(tx, lab, person, "bega")

    await lab.room.write(crowd)
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 bega")

    await ilinca.presses("📤 Send")

    async with lab.room.read() as tx:
        assert 201 == await count(tx, INVITATION)
    await ilinca.presses("Recipients")
    assert "Page 1 of 11" in ilinca.sees
