"""A yes by itself proves nothing: what was so when it was asked must be so when it is answered."""

from typing import Any

import pytest

from bot.model.update import Profile
from bot.model.values import Role
from handlers.joining.routes import ItIsMe
from handlers.shared.presses import Begin
from storage.people import ACTIVITY
from tests.handlers.joining_steps import stranger
from tests.handlers.match_steps import ADDRESS, asked, change, hold
from tests.handlers.steps import found, owner
from tests.room import Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.fixture
async def lab(lab: Lab) -> Lab:
    """The lab knows Ana's address."""
    await change(lab, "ana", email=ADDRESS)
    return lab


async def test_a_forged_yes(lab: Lab) -> None:
    """Somebody whose address is another one, or none, is nobody by pressing; it is recorded as refused."""
    await change(lab, "dan", email="dan@nord.example")
    seats = [stranger(lab, "first"), stranger(lab, "second", email="dan@nord.example")]

    for seat in seats:
        await seat.forges(ItIsMe(lab.people["ana"]).pack())
        assert "I can not tell (any more) that this is you" in seat.sees

    assert [None, None] == [await owner(lab, seat.user) for seat in seats]
    assert ["match.yes"] * 2 == [row.action for row in await found(lab, ACTIVITY) if row.result == "refused"]


async def changed_address(lab: Lab, seat: Seat) -> None:
    """The platform vouches for another address by now."""
    seat.profile = Profile("ana.campeanu@nord.example")


async def gave_a_role(lab: Lab, seat: Seat) -> None:
    """She was made a manager meanwhile."""
    await hold(lab, Role.MANAGER)


async def came_otherwise(lab: Lab, seat: Seat) -> None:
    """She has come with another account of the platform."""
    await lab.arrives("ana", native=True)


@pytest.mark.parametrize("happens", [changed_address, gave_a_role, came_otherwise])
async def test_compared_again_at_the_press(lab: Lab, happens: Any) -> None:
    """What was so when it was asked must be so when it is answered."""
    seat = stranger(lab, email=ADDRESS)
    await seat.says("/start")
    await happens(lab, seat)

    await seat.presses("✅ Yes")

    assert None is await owner(lab, "other")


async def test_known_already(lab: Lab) -> None:
    """An old question changes nothing for who has become a guest."""
    seat = stranger(lab, email=ADDRESS)
    await seat.says("/start")
    yes, no = seat.messages[-1].data("✅ Yes"), seat.messages[-1].data("No")
    await seat.forges(no)
    await seat.fills(name="Zoe Pavel", organisation="oxid")
    before = await owner(lab, "other")

    for payload in (yes, no):
        await seat.forges(payload)
        assert "You are known here already." in seat.sees

    assert before == await owner(lab, "other")


async def test_who_is_known_is_not_asked(lab: Lab) -> None:
    """A guest who presses Begin once more is asked nothing about the address."""
    seat = stranger(lab)
    await seat.says("/start")
    await seat.fills(name="Zoe Pavel", organisation="oxid")
    seat.profile = Profile(ADDRESS)

    await seat.forges(Begin().pack())

    assert not await asked(seat)


async def test_a_forgotten_name_leaves_the_question(lab: Lab) -> None:
    """The question in a stranger's chat shows no name that was deleted meanwhile."""
    ana = await lab.arrives("ana")
    seat = stranger(lab, email=ADDRESS)
    await seat.says("/start")
    await ana.says("/data")
    await ana.presses("🗑 Delete my data")

    await ana.presses("Without a name")

    assert "Câmpeanu" not in seat.all_text
