"""Claims of a role: by code or link, once, within a day, and not by guessing."""

from datetime import timedelta

import pytest

from bot.model.values import Role, Scope
from storage import roster
from storage.people import ACTIVITY, GRANT, LINK
from tests.handlers.entrance_steps import CLOSED, code, token_of
from tests.handlers.steps import found, owner
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def grants(lab: Lab, seat: Seat) -> list[tuple[Role, Scope]]:
    """The roles of whoever sits there."""
    person = await owner(lab, seat.user)
    return [(row.role, row.scope) for row in await found(lab, GRANT) if row.person_id == person]


@pytest.mark.both
@pytest.mark.parametrize("role", [Role.MANAGER, Role.FACILITATOR])
async def test_a_claim_by_code(lab: Lab, role: Role) -> None:
    """A typed code gives its role for the whole installation, with no question before it."""
    seat = lab.room.seat("seat", language="en")

    await seat.says(f"/start {(await code(lab, role)).lower()}")

    assert f"You are now {role} here." in seat.sees
    assert [(role, Scope.INSTALLATION)] == await grants(lab, seat)
    assert f"grant {role}" in [row.action for row in await found(lab, ACTIVITY)]


async def test_a_claim_by_link(lab: Lab) -> None:
    """The link of a claim does what its code does."""
    await code(lab)
    (row,) = await found(lab, LINK)
    seat = lab.room.seat("seat", language="en")

    await seat.says(f"/start {await lab.room.token('c', row.id)}")

    assert [(Role.MANAGER, Scope.INSTALLATION)] == await grants(lab, seat)


async def test_a_claim_closes_the_welcome_form(lab: Lab) -> None:
    """Whoever is known is not asked for a name: a table that comes next is read."""
    boss = lab.room.seat("boss")
    await boss.says("/start")
    await boss.says(f"/start {await code(lab)}")

    seen = await boss.sends_file("people.csv", b"id,org,name\nP-1,NORD,Ioana Pop\n")

    assert "📥 Import: people.csv" in seen


async def test_a_personal_link_closes_the_welcome_form(lab: Lab) -> None:
    """Its question loses its buttons, and what is written next is no name."""
    ana = lab.room.seat("ana")
    await ana.says("/start")
    await ana.says(f"/start {await token_of(lab, 'ana')}")

    assert not any("✖ Cancel" in message.labels for message in ana.messages)
    assert "What is your name?" not in await ana.sends("photo")


async def test_a_claim_by_somebody_known(lab: Lab) -> None:
    """A representative who claims a role stays the person they are."""
    ana = await lab.arrives("ana")

    await ana.says(f"/start {await code(lab)}")

    assert lab.people["ana"] == await owner(lab, "ana")
    async with lab.room.read() as tx:
        assert [Role.MANAGER] == [row.role for row in await roster.grants_of(tx, lab.people["ana"], MONDAY)]


@pytest.mark.parametrize("by_code", [True, False])
async def test_a_claim_opens_once(lab: Lab, by_code: bool) -> None:
    """The second who tries gets nothing."""
    made = await code(lab)
    (row,) = await found(lab, LINK)
    token = made if by_code else await lab.room.token("c", row.id)
    await lab.room.seat("first", language="en").says(f"/start {made}")
    second = lab.room.seat("second", language="en")

    await second.says(f"/start {token}")

    assert CLOSED == second.sees
    assert None is await owner(lab, "second")


@pytest.mark.parametrize(("hours", "opens"), [(23, True), (25, False)])
async def test_a_claim_lasts_a_day(lab: Lab, hours: int, opens: bool) -> None:
    """After 24 hours neither code nor link opens anything."""
    made = await code(lab)
    lab.room.clock.move(lab.room.clock.now() + timedelta(hours=hours))
    seat = lab.room.seat("seat", language="en")

    await seat.says(f"/start {made}")

    assert opens is ("You are now manager here." in seat.sees)


@pytest.mark.both
async def test_few_wrong_codes(lab: Lab) -> None:
    """After five wrong codes even the right one is refused for an hour; others are not held up."""
    made = await code(lab)
    seat, other = lab.room.seat("seat", language="en"), lab.room.seat("other", language="en")
    for number in range(5):
        await seat.says(f"/start ABCDEFG{number + 2}")
        assert CLOSED == seat.sees

    await seat.says(f"/start {made}")
    assert "There were too many wrong codes. Please try again in an hour." == seat.sees
    await other.says("/start ABCDEFG9")
    assert CLOSED == other.sees
    lab.room.clock.move(lab.room.clock.now() + timedelta(hours=1, seconds=1))
    await seat.says(f"/start {made}")

    assert "You are now manager here." in seat.sees
