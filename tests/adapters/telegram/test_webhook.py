"""The address that Telegram posts to: who is let in, what is answered, and that nothing is lost or done twice."""

import asyncio
import json
import logging
from asyncio import Future
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.adapters.telegram import webhook
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.registration import KINDS
from bot.core.ports import Unusable
from bot.model.card import Drawn, DrawnButton
from bot.model.text import Span
from bot.model.update import Command, Envelope, Now, Pressed, Said
from tests.adapters.telegram.conftest import SECRETS, SITE, URL, MemoryInbox, eventually, hook, listening, private
from tests.fakes.telegram import FakeTelegram, User

CARD = Drawn(((Span("Veniți?"),),), ((DrawnButton("Da", "rsvp:7:yes"),),))
HEADER = "X-Telegram-Bot-Api-Secret-Token"
ANA = {"id": 11, "is_bot": False, "first_name": "Ana"}
CHAT = {"id": 11, "type": "private", "first_name": "Ana"}


def said(text: str = "da", number: int = 99) -> dict[str, Any]:
    """A text of Ana's, as Telegram posts it."""
    return {"update_id": number, "message": {"message_id": 5, "date": 0, "chat": CHAT, "from": ANA, "text": text}}


class Poster:
    """Somebody who posts to the adapter's address, as Telegram does unless told otherwise."""

    def __init__(self, adapter: TelegramAdapter) -> None:
        transport = httpx.ASGITransport(Starlette(routes=adapter.routes()))
        self.client = httpx.AsyncClient(transport=transport, base_url=SITE)

    async def __call__(self, content: Any, secret: str | None = SECRETS[0], **more: Any) -> httpx.Response:
        body = content if isinstance(content, bytes) or hasattr(content, "__aiter__") else json.dumps(content).encode()
        headers = [] if secret is None else [(HEADER.encode(), secret.encode())]
        return await self.client.post("/telegram/webhook", content=body, headers=headers, **more)


@pytest.fixture
async def post(hooked: TelegramAdapter, inbox: MemoryInbox) -> AsyncIterator[Poster]:
    """A poster; the adapter brings what it hears to the inbox."""
    async with listening(hooked, inbox):
        await asyncio.sleep(0)
        yield Poster(hooked)


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


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRETS[0][:-1], SECRETS[0] + "x", "ș"])
async def test_without_the_secret_nothing_is_read(post: Poster, inbox: MemoryInbox, secret: str | None) -> None:
    """Turned away at the door, whatever is in the post."""
    read = False

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        read = True
        yield json.dumps(said()).encode()

    answer = await post(body(), secret)
    assert (403, False, []) == (answer.status_code, read, inbox.batches)


async def test_the_secret_of_a_key_that_is_being_replaced_is_taken(post: Poster, inbox: MemoryInbox) -> None:
    """While keys are changed, posts with either are under way."""
    assert (200, [Said("da")]) == ((await post(said(), SECRETS[1])).status_code, inbox.updates)


async def test_secrets_are_compared_in_constant_time(post: Poster, monkeypatch: pytest.MonkeyPatch) -> None:
    """With each of them, also where the first is right already."""
    compared: list[bytes] = []

    def digest(given: bytes, ours: bytes) -> bool:
        compared.append(ours)
        return given == ours

    monkeypatch.setattr("bot.adapters.telegram.webhook.hmac.compare_digest", digest)
    await post(said())
    assert [secret.encode() for secret in SECRETS] == compared


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[]", b"7", b"null", b'{"message": {}}', b'{"update_id": "7"}', b'{"update_id": true}',
     b"[" * 100_000],
)  # fmt: skip
async def test_what_is_no_update_is_400(post: Poster, inbox: MemoryInbox, body: bytes) -> None:
    """It is not JSON, or does not call itself an update."""
    assert (400, []) == ((await post(body)).status_code, inbox.batches)


async def test_a_body_has_a_limit(post: Poster, inbox: MemoryInbox) -> None:
    """Read up to the limit and no further, whatever length it says it has."""
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(1000):
            read += 1
            yield b" " * 1024

    answer = await post(body())
    assert (413, webhook.LARGEST_BODY // 1024 + 1, []) == (answer.status_code, read, inbox.batches)


async def test_the_longest_message_is_taken(post: Poster, inbox: MemoryInbox) -> None:
    """Whatever Telegram lets people write fits, as wide as JSON may write it."""
    text = "👩🏽‍🎤" * (4096 // 7)
    assert (200, [Said(text)]) == ((await post(said(text))).status_code, inbox.updates)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_only_posts_are_taken(post: Poster, method: str) -> None:
    """Looking at the address does nothing."""
    answer = await post.client.request(method, "/telegram/webhook", headers={HEADER: SECRETS[0]})
    assert 405 == answer.status_code


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 99},
        {"update_id": 99, "a_kind_that_comes_next_year": {"text": "x"}},
        {"update_id": 99, "message": {"message_id": 5, "date": 0, "chat": CHAT, "from": ANA | {"is_bot": True}}},
        {"update_id": 99, "message": "not an object"},
        {"update_id": 99, "message": {"text": "nothing else"}},
        {"update_id": 99, "my_chat_member": {"chat": CHAT, "from": ANA, "date": 0, "old_chat_member": {},
                                             "new_chat_member": {"status": "restricted"}}},
    ],
)  # fmt: skip
async def test_what_is_nothing_to_us_is_taken_and_passed_over(
    post: Poster, hooked: TelegramAdapter, inbox: MemoryInbox, update: dict[str, Any]
) -> None:
    """It would be in the way of whatever the chat says next, for a day."""
    answer = await post(update)
    assert (200, [], 1) == (answer.status_code, inbox.batches, hooked._reception.passed_over)


async def test_what_cannot_be_read_is_logged_by_its_number(post: Poster, caplog: pytest.LogCaptureFixture) -> None:
    """Without its words."""
    await post({"update_id": 99, "message": {"text": "cuvinte"}})
    assert ["Update 99 could not be read: KeyError"] == [
        record.getMessage() for record in caplog.records if record.name.startswith("bot.")
    ]


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


async def test_two_posts_of_one_update_have_one_source(post: Poster, inbox: MemoryInbox) -> None:
    """By which the inbox knows the second, as it knows what was polled before."""
    for _ in range(2):
        await post(said())
    assert ["99", "99"] == [envelope.source for batch in inbox.batches for envelope in batch]


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
