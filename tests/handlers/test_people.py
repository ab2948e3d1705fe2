"""People and organisations by hand, in conversation."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage import accounts, directory, roster
from storage.people import AFFILIATION, PERSON, AffiliationRow, OrganisationRow, PersonRow
from storage.tx import Tx, add
from tests.handlers.neighbours import log
from tests.room import MONDAY
from tests.seeds import Lab


async def _person(lab: Lab, name: str) -> PersonRow:
    """Somebody's row as it is now."""
    async with lab.room.read() as tx:
        found = await accounts.person(tx, lab.people[name])
    assert found is not None
    return found


async def _called(lab: Lab, name: str) -> list[PersonRow]:
    async with lab.room.read() as tx:
        return [PersonRow(**row._mapping) for row in (await tx.execute(select(PERSON))).all() if row.name == name]


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
    await ilinca.presses("Further")

    assert "Zona 6" in ilinca.labels


@pytest.mark.both
async def test_person_added_by_dialogue(lab: Lab) -> None:
    """A person added question by question stands on the card that follows, under a key of their own."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people")
    await ilinca.presses("➕ Add a person")
    for answer in ("Ioana Țepeș", "nord", "ro", "any", "ioana@example.org", "yes"):
        await ilinca.says(answer)

    assert "🏢 Atelierul Nord (lead)" in ilinca.sees and "P-1" == (await _called(lab, "Ioana Țepeș"))[0].key


async def test_person_added_by_form(lab: Lab) -> None:
    """A person added on a native form represents the organisation from whose card it was opened."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/people oxid")
    await ilinca.presses("➕ Add a person")
    await ilinca.fills(name="Vlad Pop")

    assert "🏢 Hubul Oxid & Co" in ilinca.sees


async def test_namesake_is_pointed_out(lab: Lab) -> None:
    """A name that somebody has already is pointed out, with their organisation."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/people bega")
    await ilinca.presses("➕ Add a person")
    await ilinca.fills(name="ana campeanu")

    assert "There is another Ana Câmpeanu, at Atelierul Nord" in ilinca.complaints["name"]


async def test_namesake_is_never_merged(lab: Lab) -> None:
    """Whoever adds a namesake anyway has two people."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people bega")
    await ilinca.presses("➕ Add a person")
    await ilinca.says("Ana Câmpeanu")
    await ilinca.presses("Add anyway")
    for answer in ("bega", "ro", "any"):
        await ilinca.says(answer)
    await ilinca.presses("Skip")
    await ilinca.says("no")

    assert 2 == len(await _called(lab, "Ana Câmpeanu"))


async def test_a_name_without_letters(lab: Lab) -> None:
    """A name of signs alone is refused."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/people bega")
    await ilinca.presses("➕ Add a person")
    await ilinca.fills(name="!!!")

    assert "at least one letter" in ilinca.complaints["name"]


async def test_person_corrected(lab: Lab) -> None:
    """What was corrected is on the card that stands."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/people ana")
    await ilinca.presses("✏️ Correct")
    await ilinca.fills(name="Ana Pârvu", email="ana@example.org")

    assert "E-mail: ana@example.org" in ilinca.sees and "Ana Pârvu" in ilinca.sees


async def test_person_corrected_question_by_question(lab: Lab) -> None:
    """In a dialogue the name can be kept with a tap."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people ana")
    await ilinca.presses("✏️ Correct")
    await ilinca.presses("Keep it")
    await ilinca.says("en")
    await ilinca.says("paper")
    await ilinca.presses("Skip")

    row = await _person(lab, "ana")
    assert ("Ana Câmpeanu", "en", "paper", "") == (row.name, row.language, row.channel, row.email)


async def test_not_an_address(lab: Lab) -> None:
    """What is no e-mail address is complained about."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/people ana")
    await ilinca.presses("✏️ Correct")
    await ilinca.fills(email="ana at example")

    assert ["email"] == list(ilinca.complaints)


async def test_second_organisation(lab: Lab) -> None:
    """A person can speak for a second organisation."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people ana")
    await ilinca.presses("🏢 Organisation")
    await ilinca.presses("➕ Another organisation")
    await ilinca.says("begai")

    assert "🏢 Biroul Malul Begăi" in ilinca.sees and "🏢 Atelierul Nord" in ilinca.sees


async def test_affiliation_ended_and_begun_again(lab: Lab) -> None:
    """An affiliation that was ended can be begun again."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people ana")
    await ilinca.presses("🏢 Organisation")
    await ilinca.presses("End: Atelierul Nord")
    ended = ilinca.sees
    await ilinca.presses("➕ Another organisation")
    await ilinca.says("nord")

    assert "speaks for nobody" in ended and "🏢 Atelierul Nord" in ilinca.sees


async def test_lead_is_toggled(lab: Lab) -> None:
    """One tap makes a lead, and the card says so."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people munteanu")
    await ilinca.presses("⭐ Lead")

    assert "(lead)" in ilinca.sees


async def test_personal_link_is_shown(lab: Lab) -> None:
    """The link comes as a message of its own; the card stays."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people ana")
    await ilinca.presses("🔗")

    assert "https://memory.example.org/start/p" in ilinca.sees and "Ana" in ilinca.messages[-2].text


async def test_link_is_in_no_row(lab: Lab) -> None:
    """A link that was shown waits in no table."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people ana")
    await ilinca.presses("🔗")
    token = next(word for word in ilinca.sees.split() if "/start/" in word).rpartition("/")[2]
    async with lab.room.read() as tx:
        tables = AFFILIATION.metadata.sorted_tables
        stored = [str(row) for table in tables for row in (await tx.execute(table.select())).all()]

    assert not [row for row in stored if token in row]


async def test_revoked_link_opens_nothing(lab: Lab) -> None:
    """After a new link was made, the old one opens nothing and the new one lets the person in."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people ana")
    await ilinca.presses("🔗")
    old = ilinca.sees.partition("/start/")[2].split()[0]
    await ilinca.presses("Revoke")
    new = ilinca.sees.partition("/start/")[2].split()[0]
    stranger, ana = lab.room.seat("stranger"), lab.room.seat("ana")
    refused = await stranger.says(f"/start {old}")
    await ana.says(f"/start {new}")

    assert "does not open anything" in refused and "Hello" in ana.all_text


async def test_organisation_card(lab: Lab) -> None:
    """An organisation's card says its sector in words and offers its people."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people atelierul")

    assert "Sector: Cultură" in ilinca.sees and "Ana Câmpeanu (lead)" in ilinca.labels


async def test_organisation_corrected(lab: Lab) -> None:
    """Name, sector and tags can be corrected."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/people atelierul")
    await ilinca.presses("✏️ Correct")
    await ilinca.fills(name="Atelierul de Nord", tags="cultura, mestesuguri")

    assert "Atelierul de Nord" in ilinca.sees and "Tags: cultura, mestesuguri" in ilinca.sees


async def test_organisation_added(lab: Lab) -> None:
    """An organisation added by form stands on the card that follows."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/people")
    await ilinca.presses("➕ Add an organisation")
    await ilinca.fills(name="Zona de Vest", sector="culture", tags="vest")

    assert "Zona de Vest\nSector: Cultură\nTags: vest" in ilinca.sees


async def test_same_organisation_is_pointed_out(lab: Lab) -> None:
    """An organisation of a name that is there is pointed out."""
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/people")
    await ilinca.presses("➕ Add an organisation")
    await ilinca.fills(name="atelierul nord")

    assert "already an organisation called Atelierul Nord" in ilinca.complaints["name"]


async def test_acts_are_in_the_log(lab: Lab) -> None:
    """What a manager does to a person is in the activity log with the person and the programme."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/people munteanu")
    await ilinca.presses("⭐ Lead")
    line = (await log(lab))[0]

    expected = ("begin lead", f"person {lab.people['dan']}", "manager", lab.programme, "done")
    assert expected == (line.action, line.object, line.role, line.programme_id, line.result)


async def test_erased_people_are_not_found(lab: Lab) -> None:
    """Whose name was erased is found no more."""
    ilinca = await lab.arrives("ilinca")
    erased = update(PERSON).where(PERSON.c.id == lab.people["ana"]).values(erased_at=MONDAY + timedelta(hours=1))
    await lab.room.write(lambda tx: tx.execute(erased))

    assert "found nobody" in await ilinca.says("/people câmpeanu")


async def test_guest_answers_count_once_affiliated(lab: Lab) -> None:
    """A guest without an organisation whom a manager affiliates is a representative."""
    ilinca = await lab.arrives("ilinca")
    guest = await lab.room.write(
        lambda tx: add(tx, PersonRow(programme_id=lab.programme, name="Olga Nova", language="ro"))
    )
    await ilinca.says("/people olga")
    await ilinca.presses("🏢 Organisation")
    await ilinca.presses("➕ Another organisation")
    await ilinca.says("bega")
    async with lab.room.read() as tx:
        speaks = await roster.affiliation_in(tx, guest, lab.programme)

    assert speaks is not None and speaks.confirmed


@pytest.mark.parametrize(("there", "expected"), [([], "P-1"), (["P-2", "P-10", "P-x", "REP-99"], "P-11")])
async def test_next_key(lab: Lab, there: list[str], expected: str) -> None:
    """A new person's key is one more than the highest of its kind."""

    async def work(tx: Tx) -> str | None:
        for key in there:
            await add(tx, PersonRow(programme_id=lab.programme, key=key, name="X", language="ro"))
        row = PersonRow(programme_id=lab.programme, name="Nou", language="ro")
        await directory.add_person(tx, row)
        return row.key

    assert expected == await lab.room.write(work)
