"""A secret key that is gone: nothing makes another in silence, for it would end every link that was sent."""

from pathlib import Path

import pytest

from tests.cli.check_reading import failed
from tests.cli.shell import Shell

KEPT = Path("data/secret.key")
GONE = (
    "the database at data/sfat.db was used with a secret key that is not here; bring that key back, in SFAT_SECRET_KEY "
    "or as the file data/secret.key, or, if it is lost, set a new one in SFAT_SECRET_KEY: all links sent so far stop "
    "working"
)
SERVED = {"SFAT_WEBCHAT": "on", "SFAT_HTTP_PORT": "0"}


@pytest.fixture
def restored(shell: Shell, programme: Path) -> Shell:
    """A machine to which a backup was brought, and the key was not."""
    elsewhere = {"SFAT_DATA_DIR": "elsewhere"}
    shell.sfat("import", programme, **elsewhere)
    shell.sfat("backup", "saved.gz", **elsewhere)
    shell.sfat("restore", "saved.gz")
    return shell


@pytest.mark.parametrize("words", [("run",), ("claim",), ("export", "links"), ("replay",), ("import", "{programme}")])
def test_no_other_is_made(restored: Shell, programme: Path, words: tuple[str, ...]) -> None:
    """Whatever would make one refuses, and says how to go on."""
    told = restored.sfat(*(word.format(programme=programme) for word in words), **SERVED)

    assert (1, "", f"sfat: {GONE}\n", False) == (told.code, told.out, told.err, KEPT.exists())


def test_a_check_finds_it(restored: Shell) -> None:
    """Before anybody starts it."""
    told = restored.sfat("check")

    assert (["settings"], True) == (failed(told.out), f"FAILED  settings: {GONE}\n" in told.out)


@pytest.mark.parametrize("key", [{"SFAT_SECRET_KEY": "any"}, {"SFAT_SECRET_KEY_FILE": "saved.gz.key"}])
def test_a_key_that_is_set_is_taken(restored: Shell, key: dict[str, str]) -> None:
    """The old one, or a new one that somebody has chosen."""
    Path("saved.gz.key").write_text("any")

    assert (0, 0) == (restored.sfat("claim", **key).code, restored.sfat("check", **key).code)


def test_an_empty_database_gets_its_key(shell: Shell) -> None:
    """Nothing was sent from there."""
    shell.sfat("migrate")
    checked = shell.sfat("check")
    claimed = shell.sfat("claim")

    assert (0, 0, True) == (checked.code, claimed.code, KEPT.exists())
    assert "a secret key is made at the first start" in checked.out


def test_a_database_that_can_not_be_read_gets_no_key(shell: Shell) -> None:
    """Nobody knows whether it has one already."""
    Path("data").mkdir()
    Path("data/sfat.db").write_text("no database, " * 100)
    told = shell.sfat("claim")

    assert (1, False) == (told.code, KEPT.exists())
    assert ["database", "migrations"] == failed(shell.sfat("check").out)
