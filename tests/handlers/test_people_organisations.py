"""Organisations by hand, and who speaks for them."""

from storage import roster
from storage.people import PersonRow
from storage.tx import add
from tests.handlers.neighbours import log
from tests.seeds import Lab


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
