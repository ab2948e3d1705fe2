"""Tables of people and organisations add to a programme what their columns say."""

import pytest
from sqlalchemy import func, select

from handlers.imports import ImportRefused
from storage.people import ORGANISATION, PERSON
from storage.tx import scalar
from tests.handlers.import_files import PROGRAMME as FILE
from tests.handlers.import_files import bring_in
from tests.handlers.import_steps import person, speaks_for
from tests.room import Room


async def test_a_table_updates_what_its_columns_say(room: Room) -> None:
    """A column that is not there says nothing."""
    await bring_in(room)

    await bring_in(room, "id,org,name\nREP-2,ORG-1,Mia Lind\n", "people.csv")

    mia = await person(room, "REP-2")
    assert ("Mia Lind", "en", "mia@example.org") == (mia.name, mia.language, mia.email)


async def test_a_table_that_names_one_of_two_organisations_ends_neither(room: Room) -> None:
    """A row has room for one only."""
    await bring_in(room)

    await bring_in(room, "id,org,name\nREP-2,ORG-1,Mia Lindqvist\n", "people.csv")

    assert ["ORG-1", "ORG-2"] == await speaks_for(room, "REP-2")


async def test_a_table_moves_somebody_to_another_organisation(room: Room) -> None:
    """A new one takes the place of the only one."""
    await bring_in(room)

    await bring_in(room, "id,org,name\nREP-1,ORG-2,Ana Câmpeanu\n", "people.csv")

    assert ["ORG-2"] == await speaks_for(room, "REP-1")


async def test_new_people_of_a_table_read_the_programmes_language(room: Room) -> None:
    """Where the table does not say."""
    await bring_in(room)

    await bring_in(room, "id,org,name\nREP-9,ORG-2,Radu Ionescu\n", "people.csv")

    assert "ro" == (await person(room, "REP-9")).language


async def test_a_table_of_organisations_adds_and_changes(room: Room) -> None:
    """One is new, one has another name."""
    await bring_in(room)

    counts = await bring_in(
        room, "id,name,sector,tags\nORG-1,Atelierul Sud,culture,tineri\nORG-3,Casa Nouă,culture,\n", "o.csv"
    )

    tally = counts.kinds["organisations"]
    assert (1, 1, 0) == (tally.new, tally.changed, tally.same)


async def test_a_table_without_tags_leaves_them(room: Room) -> None:
    """Few use them: the column may be missing, and says nothing then."""
    await bring_in(room)

    await bring_in(room, "id,name,sector\nORG-1,Atelierul Sud,culture\nORG-3,Casa Nouă,culture\n", "o.csv")

    async with room.read() as tx:
        found = (await tx.execute(select(ORGANISATION.c.key, ORGANISATION.c.tags).order_by(ORGANISATION.c.key))).all()
    assert [("ORG-1", ["tineri"]), ("ORG-2", []), ("ORG-3", [])] == [tuple(row) for row in found]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("people.csv", "id,org,name\nREP-9,ORG-1,A\nREP-8,ORG-99,B\n", (3, 2)),
        ("organisations.csv", "id,name,sector,tags\nORG-9,A,nowhere,\n", (2, 3)),
    ],
)
async def test_unknown_organisations_and_sectors_are_named_by_row(
    room: Room, name: str, text: str, place: tuple[int, int]
) -> None:
    """The complaint stands where the word stands, and nothing is taken in."""
    await bring_in(room)

    with pytest.raises(ImportRefused) as refused:
        await bring_in(room, text, name)

    problem = refused.value.problems[0]
    assert place == (problem.line, problem.column)
    async with room.read() as tx:
        assert 2 == await scalar(tx, select(func.count()).select_from(PERSON))


async def test_a_table_without_a_programme_is_refused(room: Room) -> None:
    """People belong to a programme."""
    with pytest.raises(ImportRefused):
        await bring_in(room, "id,name,sector,tags\nORG-9,A,,\n", "organisations.csv")


async def test_a_table_is_refused_where_there_are_two_programmes(room: Room) -> None:
    """It does not say which one it means."""
    await bring_in(room)
    await bring_in(room, FILE.replace("id: river", "id: lake"))

    with pytest.raises(ImportRefused):
        await bring_in(room, "id,name,sector,tags\nORG-9,A,,\n", "organisations.csv")
