"""The zone that a platform knows of somebody is proposed for their times, once."""

from zoneinfo import available_timezones

import pytest

from handlers.joining.routes import TakeTimes
from handlers.shared.zones import zone_number
from storage import linkage
from storage.people import PERSON
from tests.handlers.joining_steps import joins, stranger
from tests.handlers.match_steps import ADDRESS, change
from tests.handlers.steps import found, invite, titled
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.fixture
async def lab(lab: Lab) -> Lab:
    """The lab knows Ana's address."""
    await change(lab, "ana", email=ADDRESS)
    return lab


def proposals(seat: Seat) -> list[str]:
    """The questions about the zone."""
    return titled(seat, "Show your times in")


@pytest.mark.both
@pytest.mark.parametrize("yes", [True, False])
async def test_a_zone_is_proposed(lab: Lab, yes: bool) -> None:
    """After arrival, once; with a yes the person's times are shown in it."""
    await invite(lab, "ana")
    seat = stranger(lab, email=ADDRESS, zone="Europe/London")
    await seat.says("/start")
    await seat.presses("✅ Yes")
    assert ["Show your times in London time?"] == proposals(seat)

    await seat.presses("✅ Yes" if yes else "No")
    await seat.says("/start")

    assert f"Your times are shown in {'London' if yes else 'Romanian'} time." in seat.all_text
    assert [] == proposals(seat)
    assert yes is ("🕰 For you: Wednesday, 10 February 2027, 09:00 (London time)" in seat.all_text)
    (row,) = [row for row in await found(lab, PERSON) if row.id == lab.people["ana"]]
    assert ("Europe/London" if yes else "") == row.zone


@pytest.mark.parametrize("way", ["guest", "link"])
async def test_to_whoever_arrives(lab: Lab, way: str) -> None:
    """By the form or by a link as well."""
    if way == "guest":
        seat = stranger(lab, zone="Europe/London")
        await seat.says("/start")
        await seat.fills(name="Zoe Pavel", organisation="oxid")
    else:
        link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people["mia"], MONDAY))
        seat = stranger(lab, zone="Europe/London")
        await seat.says(f"/start {await lab.room.token('p', link.id)}")

    assert ["Show your times in London time?"] == proposals(seat)


@pytest.mark.parametrize(
    "zone", ["", "Europe/Bucharest", "Mars/Olympus", "../../etc/passwd", "localtime", "europe/london"]
)
async def test_nothing_is_proposed(lab: Lab, zone: str) -> None:
    """Neither what is used already nor what is no zone."""
    seat = stranger(lab, email=ADDRESS, zone=zone)
    await seat.says("/start")

    await seat.presses("✅ Yes")

    assert [] == proposals(seat)


async def test_ones_own_zone_is_not_proposed(lab: Lab) -> None:
    """Who reads times in that zone already is not asked."""
    await change(lab, "ana", zone="Europe/London")
    seat = stranger(lab, email=ADDRESS, zone="Europe/London")
    await seat.says("/start")
    await seat.presses("✅ Yes")

    assert [] == proposals(seat)


async def test_a_joined_account_proposes_none(lab: Lab) -> None:
    """The zone stays as on the old account."""
    ana = await lab.arrives("ana")
    other = await joins(lab, ana, stranger(lab, zone="Europe/London"))

    assert [] == proposals(ana) + proposals(other)


@pytest.mark.parametrize("number", [0, -1, 2**40])
async def test_a_forged_zone(lab: Lab, number: int) -> None:
    """A number that is no zone's changes nothing."""
    ana = await lab.arrives("ana")

    await ana.forges(TakeTimes(number).pack())

    assert "I do not know this time zone, so I changed nothing." in ana.sees


def test_zones_have_numbers() -> None:
    """Every name has one of its own, which a database and a button can hold."""
    numbers = {zone_number(name) for name in available_timezones() - {"localtime", "Factory"}}

    assert len(available_timezones() - {"localtime", "Factory"}) == len(numbers - {None})
