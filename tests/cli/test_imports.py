"""`sfat import`."""

from pathlib import Path

import pytest

from tests.cli.commands import Machine
from tests.handlers.imports.workbooks import workbook


async def people(machine: Machine) -> int:
    """How many people there are."""
    return len((await machine.sfat("export", "people")).out.splitlines()) - 1


@pytest.mark.both
async def test_a_file_is_taken_in_and_counted(machine: Machine, programme: Path) -> None:
    """A line for each kind of record."""
    told = await machine.sfat("import", programme)

    assert (0, "") == (told.code, told.err)
    assert "people: 2 (2 new, 0 changed, 0 as before)" in told.out.splitlines()


async def test_a_dry_run_changes_nothing(machine: Machine, programme: Path) -> None:
    """It tells what would be."""
    told = await machine.sfat("import", programme, "--dry-run")

    assert "people: 2 (2 new, 0 changed, 0 as before)" in told.out.splitlines()
    assert (0, 0) == (told.code, await people(machine))


async def test_what_is_wrong_is_said_by_row_and_column(machine: Machine, programme: Path, tmp_path: Path) -> None:
    """`FILE:row:column: …`, in English, on standard error; nothing is taken in."""
    await machine.sfat("import", programme)
    table = tmp_path / "people.csv"
    table.write_text("id,org,name\nREP-8,ORG-1,A\nREP-9,ORG-99,B\n", encoding="utf-8")

    told = await machine.sfat("import", table)

    assert (1, "", 2) == (told.code, told.out, await people(machine))
    assert told.err.startswith(f"{table}:3:2: The programme has no organisation “ORG-99”")


async def test_all_that_is_wrong_is_said_at_once(machine: Machine, programme: Path, tmp_path: Path) -> None:
    """What the store knows beside what the file shows, in the order of the rows."""
    await machine.sfat("import", programme)
    table = tmp_path / "people.csv"
    table.write_text("id,org,name\nREP-8,ORG-99,A\nREP-9,ORG-1,\n", encoding="utf-8")

    told = await machine.sfat("import", table)

    assert [f"{table}:2:2", f"{table}:3:3"] == [line.split(": ")[0] for line in told.err.splitlines()]


async def test_a_workbook_is_taken_in(machine: Machine, programme: Path, tmp_path: Path) -> None:
    """Its first sheet, as a CSV file."""
    await machine.sfat("import", programme)
    table = tmp_path / "people.xlsx"
    table.write_bytes(workbook([["id", "org", "name"], ["REP-8", "ORG-1", "A"]]))

    told = await machine.sfat("import", table)

    assert (0, 3) == (told.code, await people(machine))


async def test_what_is_wrong_in_a_workbook_is_said_by_row_and_column(
    machine: Machine, programme: Path, tmp_path: Path
) -> None:
    """As the spreadsheet counts them."""
    await machine.sfat("import", programme)
    table = tmp_path / "people.xlsx"
    table.write_bytes(workbook([["id", "org", "name"], [], ["REP-9", "ORG-99", "B"]]))

    told = await machine.sfat("import", table)

    assert (1, True) == (told.code, told.err.startswith(f"{table}:3:2: The programme has no organisation “ORG-99”"))


async def test_a_dry_run_finds_the_same_faults(machine: Machine, tmp_path: Path) -> None:
    """Also those that only the store knows of."""
    table = tmp_path / "people.csv"
    table.write_text("id,org,name\nREP-8,ORG-1,A\n", encoding="utf-8")

    told = await machine.sfat("import", table, "--dry-run")

    assert (1, True) == (told.code, told.err.startswith(f"{table}:1:1: "))


@pytest.mark.parametrize(("words", "code"), [((), 1), (("--accept-weekdays",), 0)])
async def test_weekdays_are_checked_unless_accepted(
    machine: Machine, programme: Path, words: tuple[str, ...], code: int
) -> None:
    """10.02.2027 is a Wednesday."""
    text = programme.read_text(encoding="utf-8")
    text = text.replace("    round: L1-R2\n", '    round: L1-R2\n    date_as_written: "luni, 10.02.2027"\n')
    programme.write_text(text, encoding="utf-8")

    told = await machine.sfat("import", programme, *words)

    assert code == told.code


async def test_a_missing_file_is_said_in_a_sentence(machine: Machine, tmp_path: Path) -> None:
    """With its name."""
    told = await machine.sfat("import", tmp_path / "nowhere.yaml")

    assert (1, f"{tmp_path / 'nowhere.yaml'}: No such file or directory") == (told.code, told.err)


async def test_a_huge_file_is_not_read_to_its_end(machine: Machine, tmp_path: Path) -> None:
    """It is refused for its size."""
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2**31)

    told = await machine.sfat("import", path)

    assert (1, True) == (told.code, told.err.startswith(f"{path}:1:1: "))


async def test_the_first_import_makes_the_database(bare: Machine, programme: Path) -> None:
    """Bringing a programme may be the first thing somebody does."""
    told = await bare.sfat("import", programme)

    assert (0, True) == (told.code, (bare.settings.data_dir / "sfat.db").exists())


async def test_a_wrong_file_makes_no_database(machine: Machine, tmp_path: Path) -> None:
    """What is wrong with it is said first, wherever the database is to be."""
    table = tmp_path / "people.csv"
    table.write_text("id,org,name\nREP-8,,A\n", encoding="utf-8")
    new = tmp_path / "new.db"

    told = await machine.with_settings(database_url=f"sqlite:///{new}").sfat("import", table)

    assert (1, False) == (told.code, new.exists())
    assert told.err.startswith(f"{table}:2:2: ")
