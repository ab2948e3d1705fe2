"""`sfat seat`: a plan on standard output, everything else on standard error."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import Shell
from tests.cli.test_command_line import sfat
from tests.handlers.cafe.checker import judge
from tests.handlers.cafe.instances import Cafe


def written(shell: Shell, content: Any) -> Path:
    """A file with that content; what is no text is written as JSON."""
    path = shell.folder / "cafe.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_a_plan_is_printed(shell: Shell) -> None:
    """As JSON, with the people and the hosts, and nothing on standard error."""
    asked = Cafe(22, 5, 3, 5, organisations=11, together=1, apart=2).asked()

    told = shell.sfat("seat", written(shell, asked))

    plan = json.loads(told.out)
    assert (0, "", ["people", "hosts", "rounds"]) == (told.code, told.err, list(plan))
    assert (asked["people"], asked["hosts"]) == (plan["people"], plan["hosts"])
    assert [] == judge(asked, plan).wrong


def test_ids_come_back_as_they_came(shell: Shell) -> None:
    """Whole numbers, text, and text that looks like a number, are three different things."""
    ids: list[Any] = [1, "1", "Ștefan", -4, "", "a b", 2, 3]
    asked = {"people": [{"id": one} for one in ids], "tables": 2, "rounds": 1, "hosts": {"2": "1"}}

    plan = json.loads(shell.sfat("seat", written(shell, asked)).out)

    seated = [one for table in plan["rounds"][0].values() for one in table]
    assert sorted(map(repr, ids)) == sorted(map(repr, seated))
    assert "1" == plan["rounds"][0]["2"][0]


def test_it_needs_no_database_and_no_settings(tmp_path: Path) -> None:
    """As a shell runs it; nothing is made, and a setting that is wrong does not matter."""
    (tmp_path / "cafe.json").write_text(json.dumps(Cafe(20, 4, 3, 4).asked()))

    told = sfat(tmp_path, "seat", "cafe.json", SFAT_LOG_LEVEL="LOUD")

    assert (0, "") == (told.returncode, told.stderr)
    assert 3 == len(json.loads(told.stdout)["rounds"])
    assert ["cafe.json"] == [path.name for path in tmp_path.iterdir()]


def test_what_is_unusual_is_said_beside_the_plan(shell: Shell) -> None:
    """Seven people, tables of three, and a key that nobody knows."""
    asked = {**Cafe(7, 2, 2).asked(), "togehter": []}

    told = shell.sfat("seat", path := written(shell, asked))

    said = [
        f'{path}: "togehter" means nothing here and was left out',
        f"{path}: With 7 people, one or two tables without rotation work better.",
        f"{path}: People at a table: 3 or 4; talks go best with 4 to 6.",
    ]
    assert (0, said) == (told.code, told.err.splitlines())
    assert [] == judge(asked, json.loads(told.out)).wrong


def changed(**keys: Any) -> dict[str, Any]:
    """A café of eight with other values; None leaves a key out."""
    asked = {**Cafe(8, 2, 2).asked(), **keys}
    return {key: value for key, value in asked.items() if value is not None}


REFUSED = [
    (b"{", "this is not JSON (Expecting property name enclosed in double quotes: line 1, column 2); mend it there"),
    (b"\xff\xfe{", "this is not text in UTF-8; save it as UTF-8 and try again"),
    (b"[" * 100_000, "this is JSON that no plan is written in; it should be like {"),
    ([], "this is JSON, but not an object; it should be like {"),
    (changed(people=None), '"people" is missing or no list; it should be like [{'),
    (changed(people={"id": 1}), '"people" is missing or no list'),
    (changed(people=[{"id": 1}, {"org": "A"}]), 'number 2 of "people" has no id; write one'),
    (changed(people=[{"id": 1.5}]), 'number 1 of "people" has no id; write one'),
    (changed(people=[{"id": True}]), 'number 1 of "people" has no id; write one'),
    (changed(people=[{"id": 1, "org": []}]), '"org" of number 1 of "people" is neither text nor a whole number'),
    (changed(tables=None), '"tables" is missing or no whole number; write it as in "tables": 3'),
    (changed(rounds="3"), '"rounds" is missing or no whole number; write it as in "rounds": 3'),
    (changed(rounds=True), '"rounds" is missing or no whole number; write it as in "rounds": 3'),
    (changed(seed="x"), '"seed" is missing or no whole number'),
    (changed(hosts=["P001"]), '"hosts" should name an id for a table\'s number, as in {"1": 17}'),
    (changed(hosts={"one": "P001"}), '"hosts" should name an id for a table\'s number, as in {"1": 17}'),
    (changed(hosts={"1": "P001", "01": "P002"}), '"hosts" names a table twice; leave one of the two'),
    (changed(together=["P001"]), '"together" should be a list of lists of ids'),
    (changed(apart=[[None]]), '"apart" should be a list of lists of ids'),
    (changed(rounds=0), "A café has at least one round; say how many."),
    (changed(tables=9), "There are more tables (9) than people (8); take fewer tables."),
    (changed(hosts={"1": "P009"}), "P009 is to host a table, but is not in the list of people"),
    (
        changed(together=[["P001", "P002"]], apart=[["P002", "P001"]]),
        "P002 and P001 are to sit together and also apart",
    ),
]


@pytest.mark.parametrize(("content", "said"), REFUSED, ids=[said[:30] for _, said in REFUSED])
def test_a_file_that_will_not_do(shell: Shell, content: Any, said: str) -> None:
    """One sentence with the file's name, nothing on standard output, exit code 1."""
    told = shell.sfat("seat", path := written(shell, content))

    assert (1, "", 1) == (told.code, told.out, len(told.err.splitlines()))
    assert told.err.startswith(f"{path}: {said}")


def test_a_file_that_is_not_there(shell: Shell) -> None:
    """It is named."""
    told = shell.sfat("seat", "nowhere.json")

    assert (1, "", "sfat: nowhere.json: No such file or directory\n") == (told.code, told.out, told.err)


@pytest.mark.parametrize("words", [("seat",), ("seat", "a.json", "b.json"), ("seat", "a.json", "--fast")])
def test_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Exit code 2."""
    assert 2 == sfat(tmp_path, *words).returncode
