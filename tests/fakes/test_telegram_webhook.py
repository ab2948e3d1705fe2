"""How the fake Bot API brings updates to a webhook."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web
from starlette.responses import JSONResponse
from telegram import Bot
from telegram.error import BadRequest, RetryAfter

from tests.fakes.conftest import Raw
from tests.fakes.telegram import FakeTelegram, User
from tests.fakes.telegram_kit import KEYS
from tests.fakes.telegram_site import ROOT, URL, Site, attempts


async def test_what_waits_and_what_comes_is_posted(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """Each update is a post of its own, with the secret, and is gone once it was answered with 200."""
    await bot.set_webhook(URL, secret_token="s3cret")
    ana.says("da")
    await fake.until(lambda: not fake.pending)
    assert (["/start", "da"], {"s3cret"}, {"application/json"}) == (
        site.texts,
        {headers["x-telegram-bot-api-secret-token"] for headers in site.headers},
        {headers["content-type"] for headers in site.headers},
    )


async def test_without_a_secret_there_is_no_header(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """Whoever sets a webhook without a secret is posted to without one."""
    await bot.set_webhook(URL)
    await fake.until(lambda: not fake.pending)
    assert "x-telegram-bot-api-secret-token" not in site.headers[0]


async def test_a_chat_is_brought_in_order(bot: Bot, fake: FakeTelegram, site: Site, ana: User, dan: User) -> None:
    """While the head of a chat's line fails nothing behind it is posted; other chats go on."""
    site.answer(500)
    ana.says("da")
    await bot.set_webhook(URL)
    await attempts(fake, 4)
    assert {"/start"} == set(site.texts)
    site.answer(200)
    fake.passes(10)
    await fake.until(lambda: not fake.pending)
    assert "da" == site.texts[-1]


async def test_presses_and_messages_are_two_lines(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """A press does not wait behind the same person's message."""
    await bot.send_message(ana.id, "?", reply_markup=KEYS)
    ana.press("Da")
    site.gate.clear()
    await bot.set_webhook(URL)
    await fake.until(lambda: len(site.heard) == 2)
    site.gate.set()
    assert {"message", "callback_query"} == {key for update in site.heard for key in update} - {"update_id"}


async def test_connections_are_bounded(bot: Bot, fake: FakeTelegram, site: Site) -> None:
    """No more posts at once than were asked for."""
    for number in range(1, 21):
        fake.user(number).start()
    site.gate.clear()
    await bot.set_webhook(URL, max_connections=5)
    await fake.until(lambda: len(site.heard) == 5)
    await asyncio.sleep(0.05)
    site.gate.set()
    await fake.until(lambda: not fake.pending)
    assert 5 == site.most


async def test_deleting_ends_what_is_under_way(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """A post that was not yet answered counts for nothing: the update is there for the poll."""
    site.gate.clear()
    await bot.set_webhook(URL)
    await fake.until(lambda: site.heard)
    await bot.delete_webhook()
    site.gate.set()
    polled = await bot.get_updates()
    assert [site.heard[0]["update_id"]] == [update.update_id for update in polled]


async def test_setting_the_same_again_changes_nothing(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """What is known of errors stays; another secret is another webhook, of which nothing is known."""
    site.answer(500)
    await bot.set_webhook(URL, secret_token="a")
    await attempts(fake, 2)
    fake.passes(1)
    await bot.set_webhook(URL, secret_token="a")
    same = (await bot.get_webhook_info()).last_error_message
    site.gate.clear()
    fake.passes(1)
    await bot.set_webhook(URL, secret_token="b")
    assert ("Wrong response from the webhook: 500 Internal Server Error", None) == (
        same,
        (await bot.get_webhook_info()).last_error_message,
    )


async def test_a_webhook_is_set_once_a_second(bot: Bot, fake: FakeTelegram) -> None:
    """Faster is 429, and no violation."""
    await bot.set_webhook(URL)
    with pytest.raises(RetryAfter):
        await bot.set_webhook(f"{ROOT}/other")
    fake.passes(1)
    await bot.set_webhook(f"{ROOT}/other")
    assert (f"{ROOT}/other", []) == (fake.webhook.url, fake.violations)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "192.168.0.7"])
async def test_an_address_of_its_own_is_refused(bot: Bot, fake: FakeTelegram, host: str) -> None:
    """The public server posts to public addresses."""
    with pytest.raises(BadRequest, match="reserved"):
        await bot.set_webhook(f"https://{host}/")
    assert 1 == len(fake.violations)


async def test_an_answer_that_asks_for_a_method_is_a_violation(
    bot: Bot, fake: FakeTelegram, site: Site, ana: User
) -> None:
    """The house calls methods itself, so that it hears what became of them."""
    site.answer(JSONResponse({"method": "sendMessage", "chat_id": 7, "text": "x"}))
    await bot.set_webhook(URL)
    await fake.until(lambda: not fake.pending)
    assert ["an answer to a post asked for sendMessage"] == fake.violations


async def test_a_server_of_ones_own_posts_to_this_machine() -> None:
    """Over plain http, to any port; the connection is a real one."""
    heard: list[Any] = []

    async def receive(request: web.BaseRequest) -> web.Response:
        heard.append(await request.json())
        return web.Response()

    runner = web.ServerRunner(web.Server(receive))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with FakeTelegram(local=True) as fake:
            fake.user(7).start()
            async with Bot(fake.token, base_url=f"{fake.url}/bot") as bot:
                await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
                await fake.until(lambda: not fake.pending)
    finally:
        await runner.cleanup()
    assert ["/start"] == [update["message"]["text"] for update in heard]


async def test_a_burst_is_brought(bot: Bot, fake: FakeTelegram, site: Site, raw: Raw) -> None:
    """Five hundred presses, each once."""
    group = fake.group(-5)
    await bot.send_message(-5, "?", reply_markup=KEYS)
    numbers = fake.deliver_many((fake.user(number), "Da", group) for number in range(1, 501))
    await raw("setWebhook", url=URL)
    await fake.until(lambda: not fake.pending, 20)
    assert sorted(numbers) == sorted(update["callback_query"]["id"] for update in site.heard)
