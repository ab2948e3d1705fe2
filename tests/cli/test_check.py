"""`sfat check`: settings, database, clock and disk, a line each."""

import re
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest

from storage import inbox
from storage.database import Database
from tests.cli.check_reading import failed, lines
from tests.cli.commands import KEY, Machine
from tests.cli.shell import Shell

pytestmark = pytest.mark.usefixtures("clean_environment")

Usage = namedtuple("Usage", "total used free")


@pytest.mark.both
async def test_all_is_well(machine: Machine) -> None:
    """A line for each check, and exit code 0."""
    told = await machine.sfat("check")

    names = [line.split()[1].rstrip(":") for line in told.out.splitlines()]
    assert ["settings", "database", "migrations", "tokens", "webhook", "clock", "disk"] == names
    assert (0, []) == (told.code, failed(told.out))


async def test_a_missing_database_fails(bare: Machine) -> None:
    """And none is made by looking."""
    told = await bare.sfat("check")

    assert (1, ["database", "migrations"]) == (told.code, failed(told.out))
    assert not (bare.settings.data_dir / "sfat.db").exists()


async def test_a_misspelt_name_fails(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be without effect."""
    monkeypatch.setenv("SFAT_TELEGRAM_TOKN", "7:secret")

    told = await machine.sfat("check")

    assert (1, ["settings"]) == (told.code, failed(told.out))
    assert "SFAT_TELEGRAM_TOKN" in told.out


async def test_no_secret_is_printed(machine: Machine) -> None:
    """Not the key either."""
    told = await machine.sfat("check")

    assert KEY not in told.out


async def test_a_clock_behind_what_was_stored_fails(machine: Machine) -> None:
    """An update that came tomorrow."""
    row = {
        "platform": "memory",
        "installation": "m1",
        "source": "1",
        "lane": "a",
        "payload": "",
        "received_at": datetime.now(UTC) + timedelta(days=1),
    }
    db = Database(machine.settings.address)
    await db.write(lambda tx: inbox.store(tx, [row]))
    await db.close()

    told = await machine.sfat("check")

    assert (1, ["clock"]) == (told.code, failed(told.out))


async def test_a_full_disk_fails(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the database does."""
    monkeypatch.setattr("bot.cli.check.shutil.disk_usage", lambda _folder: Usage(100, 99, 1))

    told = await machine.sfat("check")

    assert (1, ["disk"]) == (told.code, failed(told.out))


def test_a_wrong_setting_is_a_line_like_the_others(shell: Shell) -> None:
    """What does not need it is looked at all the same."""
    shell.sfat("migrate")

    told = shell.sfat("check", SFAT_HTTP_PORT="port", SFAT_LANGUAGE="de")

    rest = dict.fromkeys(["database", "migrations", "tokens", "webhook", "clock", "disk"], "ok")
    assert (1, "", {"settings": "FAILED", **rest}) == (told.code, told.err, lines(told.out))
    assert ("SFAT_HTTP_PORT: ", "SFAT_LANGUAGE: ") == tuple(re.findall(r"SFAT_\w+: ", told.out))


def test_each_wrong_setting_has_its_line(shell: Shell) -> None:
    """So has what means nothing."""
    told = shell.sfat("check", SFAT_HTTP_PORT="port", SFAT_LANGUAGE="de", SFAT_X="1")

    assert [
        "FAILED  settings: SFAT_HTTP_PORT: 'port' is not a whole number from 0 to 65535",
        "FAILED  settings: SFAT_LANGUAGE: 'de' is none of these values: ro, en",
        "FAILED  settings: SFAT_X means nothing here; look for a misspelling",
    ] == told.out.splitlines()[:3]


@pytest.mark.parametrize(
    ("wrong", "skipped"),
    [
        ({"SFAT_DATABASE_URL": "mysql://x"}, ["database", "migrations", "disk"]),
        ({"SFAT_DATABASE_URL_FILE": "nowhere"}, ["database", "migrations", "disk"]),
        ({"SFAT_TELEGRAM_TOKEN_FILE": "nowhere"}, ["tokens", "webhook"]),
        ({"SFAT_TELEGRAM_MODE": "pigeon"}, ["webhook"]),
    ],
)
def test_what_needs_a_wrong_setting_is_not_looked_at(shell: Shell, wrong: dict[str, str], skipped: list[str]) -> None:
    """It would be looked for in the wrong place. The line says so."""
    shell.sfat("migrate")

    told = shell.sfat("check", **wrong)

    found = lines(told.out)
    assert (1, ["settings"], skipped) == (told.code, failed(told.out), [name for name in found if found[name] == "-"])


def test_a_line_that_can_not_be_read_is_named(shell: Shell) -> None:
    """The rest of `.env` counts."""
    (shell.folder / ".env").write_text("SFAT_LANGUAGE en\nSFAT_DATA_DIR=elsewhere\n")

    told = shell.sfat("check")

    assert (["settings", "database", "migrations"], True) == (failed(told.out), ".env:1: " in told.out)
    assert "elsewhere" in told.out


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["SFAT_X"], "SFAT_X means nothing here; look for a misspelling"),
        (["SFAT_X", "SFAT_Y"], "SFAT_X and SFAT_Y mean nothing here; look for misspellings"),
        (["SFAT_X", "SFAT_Y", "SFAT_Z"], "SFAT_X, SFAT_Y and SFAT_Z mean nothing here; look for misspellings"),
    ],
)
def test_one_name_means_and_several_mean(shell: Shell, names: list[str], sentence: str) -> None:
    """Grammar."""
    told = shell.sfat("check", **dict.fromkeys(names, "1"))

    assert f"FAILED  settings: {sentence}\n" in told.out
