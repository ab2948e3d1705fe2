"""How the fake Bot API brings updates to a webhook, and how it gives up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, RetryAfter

from tests.fakes.conftest import Raw
from tests.fakes.telegram import BAD_CERTIFICATE, Failed, FakeTelegram, User

ROOT = "https://sfat.example.ro"
URL = f"{ROOT}/telegram/webhook"
KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Da", callback_data="yes")]])


@dataclass
class Site:
    """Somebody who is posted to: answers with `answers`, the last one for ever, once `gate` is open."""

    answers: list[Response] = field(default_factory=lambda: [Response()])
    heard: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    busy: int = 0
    most: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/telegram/webhook", self.receive, methods=["POST"])])

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.heard]

    def answer(self, *answers: Response | int) -> None:
        self.answers = [one if isinstance(one, Response) else Response(status_code=one) for one in answers]

    async def receive(self, request: Request) -> Response:
        self.busy += 1
        self.most = max(self.most, self.busy)
        self.heard.append(await request.json())
        self.headers.append(dict(request.headers))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        await self.gate.wait()
        self.busy -= 1
        return answer


@pytest.fixture
async def site(fake: FakeTelegram) -> AsyncIterator[Site]:
    """Somebody at ROOT."""
    site = Site()
    fake.leads(ROOT, site.app)
    yield site


@pytest.fixture
def dan(fake: FakeTelegram) -> User:
    """Another person; their Start is still in the queue."""
    user = fake.user(8, "Dan")
    user.start()
    return user


def statuses(fake: FakeTelegram) -> Sequence[int]:
    """What each attempt was answered with."""
    return [one.status for one in fake.posted]


async def attempts(fake: FakeTelegram, count: int) -> None:
    """Until so many attempts have been made."""
    await fake.until(lambda: len(fake.posted) >= count)


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


async def test_a_day_of_gone_removes_the_webhook(bot: Bot, fake: FakeTelegram, site: Site, ana: User) -> None:
    """After 23 hours of nothing but 410 the webhook is no more."""
    site.answer(410)
    await bot.set_webhook(URL)
    await attempts(fake, 2)
    fake.passes(23 * 3600 + 1)
    await fake.until(lambda: not fake.webhook.url)
    assert 1 == len(fake.pending)


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
