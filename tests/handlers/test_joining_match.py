"""Whom a platform vouches for: one question instead of name and organisation; and the times their platform knows."""

from typing import Any
from zoneinfo import available_timezones

import pytest

from bot.model.update import Pressed, Profile
from bot.model.values import Going, Role, Scope
from handlers.joining.routes import ItIsMe, TakeTimes
from handlers.shared.presses import Answer, Begin
from handlers.shared.zones import zone_number
from storage import linkage
from storage.answers import RSVP
from storage.people import ACTIVITY, AFFILIATION, GRANT, LINK, PERSON, GrantRow
from storage.tx import add
from tests.handlers.joining_steps import joins, owner, stranger
from tests.handlers.steps import found, in_english, invite, titled
from tests.room import MONDAY, Room, Seat
from tests.seeds import Lab, seed

ADDRESS = "ana@nord.example"
QUESTION = "Are you Ana Câmpeanu of Atelierul Nord?"


@pytest.fixture
async def lab(room: Room) -> Lab:
    """A seeded lab in which everyone reads English, and Ana's address is known."""
    made = await in_english(await seed(room))
    await change(made, "ana", email=ADDRESS)
    return made


async def change(lab: Lab, name: str, **values: Any) -> None:
    """Change what is known of a person."""
    changed = PERSON.update().where(PERSON.c.id == lab.people[name]).values(**values)
    await lab.room.write(lambda tx: tx.execute(changed))


async def asked(seat: Seat) -> bool:
    """Whether one question stands, or the form does; one of them must."""
    if QUESTION in seat.sees:
        return True
    assert ["name", "organisation"] == [field.name for field in seat.form.fields]
    return False


# --------------------------------------------------------------------------------------------------------- one question


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


# ----------------------------------------------------------------------------------------------------- who is not asked


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


async def hold(lab: Lab, role: Role) -> None:
    """She holds a role on the event."""
    row = GrantRow(person_id=lab.people["ana"], role=role, scope=Scope.EVENT, scope_id=lab.event, since=MONDAY)
    await lab.room.write(lambda tx: add(tx, row))


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


# --------------------------------------------------------------------------------------------- a button proves nothing


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


# --------------------------------------------------------------------------------------------------------------- times


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
