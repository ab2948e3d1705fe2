"""Small real apps for the tests of the fake: the bare client, bolt on a real socket, bolt behind a real address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack_fake import FakeSlack


def client_of(slack: FakeSlack) -> AsyncWebClient:
    """The real client, which repeats nothing by itself."""
    return AsyncWebClient(token=slack.token, base_url=slack.base_url, retry_handlers=[])


async def refused(client: AsyncWebClient, method: str, **params: Any) -> str:
    """The word with which a call is refused."""
    with pytest.raises(SlackApiError) as error:
        await client.api_call(method, params=params)
    return str(error.value.response.get("error"))


@asynccontextmanager
async def socket_app(slack: FakeSlack, *, ack_last: bool = False) -> AsyncIterator[AsyncApp]:
    """Bolt on one socket, with nothing to say yet; `ack_last` acknowledges an event when its listener is done."""
    app = AsyncApp(client=client_of(slack), process_before_response=ack_last)
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # bolt gives it no types
    try:
        yield app
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # the same


@asynccontextmanager
async def posted_app(slack: FakeSlack) -> AsyncIterator[AsyncApp]:
    """Bolt behind an address to which the fake posts."""
    app = AsyncApp(client=client_of(slack), signing_secret=slack.signing_secret, process_before_response=True)
    runner = web.AppRunner(app.web_app(path="/slack/events"), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.posts_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    try:
        yield app
    finally:
        await runner.cleanup()


class Listener:
    """The bare client of Socket Mode: what it `heard`, and whether it acknowledges."""

    def __init__(self, slack: FakeSlack, ping_interval: float) -> None:
        self.client = SocketModeClient(slack.app_token, web_client=client_of(slack), ping_interval=ping_interval)
        self.client.socket_mode_request_listeners.append(self.hear)
        self.heard: list[SocketModeRequest] = []
        self.acknowledges = True

    async def hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        if self.acknowledges:
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))


@asynccontextmanager
async def listening(slack: FakeSlack, ping_interval: float = 10.0) -> AsyncIterator[Listener]:
    """One connected client; a short interval in seconds notices a dead line soon, and sees ghosts when it is busy."""
    listener = Listener(slack, ping_interval)
    await listener.client.connect_to_new_endpoint()
    await slack.until(lambda: slack.sockets.links)
    try:
        yield listener
    finally:
        await listener.client.close()  # type: ignore[no-untyped-call]  # the client gives it no types
