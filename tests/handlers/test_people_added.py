"""People are added and corrected by hand, and namesakes stay two."""

import pytest
from sqlalchemy import select

from storage import accounts, directory
from storage.people import PERSON, PersonRow
from storage.tx import Tx, add
from tests.seeds import Lab


async def _person(lab: Lab, name: str) -> PersonRow:
    """Somebody's row as it is now."""
    async with lab.room.read() as tx:
        found = await accounts.person(tx, lab.people[name])
    assert found is not None
    return found


async def _called(lab: Lab, name: str) -> list[PersonRow]:
    """Everybody of this name."""
    async with lab.room.read() as tx:
        return [PersonRow(**row._mapping) for row in (await tx.execute(select(PERSON))).all() if row.name == name]


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
