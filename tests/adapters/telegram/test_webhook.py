"""The address that Telegram posts to: how it is set, and that nothing is lost or done twice."""

import asyncio
import json
import logging
from asyncio import Future
from collections.abc import Sequence
from typing import Any

import pytest
from starlette.applications import Starlette

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.registration import KINDS
from bot.core.ports import Unusable
from bot.model.update import Command, Envelope, Now, Pressed, Said
from tests.adapters.telegram.conftest import CARD, SECRETS, URL, MemoryInbox, eventually, hook, listening, private
from tests.adapters.telegram.posting import HEADER, Poster, said
from tests.fakes.telegram import FakeTelegram, User


async def test_connecting_sets_the_webhook(hooked: TelegramAdapter, fake: FakeTelegram) -> None:
    """The address, the newest secret, how many posts at once, which updates; what waits is kept."""
    (call,) = fake.called("setWebhook")
    assert {
        "url": URL,
        "secret_token": SECRETS[0],
        "max_connections": "40",
        "allowed_updates": json.dumps(list(KINDS)),
        "drop_pending_updates": "false",
    } == {name: value.lower() if value == "False" else value for name, value in call.params.items()}


async def test_connecting_waits_where_somebody_else_was_faster(fake: FakeTelegram) -> None:
    """Telegram lets a webhook be set once a second; two processes that start together both get there."""
    fake.fail("setWebhook", status=429, retry_after=0)
    adapter = TelegramAdapter(fake.token, fake.url, 30, hook=hook())
    await adapter.connect()
    await adapter.close()
    assert URL == fake.webhook.url


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            {"status": 400, "description": "Bad Request: bad webhook: IP address 10.0.0.7 is reserved"},
            "SFAT_PUBLIC_URL",
        ),
        ({"status": 401}, "does not accept the token"),
        ({"status": 502}, "Telegram cannot be used"),
    ],
)
async def test_a_webhook_that_cannot_be_set(fake: FakeTelegram, fault: dict[str, Any], words: str) -> None:
    """The operator reads why, without the secret."""
    fake.fail("setWebhook", **fault)
    adapter = TelegramAdapter(fake.token, fake.url, 30, hook=hook())
    with pytest.raises(Unusable, match=words) as error:
        await adapter.connect()
    await adapter.close()
    assert SECRETS[0] not in str(error.value)


async def test_what_people_do_is_heard(
    hooked: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """In the order in which a person does it, each once."""
    async with listening(hooked, inbox):
        ana.start("abc")
        for text in "123":
            ana.says(text)
        await fake.until(lambda: not fake.pending)
    assert [Command("start", ("abc",)), Said("1"), Said("2"), Said("3")] == inbox.updates


async def test_what_waited_is_brought(
    fake: FakeTelegram, hooked: TelegramAdapter, inbox: MemoryInbox, ana: User
) -> None:
    """What came while nothing ran is not lost; a post that finds nobody at home is made again."""
    ana.says("da")
    await fake.until(lambda: len(fake.posted) >= 2)
    async with listening(hooked, inbox):
        fake.passes(120)
        await fake.until(lambda: not fake.pending)
    assert (503, [Said("da")]) == (fake.posted[0].status, inbox.updates)


async def test_nothing_is_answered_before_it_is_stored(hooked: TelegramAdapter) -> None:
    """The answer waits for the disk."""
    stored: Future[list[Future[Now]]] = asyncio.get_running_loop().create_future()

    class SlowInbox(MemoryInbox):
        async def hear(self, envelopes: Sequence[Envelope]) -> list["Future[Now]"]:
            return await stored

    async with listening(hooked, SlowInbox()):
        await asyncio.sleep(0)
        answer = asyncio.create_task(Poster(hooked)(said()))
        await asyncio.sleep(0.05)
        early = answer.done()
        stored.set_result([asyncio.get_running_loop().create_future()])
        assert (False, 200) == (early, (await answer).status_code)


async def test_a_database_error_is_500_and_the_update_comes_again(
    hooked: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """Telegram keeps it until it could be stored; meanwhile we are in trouble."""
    inbox.broken = True
    ana.says("da")
    async with listening(hooked, inbox):
        await fake.until(lambda: inbox.refusals >= 2)
        trouble = hooked.trouble
        inbox.broken = False
        fake.passes(120)
        await fake.until(lambda: not fake.pending)
    assert ("What people write cannot be taken in just now; Telegram keeps it.", [Said("da")], "") == (
        trouble,
        inbox.updates,
        hooked.trouble,
    )
    assert {500, 200} == {one.status for one in fake.posted} - {503}


async def test_a_press_gets_its_toast(
    hooked: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """By a call of its own; the post is answered without waiting for it."""
    message = await hooked.send(private(ana), CARD, "k")
    inbox.toast = "Notat"
    async with listening(hooked, inbox):
        ana.press("Da")
        await fake.until(lambda: ana.toasts)
    assert ([Pressed("rsvp:7:yes", message)], ["Notat"]) == (inbox.updates, [toast.text for toast in ana.toasts])


async def test_a_post_does_not_wait_for_its_toast(
    hooked: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """A press whose effect takes its time holds up nothing."""
    await hooked.send(private(ana), CARD, "k")
    inbox.toast = None
    async with listening(hooked, inbox):
        ana.press("Da")
        ana.press("Da")
        await fake.until(lambda: len(inbox.updates) == 2, 0.9)
    assert ([], 0) == (fake.pending, len(fake.called("answerCallbackQuery")))


async def test_a_line_that_breaks_stores_nothing(hooked: TelegramAdapter, inbox: MemoryInbox) -> None:
    """Half a post is none, and no error of ours."""
    incoming = iter([{"type": "http.request", "body": b'{"upd', "more_body": True}, {"type": "http.disconnect"}])
    sent: list[Any] = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/telegram/webhook",
        "query_string": b"",
        "headers": [(HEADER.lower().encode(), SECRETS[0].encode())],
    }

    async def receive() -> Any:
        return next(incoming)

    async def send(message: Any) -> None:
        sent.append(message)

    async with listening(hooked, inbox):
        await asyncio.sleep(0)
        await Starlette(routes=hooked.routes())(scope, receive, send)
    assert (400, []) == (sent[0]["status"], inbox.batches)


async def test_a_poll_has_no_address(adapter: TelegramAdapter) -> None:
    """In polling mode nothing is listened to."""
    assert () == adapter.routes()


async def test_nothing_logs_secrets_or_words(
    hooked: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither token nor secret, nor what people say, at any level of ours; nor does the hook show them."""
    caplog.set_level(logging.DEBUG, "bot")
    inbox.broken = True
    ana.says("cuvinte")
    async with listening(hooked, inbox):
        await fake.until(lambda: inbox.refusals)
        await Poster(hooked)(said("cuvinte"), "a-wrong-secret")
        await eventually(lambda: hooked.trouble)
    logged = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    words = (fake.token, "cuvinte", "Ana", *SECRETS, "a-wrong-secret")
    assert (False, False) == (any(word in logged for word in words), any(word in repr(hook()) for word in SECRETS))
