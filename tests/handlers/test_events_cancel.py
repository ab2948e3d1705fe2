"""Events are cancelled, after one more question; everyone concerned is told once."""

from datetime import UTC, datetime

import pytest

from bot.model.values import EventState
from storage import invitations
from storage.deadlines import DUE
from storage.deliveries import DELIVERY
from storage.people import ACTIVITY
from tests.handlers.event_steps import changes, event_of, has_link, invite, manager, opens_card
from tests.room import Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

SAID = "The event of Wednesday, 10 February 2027 is cancelled. We apologise."


async def cancels(lab: Lab) -> Seat:
    """The manager cancels the seeded event."""
    ilinca = await manager(lab)
    await confirms(ilinca)
    return ilinca


async def confirms(ilinca: Seat) -> None:
    """From the card of the event to its end."""
    await ilinca.presses("Cancel event")
    await ilinca.presses("Cancel the event")


async def test_asked_before(lab: Lab) -> None:
    """The question says how many people will be told, and nothing is done yet."""
    await invite(lab, "ana", "mia")
    ilinca = await manager(lab)

    await ilinca.presses("Cancel event")

    assert ("2 people will be told" in ilinca.sees, EventState.OPEN) == (True, (await event_of(lab)).state)


async def test_kept_after_all(lab: Lab) -> None:
    """The second button leaves everything as it is and closes the question."""
    ilinca = await manager(lab)
    await ilinca.presses("Cancel event")

    await ilinca.presses("Keep it")

    assert (EventState.OPEN, []) == ((await event_of(lab)).state, ilinca.labels)


@pytest.mark.both
async def test_everyone_is_told_once(lab: Lab) -> None:
    """Invited and answered hears it in one message."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")
    before = len(mia.messages)

    await cancels(lab)

    assert (before + 1, SAID) == (len(mia.messages), mia.sees.splitlines()[-1])


async def test_told_on_first_contact(lab: Lab) -> None:
    """Who comes later by a link from a letter reads that the event is off, and gets no invitation to it."""
    await invite(lab, "mia")
    await cancels(lab)

    mia = await lab.arrives("mia")

    assert (1, False) == (mia.all_text.count(SAID), "Invitation" in mia.all_text)


async def test_waiting_invitation_is_withdrawn(lab: Lab) -> None:
    """An invitation that has not gone out yet never does."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/invite E1 all")
    await ilinca.presses("📤")
    await confirms(await opens_card(ilinca))

    mia = await lab.arrives("mia")

    assert (1, False) == (mia.all_text.count(SAID), "Invitation" in mia.all_text)


async def test_answers_are_kept(lab: Lab) -> None:
    """Who had said yes is still on record."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")

    await cancels(lab)

    async with lab.room.read() as tx:
        assert (await invitations.standing(tx, lab.event, lab.people["mia"])).answer is not None


async def test_invitation_says_so(lab: Lab) -> None:
    """The invitation that stands loses its buttons and says that the event is off."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    invitation = mia.messages[-1]

    await cancels(lab)

    assert ([], SAID) == (invitation.labels, invitation.text.splitlines()[-1])


async def test_link_is_dead(lab: Lab) -> None:
    """The access card no longer shows the link."""
    await invite(lab, "mia")
    await has_link(lab)
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")

    await cancels(lab)

    assert "meet.example.org" not in mia.all_text


async def test_no_more_deadlines(lab: Lab) -> None:
    """Nothing is due any more."""
    ilinca = await manager(lab)
    await changes(ilinca, hours="11:00-14:00")

    await ilinca.presses("Cancel event")
    await ilinca.presses("Cancel the event")

    async with lab.room.read() as tx:
        assert [] == (await tx.execute(DUE.select().where(DUE.c.state == "open"))).all()


async def test_open_question_about_a_move_is_closed(lab: Lab) -> None:
    """Are you still coming? is asked of nobody any more."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")
    moved = mia.messages[-1]

    await ilinca.presses("Cancel event")
    await ilinca.presses("Cancel the event")

    expected = "Consultation on the plan\nThis has changed since. Please go by the newest message."
    assert (expected, []) == (moved.text, moved.labels)


async def test_card_offers_no_change(lab: Lab) -> None:
    """The manager's card says that it is cancelled and offers the report only."""
    ilinca = await cancels(lab)

    assert ("Cancelled" in ilinca.sees, ["📊 Report"]) == (True, ilinca.labels)


@pytest.mark.parametrize("button", ["ev.change", "ev.cancel", "ev.cancel.now"])
async def test_cancelled_stays_cancelled(lab: Lab, button: str) -> None:
    """Old buttons of a cancelled event are answered kindly and do nothing."""
    ilinca = await cancels(lab)

    await ilinca.forges(f"{button}:{lab.event}")

    assert ("cancelled" in ilinca.sees, 2) == (True, (await event_of(lab)).revision)


async def test_two_taps_tell_once(lab: Lab) -> None:
    """A second tap on the same question tells nobody again."""
    await invite(lab, "mia")
    ilinca = await cancels(lab)

    await ilinca.forges(f"ev.cancel.now:{lab.event}")

    async with lab.room.read() as tx:
        rows = (await tx.execute(DELIVERY.select().where(DELIVERY.c.kind == "event.cancelled"))).all()
    assert 1 == len(rows)


async def test_past_event_can_not_be_cancelled(lab: Lab) -> None:
    """What is over stays as it was."""
    ilinca = await manager(lab)
    await lab.room.until(datetime(2027, 2, 11, 8, tzinfo=UTC))

    await ilinca.presses("Cancel event")

    assert "is over" in ilinca.sees


async def test_stakeholder_cancels_nothing(lab: Lab) -> None:
    """A forged button of the manager's is refused."""
    ana = await lab.arrives("ana")

    await ana.forges(f"ev.cancel.now:{lab.event}")

    assert EventState.OPEN == (await event_of(lab)).state


async def test_recorded(lab: Lab) -> None:
    """Who cancelled stands in the activity log."""
    await cancels(lab)

    async with lab.room.read() as tx:
        rows = (await tx.execute(ACTIVITY.select().where(ACTIVITY.c.action == "cancel event"))).all()
    assert [(lab.people["ilinca"], f"event {lab.event}")] == [(row.person_id, row.object) for row in rows]


async def test_what_was_not_sent_has_not_failed(lab: Lab) -> None:
    """Who had not come yet gets no invitation any more; that is nobody's failure."""
    ilinca = await manager(lab)
    await ilinca.presses("Invite")
    await ilinca.presses("Everyone")
    await ilinca.presses("📤 Send")
    await confirms(await opens_card(ilinca))

    assert "Invitations: not sent any more" in ilinca.sees
