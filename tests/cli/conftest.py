"""Fixtures: a machine with an empty installation, and one with a small programme in it."""

import os
from pathlib import Path

import pytest

from bot.cli import entry
from tests.cli.commands import Machine, settings_for
from tests.cli.shell import Shell
from tests.handlers.import_files import PROGRAMME


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither the `.env` of this clone is read nor what tells the tests what they may not skip."""
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    for name in [name for name in os.environ if name.startswith("SFAT_")]:
        monkeypatch.delenv(name)


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


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell in a folder without `.env`; the tests' logging stays as it is."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith("SFAT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(entry, "start_logging", lambda level, form: None)
    return Shell(folder, monkeypatch, capsys)
