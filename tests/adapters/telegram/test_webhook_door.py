"""Posts to the address that Telegram posts to: whose are let in, what is read of them, what is answered."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.adapters.telegram import webhook
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.model.update import Said
from tests.adapters.telegram.conftest import SECRETS, MemoryInbox, listening
from tests.adapters.telegram.posting import ANA, CHAT, HEADER, Poster, said


@pytest.fixture
async def post(hooked: TelegramAdapter, inbox: MemoryInbox) -> AsyncIterator[Poster]:
    """A poster; the adapter brings what it hears to the inbox."""
    async with listening(hooked, inbox):
        await asyncio.sleep(0)
        yield Poster(hooked)


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


async def test_two_posts_of_one_update_have_one_source(post: Poster, inbox: MemoryInbox) -> None:
    """By which the inbox knows the second, as it knows what was polled before."""
    for _ in range(2):
        await post(said())
    assert ["99", "99"] == [envelope.source for batch in inbox.batches for envelope in batch]
