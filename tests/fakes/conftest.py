"""The fakes and their real clients; for Telegram a bare one too, for what the real client would never send."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.fakes.slack import FakeSlack
from tests.fakes.slack_apps import client_of
from tests.fakes.telegram import FakeTelegram, User
from tests.fakes.telegram_site import ROOT, Site

Raw = Callable[..., Coroutine[Any, Any, httpx.Response]]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
async def bot(fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """The real client, which has said getMe; it warns at each 429 unless it may speak of time as a timedelta."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    calls, polls = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))  # loading certificates takes longer
    async with Bot(
        fake.token,
        base_url=f"{fake.url}/bot",
        base_file_url=f"{fake.url}/file/bot",
        request=calls,
        get_updates_request=polls,
    ) as client:
        yield client


@pytest.fixture
async def raw(fake: FakeTelegram) -> AsyncIterator[Raw]:
    """`await raw("sendMessage", chat_id=7, text="x")` posts JSON and checks nothing."""
    async with httpx.AsyncClient(base_url=f"{fake.url}/bot{fake.token}/", verify=False) as client:

        async def post(method: str, **params: Any) -> httpx.Response:
            return await client.post(method, json=params)

        yield post


@pytest.fixture
def ana(fake: FakeTelegram) -> User:
    """A person who pressed Start; the update is still in the queue."""
    user = fake.user(7, "Ana Pop", language_code="ro")
    user.start()
    return user


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


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """With an app that is not connected: nothing of what it is told is acknowledged."""
    async with FakeSlack() as server:
        yield server


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    """The real client of Slack."""
    return client_of(slack)
