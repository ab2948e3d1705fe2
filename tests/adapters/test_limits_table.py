"""The table of limits can not rot: every place and every test that it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "tests" / "adapters" / "LIMITS.md").read_text(encoding="utf-8")
_SECTION = re.compile(r"## .+: `(?P<code>[\w/]+)` and `(?P<tests>[\w/]+)`")
_NAMED = re.compile(r"`(?P<file>[\w/]+\.py)::(?P<name>[\w.]+)`")


def rows() -> list[tuple[str, str, str]]:
    """Limit, places that keep it and tests that hold it; every name in its whole path."""
    found: list[tuple[str, str, str]] = []
    folders = ("", "")
    for line in TABLE.splitlines():
        if section := _SECTION.fullmatch(line):
            folders = section["code"], section["tests"]
        elif line.startswith("| ") and not line.startswith("| limit |"):
            limit, _, kept, held = (cell.strip() for cell in line.strip("|").split(" | "))
            found.append((limit, _whole(kept, folders[0]), _whole(held, folders[1])))
    return found


def _whole(cell: str, folder: str) -> str:
    paths = [(one["file"], one["name"]) for one in _NAMED.finditer(cell)]
    return " ".join(f"{file if '/' in file else f'{folder}/{file}'}::{name}" for file, name in paths)


@cache
def names_in(path: Path) -> frozenset[str]:
    """What a module defines: `NAME`, `Class`, `Class.method`, `Class.field`."""
    return frozenset(_names(ast.parse(path.read_text(encoding="utf-8")).body))


def _names(body: list[ast.stmt], before: str = "") -> list[str]:
    found = []
    for one in body:
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(before + one.name)
        if isinstance(one, ast.ClassDef):
            found += _names(one.body, f"{before}{one.name}.")
        targets = one.targets if isinstance(one, ast.Assign) else [one.target] if isinstance(one, ast.AnnAssign) else []
        found += [before + name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    return found


def missing(places: str) -> list[str]:
    """Those of some places that are not there."""
    found = []
    for place in places.split():
        file, _, name = place.partition("::")
        path = ROOT / file
        if not path.is_file() or name not in names_in(path):
            found.append(place)
    return found


def test_every_limit_is_kept_somewhere() -> None:
    """By something that stands in the code under this name."""
    assert [] == [limit for limit, kept, _ in rows() if not kept]
    assert [] == [place for _, kept, _ in rows() for place in missing(kept)]


def test_every_limit_is_held_by_a_test() -> None:
    """By one that exists."""
    assert [] == [limit for limit, _, held in rows() if not held]
    assert [] == [place for _, _, held in rows() for place in missing(held)]


@pytest.mark.parametrize("place", ["bot/settings.py::site_for_slack", "tests/nowhere.py::test_x"])
def test_what_is_not_there_is_found(place: str) -> None:
    """The reading itself is not blind."""
    assert [place] == missing(place)


def test_the_table_is_read() -> None:
    """All of it."""
    assert len(rows()) == len(re.findall(r"^\| (?!limit )", TABLE, re.MULTILINE)) > 80
