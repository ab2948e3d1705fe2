"""Failures of a disk, in a sentence that says what, where and how to go on."""

import errno
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.cli.failures import sentence
from tests.cli.commands import settings_for

FULL = OSError(errno.ENOSPC, "No space left on device")
GO_ON = "and start again"


def of_database(words: str) -> OperationalError:
    """What the database says, as it reaches a command."""
    return OperationalError("INSERT", {}, sqlite3.OperationalError(words))


@pytest.mark.parametrize(
    "problem",
    [
        FULL,
        OSError(errno.EDQUOT, "Disk quota exceeded", "sfat.db"),
        of_database("database or disk is full"),
        of_database("disk I/O error"),
    ],
)
def test_a_full_disk_is_said_with_its_folder(tmp_path: Path, problem: Exception) -> None:
    """Where to make room, and what to do then."""
    said = sentence(problem, settings_for(tmp_path))

    assert (True, True) == ("the disk is full" in said, f"make room in {tmp_path}, or name another place" in said)
    assert f"{GO_ON}; what was stored before is kept" in said


def test_a_file_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    """It may be another disk than the database's."""
    problem = OSError(errno.ENOSPC, "No space left on device", "/elsewhere/backup.gz")

    assert sentence(problem, settings_for(tmp_path)).startswith(
        "/elsewhere/backup.gz can not be written: the disk is full"
    )


def test_a_full_disk_of_a_server_is_the_servers(tmp_path: Path) -> None:
    """Nobody looks for room on this machine only."""
    settings = settings_for(tmp_path, "postgresql://127.0.0.1/sfat")

    assert "make room on the database server" in sentence(of_database("could not extend file: No space left"), settings)


def test_before_the_settings_are_read_no_folder_is_named() -> None:
    """There is none yet."""
    assert "this can not be kept: the disk is full; make room, and start again" == sentence(FULL)
