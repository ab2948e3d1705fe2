"""Answers in conversation: in a tap, in words, in time and late, by those who may."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.update import Pressed
from bot.model.values import EventState, Going, Words
from handlers.shared.events import is_late, settle
from handlers.shared.presses import Answer, Manage
from storage.answers import INVITATION, RSVP, RSVP_CHANGE
from storage.events import EventRow
from storage.people import ACTIVITY, PERSON
from tests.handlers.neighbours import neighbours
from tests.handlers.steps import (
    another_event,
    change_event,
    envelope,
    found,
    invite,
    local,
    titled,
)
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english

LABELS = {Going.YES: "✅ I am coming", Going.MAYBE: "🤔 Not sure yet", Going.NO: "❌ I cannot come"}
NOTED = {Going.YES: "you are coming", Going.MAYBE: "not sure yet", Going.NO: "you cannot come"}
LATE = "The deadline has passed, but I have told the organisers."


async def answers(lab: Lab) -> list[tuple[str, Going]]:
    """Who answered what, by the seed's names."""
    names = {number: name for name, number in lab.people.items()}
    return [(names.get(row.person_id, "?"), row.answer) for row in await found(lab, RSVP)]


@pytest.mark.both
@pytest.mark.parametrize("going", Going)
async def test_an_answer_in_one_tap(lab: Lab, going: Going) -> None:
    """One tap is kept and the pressed card itself says so; nothing new comes but the calendar entry of a yes."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    pressed, before = ana.messages[-1], len(ana.messages)

    await ana.presses(LABELS[going])

    assert [("ana", going)] == await answers(lab)
    assert f"Noted: {NOTED[going]}. You can change it until Wednesday, 10 February 2027, 11:00." in pressed.text
    assert before + (going is Going.YES) == len(ana.messages)
    assert f"Noted: {NOTED[going]}." == ana.told.toast


@pytest.mark.parametrize(
    ("words", "going"),
    [
        ("da", Going.YES),
        ("Vin", Going.YES),
        ("VIN!", Going.YES),
        ("yes…", Going.YES),
        ("✅ Vin", Going.YES),
        ("✅ I am coming", Going.YES),
        ("nu", Going.NO),
        ("Nu.", Going.NO),
        ("no", Going.NO),
        ("❌ Nu pot veni", Going.NO),
        ("poate", Going.MAYBE),
        ("Nu știu încă", Going.MAYBE),
        ("nu ştiu încă", Going.MAYBE),
        ("nu stiu inca", Going.MAYBE),
        ("maybe", Going.MAYBE),
        ("Nu pot, din păcate", Going.NO),
        ("Vin, mulțumesc!", Going.YES),
        ("yes I'll be there", Going.YES),
        ("👍", Going.YES),
        ("👎", Going.NO),
        ("sorry, can't make it", Going.NO),
    ],
)
async def test_an_answer_in_words(lab: Lab, words: str, going: Going) -> None:
    """With one open invitation a word means its button."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.says(words)

    assert [("ana", going)] == await answers(lab)
    assert NOTED[going] in ana.sees


@pytest.mark.parametrize("words", ["da, dar cine mai vine?", "nu știu dacă vin, cât costă?", "da, vin cu un coleg"])
async def test_more_than_an_answer(lab: Lab, words: str) -> None:
    """What is not certainly an answer is offered to the organisers, and changes none."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.says(words)

    assert [] == await answers(lab)
    assert "📤 Send" == ana.labels[0]


async def test_a_word_changes_the_card_that_stands(lab: Lab) -> None:
    """An answer in words shows on the invitation too."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.says("da")

    assert all("you are coming" in text for text in titled(ana, "✉️ Invitation"))


async def test_a_word_with_several_invitations(lab: Lab) -> None:
    """With two open invitations a word is not guessed at: the person is asked which one."""
    ana = await lab.arrives("ana")
    other = await another_event(lab, "E2", "A second evening", date(2027, 2, 11))
    await invite(lab, "ana")
    await invite(lab, "ana", event=other)

    await ana.says("da")

    assert [] == await answers(lab)
    assert [True, True] == [
        title in label
        for title, label in zip(["Consultation on the plan", "A second evening"], ana.labels, strict=True)
    ]


async def test_which_one_leads_to_the_card(lab: Lab) -> None:
    """The chosen event's card has the buttons."""
    ana = await lab.arrives("ana")
    other = await another_event(lab, "E2", "A second evening", date(2027, 2, 11))
    await invite(lab, "ana")
    await invite(lab, "ana", event=other)
    await ana.says("da")
    await ana.presses("Thursday, 11 February 2027, 17:00 · A second evening")
    assert "A second evening" in ana.sees

    await ana.presses(LABELS[Going.NO])

    assert [("ana", Going.NO)] == await answers(lab)


async def test_a_word_without_an_invitation(lab: Lab) -> None:
    """Where nothing is open, a word is no answer: it is offered to the organisers as a question."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")

    await ana.says("da")

    assert [] == await answers(lab)
    assert "📤 Send" == ana.labels[0]


async def test_changed_until_it_begins(lab: Lab) -> None:
    """An answer can be changed until the last second before the start; each change is kept."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses(LABELS[Going.YES])
    lab.room.clock.move(local(10, 10, 59, 59))

    await ana.presses(LABELS[Going.NO])

    assert [("ana", Going.NO)] == await answers(lab)
    assert [Going.YES, Going.NO] == [row.answer for row in await found(lab, RSVP_CHANGE)]


async def test_not_changed_after_it_began(lab: Lab) -> None:
    """From the first minute on the answer stands, and a kind sentence says so."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await ana.presses(LABELS[Going.YES])
    lab.room.clock.move(local(10, 11))

    await ana.presses(LABELS[Going.NO])

    assert "The event has begun; answers can no longer be changed." == ana.sees
    assert [("ana", Going.YES)] == await answers(lab)


async def test_not_after_it_was_cancelled(lab: Lab) -> None:
    """A cancelled event takes no answers."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await change_event(lab, state=EventState.CANCELLED)

    await ana.presses(LABELS[Going.YES])

    assert "not open for answers" in ana.sees
    assert [] == await answers(lab)


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (local(5, 23, 59, 59), False),
        (local(5, 23, 59, 59) + timedelta(milliseconds=900), False),
        (local(6, 0), True),
        (local(9, 12), True),
    ],
)
async def test_the_deadline_includes_its_day(lab: Lab, at: datetime, late: bool) -> None:
    """Up to the end of the day's last second an answer is in time; later it is kept, flagged, and the card says so."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    lab.room.clock.move(at)

    await ana.presses(LABELS[Going.YES])

    assert [(Going.YES, late)] == [(row.answer, row.late) for row in await found(lab, RSVP)]
    assert late is (LATE in ana.sees)


PLEASE = "⏳ Please answer by the end of Friday, 5 February 2027"
PASSED = "⏳ The deadline, Friday, 5 February 2027, has passed. Answers are still taken, and marked as late."


@pytest.mark.parametrize(
    ("at", "please", "passed"),
    [(local(5, 23, 59, 59), True, False), (local(6, 0), False, True), (local(10, 11), False, False)],
)
async def test_the_card_knows_the_deadline(lab: Lab, at: datetime, please: bool, passed: bool) -> None:
    """It asks for an answer by the deadline, says when that has passed, and neither once the event has begun."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    lab.room.clock.move(at)

    await ana.says("/rsvp")
    await ana.says("/rsvp E1")

    assert (please, passed) == (PLEASE in ana.sees, PASSED in ana.sees)


async def test_a_card_that_stands_learns_of_the_deadline(lab: Lab) -> None:
    """With the deadline the cards of all are drawn anew, the managers' too: in their places, without a new message."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ilinca.forges(Manage(lab.event).pack())
    await invite(lab, "ana")
    card, managed = ana.messages[-1], ilinca.messages[-1]
    await ana.presses(LABELS[Going.YES])
    newest = ana.messages[-1]
    assert PLEASE in card.text

    await lab.room.until(local(6, 0))

    assert (True, True) == (PASSED in card.text, "The deadline has passed, late answers are kept" in managed.text)
    assert newest is ana.messages[-1]


async def test_the_deadline_is_the_events(lab: Lab) -> None:
    """The day ends in the event's zone, not in the reader's or the server's."""
    await change_event(lab, zone="America/New_York")
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    lab.room.clock.move(local(6, 6, 59, 59))

    await ana.presses(LABELS[Going.YES])

    assert [False] == [row.late for row in await found(lab, RSVP)]


@given(
    day=st.dates(date(2020, 1, 2), date(2035, 12, 30)),
    zone=st.sampled_from(["Europe/Bucharest", "Europe/Lisbon", "America/Havana", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_late_begins_with_the_next_day(day: date, zone: str) -> None:
    """In every zone, on every day: the last microsecond of the day is in time, the next day's first is late."""
    event = settle(
        EventRow(
            programme_id=1,
            key="E",
            title=Words.plain("x", "en"),
            day=day + timedelta(days=9),
            starts=time(12),
            zone=zone,
            deadline=day,
            begins_at=MONDAY,
            ends_at=MONDAY,
            language="en",
        )
    )
    assert event.closes_at is not None
    ends = event.closes_at + timedelta(seconds=1)

    assert (day, day + timedelta(days=1)) == (
        event.closes_at.astimezone(ZoneInfo(zone)).date(),
        ends.astimezone(ZoneInfo(zone)).date(),
    )
    assert (False, True) == (is_late(event, ends - timedelta(microseconds=1)), is_late(event, ends))


async def test_the_organisers_hear_of_a_late_answer_once(lab: Lab) -> None:
    """A late answer reaches the managers, however often the button is pressed."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await invite(lab, "ana")
    lab.room.clock.move(local(6, 9))

    for _ in range(3):
        await ana.presses(LABELS[Going.YES])

    assert 1 == len(titled(ilinca, "answered after the deadline"))
    assert "Ana Câmpeanu (Atelierul Nord)" in ilinca.sees


async def test_an_organiser_who_wrote_stop_hears_of_a_late_answer(lab: Lab) -> None:
    """Ana is told that the organisers know, so they do."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await invite(lab, "ana")
    await ilinca.says("STOP")
    lab.room.clock.move(local(6, 9))

    await ana.presses(LABELS[Going.YES])

    assert LATE in ana.sees
    assert 1 == len(titled(ilinca, "answered after the deadline"))


async def test_nobody_hears_of_an_answer_in_time(lab: Lab) -> None:
    """In time, managers are left in peace."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.presses(LABELS[Going.YES])

    assert [] == titled(ilinca, "answered")


async def test_a_double_tap(lab: Lab) -> None:
    """Two taps are one answer and one change."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.presses(LABELS[Going.YES])
    await ana.presses(LABELS[Going.YES])

    assert (1, 1) == (len(await found(lab, RSVP)), len(await found(lab, RSVP_CHANGE)))


@pytest.mark.both
async def test_a_redelivered_press(lab: Lab) -> None:
    """The same update brought twice has one effect, even when another answer came between."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    card = ana.messages[-1]
    yes = envelope(ana, "telegram-17", Pressed(card.data("I am coming"), card.id))

    await ana.repeats(yes)
    await ana.presses(LABELS[Going.NO])
    await ana.repeats(yes)

    assert [("ana", Going.NO)] == await answers(lab)
    assert 2 == len(await found(lab, RSVP_CHANGE))


async def test_a_strangers_press(lab: Lab) -> None:
    """Whoever is not known is asked to come in, and the try is recorded."""
    stranger = lab.room.seat("stranger", language="en")

    await stranger.forges(Answer(lab.event, Going.YES).pack())

    assert "I do not know you yet." in stranger.sees
    assert [] == await answers(lab)
    assert [("rsvp", f"event {lab.event}", "refused")] == [
        (row.action, row.object, row.result) for row in await found(lab, ACTIVITY)
    ]


async def test_a_press_about_another_programme(lab: Lab) -> None:
    """Nobody answers for an event of a programme that is not theirs; the try is recorded."""
    other = await neighbours(lab)
    ana = await lab.arrives("ana")

    await ana.forges(Answer(other.event, Going.YES).pack())

    assert [] == await answers(lab)
    assert [("rsvp", f"event {other.event}", "refused")] == [
        (row.action, row.object, row.result) for row in await found(lab, ACTIVITY)
    ]


async def test_a_press_on_somebody_elses_card(lab: Lab) -> None:
    """A press that names another's message answers for the presser and leaves the other's card as it is."""
    ana, mia = await lab.arrives("ana"), await lab.arrives("mia")
    await invite(lab, "ana", "mia")
    stood = ana.sees

    await mia.forges(Answer(lab.event, Going.NO).pack(), ana.messages[-1].id)

    assert [("mia", Going.NO)] == await answers(lab)
    assert stood == ana.sees
    assert "Invitation for Biroul Malul Begăi" in mia.sees


@pytest.mark.parametrize("payload", ["rsvp", "rsvp:0", "rsvp:zzzzzzzzzzz:yes", "rsvp:1:perhaps", "gone:1", "💥", " "])
async def test_a_forged_button(lab: Lab, payload: str) -> None:
    """What no card of today offers changes nothing and says so."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.forges(payload, ana.messages[-1].id)

    assert [] == await answers(lab)
    assert ana.told.toast


async def test_the_readers_own_clock(lab: Lab) -> None:
    """Who lives by another clock reads their own time beside the event's."""
    await lab.room.write(
        lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["mia"]).values(zone="Europe/Amsterdam"))
    )
    mia = await lab.arrives("mia")
    await invite(lab, "mia")

    assert "📅 Wednesday, 10 February 2027, 11:00–13:30 (Romanian time)" in mia.sees
    assert "🕰 For you: Wednesday, 10 February 2027, 10:00 (Amsterdam time)" in mia.sees


@pytest.mark.parametrize("zone", ["", "Europe/Bucharest", "Europe/Helsinki"])
async def test_the_same_clock_is_not_repeated(lab: Lab, zone: str) -> None:
    """Where the clocks agree, one time is enough."""
    await lab.room.write(
        lambda tx: tx.execute(PERSON.update().where(PERSON.c.id == lab.people["mia"]).values(zone=zone))
    )
    mia = await lab.arrives("mia")
    await invite(lab, "mia")

    assert "For you" not in mia.sees


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/rsvp E9", "I know no event E9."),
        ("/rsvp E1 sometime", "Please answer yes, maybe or no."),
        ("/rsvp V1", "I know no event V1."),
        ("/rsvp", "There is nothing to answer just now."),
    ],
)
async def test_a_command_that_does_not_fit(lab: Lab, command: str, said: str) -> None:
    """One clear sentence, and nothing changed."""
    await neighbours(lab)
    ana = await lab.arrives("ana")

    await ana.says(command)

    assert said in ana.sees
    assert [] == await answers(lab)


async def test_a_command_answers(lab: Lab) -> None:
    """`/confirmare E1 poate` is the button, in the other language too."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    await ana.says("/confirmare E1 poate")

    assert [("ana", Going.MAYBE)] == await answers(lab)


async def test_opened_is_a_link_or_a_press(lab: Lab) -> None:
    """An invitation that was only sent is not opened; a press opens it."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")

    async def opened() -> Any:
        return [row.opened_at for row in await found(lab, INVITATION)]

    assert [None] == await opened()
    await ana.presses(LABELS[Going.MAYBE])
    assert [lab.room.clock.now().astimezone(UTC)] == await opened()
