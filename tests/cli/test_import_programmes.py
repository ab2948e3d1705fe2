"""Tables for `sfat import` where there are two programmes: the organisations that they name tell which is meant."""

from pathlib import Path

import pytest

from tests.cli.commands import Machine
from tests.handlers.imports.workbooks import workbook

ORGANISATIONS, PEOPLE = "id,name,sector,tags", "id,org,name"
NEIGHBOUR = """
programme:
  id: hill
  title_en: The hill programme
  title_ro: Programul dealului
  timezone: Europe/Bucharest
  languages: [ro, en]
  default_language: ro
organisations:
  - {id: HILL-1, name: Casa de pe deal}
  - {id: ORG-2, name: Hubul de pe deal}
"""
UNTOLD = (
    "There are several programmes (river, hill), and this table does not say which it means; use a programme file "
    "(YAML), name only organisations that one programme has, or send the table to the bot in a chat, which asks."
)
SHARED = (
    "Several programmes have an organisation “ORG-2”, and this table does not say which it means; use a programme file "
    "(YAML), or send the table to the bot in a chat, which asks."
)


@pytest.fixture
async def two(machine: Machine, programme: Path, tmp_path: Path) -> Machine:
    """An installation with two programmes, both of which have an ORG-2."""
    (tmp_path / "hill.yaml").write_text(NEIGHBOUR, encoding="utf-8")
    await machine.sfat("import", programme)
    await machine.sfat("import", tmp_path / "hill.yaml")
    return machine


@pytest.mark.parametrize(
    ("lines", "counted"),
    [
        ((PEOPLE, "REP-1,ORG-1,Ana Pop"), "people: 1 (0 new, 1 changed, 0 as before)"),
        ((PEOPLE, "REP-1,HILL-1,Ana Pop", "REP-2,HILL-1,Ion"), "people: 2 (2 new, 0 changed, 0 as before)"),
        ((ORGANISATIONS, "ORG-1,Alt nume,,"), "organisations: 1 (0 new, 1 changed, 0 as before)"),
        ((ORGANISATIONS, "ORG-1,Alt nume,,", "X-1,Nou,,"), "organisations: 2 (1 new, 1 changed, 0 as before)"),
        ((ORGANISATIONS, "X-1,Nou,,", "HILL-1,Casă,,"), "organisations: 2 (1 new, 1 changed, 0 as before)"),
    ],
)
async def test_organisations_of_one_programme_tell_it(
    two: Machine, tmp_path: Path, lines: tuple[str, ...], counted: str
) -> None:
    """People known there count as known; new organisations may stand beside known ones."""
    table = tmp_path / "table.csv"
    table.write_text("\n".join(lines), encoding="utf-8")

    told = await two.sfat("import", table)

    assert (0, "", True) == (told.code, told.err, counted in told.out.splitlines())


async def test_a_workbook_with_both_tells_it(two: Machine, tmp_path: Path) -> None:
    """People may be of the organisations that stand beside them."""
    table = tmp_path / "table.xlsx"
    known = [ORGANISATIONS.split(","), ["HILL-1", "Casa", "", ""], ["X-1", "Nou", "", ""]]
    table.write_bytes(workbook(organisations=known, people=[PEOPLE.split(","), ["P-1", "X-1", "Ion"]]))

    told = await two.sfat("import", table)

    assert (0, "", True) == (told.code, told.err, "people: 1 (1 new, 0 changed, 0 as before)" in told.out)


@pytest.mark.parametrize(
    ("lines", "complaints"),
    [
        ((PEOPLE, "P-1,X-1,Ana"), [f"1:1: {UNTOLD}"]),
        ((PEOPLE, "P-1,ORG-1,Ana", "P-2,X-1,Ion"), [f"1:1: {UNTOLD}"]),
        ((PEOPLE, "P-1,ORG-1,Ana", "P-2,HILL-1,Ion"), [f"1:1: {UNTOLD}"]),
        ((PEOPLE, "P-1,ORG-1,Ana", "P-2,ORG-2,Ion", "P-3,ORG-2,Ion"), [f"3:2: {SHARED}"]),
        ((ORGANISATIONS, "X-1,Nou,,"), [f"1:1: {UNTOLD}"]),
        ((ORGANISATIONS, "ORG-1,Nord,,", "HILL-1,Casa,,"), [f"1:1: {UNTOLD}"]),
        ((ORGANISATIONS, "ORG-1,Nord,,", "ORG-2,Hub,,"), [f"3:1: {SHARED}"]),
        ((PEOPLE,), [f"1:1: {UNTOLD}"]),
    ],
)
async def test_what_tells_none_is_refused(
    two: Machine, tmp_path: Path, lines: tuple[str, ...], complaints: list[str]
) -> None:
    """With the organisation that several have, where it is named first, and with how to go on."""
    table = tmp_path / "table.csv"
    table.write_text("\n".join(lines), encoding="utf-8")

    told = await two.sfat("import", table)

    assert (1, [f"{table}:{one}" for one in complaints]) == (told.code, told.err.splitlines())


async def test_faults_beside_it_are_of_the_programme_that_is_meant(two: Machine, tmp_path: Path) -> None:
    """What the table lacks by itself, and what its programme does not have, are said together."""
    table = tmp_path / "table.csv"
    table.write_text(f"{ORGANISATIONS}\nORG-1,,,\nX-1,Nou,nowhere,\n", encoding="utf-8")

    told = await two.sfat("import", table)

    assert [f"{table}:2:2", f"{table}:3:3"] == [line.split(": ")[0] for line in told.err.splitlines()]
