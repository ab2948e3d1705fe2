"""Invitations that are not sent: not by these people, not to these events, not any more."""

import pytest
from sqlalchemy import update

from bot.model.values import EventState, Role, Scope
from handlers.invite.doors import Send
from storage.events import EVENT
from storage.people import GrantRow
from storage.tx import add
from tests.handlers.invite_steps import invited, manager, refused
from tests.room import MONDAY
from tests.seeds import Lab


async def test_a_forged_send_is_refused(lab: Lab) -> None:
    """A stakeholder who forges the button sends nothing, and it is recorded."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await ilinca.says("/invite E1 all")
    payload = ilinca.messages[-1].data("📤 Send")

    await ana.forges(payload)

    assert set() == await invited(lab)
    assert ["inv.send"] == await refused(lab)


@pytest.mark.parametrize("label", ["📤 Send", "Only lead", "In English", "Send a trial", "Change selection", "Cancel"])
async def test_rights_end_at_every_button(lab: Lab, label: str) -> None:
    """A manager of another event may press none of the buttons of this one's selection."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    elsewhere = GrantRow(
        person_id=lab.people["ana"], role=Role.MANAGER, scope=Scope.EVENT, scope_id=lab.event + 1, since=MONDAY
    )
    await lab.room.write(lambda tx: add(tx, elsewhere))
    await ilinca.says("/invite E1 all")

    await ana.forges(ilinca.messages[-1].data(label))

    assert 1 == len(await refused(lab))


async def test_a_stakeholder_may_not_invite(lab: Lab) -> None:
    """The command is for managers; the attempt is recorded."""
    ana = await lab.arrives("ana")

    await ana.says("/invite E1 all")

    assert ["invite"] == await refused(lab)


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.DRAFT, EventState.RECORD])
async def test_only_open_events_are_sent(lab: Lab, state: EventState) -> None:
    """An event that is not open (any more) is not sent, even from a preview that stands."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    await lab.room.write(lambda tx: tx.execute(update(EVENT).values(state=state)))

    await ilinca.presses("📤 Send")

    assert "is not open" in ilinca.sees
    assert set() == await invited(lab)


async def test_what_has_begun_is_not_sent(lab: Lab) -> None:
    """After its beginning nobody is invited any more."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    await lab.room.write(lambda tx: tx.execute(update(EVENT).values(begins_at=MONDAY)))

    await ilinca.presses("📤 Send")

    assert "has begun" in ilinca.sees


async def test_cancelling_the_selection(lab: Lab) -> None:
    """A cancelled selection says so and can not be sent any more."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    payload = ilinca.messages[-1].data("📤 Send")
    await ilinca.presses("Cancel")
    assert "Nothing was sent." in ilinca.sees

    await ilinca.forges(payload)

    assert "was cancelled" in ilinca.sees


async def test_a_person_without_number_is_no_draft(lab: Lab) -> None:
    """A button for a selection that never was says so."""
    ilinca = await manager(lab)

    await ilinca.forges(Send(10**6).pack())

    assert "no longer there" in ilinca.sees
