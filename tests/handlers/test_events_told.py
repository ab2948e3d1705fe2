"""Those concerned hear of a change once, from what they knew to what holds now, and keep their answers."""

import pytest

from storage.events import EVENT
from storage.programmes import VenueRow
from storage.tx import add
from tests.handlers.event_steps import changes, invite, manager, told
from tests.seeds import Lab

pytestmark = pytest.mark.english

OUTDATED = "This has changed since. Please go by the newest message."


async def test_other_hours_ask_again(lab: Lab) -> None:
    """Moved hours come with the three answers as buttons."""
    await invite(lab, "ana")
    ana = await lab.arrives("ana")
    ilinca = await manager(lab)

    await changes(ilinca, hours="14:00-16:00")

    assert ["✅ I am coming", "🤔 Not sure yet", "❌ I cannot come"] == ana.labels


async def test_other_place_is_told_as_such(lab: Lab) -> None:
    """A new place names the old and the new one and asks nothing."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)
    venue = VenueRow(programme_id=lab.programme, key="V1", name="Grădina", address="str. Lungă 4")
    await lab.room.write(lambda tx: add(tx, venue))

    await changes(ilinca, mode="physical", place="Grădina")

    assert "Place: online, on Zoom → Grădina, str. Lungă 4" == mia.sees.splitlines()[1]


async def test_answers_are_kept(lab: Lab) -> None:
    """Who had said yes still comes, and reads so."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")
    ilinca = await manager(lab)

    await changes(ilinca, day="17.02.2027", deadline="12.02.2027")

    assert "Your answer so far: you are coming." in mia.sees


async def test_answer_to_the_message_counts(lab: Lab) -> None:
    """The buttons of the message change the answer, and it becomes the invitation."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")

    await mia.presses("I cannot come")

    assert "Noted: you cannot come." in mia.sees


async def test_told_once(lab: Lab) -> None:
    """Invited and answered is one message, not two."""
    await invite(lab, "ana")
    ana = await lab.arrives("ana")
    await ana.presses("I am coming")
    ilinca = await manager(lab)

    await changes(ilinca, day="17.02.2027")

    assert 1 == await told(lab)


async def test_changes_before_first_contact_become_one(lab: Lab) -> None:
    """Who could not be told of two changes hears the newest only, from what was known to what holds now."""
    await invite(lab, "mia")
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")
    await changes(ilinca, day="18.02.2027")

    mia = await lab.arrives("mia")

    moved = [line for line in mia.all_text.splitlines() if "has moved" in line]
    expected = (
        "The event has moved: Wednesday, 10 February 2027, 11:00–13:30 (Romanian time)"
        " → Thursday, 18 February 2027, 11:00–13:30 (Romanian time). Can you come on the new date?"
    )
    assert [expected] == moved


async def test_second_change_begins_where_the_first_ended(lab: Lab) -> None:
    """Who has heard of the first change reads the second from there."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")

    await changes(ilinca, day="18.02.2027")

    assert "moved: Wednesday, 17 February 2027" in mia.sees


async def test_older_message_asks_no_more(lab: Lab) -> None:
    """When a newer change is told, the buttons of the older message are gone."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")

    await changes(ilinca, day="18.02.2027")

    standing = [message for message in mia.messages if "has moved" in message.text or OUTDATED in message.text]
    assert [[], 3] == [standing[0].labels, len(standing[1].labels)]


async def test_older_message_says_that_it_is_out_of_date(lab: Lab) -> None:
    """Neither the question nor the day that was told then stands there any more."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")
    moved = mia.messages[-1]

    await changes(ilinca, day="18.02.2027")

    assert f"Consultation on the plan\n{OUTDATED}" == moved.text


async def test_every_older_message_is_out_of_date(lab: Lab) -> None:
    """However often it changes, one message tells what holds."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)
    for day in ("17.02.2027", "18.02.2027", "19.02.2027"):
        await changes(ilinca, day=day)

    assert (2, 1) == (mia.all_text.count(OUTDATED), mia.all_text.count("has moved"))


async def test_taken_back_unheard_leaves_the_older_message(lab: Lab) -> None:
    """Nothing newer was told, so the message that tells what holds stands, and follows the answer."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")
    moved = mia.messages[-1]
    await mia.blocks()
    await changes(ilinca, day="18.02.2027")
    await changes(ilinca, day="17.02.2027")
    await mia.blocks(back=True)

    await mia.says("/rsvp E1 yes")

    assert ("→ Wednesday, 17 February 2027" in moved.text, 3) == (True, len(moved.labels))
    assert "Noted: you are coming." in moved.text


async def test_change_taken_back_before_it_was_heard(lab: Lab) -> None:
    """There and back again is nothing to tell to who never heard of it."""
    await invite(lab, "mia")
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")
    await changes(ilinca, day="10.02.2027")

    mia = await lab.arrives("mia")

    assert "has moved" not in mia.all_text


async def test_reader_of_another_zone(lab: Lab) -> None:
    """A moved event is shown in the reader's own time too."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)
    zone = EVENT.update().where(EVENT.c.id == lab.event).values(zone="Europe/London")
    await lab.room.write(lambda tx: tx.execute(zone))

    await changes(ilinca, day="17.02.2027")

    assert "🕰 For you: Wednesday, 17 February 2027, 13:00 (Romanian time)" in mia.sees
