"""`sfat check` asks Telegram what it thinks of our address."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.adapters.telegram.registration import KINDS
from bot.core.tokens import Keys
from tests.cli.check_reading import failed
from tests.cli.commands import KEY, Machine
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.telegram_updates import DEFAULT_KINDS, Webhook

pytestmark = pytest.mark.usefixtures("clean_environment")

SITE = "https://sfat.example.ro"
URL = f"{SITE}/telegram/webhook"


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
