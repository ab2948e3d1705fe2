"""A moved event in conversation: a yes from before is kept, and its person is asked to confirm it."""

from datetime import timedelta

import pytest

from storage.deliveries import DELIVERY
from tests.handlers.calendar_steps import MAYBE, NO, YES, invited
from tests.handlers.ics import newest
from tests.handlers.moved_steps import ASKED, NOTED, counted, invitation, moves
from tests.handlers.steps import found, local, titled
from tests.room import Room, Seat
from tests.seeds import Lab, seed

pytestmark = pytest.mark.english


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


def question(seat: Seat) -> str:
    """What the newest message about a move asks; "" for nothing."""
    (line,) = [line for line in titled(seat, "The event has moved")[-1].splitlines() if "has moved" in line]
    return line.partition(" → ")[2].partition("(Romanian time).")[2].strip()


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ([YES], "Are you still coming?"),
        ([MAYBE], "Can you come on the new date?"),
        ([], "Can you come on the new date?"),
        ([NO], ""),
    ],
)
async def test_everybody_is_asked_what_concerns_them(lab: Lab, answers: list[str], asked: str) -> None:
    """Only who said yes can still be coming; whoever said no is told, and asked nothing."""
    mia = await invited(lab, "mia", *answers)

    await moves(lab)

    assert asked == question(mia)


@pytest.mark.parametrize("answers", [[MAYBE], []])
async def test_other_hours_are_no_new_date(lab: Lab, answers: list[str]) -> None:
    """The question names what has changed."""
    mia = await invited(lab, "mia", *answers)

    await moves(lab, hours="14:00-16:00")

    assert "Can you come at the new time?" == question(mia)


async def test_a_no_can_be_changed(lab: Lab) -> None:
    """Who could not come on the old day may be able to on the new one: the answer is shown, with the buttons."""
    mia = await invited(lab, "mia", NO)

    await moves(lab)

    told = "Noted: you cannot come. You can change it until Wednesday, 17 February 2027, 11:00."
    assert (told, [YES, MAYBE, NO]) == (mia.sees.splitlines()[-1], mia.labels)


@pytest.mark.parametrize("label", [YES, NO])
async def test_what_was_answered_is_asked_no_more(lab: Lab, label: str) -> None:
    """Once the answer is for the new day the message about the move only tells of it."""
    mia = await invited(lab, "mia", YES)
    await moves(lab)

    await mia.presses(label)

    assert "" == question(mia)


@pytest.mark.romanian
@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("da", "Mai puteți veni?"),
        ("poate", "Puteți veni la noua dată?"),
        ("", "Puteți veni la noua dată?"),
        ("nu", ""),
    ],
)
async def test_the_question_in_romanian(room: Room, answer: str, asked: str) -> None:
    """The ways in which a move is told to readers of Romanian."""
    lab = await seed(room)
    ana = await invited(lab, "ana")
    if answer:
        await ana.says(f"/confirmare E1 {answer}")
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/evenimente")
    await ilinca.presses("⚙️")
    await ilinca.presses("✏️")
    await ilinca.fills(day="17.02.2027", deadline="12.02.2027")

    told = titled(ana, "s-a mutat:")[-1].splitlines()[1]
    assert asked == told.partition(" → ")[2].partition("(ora României).")[2].strip()


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
