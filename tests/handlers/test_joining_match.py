"""Whom a platform vouches for: one question instead of name and organisation, and who is not asked."""

from typing import Any

import pytest

from bot.model.update import Pressed
from bot.model.values import Going, Role
from handlers.shared.presses import Answer
from storage.answers import RSVP
from storage.people import ACTIVITY, AFFILIATION, GRANT, LINK
from tests.handlers.joining_steps import stranger
from tests.handlers.match_steps import ADDRESS, QUESTION, asked, change, hold
from tests.handlers.steps import found, invite, owner, titled
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.fixture
async def lab(lab: Lab) -> Lab:
    """The lab knows Ana's address."""
    await change(lab, "ana", email=ADDRESS)
    return lab


@pytest.mark.both
@pytest.mark.parametrize("address", [ADDRESS, "ANA@Nord.Example"])
async def test_yes(lab: Lab, address: str) -> None:
    """One question, one tap: welcome and open invitations come, as by the personal link."""
    await invite(lab, "ana")
    seat = stranger(lab, email=address)
    await seat.says("/start")
    assert ["a program, not a person" in message.text for message in seat.messages] == [True, False]
    assert QUESTION == seat.sees
    assert ["✅ Yes", "No, I am somebody else"] == seat.labels

    await seat.presses("✅ Yes")

    assert lab.people["ana"] == await owner(lab, "other")
    assert 1 == len(titled(seat, "✉️ Invitation for Atelierul Nord"))
    assert 1 == len(titled(seat, "a program, not a person"))
    assert "You are Ana Câmpeanu of Atelierul Nord." == seat.messages[1].text
    assert ("arrive by address", f"person {lab.people['ana']}") in [
        (row.action, row.object) for row in await found(lab, ACTIVITY)
    ]


async def test_yes_without_an_invitation(lab: Lab) -> None:
    """Who has nothing to answer is told what comes next, in a message of its own."""
    seat = stranger(lab, email=ADDRESS)
    await seat.says("/start")

    await seat.presses("✅ Yes")

    expected = (
        "There is no open invitation for you just now. As soon as there is one, I will write to you.\n"
        "/events lists what is coming.\n"
        "You can also simply write: your question goes to the organisers."
    )
    assert expected == seat.sees


async def test_yes_with_an_invitation_says_nothing_more(lab: Lab) -> None:
    """The invitation itself is what comes next."""
    await invite(lab, "ana")
    seat = stranger(lab, email=ADDRESS)
    await seat.says("/start")

    await seat.presses("✅ Yes")

    assert "no open invitation" not in seat.all_text


async def test_no(lab: Lab) -> None:
    """Somebody else is asked for name and organisation, and is a guest."""
    seat = stranger(lab, email=ADDRESS)
    await seat.says("/start")

    await seat.presses("No, I am somebody else")
    await seat.fills(name="Zoe Pavel", organisation="oxid")

    assert "Thank you, Zoe Pavel." in seat.all_text
    assert await owner(lab, "other") not in (None, lab.people["ana"])


async def test_where_forms_are_dialogues(lab: Lab) -> None:
    """The same on a platform that asks question by question."""
    seat = stranger(lab, native=False, email=ADDRESS)
    await seat.says("/start")
    await seat.presses("No, I am somebody else")

    assert "What is your name?" in seat.sees


@pytest.mark.parametrize("way", ["begin", "a used link", "a press in a group"])
async def test_at_every_entrance(lab: Lab, way: str) -> None:
    """Wherever somebody new would be asked who they are."""
    seat = stranger(lab, email=ADDRESS)
    match way:
        case "begin":
            await seat.says("Is there parking?")
            await seat.presses("Begin")
        case "a used link":
            await lab.arrives("dan")
            (link,) = [row.id for row in await found(lab, LINK)]
            await seat.says(f"/start {await lab.room.token('p', link)}")
        case _:
            await press_in_a_group(lab, seat)

    assert QUESTION == seat.sees


async def press_in_a_group(lab: Lab, seat: Seat) -> None:
    """A press that is kept until we know who it is."""
    group = lab.room.group("North", native=True)
    await (await lab.arrives("ilinca", native=True)).puts_us_into(group)
    await seat.does(Pressed(Answer(lab.event, Going.YES).pack(), "1"), group)


async def test_what_was_pressed_is_done(lab: Lab) -> None:
    """The kept press counts as the representative's."""
    seat = stranger(lab, email=ADDRESS)
    await press_in_a_group(lab, seat)

    await seat.presses("✅ Yes")

    answers = [(row.person_id, row.answer, row.guest) for row in await found(lab, RSVP)]
    assert [(lab.people["ana"], Going.YES, False)] == answers


async def no_address(lab: Lab) -> None:
    """The platform vouches for an address that nobody has."""
    await change(lab, "ana", email="")


async def two_of_them(lab: Lab) -> None:
    """Two representatives share the address."""
    await change(lab, "mia", email=ADDRESS.upper())


async def already_here(lab: Lab) -> None:
    """She has an account on this platform."""
    await lab.arrives("ana", native=True)


async def represents_nobody(lab: Lab) -> None:
    """Her affiliation has ended."""
    await lab.room.write(lambda tx: tx.execute(AFFILIATION.update().values(until=MONDAY)))


async def not_confirmed(lab: Lab) -> None:
    """She only says that she represents somebody."""
    await lab.room.write(lambda tx: tx.execute(AFFILIATION.update().values(confirmed=False)))


async def forgotten(lab: Lab) -> None:
    """She has deleted her data."""
    await change(lab, "ana", erased_at=MONDAY)


@pytest.mark.parametrize("make", [no_address, two_of_them, already_here, represents_nobody, not_confirmed, forgotten])
async def test_the_form_instead(lab: Lab, make: Any) -> None:
    """Where it is not exactly one representative who is not here yet, name and organisation are asked."""
    await make(lab)
    seat = stranger(lab, email=ADDRESS)

    await seat.says("/start")

    assert not await asked(seat)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FACILITATOR, Role.HOST])
async def test_never_for_a_role(lab: Lab, role: Role) -> None:
    """Who manages, facilitates or hosts comes by link or claim; an ended role is none."""
    await hold(lab, role)
    seat = stranger(lab, email=ADDRESS)
    await seat.says("/start")
    assert not await asked(seat)

    await lab.room.write(lambda tx: tx.execute(GRANT.update().values(until=MONDAY)))
    await seat.says("/start")

    assert await asked(seat)


async def test_nobody_vouches(lab: Lab) -> None:
    """Without a confirmed address there is nothing to compare, though people without one are known."""
    seat = stranger(lab)

    await seat.says("/start")

    assert not await asked(seat)


async def test_on_another_platform_she_may_be_already(lab: Lab) -> None:
    """An account elsewhere is no hindrance: then it is one person behind both."""
    await lab.arrives("ana")
    seat = stranger(lab, email=ADDRESS)
    await seat.says("/start")

    await seat.presses("✅ Yes")

    assert lab.people["ana"] == await owner(lab, "ana") == await owner(lab, "other")
