"""`sfat check`."""

import asyncio
import os
import re
import time
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.adapters.slack.scopes import SCOPES
from bot.adapters.telegram.registration import KINDS
from bot.core.tokens import Keys
from storage import inbox
from storage.database import Database
from tests.cli.commands import KEY, Machine
from tests.cli.shell import Shell
from tests.fakes.slack import APP_TOKEN, FakeSlack
from tests.fakes.slack import TOKEN as BOT_TOKEN
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.telegram_updates import DEFAULT_KINDS, Webhook

SITE = "https://sfat.example.ro"
URL = f"{SITE}/telegram/webhook"

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


async def test_a_good_slack_app_is_told_by_its_team(machine: Machine) -> None:
    """Tokens, and everything the manifest asks for."""
    async with FakeSlack(scopes=SCOPES) as slack:
        told = await with_slack(machine, slack.base_url).sfat("check")

    assert (0, "ok      tokens: Slack knows the app in the team T0SFATTEAM") == (told.code, line(told.out, "tokens"))


@pytest.mark.parametrize("wrong", ["slack_bot_token", "slack_app_token"])
async def test_a_wrong_slack_token_fails(machine: Machine, wrong: str) -> None:
    """By the name of its setting."""
    async with FakeSlack(scopes=SCOPES) as slack:
        told = await with_slack(machine, slack.base_url, **{wrong: "xoxb-wrong"}).sfat("check")

    assert (["tokens"], False) == (failed(told.out), "xoxb-wrong" in told.out)
    assert f"SFAT_{wrong.upper()}" in line(told.out, "tokens")


async def test_a_slack_app_without_a_scope_fails(machine: Machine) -> None:
    """As after an older manifest."""
    async with FakeSlack(scopes=SCOPES - {"files:write"}) as slack:
        told = await with_slack(machine, slack.base_url).sfat("check")

    assert "FAILED  tokens: the Slack app lacks files:write" in told.out


@pytest.mark.parametrize(
    ("mode", "needed"), [("socket", "SFAT_SLACK_APP_TOKEN"), ("http", "SFAT_SLACK_SIGNING_SECRET")]
)
async def test_what_a_slack_mode_needs(machine: Machine, mode: str, needed: str) -> None:
    """The sentence names the setting that is missing."""
    told = await with_slack(machine, "http://127.0.0.1:9/api/", slack_mode=mode, slack_app_token="").sfat("check")

    assert f"FAILED  tokens: {needed} is needed" in told.out


def with_slack(machine: Machine, address: str, **others: str) -> Machine:
    """The machine with a Slack app."""
    tokens = {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN, "slack_api_url": address}
    return machine.with_settings(**{**tokens, **others})


def line(out: str, check: str) -> str:
    """What is told of one check."""
    return next(one for one in out.splitlines() if one.split()[1] == f"{check}:")


async def test_no_secret_is_printed(machine: Machine) -> None:
    """Not the key either."""
    told = await machine.sfat("check")

    assert KEY not in told.out


def at(fake: FakeTelegram, **more: Any) -> dict[str, Any]:
    """Settings that lead to a fake Telegram."""
    return {"telegram_token": TOKEN, "telegram_api_url": fake.url, **more}


def by_webhook(fake: FakeTelegram, **more: Any) -> dict[str, Any]:
    """The same, where Telegram is to bring updates to SITE."""
    return at(fake, telegram_mode="webhook", public_url=SITE, **more)


def of_the_webhook(out: str) -> list[str]:
    """The lines about the webhook."""
    return [line for line in out.splitlines() if line.split()[1] == "webhook:"]


async def silence(_scope: Any, _receive: Any, _send: Any) -> None:
    """A site that answers nothing."""
    await asyncio.Event().wait()


async def test_no_webhook_is_set_while_polled(machine: Machine) -> None:
    """That is as it must be."""
    async with FakeTelegram() as fake:
        told = await machine.with_settings(**at(fake)).sfat("check")

    assert (0, ["ok      webhook: none is set: updates are polled"]) == (told.code, of_the_webhook(told.out))


async def test_a_webhook_while_polled_fails(machine: Machine) -> None:
    """Somebody else's address may hold a secret, so only its host is told."""
    async with FakeTelegram() as fake:
        fake.world.updates.webhook = Webhook("https://elsewhere.example.org/bot123:AAsecret")
        told = await machine.with_settings(**at(fake)).sfat("check")

    (line,) = of_the_webhook(told.out)
    assert (1, ["webhook"], False) == (told.code, failed(told.out), "AAsecret" in told.out)
    assert "FAILED  webhook: one is set, to elsewhere.example.org" in line


async def test_what_telegram_thinks_of_our_address(machine: Machine) -> None:
    """All is well: the address, what waits, errors, host, connections and kinds, a line each; no secret."""
    async with FakeTelegram() as fake:
        fake.world.updates.webhook = Webhook(URL, "s3cret", 40)
        fake.world.updates.allowed = frozenset(KINDS)
        told = await machine.with_settings(**by_webhook(fake)).sfat("check")

    assert [
        f"ok      webhook: Telegram brings updates to {URL}",
        "ok      webhook: 0 updates wait",
        "ok      webhook: no post has failed since it was set",
        "ok      webhook: the host is at 203.0.113.7",
        "ok      webhook: at most 40 posts come at once",
        "ok      webhook: asked for: callback_query, edited_message, message, my_chat_member",
    ] == of_the_webhook(told.out)
    secrets = ("s3cret", *Keys([KEY]).shared_secrets("telegram webhook"), TOKEN)
    assert (0, False) == (told.code, any(secret in told.out for secret in secrets))


@pytest.mark.parametrize(
    ("webhook", "words"),
    [
        (Webhook(), "FAILED  webhook: none is set, and it should lead to https://sfat.example.ro/telegram/webhook"),
        (
            Webhook("https://elsewhere.example.org/x"),
            "it leads to another address, at elsewhere.example.org, and it should",
        ),
    ],
)
async def test_another_address_than_ours_fails(machine: Machine, webhook: Webhook, words: str) -> None:
    """And nothing more is told of it."""
    async with FakeTelegram() as fake:
        fake.world.updates.webhook = webhook
        told = await machine.with_settings(**by_webhook(fake)).sfat("check")

    (line,) = of_the_webhook(told.out)
    assert (1, ["webhook"], True) == (told.code, failed(told.out), words in line)


@pytest.mark.parametrize(
    ("waiting", "seconds_ago", "well"), [(True, 10, False), (True, 600, True), (False, 10, True)], ids=str
)
async def test_the_newest_error(machine: Machine, waiting: bool, seconds_ago: int, well: bool) -> None:
    """With its time, in UTC. It fails while something waits behind it."""
    failed_at = int(time.time()) - seconds_ago
    async with FakeTelegram() as fake:
        fake.leads(SITE, silence)
        fake.world.updates.webhook = Webhook(URL, failed_at=failed_at, failure="Connection refused")
        fake.world.updates.allowed = frozenset(KINDS)
        if waiting:
            fake.user(7).start()
        told = await machine.with_settings(**by_webhook(fake)).sfat("check")

    line = of_the_webhook(told.out)[2]
    assert (["webhook"] * 2 if not well else []) == failed(told.out)
    assert line.endswith(f": Connection refused ({datetime.fromtimestamp(failed_at, UTC):%Y-%m-%dT%H:%M:%SZ})")


async def test_other_updates_than_ours_fail(machine: Machine) -> None:
    """Somebody has set our address, but asks for something else."""
    async with FakeTelegram() as fake:
        fake.world.updates.webhook = Webhook(URL)
        fake.world.updates.allowed = DEFAULT_KINDS
        told = await machine.with_settings(**by_webhook(fake)).sfat("check")

    assert (1, ["webhook"]) == (told.code, failed(told.out))
    assert "asked for: whatever Telegram chooses, and it should be message," in of_the_webhook(told.out)[-1]


@pytest.mark.parametrize("public", ["", "http://sfat.example.ro"])
async def test_a_webhook_without_an_address_fails(machine: Machine, public: str) -> None:
    """Before anybody starts it."""
    async with FakeTelegram() as fake:
        told = await machine.with_settings(**by_webhook(fake) | {"public_url": public}).sfat("check")

    assert (1, ["webhook"]) == (told.code, failed(told.out))
    assert "needs an https address in SFAT_PUBLIC_URL" in of_the_webhook(told.out)[0]


async def test_a_webhook_that_cannot_be_asked_about_fails(machine: Machine) -> None:
    """In a sentence without the address, which holds the token."""
    away = machine.with_settings(
        telegram_token="7:hidden", telegram_api_url="http://127.0.0.1:9", telegram_mode="webhook", public_url=SITE
    )

    told = await away.sfat("check")

    assert (["tokens", "webhook"], False) == (failed(told.out), "hidden" in told.out)


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


def lines(out: str) -> dict[str, str]:
    """What was found, by check: `ok`, `FAILED`, or `-` where it could not be looked at."""
    return {line.split()[1].rstrip(":"): line.split()[0] for line in out.splitlines()}


def test_a_wrong_setting_is_a_line_like_the_others(shell: Shell) -> None:
    """What does not need it is looked at all the same."""
    shell.sfat("migrate")

    told = shell.sfat("check", SFAT_HTTP_PORT="port", SFAT_LANGUAGE="de")

    rest = dict.fromkeys(["database", "migrations", "tokens", "webhook", "clock", "disk"], "ok")
    assert (1, "", {"settings": "FAILED", **rest}) == (told.code, told.err, lines(told.out))
    assert ("SFAT_HTTP_PORT: ", "SFAT_LANGUAGE: ") == tuple(re.findall(r"SFAT_\w+: ", told.out))


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
