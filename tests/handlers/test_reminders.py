"""Reminders on a played clock: to the silent before the deadline, to those who come before the start."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.model.values import EventState, Reason, Sending, Words
from handlers.shared.events import settle
from handlers.shared.planning import COMING, SILENT, _coming, _silent
from storage.deadlines import DUE
from storage.deliveries import DELIVERY
from storage.events import EventRow
from storage.people import PERSON
from storage.tx import Tx
from tests.handlers.steps import change_event, desk, found, invite, local, titled
from tests.room import MONDAY, Room
from tests.seeds import Lab

pytestmark = pytest.mark.english

SILENT_TEXT = "You have not answered yet."


def an_event(day: date, starts: time | None, deadline: date | None, zone: str) -> EventRow:
    """An event that nobody keeps."""
    return settle(
        EventRow(
            programme_id=1,
            key="E",
            title=Words.plain("x", "en"),
            day=day,
            starts=starts,
            zone=zone,
            deadline=deadline,
            begins_at=MONDAY,
            ends_at=MONDAY,
            language="en",
            state=EventState.OPEN,
        )
    )


async def dues(lab: Lab, kind: str, state: str = "open") -> list[datetime]:
    """When something of this kind is due."""
    return [row.due for row in await found(lab, DUE) if row.kind == kind and row.state == state]


async def reasons(lab: Lab, kind: str) -> dict[str, tuple[Sending, Reason | None]]:
    """What became of the deliveries of this kind, by the seed's names."""
    names = {number: name for name, number in lab.people.items()}
    return {names[row.person_id]: (row.state, row.reason) for row in await found(lab, DELIVERY) if row.kind == kind}


@pytest.mark.both
async def test_the_usual_instants(lab: Lab) -> None:
    """Two days before the deadline's day and on it at ten; one day and one hour before the start."""
    await change_event(lab)

    assert [local(3, 10), local(5, 10)] == await dues(lab, SILENT)
    assert [local(9, 11), local(10, 10)] == await dues(lab, COMING)


def test_local_time_across_a_clock_change() -> None:
    """The clocks of Bucharest change on 28 March 2027 at 03:00: ten stays ten, the same hour the day before too."""
    event = an_event(date(2027, 3, 28), time(18), date(2027, 3, 28), "Europe/Bucharest")

    assert [local(26, 10, month=3), local(28, 10, month=3)] == _silent(event)
    assert [local(27, 18, month=3), local(28, 17, month=3)] == _coming(event)
    assert [timedelta(hours=47), timedelta(hours=22)] == [
        _silent(event)[1] - _silent(event)[0],
        _coming(event)[1] - _coming(event)[0],
    ]


def test_an_hour_that_the_day_before_does_not_have() -> None:
    """An event at 03:30 on the day after the clocks went forward: the reminder comes after the jump."""
    event = an_event(date(2027, 3, 29), time(3, 30), None, "Europe/Bucharest")

    assert local(28, 4, 30, month=3) == _coming(event)[0]


@given(
    day=st.dates(date(2024, 1, 3), date(2034, 12, 30)),
    hour=st.integers(4, 23),
    zone=st.sampled_from(["Europe/Bucharest", "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe"]),
)
def test_ten_is_ten_by_the_local_clock(day: date, hour: int, zone: str) -> None:
    """On every day of every year people read ten on their clocks, and the hour of the event on the day before."""
    event = an_event(day, time(hour), day, zone)
    local_to = [at.astimezone(ZoneInfo(zone)) for at in (*_silent(event), _coming(event)[0])]

    assert [(10, 0), (10, 0), (hour, 0)] == [(at.hour, at.minute) for at in local_to]
    assert [2, 0, 1] == [(day - at.date()).days for at in local_to]


@pytest.mark.both
async def test_only_the_silent_are_reminded(lab: Lab) -> None:
    """Who has answered, whatever it was, is left in peace; each of the others hears once at each instant."""
    seats = {name: await lab.arrives(name) for name in ("ana", "dan", "mia", "radu")}
    await invite(lab)
    await seats["ana"].presses("✅ I am coming")
    await seats["dan"].presses("❌ I cannot come")
    await seats["mia"].presses("🤔 Not sure yet")

    await lab.room.until(local(6, 0))

    assert {"ana": 0, "dan": 0, "mia": 0, "radu": 2} == {
        name: len(titled(seat, SILENT_TEXT)) for name, seat in seats.items()
    }
    assert f"{SILENT_TEXT} Consultation on the plan is on Wednesday, 10 February 2027." in seats["radu"].sees


async def test_nobody_is_reminded_of_what_they_are_not_invited_to(lab: Lab) -> None:
    """Known people who are not invited hear nothing."""
    mia = await lab.arrives("mia")
    await invite(lab, "ana")

    await lab.room.until(local(10, 10, 30))

    assert [] == titled(mia, "Consultation on the plan")


async def test_answered_between_staging_and_sending(lab: Lab) -> None:
    """A reminder that is already in the queue is not sent to somebody who answers meanwhile on another platform."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    other = lab.room.seat("ana", native=True)
    await other.says("/start")
    await lab.room.write(lambda tx: _same_person(tx, lab, "native", "ana"))

    async def later(tx: Tx) -> None:
        """Staged now, to go out an hour from now."""
        deliveries = select(DELIVERY.c.id).where(DELIVERY.c.kind == SILENT)
        await lab.room.program.house.routes.deadlines[SILENT](desk(lab, tx), lab.event)
        await tx.execute(
            DELIVERY.update().where(DELIVERY.c.id.in_(deliveries)).values(due=lab.room.clock.now() + timedelta(hours=1))
        )

    await lab.room.write(later)
    await other.says("/rsvp E1 yes")
    await lab.room.until(lab.room.clock.now() + timedelta(hours=2))

    assert [] == titled(ana, SILENT_TEXT) + titled(other, SILENT_TEXT)
    assert {"ana": (Sending.SKIPPED, Reason.ANSWERED)} == await reasons(lab, SILENT)


async def _same_person(tx: Tx, lab: Lab, platform: str, user: str) -> None:
    """Tie an account to the person of that name, as a second one."""
    from storage.people import ACCOUNT

    mine = (ACCOUNT.c.platform == platform) & (ACCOUNT.c.user == user)
    await tx.execute(ACCOUNT.update().where(mine).values(person_id=lab.people["ana"]))


async def test_a_reminder_that_was_answered_elsewhere_is_over(lab: Lab) -> None:
    """The reminder's buttons go when the answer came by another card or in words."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await lab.room.until(local(3, 10))
    assert "✅ I am coming" == ana.labels[0]

    await ana.says("da")

    (reminder,) = [message for message in ana.messages if SILENT_TEXT in message.text]
    assert [] == reminder.labels


async def test_a_reminder_that_is_answered_becomes_the_invitation(lab: Lab) -> None:
    """Pressed on the reminder itself, the message is the invitation from then on, with the answer."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await lab.room.until(local(3, 10))

    await ana.presses("✅ I am coming")

    assert [] == titled(ana, SILENT_TEXT)
    assert "Noted: you are coming." in ana.sees


async def test_those_who_come_are_reminded(lab: Lab) -> None:
    """A day and an hour before, in words that fit; who does not come hears nothing."""
    ana, mia, radu = [await lab.arrives(name) for name in ("ana", "mia", "radu")]
    await invite(lab)
    await ana.presses("✅ I am coming")
    await mia.presses("🤔 Not sure yet")
    await radu.presses("❌ I cannot come")

    await lab.room.until(local(9, 11))
    assert "⏰ It is tomorrow." in ana.sees
    await lab.room.until(local(10, 10))

    assert "⏰ It begins in 60 minutes." in ana.sees
    assert [] == titled(mia, "⏰") + titled(radu, "⏰")


async def test_one_minute(lab: Lab) -> None:
    """A single minute is counted as one."""
    await change_event(lab, remind_coming=["2027-02-10T10:59"])
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses("✅ I am coming")

    await lab.room.until(local(10, 10, 59))

    assert "⏰ It begins in 1 minute." in ana.sees


async def test_who_says_no_after_all_is_not_reminded(lab: Lab) -> None:
    """Only the answer at the moment of sending counts."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses("✅ I am coming")
    await lab.room.until(local(9, 11))
    await ana.says("nu")

    await lab.room.until(local(10, 10))

    assert [] == titled(ana, "minutes")


async def test_quiet_hours(lab: Lab) -> None:
    """A reminder due at 22:30 waits until 08:00 of the next morning."""
    await change_event(lab, remind_silent=["2027-02-03T22:30"])
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await lab.room.until(local(4, 7, 59, 59))
    assert [] == titled(ana, SILENT_TEXT)
    await lab.room.until(local(4, 8))

    assert 1 == len(titled(ana, SILENT_TEXT))


async def test_quiet_hours_are_the_readers(lab: Lab) -> None:
    """They are counted by the clock of whoever is asleep."""
    await lab.room.write(
        lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["mia"]).values(zone="Asia/Tokyo"))
    )
    await change_event(lab, remind_silent=["2027-02-03T15:00"])  # 22:00 in Tokyo
    mia = await lab.arrives("mia")
    await invite(lab, "mia")

    await lab.room.until(local(4, 0, 59))
    assert [] == titled(mia, SILENT_TEXT)
    await lab.room.until(local(4, 1))

    assert 1 == len(titled(mia, SILENT_TEXT))


async def test_the_events_own_day_is_never_quiet(lab: Lab) -> None:
    """What belongs to the day of the event comes when it is due, also at 22:30."""
    await change_event(lab, starts=time(23, 30), ends=None, remind_coming=["2027-02-10T22:30"])
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses("✅ I am coming")

    await lab.room.until(local(10, 22, 30))

    assert "⏰ It begins in 60 minutes." in ana.sees


async def test_a_stopped_person_is_not_reminded(lab: Lab) -> None:
    """Who asked not to be written to gets no reminder, and the row says why."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.says("STOP")

    await lab.room.until(local(6, 0))

    assert [] == titled(ana, SILENT_TEXT)
    assert {"ana": (Sending.SKIPPED, Reason.OPTED_OUT)} == await reasons(lab, SILENT)


async def test_who_arrives_late_gets_the_invitation_only(lab: Lab) -> None:
    """Reminders that waited for somebody's first contact are not sent behind the invitation they remind of."""
    await invite(lab, "ana")
    await lab.room.until(local(4, 12))

    ana = await lab.arrives("ana")
    assert (1, 0) == (len(titled(ana, "✉️ Invitation")), len(titled(ana, SILENT_TEXT)))
    await lab.room.until(local(5, 10))

    assert 1 == len(titled(ana, SILENT_TEXT))


async def test_who_unblocks_late_hears_once(lab: Lab) -> None:
    """Of the reminders that could not be delivered meanwhile only the newest is of use."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.blocks()
    await lab.room.until(local(5, 12))

    await ana.blocks(back=True)

    assert 1 == len(titled(ana, SILENT_TEXT))


async def test_a_cancelled_event_reminds_nobody(lab: Lab) -> None:
    """Its deadlines are gone, and what stands loses its buttons."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await change_event(lab, state=EventState.CANCELLED)

    assert [] == await lab.room.until(local(11, 12))
    assert [] == titled(ana, SILENT_TEXT)


async def late_start(lab: Lab, url: str, at: datetime) -> Room:
    """The program stops and is started again at a later instant."""
    await lab.room.close()
    room = await Room.open(url, at)
    await room.until(at)
    lab.room = room
    return room


async def everyone_waits(lab: Lab) -> None:
    """Ana comes, Radu is silent, Ilinca manages; all have arrived."""
    ana = await lab.arrives("ana")
    await lab.arrives("radu")
    await lab.arrives("ilinca")
    await invite(lab)
    await ana.presses("✅ I am coming")


@pytest.mark.both
async def test_a_late_start_sends_what_is_of_use(lab: Lab, url: str) -> None:
    """Started on the deadline's day: of two reminders the newer is sent, the older is skipped and reported."""
    await everyone_waits(lab)

    room = await late_start(lab, url, local(5, 12))

    assert 1 == len(titled(room.seat("radu"), SILENT_TEXT))
    assert [] == titled(room.seat("ana"), "⏰")
    (report,) = titled(room.seat("ilinca"), "⚠️")
    assert "was due on Wednesday, 3 February 2027, 10:00, while I was not running" in report
    await room.close()


async def test_a_late_start_tells_the_hour_as_it_is(lab: Lab, url: str) -> None:
    """Started 25 minutes before the event: those who come hear once, and rightly."""
    await everyone_waits(lab)

    room = await late_start(lab, url, local(10, 10, 35))

    assert ["⏰ It begins in 25 minutes."] == [text.splitlines()[0] for text in titled(room.seat("ana"), "⏰")]
    await room.close()


async def test_a_start_after_the_event(lab: Lab, url: str) -> None:
    """Nothing is of use any more: nobody hears but the managers, of each reminder."""
    await everyone_waits(lab)

    room = await late_start(lab, url, local(12, 9))

    assert [] == titled(room.seat("ana"), "⏰") + titled(room.seat("radu"), SILENT_TEXT)
    assert 4 == len(titled(room.seat("ilinca"), "⚠️"))
    assert set() == set(await dues(lab, SILENT)) | set(await dues(lab, COMING))
    await room.close()


async def test_a_second_late_start_sends_nothing_twice(lab: Lab, url: str) -> None:
    """What was sent or reported once is done."""
    await everyone_waits(lab)
    room = await late_start(lab, url, local(5, 12))
    sent = len(room.memory.sends)

    again = await late_start(lab, url, local(5, 13))

    assert (True, 0) == (sent > 0, len(again.memory.sends))
    await again.close()


async def test_skipped_reminders_are_reported_in_spite_of_stop(lab: Lab, url: str) -> None:
    """Nobody but the managers can tell the people who were not reminded."""
    await everyone_waits(lab)
    await lab.room.seat("ilinca").says("STOP")

    room = await late_start(lab, url, local(12, 9))

    assert 4 == len(titled(room.seat("ilinca"), "⚠️"))
    await room.close()
