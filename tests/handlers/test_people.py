"""People and organisations are found by any part of a name, and in lists."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.model.update import Reached
from storage.people import PERSON, AffiliationRow, OrganisationRow, PersonRow
from storage.tx import Tx, add
from tests.room import MONDAY
from tests.seeds import Lab


@pytest.mark.both
@pytest.mark.parametrize("words", ["câmpeanu", "CAMPEANU", "ana câmp", "ANA"])
async def test_found_without_diacritics(lab: Lab, words: str) -> None:
    """A person is found by any part of the name, in any case, with or without diacritics, and by their id."""
    ilinca = await lab.arrives("ilinca")

    assert "Ana Câmpeanu" in await ilinca.says(f"/people {words}")


async def test_several_are_offered(lab: Lab) -> None:
    """Several hits are buttons that tell people apart by their organisations."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people an")

    assert "👤 Dan Munteanu (Atelierul Nord)" in ilinca.labels


async def test_a_button_of_the_hits_opens_the_card(lab: Lab) -> None:
    """A tap on one of several hits shows the person."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people an")
    await ilinca.presses("Dan Munteanu")

    assert "🏢 Atelierul Nord" in ilinca.sees


async def test_at_most_eight_hits(lab: Lab) -> None:
    """More than eight hits are cut, and said to be more."""
    for number in range(9):
        await lab.room.write(
            lambda tx, n=number: add(tx, PersonRow(programme_id=lab.programme, name=f"Zoe {n}", language="ro"))
        )
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people zoe")

    assert (8, True) == (sum("Zoe" in label for label in ilinca.labels), "narrow it down" in ilinca.sees)


async def test_nobody_found(lab: Lab) -> None:
    """A name that nobody has gets a plain answer with a way on."""
    ilinca = await lab.arrives("ilinca")

    assert "found nobody" in await ilinca.says("/people xyzzy")


async def test_search_by_form(lab: Lab) -> None:
    """Without words, a form asks for them."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/people")
    await ilinca.presses("🔎")
    await ilinca.fills(words="hubul")

    assert "Hubul Oxid & Co" in ilinca.sees


async def test_home_counts(lab: Lab) -> None:
    """The first card says how many people and organisations there are."""
    ilinca = await lab.arrives("ilinca")

    assert "5 people, 3 organisations" in await ilinca.says("/oameni")


async def test_never_came(lab: Lab) -> None:
    """A card says in words that somebody has never come."""
    ilinca = await lab.arrives("ilinca")

    assert "Has never come" in await ilinca.says("/people ana")


async def test_card_follows_a_block(lab: Lab) -> None:
    """A card that stands says that the person has blocked the bot, as soon as they do."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ilinca.says("/people ana")
    await ana.blocks()

    assert "has blocked the bot" in ilinca.sees


async def test_a_closed_account_is_no_block(lab: Lab) -> None:
    """Nobody is said to have turned away who has left their organisation."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ilinca.says("/people ana")
    await ana.does(Reached(open=False, over=True))

    assert "has closed the account" in ilinca.sees


async def test_unreachable_are_listed(lab: Lab) -> None:
    """Who blocked the bot is listed for the telephone."""
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ana.blocks()
    await ilinca.says("/people")
    await ilinca.presses("Unreachable: 1")

    assert "Ana Câmpeanu (Atelierul Nord)" in ilinca.labels


async def test_guest_is_confirmed_from_the_card(lab: Lab) -> None:
    """A guest who waits is found in the list and confirmed on their card."""
    ilinca = await lab.arrives("ilinca")

    async def guest(tx: Tx) -> int:
        return await add(
            tx,
            AffiliationRow(
                programme_id=lab.programme,
                person_id=lab.people["mia"],
                organisation_id=lab.organisations["oxid"],
                confirmed=False,
                since=MONDAY,
            ),
        )

    await lab.room.write(guest)
    await ilinca.says("/people")
    await ilinca.presses("Guests waiting: 1")
    await ilinca.presses("Mia Lindqvist")
    await ilinca.presses("Confirm: Hubul")

    assert "not confirmed" not in next(m.text for m in ilinca.messages if "Mia Lindqvist" in m.text)


async def test_organisations_are_paged(lab: Lab) -> None:
    """A list longer than a page is turned."""
    for number in range(7):
        row = OrganisationRow(programme_id=lab.programme, key=f"Z{number}", name=f"Zona {number}")
        await lab.room.write(lambda tx, row=row: add(tx, row))
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people")
    await ilinca.presses("Organisations")
    await ilinca.presses("More ›")

    assert "Zona 6" in ilinca.labels


async def test_erased_people_are_not_found(lab: Lab) -> None:
    """Whose name was erased is found no more."""
    ilinca = await lab.arrives("ilinca")
    erased = update(PERSON).where(PERSON.c.id == lab.people["ana"]).values(erased_at=MONDAY + timedelta(hours=1))
    await lab.room.write(lambda tx: tx.execute(erased))

    assert "found nobody" in await ilinca.says("/people câmpeanu")


async def test_organisations_stand_in_the_order_of_the_romanian_alphabet(lab: Lab) -> None:
    """Ș stands behind S and before T, not behind Z."""
    for key, name in [("Z", "Zarea"), ("S", "Școala Nouă"), ("T", "Teatrul")]:
        row = OrganisationRow(programme_id=lab.programme, key=key, name=name)
        await lab.room.write(lambda tx, row=row: add(tx, row))
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people")

    await ilinca.presses("Organisations")

    listed = [name for label in ilinca.labels for name in ("Zarea", "Școala Nouă", "Teatrul") if name in label]
    assert ["Școala Nouă", "Teatrul", "Zarea"] == listed
