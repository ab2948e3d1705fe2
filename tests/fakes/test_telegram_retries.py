"""How the fake Bot API tries a webhook again, later and later, and gives up."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import Response
from telegram import Bot

from tests.fakes.telegram import BAD_CERTIFICATE, Failed, FakeTelegram, User
from tests.fakes.telegram_kit import KEYS
from tests.fakes.telegram_site import ROOT, URL, Site, attempts, statuses


async def test_pauses_double(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """Once more at once, then after 2, 4, 8 ... seconds, at last after a random 60 to 120."""
    site.answer(500)
    await bot.set_webhook(URL)
    for number in range(2, 10):
        await attempts(fake, number)
        fake.passes(120)
    times = [one.at for one in fake.posted]
    tries = fake.postman._tries[fake.pending[0]["update_id"]]
    assert (True, True) == (times[1] - times[0] < 1, 60 <= tries.delay <= 120)


async def test_nothing_is_posted_before_its_time(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """After the second failure there are two seconds of rest."""
    site.answer(500)
    await bot.set_webhook(URL)
    await attempts(fake, 2)
    fake.passes(1)
    await asyncio.sleep(0.05)
    early = len(fake.posted)
    fake.passes(1)
    await attempts(fake, 3)
    assert 2 == early


async def test_retry_after_is_honoured(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """The rest is as long as the answer says."""
    site.answer(Response(status_code=503, headers={"Retry-After": "300"}), 200)
    await bot.set_webhook(URL)
    await attempts(fake, 1)
    fake.passes(299)
    await asyncio.sleep(0.05)
    early = len(fake.posted)
    fake.passes(1)
    await attempts(fake, 2)
    assert (1, []) == (early, fake.pending)


async def test_a_press_is_given_up_when_it_has_expired(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """After 150 seconds there is no further attempt; messages stay."""
    site.answer(500)
    await bot.send_message(ana.id, "?", reply_markup=KEYS)
    ana.press("Da")
    await bot.set_webhook(URL)
    await attempts(fake, 4)
    fake.passes(150)
    assert ["message"] == [key for update in fake.pending for key in update if key != "update_id"]


async def test_redirects_are_not_followed(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """A redirect is a wrong response like any other."""
    site.answer(Response(status_code=301, headers={"Location": URL}))
    await bot.set_webhook(URL)
    await attempts(fake, 2)
    info = await bot.get_webhook_info()
    assert ("Wrong response from the webhook: 301 Moved Permanently", 1) == (
        info.last_error_message,
        info.pending_update_count,
    )


async def test_a_day_of_gone_removes_the_webhook(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """After 23 hours of nothing but 410 the webhook is no more."""
    site.answer(410)
    await bot.set_webhook(URL)
    await attempts(fake, 2)
    fake.passes(23 * 3600 + 1)
    await fake.until(lambda: not fake.webhook.url)
    assert 1 == len(fake.pending)


@pytest.mark.parametrize("why", [BAD_CERTIFICATE, "Connection refused"])
async def test_what_cannot_be_reached(bot: Bot, fake: FakeTelegram, ana: User, why: str) -> None:
    """The reason stands in getWebhookInfo, with its time."""
    fake.leads(ROOT, Failed(why))
    await bot.set_webhook(URL)
    await attempts(fake, 2)
    info = await bot.get_webhook_info()
    assert (why, True, [0, 0]) == (info.last_error_message, info.last_error_date is not None, statuses(fake)[:2])


async def test_a_host_nobody_knows(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """Nothing leaves this machine."""
    await bot.set_webhook("https://elsewhere.example.org/")
    await attempts(fake, 1)
    assert "Failed to resolve host: Name or service not known" == fake.webhook.failure
