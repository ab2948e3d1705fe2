"""Tables with something wrong in them: nothing is imported, and it is said in words where it stands."""

import pytest
from sqlalchemy import update

from storage.people import PERSON
from storage.programmes import PROGRAMME
from tests.handlers.imports.chat.steps import HEAD, NEW, contents, everything
from tests.room import Seat
from tests.seeds import Lab


async def test_a_file_with_any_error_imports_nothing(lab: Lab, ilinca: Seat) -> None:
    """The first errors are shown by row and column, in words."""
    before = await everything(lab)
    seen = await ilinca.sends_file("people.csv", f"{NEW}P-3,NOWHERE,X,ro,\nP-4,NORD,,ro,bad\n".encode())
    assert "Nothing was imported. Please correct this and send the file again:" in seen
    assert "row 5, column 3 (name): name is empty here; fill it in." in seen
    assert "row 5, column 5 (email): “bad” is no e-mail address" in seen
    assert ([], before, 0) == (ilinca.labels, await everything(lab), await contents(lab))


async def test_what_only_the_store_knows_is_said_together_with_the_rest(lab: Lab, ilinca: Seat) -> None:
    """Whoever mends a table mends it once; in the order of its rows."""
    seen = await ilinca.sends_file("people.csv", f"{HEAD}P-3,NOWHERE,X,fr,\nP-4,NORD,,ro,bad\n".encode())
    places = [line.split(":")[0] for line in seen.splitlines() if line.startswith("row ")]
    assert [f"row {at}" for at in ("2, column 2 (org)", "2, column 4 (language)", "3, column 3 (name)")] == places[:3]


async def test_an_unknown_sector_is_said_together_with_the_rest(lab: Lab, ilinca: Seat) -> None:
    """Whatever else is wrong in the table."""
    seen = await ilinca.sends_file("o.csv", b"id,name,sector,tags\nO-1,A,nowhere,\nO-2,,culture,\n")
    assert "row 2, column 3 (sector): The programme has no sector “nowhere”" in seen and "row 3" in seen


async def test_a_cell_that_is_wrong_by_itself_is_named_once(lab: Lab, ilinca: Seat) -> None:
    """An empty organisation is not also one that the programme does not have."""
    seen = await ilinca.sends_file("people.csv", f"{HEAD}P-3,,X,ro,\nP-4,a b,X,ro,\n".encode())
    assert 2 == seen.count("row ")


async def test_a_row_that_has_too_many_cells_is_named_without_a_column_name(lab: Lab, ilinca: Seat) -> None:
    """There is none."""
    seen = await ilinca.sends_file("people.csv", f"{HEAD}P-3,NORD,X,ro,,\n".encode())
    assert "row 2, column 6: This row has 6 cells and the first has 5" in seen


async def test_a_problem_of_the_whole_file_names_no_row(lab: Lab, ilinca: Seat) -> None:
    """It stands in none."""
    seen = await ilinca.sends_file("people.csv", b"")
    assert "The file is empty." == seen.splitlines()[-1]


@pytest.mark.romanian
async def test_where_an_error_stands_in_romanian(lab: Lab) -> None:
    """The row and the column, in words."""
    await lab.room.write(lambda tx: tx.execute(update(PERSON).values(language="ro")))
    ilinca = await lab.arrives("ilinca")
    seen = await ilinca.sends_file("oameni.csv", b"id,org,name,channel\nP-1,NORD,Ana,pigeon\n")
    assert "rândul 2, coloana 4 (channel): „pigeon”" in seen


async def test_a_language_in_which_nobody_is_written_to_is_refused(lab: Lab, ilinca: Seat) -> None:
    """Whoever wrote it would think that French comes; what is possible is named."""
    seen = await ilinca.sends_file("people.csv", f"{HEAD}P-1,NORD,Ioana Pop,fr,\n".encode())
    said = "row 2, column 4 (language): “fr” is no language here; choose among ro, en, or leave it empty."
    assert (said in seen, []) == (True, ilinca.labels)


async def test_a_language_of_the_programme_is_taken(lab: Lab, ilinca: Seat) -> None:
    """Its organisers write in it themselves."""
    await lab.room.write(lambda tx: tx.execute(update(PROGRAMME).values(languages=["ro", "hu"])))
    assert "New: Ioana Pop" in await ilinca.sends_file("people.csv", f"{HEAD}P-1,NORD,Ioana Pop,hu,\n".encode())


async def test_a_language_that_stands_is_taken_again(lab: Lab, ilinca: Seat) -> None:
    """What was exported can be imported."""
    await lab.room.write(lambda tx: tx.execute(update(PERSON).where(PERSON.c.key == "DAN").values(language="hu")))
    seen = await ilinca.sends_file("people.csv", f"{HEAD}DAN,NORD,Dan Munteanu,hu,\n".encode())
    assert "there is nothing to import" in seen


async def test_too_many_rows_are_the_only_complaint(lab: Lab, ilinca: Seat) -> None:
    """However much is wrong in the rows: with so many, nobody mends them first."""
    seen = await ilinca.sends_file("rows.csv", b"id,org,name\n" + b"P 1,NORD,\n" * 20_001)
    assert "The table has more than 20000 rows; divide it into smaller ones." == seen.splitlines()[-1]


async def test_what_only_the_store_knows_is_said_alike(lab: Lab, ilinca: Seat) -> None:
    """An organisation that is not there."""
    seen = await ilinca.sends_file("people.csv", f"{HEAD}P-3,NOWHERE,X,ro,\n".encode())
    told = "row 2, column 2 (org): The programme has no organisation “NOWHERE”; correct it, or add the organisation."
    assert told in seen


async def test_only_the_first_errors_are_shown(lab: Lab, ilinca: Seat) -> None:
    """And how many more there are."""
    seen = await ilinca.sends_file("people.csv", (HEAD + "P,,,,\n" * 30).encode())
    assert 10 == seen.count("row ") and "more" in seen.splitlines()[-1]
