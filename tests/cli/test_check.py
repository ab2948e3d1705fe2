"""`sfat check`."""

import os
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest

from storage import inbox
from storage.database import Database
from tests.cli.commands import KEY, Machine
from tests.fakes.telegram import TOKEN, FakeTelegram

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither the `.env` of this clone is read nor what tells the tests what they may not skip."""
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    for name in [name for name in os.environ if name.startswith("SFAT_")]:
        monkeypatch.delenv(name)


def failed(out: str) -> list[str]:
    """The names of the checks that failed."""
    return [line.split()[1].rstrip(":") for line in out.splitlines() if line.startswith("FAILED")]


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


async def test_a_good_token_is_told_by_the_bots_name(machine: Machine) -> None:
    """Never by itself."""
    async with FakeTelegram() as fake:
        told = await machine.with_settings(telegram_token=TOKEN, telegram_api_url=fake.url).sfat("check")

    assert (0, False) == (told.code, TOKEN in told.out)
    assert "ok      tokens: Telegram knows the bot as @" in told.out


async def test_a_wrong_token_fails(machine: Machine) -> None:
    """And is not repeated."""
    async with FakeTelegram() as fake:
        told = await machine.with_settings(telegram_token="7000000009:wrong", telegram_api_url=fake.url).sfat("check")

    assert (1, ["tokens"]) == (told.code, failed(told.out))
    assert "wrong" not in told.out


async def test_an_unreachable_telegram_fails(machine: Machine) -> None:
    """In a sentence without the address, which holds the token."""
    away = machine.with_settings(telegram_token="7:hidden", telegram_api_url="http://127.0.0.1:9")

    told = await away.sfat("check")

    assert (["tokens"], False) == (failed(told.out), "hidden" in told.out)


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
