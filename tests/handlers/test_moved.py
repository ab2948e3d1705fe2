"""A moved event in conversation: a yes from before is kept, and its person is asked to confirm it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.model.values import Going
from handlers.shared.presses import Answer
from storage.answers import RSVP, RSVP_CHANGE
from storage.deliveries import DELIVERY
from tests.handlers.calendar_steps import MAYBE, NO, YES, invited
from tests.handlers.event_steps import changes, manager
from tests.handlers.ics import newest
from tests.handlers.steps import found, local, titled
from tests.room import Room, Seat
from tests.seeds import Lab, seed

pytestmark = pytest.mark.english

ASKED = "You said that you are coming before the event moved. Are you still coming?"
NOTED = "Noted: you are coming. You can change it until Wednesday, 17 February 2027, 11:00."


async def moves(lab: Lab, **answers: str) -> Seat:
    """The manager moves the event to the 17th, or as `answers` say; she stays on its card."""
    ilinca = await manager(lab)
    await changes(ilinca, **(answers or {"day": "17.02.2027", "deadline": "12.02.2027"}))
    return ilinca


def counted(ilinca: Seat) -> str:
    """The line with the figures on the manager's card."""
    (line,) = [line for line in ilinca.sees.splitlines() if "✅" in line and "silent" in line]
    return line


def invitation(seat: Seat) -> str:
    """The oldest invitation as it stands now."""
    return titled(seat, "✉️ Invitation")[0]


@pytest.mark.both
async def test_a_yes_is_to_be_confirmed(lab: Lab) -> None:
    """Everyone is told once, the answers are kept, and one after the other says again that they come."""
    ana, dan, mia = [await invited(lab, name, YES) for name in ("ana", "dan", "mia")]
    radu = await invited(lab, "radu", MAYBE)
    ilinca = await moves(lab)
    assert [1, 1, 1, 1] == [len(titled(seat, "The event has moved")) for seat in (ana, dan, mia, radu)]
    assert "4 people: ✅ 3, of them 3 not yet confirmed after the move · 🤔 1 · ❌ 0 · silent 0" == counted(ilinca)

    await ana.presses(YES)
    await dan.presses(NO)
    assert "4 people: ✅ 2, of them 1 not yet confirmed after the move · 🤔 1 · ❌ 1 · silent 0" == counted(ilinca)

    await mia.says("yes")
    assert "4 people: ✅ 2 · 🤔 1 · ❌ 1 · silent 0" == counted(ilinca)


async def test_the_invitation_asks(lab: Lab) -> None:
    """The card that stands follows: the new day, what was said, and the question."""
    mia = await invited(lab, "mia", YES)

    await moves(lab)

    told = invitation(mia)
    assert ("Wednesday, 17 February 2027" in told, ASKED in told, "Noted" in told) == (True, True, False)


async def test_a_tap_confirms(lab: Lab) -> None:
    """After it the cards say what they said before."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)

    await mia.presses(YES)

    assert all(NOTED in text and ASKED not in text for text in titled(mia, "✉️ Invitation"))


async def test_the_change_offers_the_answers(lab: Lab) -> None:
    """The message itself is where one confirms."""
    mia = await invited(lab, "mia", YES)

    await moves(lab)

    assert ["Your answer so far: you are coming.", [YES, MAYBE, NO]] == [mia.sees.splitlines()[-1], mia.labels]


async def test_names_are_marked(lab: Lab) -> None:
    """The manager sees who is still to be asked."""
    await invited(lab, "ana", YES)
    mia = await invited(lab, "mia", YES)
    ilinca = await moves(lab)
    await mia.presses(YES)

    await ilinca.presses("👥 Names")

    lines = ilinca.sees.splitlines()[1:]
    mark = "not yet confirmed after the move"
    assert [f"✅ Ana Câmpeanu · Atelierul Nord · {mark}", "✅ Mia Lindqvist · Biroul Malul Begăi"] == lines


@pytest.mark.parametrize("hours_before", [24, 1])
async def test_the_reminder_asks(lab: Lab, hours_before: int) -> None:
    """Who has not confirmed is asked once more with the reminder, and can answer there."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)

    await lab.room.until(local(17, 11) - timedelta(hours=hours_before))

    assert (ASKED, [YES, MAYBE, NO]) == (mia.sees.splitlines()[-1], mia.labels)


async def test_the_reminder_confirms(lab: Lab) -> None:
    """A tap there is a tap like any other."""
    mia = await invited(lab, "mia", YES)
    ilinca = await moves(lab)
    await lab.room.until(local(16, 12))

    await mia.presses(YES)

    assert ("1 person: ✅ 1 · 🤔 0 · ❌ 0 · silent 0", NOTED in mia.sees) == (counted(ilinca), True)


async def test_the_reminder_after_a_tap(lab: Lab) -> None:
    """Who has confirmed is reminded as always."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)
    await mia.presses(YES)

    await lab.room.until(local(16, 12))

    assert ("⏰ It is tomorrow." in mia.sees, ASKED in mia.sees, mia.labels) == (True, False, ["↩️ Change my answer"])


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"hours": "14:00-16:00"}, True),
        ({"hours": "11:00-15:00"}, True),
        ({"day": "11.02.2027"}, True),
        ({"place": "Jitsi"}, False),
        ({"title_other": "Something else"}, False),
        ({"deadline": "08.02.2027"}, False),
    ],
)
async def test_what_is_a_move(lab: Lab, answers: dict[str, str], asked: bool) -> None:
    """Another day or other hours are to be confirmed; another place, title or deadline is not."""
    mia = await invited(lab, "mia", YES)

    await moves(lab, **answers)

    assert asked is (ASKED in invitation(mia))


@pytest.mark.parametrize("label", [MAYBE, NO])
async def test_only_a_yes_is_asked(lab: Lab, label: str) -> None:
    """Other answers stand as they were given."""
    mia = await invited(lab, "mia", label)
    ilinca = await moves(lab)

    assert (False, False) == (ASKED in invitation(mia), "not yet confirmed" in counted(ilinca))


async def test_a_yes_after_the_move(lab: Lab) -> None:
    """Who says yes to the new day has nothing to confirm."""
    mia = await invited(lab, "mia")
    ilinca = await moves(lab)

    await mia.presses(YES)

    assert ("1 person: ✅ 1 · 🤔 0 · ❌ 0 · silent 0", False) == (counted(ilinca), ASKED in mia.all_text)


async def test_moved_again(lab: Lab) -> None:
    """A confirmation is for the day it was given for."""
    mia = await invited(lab, "mia", YES)
    ilinca = await moves(lab)
    await mia.presses(YES)

    await changes(ilinca, day="18.02.2027")

    assert "1 person: ✅ 1, of them 1 not yet confirmed after the move · 🤔 0 · ❌ 0 · silent 0" == counted(ilinca)


async def test_a_later_change_of_place_keeps_the_question(lab: Lab) -> None:
    """The move is still the last one, however much else has changed since."""
    mia = await invited(lab, "mia", YES)
    ilinca = await moves(lab)

    await changes(ilinca, place="Jitsi")

    assert ASKED in invitation(mia)


async def test_confirmed_before_another_change_of_place(lab: Lab) -> None:
    """And who has confirmed is not asked again for that."""
    mia = await invited(lab, "mia", YES)
    ilinca = await moves(lab)
    await mia.presses(YES)

    await changes(ilinca, place="Jitsi")

    assert ASKED not in mia.all_text


@pytest.mark.parametrize("pause", [timedelta(0), timedelta(hours=3)])
async def test_however_the_clock_goes(lab: Lab, pause: timedelta) -> None:
    """What came first is known also when everything happens at one instant of the story, as in the try-out."""
    mia = await invited(lab, "mia", YES)
    lab.room.clock.move(lab.room.clock.now() + pause)
    ilinca = await moves(lab)
    assert "of them 1 not yet confirmed" in counted(ilinca)
    lab.room.clock.move(lab.room.clock.now() + pause)

    await mia.presses(YES)

    assert "not yet confirmed" not in counted(ilinca)


async def test_the_answer_stays_as_it_was_given(lab: Lab) -> None:
    """Exports tell when somebody answered and whether in time: a confirmation after the deadline changes neither."""
    mia = await invited(lab, "mia", YES)
    (given,) = await found(lab, RSVP)
    ilinca = await moves(lab)
    lab.room.clock.move(local(13, 9))

    await mia.presses(YES)

    (stands,) = await found(lab, RSVP)
    assert (given.answered_at, given.late) == (stands.answered_at, stands.late)
    assert [] == titled(ilinca, "after the deadline")


async def test_the_confirmation_is_in_the_history(lab: Lab) -> None:
    """With its own instant, and late when it is."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)
    lab.room.clock.move(local(13, 9))

    await mia.presses(YES)

    history: list[Any] = await found(lab, RSVP_CHANGE)
    assert [(Going.YES, False), (Going.YES, True)] == [(row.answer, row.late) for row in history]
    assert local(13, 9) == history[-1].at


async def test_two_taps_confirm_once(lab: Lab) -> None:
    """The second one finds nothing to confirm."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)

    await mia.presses(YES)
    await mia.presses(YES)

    assert 2 == len(await found(lab, RSVP_CHANGE))


async def test_a_confirmation_brings_no_file(lab: Lab) -> None:
    """The message of the move has brought it already."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)
    before = len(mia.messages)

    await mia.presses(YES)

    assert before == len(mia.messages)


async def test_a_guest_counts_apart(lab: Lab) -> None:
    """Guests are no part of those who come, so no part of those who are to confirm; they are asked all the same."""
    zoe = lab.room.seat("zoe", language="en")
    for words in ("/start", "Zoe Pavel", "oxid"):
        await zoe.says(words)
    await zoe.forges(Answer(lab.event, Going.YES).pack())
    ilinca = await moves(lab)

    assert ("not yet confirmed" in ilinca.sees, ASKED in "\n".join(titled(zoe, "✉️ Invitation"))) == (False, True)


async def test_taken_back_before_anybody_heard(lab: Lab) -> None:
    """Moved there and back, the event stands where everybody knew it: the last move is to that day, and it is asked."""
    mia = await invited(lab, "mia", YES)
    ilinca = await moves(lab)

    await changes(ilinca, day="10.02.2027", deadline="05.02.2027")

    assert "The event has moved: Wednesday, 17 February 2027" in mia.sees
    assert "of them 1 not yet confirmed" in counted(ilinca)


async def test_the_change_follows_the_answer(lab: Lab) -> None:
    """Confirmed or changed elsewhere, the message about the move says what the answer is now."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)

    await mia.says("no")

    told = [text.splitlines()[-1] for text in titled(mia, "The event has moved")]
    assert ["Noted: you cannot come. You can change it until Wednesday, 17 February 2027, 11:00."] == told


async def test_nobody_is_told_twice(lab: Lab) -> None:
    """One delivery a person for one move, whatever else is redrawn."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)
    await mia.presses(YES)

    told = [row for row in await found(lab, DELIVERY) if row.cause.startswith("changed:")]
    assert 1 == len(told)


@pytest.mark.romanian
async def test_in_romanian(room: Room) -> None:
    """The question, the figures and the entry for readers of Romanian."""
    lab = await seed(room)
    ana = await lab.arrives("ana")
    await ana.says("/confirmare E1 da")
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/evenimente")
    await ilinca.presses("⚙️")
    await ilinca.presses("✏️")
    await ilinca.fills(day="17.02.2027", deadline="12.02.2027")

    assert "Ați spus că veniți înainte ca evenimentul să se mute. Mai puteți veni?" in invitation_ro(ana)
    assert "dintre care 1 de reconfirmat după mutare" in ilinca.sees
    assert "Vă rugăm să ne spuneți dacă mai puteți veni." in newest(ana).event.text("DESCRIPTION")


def invitation_ro(seat: Seat) -> str:
    """The oldest invitation of a Romanian reader."""
    return titled(seat, "✉️ Invitație")[0]
