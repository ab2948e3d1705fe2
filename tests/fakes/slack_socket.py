"""Socket Mode: up to ten WebSockets, each payload to any one of them, acknowledged by its envelope's id."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientConnectionResetError, WSMsgType, web

from tests.fakes.slack_clock import Clock
from tests.fakes.slack_delivery import ACK_WITHIN, COMMANDS, EVENTS, Answer, Carrier, Delivery
from tests.fakes.slack_errors import Json, luck
from tests.fakes.slack_members import APP
from tests.fakes.slack_params import Params
from tests.fakes.slack_world import World

CONNECTIONS = 10
WARNED = 10.0  # seconds between a warning and the end of the connection


@dataclass(eq=False)
class Link:
    """One connection. `leaving` has been told to go and gets nothing any more."""

    socket: web.WebSocketResponse
    request: web.Request
    number: int
    leaving: bool = False
    received: list[Json] = field(default_factory=list)


@dataclass(eq=False)
class Envelope:
    """One payload under way."""

    delivery: Delivery
    attempt: int
    accepts: bool
    sent: float
    answer: asyncio.Future[Any]
    late: bool = False


class Sockets:
    """The connections. `silent` ones stay open and bring nothing, not even a pong."""

    def __init__(
        self, clock: Clock, carrier: Carrier, blame: Callable[[str], None], changed: Callable[[], None]
    ) -> None:
        self.clock = clock
        self.carrier = carrier
        self.blame = blame
        self.changed = changed
        self.silent = False
        self.root = ""
        self.links: list[Link] = []
        self.opened = 0
        self._tickets: set[str] = set()
        self._envelopes: dict[str, Envelope] = {}
        self._turn = 0
        self._joined = asyncio.Event()
        self._closers: set[asyncio.Task[None]] = set()

    def connect(self, world: World, params: Params) -> Json:
        """apps.connections.open: an address for one connection."""
        if len(self.links) >= CONNECTIONS:
            raise luck("too_many_websockets")  # the number is documented, this word for it is not
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return {"url": f"{self.root.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP}"}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection from its handshake to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or len(self.links) >= CONNECTIONS:
            return web.Response(status=403, text="ticket is not valid")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False, autoclose=True)
        await socket.prepare(request)
        self.opened += 1
        link = Link(socket, request, self.opened)
        self.links.append(link)
        await self._tell(link, self._hello())
        joined, self._joined = self._joined, asyncio.Event()
        joined.set()
        self.changed()
        try:
            async for message in socket:
                if message.type is WSMsgType.PING and not self.silent:
                    await socket.pong(message.data)
                elif message.type is WSMsgType.TEXT:
                    self._hear(link, message.data)
        finally:
            self.links.remove(link)
            self.changed()
        return socket

    def _hello(self) -> Json:
        about: Json = {"host": "applink-fake", "started": "2026-11-21 00:00:00.000", "build_number": 1}
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "connection_info": {"app_id": APP},
            "debug_info": about | {"approximate_connection_time": 18060},
        }

    def _hear(self, link: Link, data: str) -> None:
        try:
            answer = json.loads(data)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or "envelope_id" not in answer:
            self.blame(f"the socket got what is no acknowledgement: {data[:100]}")
            return
        link.received.append(answer)
        envelope = self._envelopes.get(str(answer["envelope_id"]))
        if envelope is None or envelope.answer.done():
            self.blame(
                f"the socket got an acknowledgement for {'no' if envelope is None else 'an acknowledged'} envelope"
            )
            return
        body = answer.get("payload")
        if body and not envelope.accepts:
            self.blame(f"{envelope.delivery.name} was acknowledged with a payload, and takes none")
        envelope.answer.set_result(body)
        seconds = self.clock.now() - envelope.sent
        self.carrier.acknowledged(envelope.delivery, envelope.attempt, seconds, envelope.late)

    async def carry(self, delivery: Delivery, attempt: int, reason: str) -> Answer:
        """One envelope to any one connection, once there is one."""
        envelope_id = str(uuid.uuid4())
        accepts = delivery.kind == COMMANDS or delivery.name == "view_submission"
        answer = asyncio.get_running_loop().create_future()
        envelope = Envelope(delivery, attempt, accepts, self.clock.now(), answer)
        self._envelopes[envelope_id] = envelope
        wire: Json = {
            "envelope_id": envelope_id,
            "payload": delivery.payload,
            "type": delivery.kind,
            "accepts_response_payload": accepts,
        }
        if delivery.kind == EVENTS:
            wire |= {"retry_attempt": attempt, "retry_reason": reason}
        if await self._sent(wire, envelope) and await self.clock.within(answer, ACK_WITHIN):
            return Answer(True, answer.result())
        envelope.late = True
        return Answer(False, reason="timeout")

    async def _sent(self, wire: Json, envelope: Envelope) -> bool:
        """Whether any connection took it; where there is none, one may come within the three seconds."""
        until = self.clock.now() + ACK_WITHIN
        while (left := until - self.clock.now()) > 0:
            if (link := self._next()) is None:
                joined = asyncio.ensure_future(self._joined.wait())
                await self.clock.within(joined, left)
                joined.cancel()
                continue
            envelope.sent = self.clock.now()
            if await self._tell(link, wire):
                return True
            link.leaving = True
        return False

    def _next(self) -> Link | None:
        able = [link for link in self.links if not link.leaving and not link.socket.closed]
        self._turn += 1
        return able[self._turn % len(able)] if able else None

    async def _tell(self, link: Link, wire: Json) -> bool:
        if self.silent:
            return True
        try:
            await link.socket.send_str(json.dumps(wire))
        except ClientConnectionResetError:
            return False
        return True

    async def disconnect(self, reason: str, link: Link | None = None) -> None:
        """Announce the end of one connection or of all: warning, refresh_requested or link_disabled; then end it."""
        for one in [link] if link else list(self.links):
            one.leaving = True
            await self._tell(one, {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}})
            task = asyncio.get_running_loop().create_task(self._end(one, WARNED if reason == "warning" else 0.5))
            self._closers.add(task)
            task.add_done_callback(self._closers.discard)

    async def _end(self, link: Link, seconds: float) -> None:
        await self.clock.sleep(seconds)
        await link.socket.close()

    def cut(self) -> None:
        """Break all connections without a word."""
        for link in list(self.links):
            link.leaving = True
            if link.request.transport is not None:
                link.request.transport.abort()

    async def close(self) -> None:
        """End all connections."""
        for task in list(self._closers):
            task.cancel()
        for link in list(self.links):
            await link.socket.close()
