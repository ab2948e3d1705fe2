"""Fixtures: a machine with an empty installation, and one with a small programme in it."""

from pathlib import Path

import pytest

from tests.cli.commands import Machine, settings_for
from tests.handlers.import_files import PROGRAMME


@pytest.fixture
def machine(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Machine:
    """An installation with a migrated, empty database."""
    return Machine(settings_for(tmp_path / "data", url), capsys)


@pytest.fixture
def bare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Machine:
    """An installation without a database."""
    return Machine(settings_for(tmp_path / "data"), capsys)


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    """A small programme file."""
    path = tmp_path / "programme.yaml"
    path.write_text(PROGRAMME, encoding="utf-8")
    return path
