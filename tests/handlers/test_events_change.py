"""Events are changed by those who manage them: what the form begins with, and what is kept."""

from datetime import UTC, date, datetime, time

import pytest

from bot.model.values import EventState, Mode
from storage import event_changes
from storage.events import EVENT
from tests.handlers.event_steps import changes, event_of, invite, manager, told
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


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
        " → Wednesday, 17 February 2027, 11:00–13:30 (Romanian time). Can you come on the new date?"
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


async def test_how_many_will_be_told_is_said_before(lab: Lab) -> None:
    """At the questions whose answers are announced, and only there."""
    await invite(lab, "ana", "mia")
    ilinca = await manager(lab)

    await ilinca.presses("Change")

    told = "2 people are told at once if you change this."
    assert ["day", "hours", "mode", "place"] == [one.name for one in ilinca.form.fields if told in one.hint]


async def test_where_nobody_is_invited_nobody_is_said_to_be_told(lab: Lab) -> None:
    """A number of nought would only ask to be wondered at."""
    ilinca = await manager(lab)

    await ilinca.presses("Change")

    assert [] == [one.name for one in ilinca.form.fields if "told at once" in one.hint]
