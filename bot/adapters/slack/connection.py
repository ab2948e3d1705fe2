"""One Socket Mode connection, by the library's client and Bolt, that never renews itself.

The library would close a connection before it opens the next, and go on trying by itself for ever. So a connection only
says when it has to be replaced; `line` does that.
"""

import asyncio
import json
from contextlib import suppress

from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.wire import quiet

PING = 10.0  # seconds between pings; four without an answer, and the connection is dead
HELLO = 10.0  # seconds until a connection that stands has greeted
GRACE = 3.0  # seconds in which what was brought may still be acknowledged


class _Client(SocketModeClient):
    """The library's client with its own reconnecting taken out."""

    def __init__(self, app_token: str, web: AsyncWebClient, address: str) -> None:
        super().__init__(app_token, quiet, web, auto_reconnect_enabled=False, ping_interval=PING)
        self.proxy = web.proxy
        self.wss_uri = address
        self.leaving = asyncio.Event()

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Slack asks to go."""
        self.leaving.set()


class Connection(AsyncBaseSocketModeHandler):
    """Brings what comes in over one connection to Bolt, and its answers back.

    `neighbours` is how many connections this app has, ours among them, as the greeting says; `reason` is why Slack asks
    to leave.
    """

    def __init__(self, app: AsyncApp, app_token: str, address: str) -> None:
        self.app = self._bolt = app
        self.client = self._client = _Client(app_token, app.client, address)
        self.neighbours = 0
        self.reason = ""
        self._greeted = asyncio.Event()
        self._at_work = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._client.socket_mode_request_listeners.append(self.handle)
        self._client.on_message_listeners.append(self._noted)

    async def open(self) -> None:
        """Connect and be greeted. Raises TimeoutError when that takes too long."""
        async with asyncio.timeout(HELLO):
            await self.connect_async()  # type: ignore[no-untyped-call]  # the library's
            await self._greeted.wait()

    async def is_over(self, patience: float) -> bool:
        """Wait up to that many seconds; whether Slack asks to leave, or the connection is dead."""
        try:
            async with asyncio.timeout(patience):
                await self._client.leaving.wait()
        except TimeoutError:
            return not await self._client.is_connected()
        return True

    @property
    def leaving(self) -> bool:
        """Whether Slack has asked to leave; until it closes the connection, this one still works."""
        return self._client.leaving.is_set()

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Hand a payload to Bolt, and acknowledge it when it was answered with 200."""
        self._at_work += 1
        self._idle.clear()
        try:
            answer = await run_async_bolt_app(self._bolt, req)
            await send_async_response(client, req, answer, 0.0)
        finally:
            self._at_work -= 1
            if not self._at_work:
                self._idle.set()

    async def close(self) -> None:
        """Let what was brought be acknowledged, then close."""
        with suppress(TimeoutError):  # what is then not acknowledged is brought again
            async with asyncio.timeout(GRACE):
                await self._idle.wait()
        await self.close_async()  # type: ignore[no-untyped-call]  # the library's

    async def _noted(self, message: WSMessage) -> None:
        """What Slack says about the connection itself."""
        if '"envelope_id"' in message.data:
            return
        told = json.loads(message.data)
        if told.get("type") == "hello":
            self.neighbours = int(told.get("num_connections") or 1)
            self._greeted.set()
        elif told.get("type") == "disconnect":
            self.reason = str(told.get("reason", ""))
