"""Events are changed, and those concerned hear of it once."""

from datetime import UTC, date, datetime, time

import pytest

from bot.model.values import EventState, Mode
from storage import deadlines, event_changes, events
from storage.deliveries import DELIVERY
from storage.events import EVENT
from storage.programmes import VenueRow
from storage.tx import add
from tests.handlers.event_steps import changes, event_of, has_link, invite, manager
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def told(lab: Lab) -> int:
    """To how many messages of change something led."""
    async with lab.room.read() as tx:
        return len((await tx.execute(DELIVERY.select().where(DELIVERY.c.cause.like("changed:%")))).all())


@pytest.mark.both
async def test_moved_event_in_a_dialogue(lab: Lab) -> None:
    """Question by question: what stands there is kept by a tap, the new day is written, and who is invited hears it."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/events")
    await ilinca.presses("⚙️")
    await ilinca.presses("Change")
    for label in ("Keep it", "Keep it", "Orașul învață"):
        await ilinca.presses(label)
    await ilinca.says("17.02.2027")
    for label in ("Keep it", "Online", "Keep it", "Skip", "Skip", "Romanian", "Keep it"):
        await ilinca.presses(label)

    expected = (
        "The event has moved: Wednesday, 10 February 2027, 11:00–13:30 (Romanian time)"
        " → Wednesday, 17 February 2027, 11:00–13:30 (Romanian time). Are you still coming?"
    )
    assert expected == mia.sees.splitlines()[1]


async def test_what_stands_is_written_as_people_write(lab: Lab) -> None:
    """The form begins with the event as a person would have typed it."""
    ilinca = await manager(lab)

    await ilinca.presses("Change")

    written = {field.name: field.value for field in ilinca.form.fields}
    expected = {"title": "Consultare privind planul", "title_other": "Consultation on the plan", "lab": "L1"}
    expected |= {"day": "10.02.2027", "hours": "11:00-13:30", "mode": "online", "place": "Zoom", "link": ""}
    assert expected | {"passcode": "", "language": "ro", "deadline": "05.02.2027"} == written


async def test_nothing_changed_tells_nobody(lab: Lab) -> None:
    """Saving without a change is no new revision and no message."""
    await invite(lab, "ana")
    ilinca = await manager(lab)

    await changes(ilinca)

    assert (1, 0) == ((await event_of(lab)).revision, await told(lab))


async def test_another_title_tells_nobody(lab: Lab) -> None:
    """A corrected title is a new revision, and no message of its own."""
    await invite(lab, "ana")
    ilinca = await manager(lab)

    await changes(ilinca, title="Consultare publică")

    assert (2, 0) == ((await event_of(lab)).revision, await told(lab))


async def test_another_title_is_seen_on_the_invitation(lab: Lab) -> None:
    """Cards that stand are drawn again."""
    await invite(lab, "ana")
    ana = await lab.arrives("ana")
    ilinca = await manager(lab)

    await changes(ilinca, title_other="A public consultation")

    assert "A public consultation" in ana.all_text


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
        " → Thursday, 18 February 2027, 11:00–13:30 (Romanian time). Are you still coming?"
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

    standing = [message for message in mia.messages if "has moved" in message.text]
    assert [[], 3] == [standing[0].labels, len(standing[1].labels)]


async def test_change_taken_back_before_it_was_heard(lab: Lab) -> None:
    """There and back again is nothing to tell to who never heard of it."""
    await invite(lab, "mia")
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")
    await changes(ilinca, day="10.02.2027")

    mia = await lab.arrives("mia")

    assert "has moved" not in mia.all_text


async def test_reminders_move(lab: Lab) -> None:
    """The deadlines of a moved event are those of its new date."""
    ilinca = await manager(lab)

    await changes(ilinca, day="17.02.2027", deadline="12.02.2027")

    async with lab.room.read() as tx:
        rows = (await tx.execute(deadlines.DUE.select().where(deadlines.DUE.c.state == "open"))).all()
    expected = [
        datetime(2027, 2, 10, 8, tzinfo=UTC),
        datetime(2027, 2, 12, 8, tzinfo=UTC),
        datetime(2027, 2, 12, 22, tzinfo=UTC),
        datetime(2027, 2, 16, 9, tzinfo=UTC),
        datetime(2027, 2, 17, 8, tzinfo=UTC),
    ]
    assert expected == sorted(row.due for row in rows)


async def test_own_reminder_times_move(lab: Lab) -> None:
    """Reminders at times of their own move by as many days as the event."""
    at = EVENT.update().where(EVENT.c.id == lab.event).values(remind_coming=["2027-02-09T18:00"])
    await lab.room.write(lambda tx: tx.execute(at))
    ilinca = await manager(lab)

    await changes(ilinca, day="17.02.2027")

    assert ["2027-02-16T18:00"] == (await event_of(lab)).remind_coming


async def test_reader_of_another_zone(lab: Lab) -> None:
    """A moved event is shown in the reader's own time too."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)
    zone = EVENT.update().where(EVENT.c.id == lab.event).values(zone="Europe/London")
    await lab.room.write(lambda tx: tx.execute(zone))

    await changes(ilinca, day="17.02.2027")

    assert "🕰 For you: Wednesday, 17 February 2027, 13:00 (Romanian time)" in mia.sees


async def test_new_link_is_sent_again(lab: Lab) -> None:
    """Who comes gets a changed link as a new message."""
    await invite(lab, "mia")
    await has_link(lab)
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")
    before = len(mia.messages)
    ilinca = await manager(lab)

    await changes(ilinca, link="https://meet.example.org/j/2")

    assert (before + 1, True) == (len(mia.messages), "https://meet.example.org/j/2" in mia.sees)


async def test_new_link_reaches_nobody_else(lab: Lab) -> None:
    """Who has not said yes hears nothing of a changed link."""
    await invite(lab, "mia")
    await has_link(lab)
    mia = await lab.arrives("mia")
    ilinca = await manager(lab)

    await changes(ilinca, link="https://meet.example.org/j/2")

    assert "meet.example.org" not in mia.all_text


async def test_link_taken_away(lab: Lab) -> None:
    """A removed link disappears from the card that showed it."""
    await invite(lab, "mia")
    await has_link(lab)
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")
    ilinca = await manager(lab)

    await changes(ilinca, link="", passcode="")

    assert "meet.example.org" not in mia.all_text


async def test_release_moves_with_the_event(lab: Lab) -> None:
    """A link that nobody has yet is released as long before the start as it was."""
    ilinca = await manager(lab)
    await changes(ilinca, link="https://meet.example.org/j/1")

    await changes(ilinca, day="17.02.2027")

    async with lab.room.read() as tx:
        secret = await events.secret(tx, lab.event)
    assert secret is not None and datetime(2027, 2, 16, 9, tzinfo=UTC) == secret.release_at


async def test_moved_into_the_release(lab: Lab) -> None:
    """When the new start is less than a day away, who comes gets the link at once."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    await mia.presses("I am coming")
    ilinca = await manager(lab)
    await changes(ilinca, link="https://meet.example.org/j/1")

    await changes(ilinca, day="04.01.2027", hours="18:00-20:00", deadline="")

    assert "https://meet.example.org/j/1" in mia.all_text


async def test_two_managers_at_once(lab: Lab) -> None:
    """A form opened before somebody else's change does not overwrite it."""
    ilinca = await manager(lab)
    await ilinca.presses("Change")
    stale = ilinca.form
    await ilinca.presses("Change")
    await ilinca.fills(hours="14:00-16:00")
    ilinca.told = type(ilinca.told)(form=stale)

    await ilinca.fills(title="Altceva")

    assert (time(14), 2) == ((await event_of(lab)).starts, (await event_of(lab)).revision)


async def test_past_event_is_corrected_in_silence(lab: Lab) -> None:
    """Of an event that is over nobody hears, and its date is not asked about."""
    await invite(lab, "ana")
    ilinca = await manager(lab)
    await lab.room.until(datetime(2027, 2, 11, 8, tzinfo=UTC))

    await changes(ilinca, hours="11:00-14:00")

    assert (time(14), 0, EventState.OPEN) == (
        (await event_of(lab)).ends,
        await told(lab),
        (await event_of(lab)).state,
    )


async def test_put_into_the_past_becomes_a_record(lab: Lab) -> None:
    """A past date that is kept makes a record, without a message."""
    await invite(lab, "ana")
    ilinca = await manager(lab)

    await changes(ilinca, day="10.02.2021!", deadline="")

    assert (EventState.RECORD, 0) == ((await event_of(lab)).state, await told(lab))


async def test_deadline_that_stands_is_not_asked_about(lab: Lab) -> None:
    """What is unusual and stands already is no complaint in a later change."""
    same = EVENT.update().where(EVENT.c.id == lab.event).values(deadline=date(2027, 2, 10))
    await lab.room.write(lambda tx: tx.execute(same))
    ilinca = await manager(lab)

    await changes(ilinca, title="Consultare publică")

    assert 2 == (await event_of(lab)).revision


async def test_moved_before_its_deadline(lab: Lab) -> None:
    """A new date before the old deadline is refused at the deadline, which then has the day before as repair."""
    ilinca = await manager(lab)

    await changes(ilinca, day="03.02.2027")

    (field,) = [field for field in ilinca.form.fields if field.complaint]
    assert ("deadline", "02.02.2027") == (field.name, field.repairs[0][1])


async def test_stakeholder_changes_nothing(lab: Lab) -> None:
    """A forged button of the manager's is refused."""
    ana = await lab.arrives("ana")

    await ana.forges(f"ev.change:{lab.event}")

    assert "Only the organisers can do this" in ana.sees


async def test_skipped_answers_are_taken_away(lab: Lab) -> None:
    """Leaving an answer empty takes it away: the event is in a room whose name is still to come."""
    ilinca = await manager(lab)

    await changes(ilinca, mode="physical", place="")

    assert (Mode.PHYSICAL, "") == ((await event_of(lab)).mode, (await event_of(lab)).place)


async def test_history_of_changes(lab: Lab) -> None:
    """Each announced change keeps what stood before it."""
    ilinca = await manager(lab)
    await changes(ilinca, day="17.02.2027")

    async with lab.room.read() as tx:
        row = await event_changes.change(tx, lab.event, 2)
    assert row is not None and (MONDAY, "2027-02-10") == (row.at, row.before["day"])
