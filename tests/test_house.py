"""Rules of the house that a linter can not know."""

import ast
import re
from pathlib import Path

import pytest

import handlers
from bot.core import Router

ROOT = Path(__file__).parents[1]
OURS = sorted(
    path
    for package in ("bot", "handlers", "storage")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
LONGEST = 300


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_too_long(path: Path) -> None:
    """A module has at most 300 lines."""
    assert LONGEST >= len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    """A module begins with a sentence."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_every_feature_is_listed() -> None:
    """A file or package in handlers that has routes stands in FEATURES."""
    folder = ROOT / "handlers"
    ours = [path for path in folder.iterdir() if path.stem not in ("__init__", "__pycache__", "shared")]
    found = {path.stem for path in ours if any("= Router(" in text for text in _texts(path))}

    listed = {router.name for router in handlers.FEATURES}

    assert found == listed


def _texts(path: Path) -> list[str]:
    """What stands in a file, or in all files of a package."""
    files = [path] if path.is_file() else list(path.rglob("*.py"))
    return [file.read_text(encoding="utf-8") for file in files]


def test_every_command_has_a_word_in_each_language() -> None:
    """The first name of a command is English, the last Romanian; /start and /cafe are the same everywhere."""
    one_word = {route.names[0] for router in handlers.FEATURES for route in router.commands if len(route.names) == 1}

    assert {"start", "cafe"} == one_word


def test_features_are_routers() -> None:
    """FEATURES holds routers and nothing else."""
    assert all(isinstance(router, Router) for router in handlers.FEATURES)


def test_features_write_no_statements() -> None:
    """What is asked of the tables is written in storage; a feature may at most name a selection or a table."""
    wanted = re.compile(
        r"^from sqlalchemy import (?!Select$|Table$)|\b(?:select|insert|update|delete)\(\w*[A-Z]{3}", re.M
    )

    assert [] == [str(path) for path in (ROOT / "handlers").rglob("*.py") if wanted.search(path.read_text("utf-8"))]
