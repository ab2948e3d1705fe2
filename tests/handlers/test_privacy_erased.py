"""Who asks to be forgotten: the question before, the last message, and what comes afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.update import Pressed
from bot.model.values import Going, Role, Scope, Sending
from handlers.shared.presses import Answer
from storage import accounts, linkage
from storage.deliveries import DELIVERY
from storage.people import ACCOUNT, PENDING, GrantRow, PersonRow
from storage.tx import Tx, add
from tests.handlers.privacy_steps import MINUTES, NAME, at_home, deletes, everything, traces
from tests.handlers.steps import found
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def test_the_last_message_is_in_the_readers_language(lab: Lab) -> None:
    """The chat gets one last message, and it says that it is done."""
    seat, _ = await at_home(lab)
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")

    await seat.presses("Without a name")

    assert "Your data is deleted." in seat.sees


async def test_the_question_says_that_it_is_final(lab: Lab) -> None:
    """Before it is done, one question says what happens and that it can not be undone; Keep changes nothing."""
    seat, _ = await at_home(lab)
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")
    asked = seat.sees

    await seat.presses("✖ Keep")

    assert "This cannot be undone." in asked
    assert f"Name: {NAME}" in seat.sees


async def test_who_writes_again_is_new(lab: Lab) -> None:
    """The same account is a stranger's afterwards."""
    seat, _ = await at_home(lab)
    await deletes(seat, "Without a name")

    await seat.says("/data")

    assert "I do not know you yet." in seat.sees


async def test_who_writes_again_at_once_keeps_their_chat(lab: Lab) -> None:
    """Somebody who writes within the minute is new and keeps the chat they write in."""
    seat, _ = await at_home(lab)
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")
    await seat.presses("Without a name")
    await seat.says("/start")

    await lab.room.until(lab.room.clock.now() + MINUTES)
    await seat.says("Cineva Nou")

    assert "Which organisation do you represent?" in seat.sees


async def test_a_second_tap_brings_nothing_back(lab: Lab) -> None:
    """A double tap on the last button is no new beginning: still nothing tells of them afterwards."""
    seat, _ = await at_home(lab)
    await seat.says("/data")
    await seat.presses("🗑 Delete my data")
    payload, message = seat.messages[-1].data("Delete everything"), seat.messages[-1].id
    await seat.forges(payload, message)

    await seat.forges(payload, message)
    await lab.room.until(lab.room.clock.now() + MINUTES)

    assert [] == await traces(lab)


async def test_the_old_link_opens_nothing(lab: Lab) -> None:
    """The personal link is dead, and the next person's new link is another one."""
    seat, _ = await at_home(lab)
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people["ana"], MONDAY))
    token = await lab.room.token("p", link.id)
    await deletes(seat, "Delete everything")
    await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people["radu"], MONDAY))

    await seat.says(f"/start {token}")

    assert "does not open anything" in seat.sees


async def test_nothing_is_sent_to_whom_nobody_knows(lab: Lab) -> None:
    """What is sent to everyone who said yes passes by those who are gone: they do not wait for first contact."""
    seat, _ = await at_home(lab)
    await deletes(seat, "Without a name")

    await lab.room.until(MONDAY + timedelta(days=40))

    async with lab.room.read() as tx:
        mine = DELIVERY.c.person_id == lab.people["ana"]
        states = set((await tx.execute(select(DELIVERY.c.state).where(mine))).scalars())
    assert states <= {Sending.SENT, Sending.CANCELLED, Sending.SKIPPED}


async def test_the_last_manager_stays(lab: Lab) -> None:
    """The last manager is asked to name another one first, and nothing is deleted."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/data")

    await ilinca.presses("🗑 Delete my data")
    await ilinca.forges("data.erase:name")

    assert "You are the last manager here." in ilinca.sees
    assert "Ilinca Văluranu" in "".join(await everything(lab))


async def test_a_manager_beside_another_can_go(lab: Lab) -> None:
    """With another manager in place one may go, and manages nothing afterwards."""

    async def another(tx: Tx) -> None:
        number = await add(tx, PersonRow(name="Sorin Gheață", language="ro"))
        await add(tx, GrantRow(person_id=number, role=Role.MANAGER, scope=Scope.INSTALLATION, since=MONDAY))

    await lab.room.write(another)
    ilinca = await lab.arrives("ilinca")

    await deletes(ilinca, "Without a name")

    assert "Ilinca Văluranu" not in "".join(await everything(lab))


async def test_a_press_that_was_kept_is_no_hindrance(lab: Lab) -> None:
    """Who pressed in a group before they were known, and never finished it, can be forgotten like everybody."""
    group = lab.room.group("North")
    vlad = lab.room.seat("vlad")
    await vlad.does(Pressed(Answer(lab.event, Going.YES).pack(), "1"), group)
    await vlad.says("/start here")
    await vlad.says("/cancel")
    number = (await found(lab, ACCOUNT))[0].id
    await lab.room.write(lambda tx: accounts.tie(tx, number, lab.people["ana"]))
    await vlad.says("/data")
    await vlad.presses("🗑")
    await vlad.presses("Delete everything")

    assert [] == await found(lab, PENDING)
    assert "Your data is deleted." in vlad.all_text
