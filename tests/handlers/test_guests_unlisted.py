"""Guests of an organisation that is not among ours: named as they name it, and decided by a manager."""

import pytest
from sqlalchemy import update

from bot.model.values import Going, Role, Scope
from handlers.shared.presses import AddUnlisted, Answer, DeclineUnlisted
from storage import linkage
from storage.answers import RSVP
from storage.people import ACTIVITY, GRANT, ORGANISATION, PERSON
from tests.handlers.neighbours import holder, neighbours
from tests.handlers.steps import found
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english

CONFIRMED = "The organisers have confirmed that you represent"
PROMISED = "An organiser still confirms for whom you speak"
NOBODY_TO_ASK = "Nobody here can confirm for whom you speak yet"


async def guest(lab: Lab, organisation: str = "Casa Albă", *, start: str = "/start") -> Seat:
    """Somebody without a link of their own, of an organisation that nobody knows."""
    zoe = lab.room.seat("zoe", language="en")
    await zoe.says(start)
    await zoe.says("Zoe Pavel")
    await zoe.says(organisation)
    await zoe.presses("Another one")
    return zoe


async def only_programmes_are_managed(lab: Lab) -> None:
    """There are two programmes, and Ilinca manages the seeded one; nobody manages the installation."""
    await neighbours(lab)
    narrower = {"scope": Scope.PROGRAMME, "scope_id": lab.programme}
    await lab.room.write(lambda tx: tx.execute(update(GRANT).values(**narrower)))


async def organisations(lab: Lab) -> list[str]:
    """Those that are new, by name."""
    return [row.name for row in await found(lab, ORGANISATION) if row.id not in lab.organisations.values()]


async def test_another_organisation_is_offered_as_it_was_written(lab: Lab) -> None:
    """Beside speaking for oneself."""
    zoe = lab.room.seat("zoe", language="en")
    await zoe.says("/start")
    await zoe.says("Zoe Pavel")

    await zoe.says(" Casa  Albă ")

    assert ["Another one: Casa Albă", "I speak for myself"] == zoe.labels


async def test_the_guest_is_told_that_it_is_still_confirmed(lab: Lab) -> None:
    """And may answer at once."""
    assert PROMISED in (await guest(lab)).sees


async def test_the_manager_sees_what_the_guest_named(lab: Lab) -> None:
    """On a card that says what can be done."""
    ilinca = await lab.arrives("ilinca")
    await guest(lab)

    assert "Zoe Pavel says they represent Casa Albă." in ilinca.sees
    assert ["✅ Add it and confirm", "🏢 Choose another", "Decline"] == ilinca.labels


@pytest.mark.both
async def test_a_manager_adds_it_and_confirms(lab: Lab) -> None:
    """The organisation is one of ours, the guest is told, and their answer counts with the others."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab)
    await zoe.forges(Answer(lab.event, Going.YES).pack())

    await ilinca.presses("Add it and confirm")

    assert (["Casa Albă"], f"{CONFIRMED} Casa Albă.") == (await organisations(lab), zoe.sees)
    assert [False] == [row.guest for row in await found(lab, RSVP)]
    assert ("Zoe Pavel represents Casa Albă.\nConfirmed.", []) == (ilinca.sees, ilinca.labels)


async def test_a_manager_chooses_the_one_that_is_meant(lab: Lab) -> None:
    """It was only written in another way: no organisation is added."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab, "Oxidul")

    await ilinca.presses("Choose another")
    await ilinca.says("oxid")

    assert ([], f"{CONFIRMED} Hubul Oxid & Co.") == (await organisations(lab), zoe.sees)


async def test_a_manager_declines(lab: Lab) -> None:
    """The guest stays one, and is told."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab)

    await ilinca.presses("Decline")

    assert ([], "The organisers could not confirm that you represent Casa Albă.") == (
        await organisations(lab),
        zoe.sees,
    )
    assert "Declined." in ilinca.sees


async def test_of_two_guests_of_one_organisation_it_is_added_once(lab: Lab) -> None:
    """Whoever comes second is confirmed for the same one."""
    ilinca = await lab.arrives("ilinca")
    await guest(lab)
    (first,) = [row.id for row in await found(lab, PERSON) if row.name == "Zoe Pavel"]
    yan = lab.room.seat("yan", language="en")
    for words in ("/start", "Yan Pop", "casa alba"):
        await yan.says(words)
    await yan.presses("Another one")

    await ilinca.presses("Add it and confirm")
    await ilinca.forges(AddUnlisted(first).pack())

    assert 1 == len(await organisations(lab))


async def test_it_is_decided_once(lab: Lab) -> None:
    """A second tap on an old card changes nothing and says so."""
    ilinca = await lab.arrives("ilinca")
    await guest(lab)
    data = ilinca.messages[-1].data("Decline")
    await ilinca.presses("Add it and confirm")

    await ilinca.forges(data)

    assert "This has been decided already." in ilinca.sees


@pytest.mark.parametrize("press", [AddUnlisted, DeclineUnlisted])
async def test_nobody_decides_about_themselves(lab: Lab, press: type[AddUnlisted | DeclineUnlisted]) -> None:
    """A guest's forged button is refused and recorded."""
    zoe = await guest(lab)
    (number,) = [row.id for row in await found(lab, PERSON) if row.name == "Zoe Pavel"]

    await zoe.forges(press(number).pack())

    assert [press.name] == [row.action for row in await found(lab, ACTIVITY) if row.result == "refused"]


async def test_the_guests_own_data_name_it(lab: Lab) -> None:
    """What is kept is shown."""
    zoe = await guest(lab)

    assert "Organisation: Casa Albă" in await zoe.says("/data")


async def test_with_several_programmes_it_is_chosen_only(lab: Lab) -> None:
    """Nobody knows to which of them a new organisation would belong."""
    await neighbours(lab)
    ilinca = await lab.arrives("ilinca")
    await guest(lab)

    assert ["🏢 Choose another", "Decline"] == ilinca.labels


@pytest.mark.both
@pytest.mark.parametrize("neighboured", [False, True])
async def test_who_waits_is_listed(lab: Lab, neighboured: bool) -> None:
    """For a manager who came later; beside another programme too, where nobody knows to which one the guest belongs."""
    if neighboured:
        await neighbours(lab)
    await guest(lab)
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people")

    await ilinca.presses("Guests waiting: 1")

    assert "Zoe Pavel – Casa Albă" in ilinca.labels


async def test_the_wall_stands_before_the_list(lab: Lab) -> None:
    """The manager of another programme is not told who waits."""
    await guest(lab)
    other = await neighbours(lab)
    await holder(lab, "petra", Role.MANAGER, Scope.PROGRAMME, other.programme)
    petra = await lab.arrives("petra")
    await petra.says("/people")

    assert "Guests waiting: 0" in petra.labels


@pytest.mark.parametrize(
    ("neighboured", "offered"),
    [
        (False, ["✅ Add it and confirm", "🏢 Choose another", "Decline"]),
        (True, ["🏢 Choose another", "Decline"]),
    ],
)
async def test_the_persons_card_offers_what_the_request_does(lab: Lab, neighboured: bool, offered: list[str]) -> None:
    """Before all else that can be done there."""
    if neighboured:
        await neighbours(lab)
    await guest(lab)
    ilinca = await lab.arrives("ilinca")

    await ilinca.says("/people zoe")

    assert offered == ilinca.labels[: ilinca.labels.index("✏️ Correct")]


async def test_it_is_decided_on_the_persons_card(lab: Lab) -> None:
    """Which then shows what was decided, and the list is empty."""
    zoe = await guest(lab)
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people zoe")

    await ilinca.forges(ilinca.messages[-1].data("Add it and confirm"))

    assert f"{CONFIRMED} Casa Albă." == zoe.sees
    assert "🏢 Casa Albă\n" in ilinca.sees
    await ilinca.says("/people")
    assert "Guests waiting: 0" in ilinca.labels


async def test_nothing_is_promised_where_nobody_can_decide(lab: Lab) -> None:
    """Of several programmes each has its managers, and the guest may belong to any."""
    await only_programmes_are_managed(lab)

    zoe = await guest(lab)

    assert (False, True) == (PROMISED in zoe.sees, NOBODY_TO_ASK in zoe.sees)


async def test_whoever_opened_a_used_link_belongs_to_its_programme(lab: Lab) -> None:
    """Somebody was sent the link of a colleague: the managers of that programme are asked."""
    await only_programmes_are_managed(lab)
    ilinca = await lab.arrives("ilinca")
    await lab.arrives("ana")
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people["ana"], MONDAY))

    zoe = await guest(lab, start=f"/start {lab.room.program.house.keys.token('p', link.id)}")

    assert PROMISED in zoe.sees
    assert ["✅ Add it and confirm", "🏢 Choose another", "Decline"] == ilinca.labels


async def test_of_several_programmes_the_card_offers_what_it_can(lab: Lab) -> None:
    """Nobody knows into which the organisation belongs, so nothing is said of a button that is not there."""
    await neighbours(lab)
    ilinca = await lab.arrives("ilinca")

    await guest(lab)

    assert "or first add it to its programme: /people" in ilinca.sees
    assert ["🏢 Choose another", "Decline"] == ilinca.labels
