"""`sfat check` asks Telegram and Slack whom they know by the tokens, and prints none."""

import pytest

from bot.adapters.slack.scopes import SCOPES
from tests.cli.check_reading import failed, line
from tests.cli.commands import Machine
from tests.fakes.slack import APP_TOKEN, FakeSlack
from tests.fakes.slack import TOKEN as BOT_TOKEN
from tests.fakes.telegram import TOKEN, FakeTelegram

pytestmark = pytest.mark.usefixtures("clean_environment")


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
