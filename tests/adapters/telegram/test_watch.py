"""The webhook is looked after: what somebody else does to it is noticed, said once, undone, and over."""

import logging
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.registration import KINDS
from bot.adapters.telegram.watch import CHANGED
from bot.model.update import Said
from tests.adapters.telegram.conftest import SECRETS, SITE, URL, MemoryInbox, eventually, hook, listening
from tests.fakes.telegram import BAD_CERTIFICATE, Failed, FakeTelegram, User
from tests.fakes.telegram_updates import DEFAULT_KINDS, Webhook

OVER = "Telegram can be used again."


@pytest.fixture
async def watching(fake: FakeTelegram, inbox: MemoryInbox) -> AsyncIterator[TelegramAdapter]:
    """An adapter that looks at its webhook all the time, a second after it has set it."""
    adapter = TelegramAdapter(fake.token, fake.url, 30, hook=hook(look_every=0.01), first_pause=0.01)
    fake.leads(SITE, Starlette(routes=adapter.routes()))
    await adapter.connect()
    fake.passes(1)
    async with listening(adapter, inbox):
        yield adapter
    await adapter.close()


@pytest.mark.parametrize(
    ("webhook", "where"),
    [
        (Webhook(), "nowhere"),
        (Webhook("https://elsewhere.example.org/bot123:AAsecret", "their-secret"), "elsewhere.example.org"),
    ],
)
async def test_a_webhook_that_was_taken_away_is_set_again(
    watching: TelegramAdapter, fake: FakeTelegram, webhook: Webhook, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, with the host it led to and no more of that; meanwhile there is trouble, then it is over."""
    fake.delay("setWebhook", 0.05)
    fake.world.updates.webhook = webhook
    await eventually(lambda: watching.trouble)
    during = watching.trouble
    await eventually(lambda: not watching.trouble)
    assert (CHANGED, URL, SECRETS[0]) == (during, fake.webhook.url, fake.webhook.secret)
    assert [f"{CHANGED} (it leads to {where})", OVER] == ours(caplog)


async def test_other_updates_than_ours_are_undone(watching: TelegramAdapter, fake: FakeTelegram) -> None:
    """Somebody has asked for other updates at the same address."""
    fake.world.updates.allowed = DEFAULT_KINDS
    await eventually(lambda: fake.world.updates.allowed == set(KINDS))
    await eventually(lambda: not watching.trouble)
    assert 2 == len(fake.called("setWebhook"))


async def test_our_address_with_another_secret_is_undone(
    watching: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """Only the failing posts tell of it; what was posted in vain comes again and is taken."""
    fake.world.updates.webhook = Webhook(URL, "their-secret")
    ana.says("da")
    await fake.until(lambda: not fake.pending)
    await eventually(lambda: not watching.trouble)
    assert (SECRETS[0], [Said("da")], 403) == (fake.webhook.secret, inbox.updates, fake.posted[0].status)


async def test_a_bad_certificate_is_noticed_and_passes(
    watching: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    """Said once, with Telegram's own reason; when posts arrive again it is over."""
    site = fake.postman.sites[SITE]
    fake.leads(SITE, Failed(BAD_CERTIFICATE))
    ana.says("da")
    await eventually(lambda: watching.trouble)
    during = watching.trouble
    looks = len(fake.called("getWebhookInfo"))
    await fake.until(lambda: len(fake.called("getWebhookInfo")) > looks + 2)
    fake.leads(SITE, site)
    fake.passes(120)
    await fake.until(lambda: not fake.pending)
    await eventually(lambda: not watching.trouble)
    assert (f"Telegram cannot bring updates to {URL}.", [Said("da")]) == (during, inbox.updates)
    assert [f"{during} ({BAD_CERTIFICATE})", OVER] == ours(caplog)


async def test_an_error_that_is_over_is_none(watching: TelegramAdapter, fake: FakeTelegram) -> None:
    """Telegram tells of it as long as the webhook stands; nothing waits any more."""
    fake.webhook.failed_at, fake.webhook.failure = 2_000_000_000, "Connection refused"
    looks = len(fake.called("getWebhookInfo"))
    await fake.until(lambda: len(fake.called("getWebhookInfo")) > looks + 2)
    assert "" == watching.trouble


async def test_a_webhook_that_cannot_be_set_again_is_said_and_tried(
    watching: TelegramAdapter, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    """Two sentences, however often it is tried."""
    fake.fail("setWebhook", times=3, status=502)
    fake.world.updates.webhook = Webhook()
    await eventually(lambda: fake.webhook.url == URL)
    await eventually(lambda: not watching.trouble)
    said = ours(caplog)
    assert (CHANGED in said[0], "Telegram cannot be used" in said[1], OVER, True) == (
        True,
        True,
        said[-1],
        len(said) <= 4,
    )


async def test_a_revoked_token_is_noticed(watching: TelegramAdapter, fake: FakeTelegram) -> None:
    """At the next look."""
    fake.revoke()
    await eventually(lambda: watching.trouble)
    assert "does not accept the token" in watching.trouble


async def test_a_trouble_met_elsewhere_is_looked_into_soon(
    hooked: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only after the hour that lies between two looks."""
    monkeypatch.setattr("bot.adapters.telegram.watch.LONGEST_PAUSE", 0.01)
    hooked._trouble.say("The token is wrong.", "InvalidToken")
    async with listening(hooked, inbox):
        await eventually(lambda: not hooked.trouble)
    assert 1 == len(fake.called("getWebhookInfo"))


async def test_it_looks_seldom(hooked: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User) -> None:
    """While all is well nobody asks Telegram anything."""
    ana.says("da")
    async with listening(hooked, inbox):
        fake.passes(120)
        await fake.until(lambda: not fake.pending)
    assert [] == fake.called("getWebhookInfo")


async def test_telegram_may_ask_to_be_left_alone(
    hooked: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look that comes too soon is repeated when Telegram says, and is no trouble."""
    rests: list[float] = []

    async def rest(_watch: object, seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 3:
            raise TimeoutError

    monkeypatch.setattr("bot.adapters.telegram.watch.Watch._rest", rest)
    fake.fail("getWebhookInfo", status=429, retry_after=7)
    with pytest.raises(TimeoutError):
        await hooked.run(inbox)
    assert ([3600, 7, 3600], "") == (rests, hooked.trouble)


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What our own modules logged from warnings up."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("bot.") and record.levelno >= logging.WARNING
    ]
