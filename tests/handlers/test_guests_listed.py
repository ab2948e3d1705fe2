"""Guests who came by name and are on the list: a manager is told, and their own link tells who they are."""

import pytest

from bot.model.values import Going
from handlers.shared.presses import Answer
from storage.answers import RSVP
from tests.handlers.entrance_steps import token_of
from tests.handlers.steps import found, invite, owner
from tests.room import Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

ON_THE_LIST = (
    "⚠️ Somebody of this name is on the list of this organisation and has not come yet. If it is the same person, "
    "please decline here and send them their personal link: people are never joined by their name."
)


async def guest(lab: Lab, name: str = "Zoe Pavel", organisation: str = "oxid") -> Seat:
    """Somebody without a link, who has told name and organisation."""
    seat = lab.room.seat("zoe", language="en")
    await seat.says("/start")
    await seat.says(name)
    await seat.says(organisation)
    return seat


@pytest.mark.both
@pytest.mark.parametrize("name", ["Ana Câmpeanu", "ana campeanu", "Câmpeanu  Ana"])
async def test_a_manager_is_told_that_a_guest_may_be_on_the_list(lab: Lab, name: str) -> None:
    """With what to do, so that nobody stands there twice."""
    ilinca = await lab.arrives("ilinca")

    await guest(lab, name, "nord")

    assert ON_THE_LIST in ilinca.sees


@pytest.mark.parametrize(("name", "organisation"), [("Ana Câmpeanu", "oxid"), ("Ana Pavel", "nord")])
async def test_a_manager_is_told_of_no_other_name_or_organisation(lab: Lab, name: str, organisation: str) -> None:
    """Many are called Ana."""
    ilinca = await lab.arrives("ilinca")

    await guest(lab, name, organisation)

    assert f"{name} says they represent" in ilinca.sees
    assert ON_THE_LIST not in ilinca.sees


async def test_who_has_come_is_somebody_else(lab: Lab) -> None:
    """Two may share a name; the one who is here needs no link."""
    ilinca = await lab.arrives("ilinca")
    await lab.arrives("ana")

    await guest(lab, "Ana Câmpeanu", "nord")

    assert ON_THE_LIST not in ilinca.sees


async def test_what_was_decided_needs_no_advice(lab: Lab) -> None:
    """The card says what was done, and no more."""
    ilinca = await lab.arrives("ilinca")
    await guest(lab, "Ana Câmpeanu", "nord")

    await ilinca.presses("Decline")

    assert "Declined." in ilinca.messages[-1].text
    assert ON_THE_LIST not in ilinca.messages[-1].text


@pytest.mark.both
@pytest.mark.parametrize("decided", [False, True])
async def test_a_guest_who_opens_their_personal_link(lab: Lab, decided: bool) -> None:
    """They are the person of the list from then on, with what they answered as a guest; nobody is counted twice."""
    ilinca = await lab.arrives("ilinca")
    await invite(lab, "dan")
    dan = await guest(lab, name="Dan Munteanu", organisation="nord")
    await dan.forges(Answer(lab.event, Going.YES).pack())
    if decided:
        await ilinca.presses("Decline")

    await dan.says(f"/start {await token_of(lab, 'dan')}")

    assert lab.people["dan"] == await owner(lab, "zoe")
    assert [(lab.people["dan"], False)] == [(row.person_id, row.guest) for row in await found(lab, RSVP)]
    assert "Welcome, Dan Munteanu! Here you represent Atelierul Nord." in dan.all_text
    assert "you are coming" in dan.sees


async def test_a_guest_who_opens_a_link_that_was_used(lab: Lab) -> None:
    """Stays a guest: somebody else has come by it."""
    await lab.arrives("dan")
    zoe = await guest(lab)

    await zoe.says(f"/start {await token_of(lab, 'dan')}")

    assert "This is somebody else's personal link, so I changed nothing" in zoe.sees


async def test_a_confirmed_guest_who_opens_a_link(lab: Lab) -> None:
    """Is known by then, so nothing is changed."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab)
    await ilinca.presses("✅ Confirm")

    await zoe.says(f"/start {await token_of(lab, 'dan')}")

    assert "This is somebody else's personal link, so I changed nothing" in zoe.sees
