"""HTTP mode: signed posts to the app's one address, and posts that Slack would never send."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack_clock import Clock
from tests.fakes.slack_delivery import ACK_WITHIN, COMMANDS, EVENTS, Answer, Carrier, Delivery
from tests.fakes.slack_errors import Json

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Posted:
    """A request as it went over the wire."""

    body: bytes
    headers: dict[str, str]


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`v0=` and the HMAC of time and body."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


@dataclass
class Posts:
    """Posts to `url`, keeping what it sent."""

    clock: Clock
    carrier: Carrier
    secret: str
    url: str = ""
    sent: list[Posted] = field(default_factory=list)
    _session: aiohttp.ClientSession | None = None
    _stragglers: set[asyncio.Future[Answer]] = field(default_factory=set)

    def signed(self, body: bytes, kind: str, age: float = 0.0, secret: str = "") -> dict[str, str]:
        """The headers of a request made `age` seconds ago."""
        timestamp = str(int(self.clock.wall() - age))
        return {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(secret or self.secret, timestamp, body),
        }

    async def carry(self, delivery: Delivery, attempt: int, reason: str) -> Answer:
        """One signed post; only 200 within three seconds is an acknowledgement."""
        body, kind = encoded(delivery)
        headers = self.signed(body, kind)
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        started = self.clock.now()
        post = asyncio.ensure_future(self._post(body, headers))
        if await self.clock.within(post, ACK_WITHIN):
            answer = post.result()
            if answer.ok:
                self.carrier.acknowledged(delivery, attempt, self.clock.now() - started, False)
            return answer
        self._stragglers.add(post)
        post.add_done_callback(lambda done: self._late(done, delivery, attempt, started))
        return Answer(False, reason="http_timeout")

    def _late(self, done: asyncio.Future[Answer], delivery: Delivery, attempt: int, started: float) -> None:
        self._stragglers.discard(done)
        if not done.cancelled() and done.result().ok:
            self.carrier.acknowledged(delivery, attempt, self.clock.now() - started, True)

    async def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        try:
            status, text, got = await self.post(body, headers)
        except aiohttp.ClientError:
            return Answer(False, reason="connection_failed")
        if status != 200:
            return Answer(False, text, "http_error", final=got.get("x-slack-no-retry") == "1")
        is_json = got.get("content-type", "").startswith(JSON)
        return Answer(True, json.loads(text) if is_json and text else text)

    async def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
        """A post as it is: (status, text, headers in lower case)."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        self.sent.append(Posted(body, headers))
        async with self._session.post(self.url, data=io.BytesIO(body), headers=headers) as answer:
            return answer.status, await answer.text(), {name.lower(): value for name, value in answer.headers.items()}

    async def close(self) -> None:
        for straggler in list(self._stragglers):
            straggler.cancel()
        if self._session is not None:
            await self._session.close()

    async def verify(self) -> bool:
        """Slack's check when an address is entered: whether the challenge came back."""
        challenge = hashlib.sha256(self.secret.encode()).hexdigest()
        body = json.dumps({"token": "x", "challenge": challenge, "type": "url_verification"}).encode()
        status, text, got = await self.post(body, self.signed(body, JSON))
        said = json.loads(text).get("challenge") if got.get("content-type", "").startswith(JSON) else text
        return status == 200 and said == challenge

    async def unsigned(self, payload: Json) -> int:
        """Post an event without a signature; the status."""
        body = json.dumps(payload).encode()
        return (await self.post(body, {"Content-Type": JSON}))[0]

    async def wrongly_signed(self, payload: Json) -> int:
        """Post an event signed with another secret."""
        body = json.dumps(payload).encode()
        return (await self.post(body, self.signed(body, JSON, secret="another secret")))[0]

    async def stale(self, payload: Json, age: float = 301.0) -> int:
        """Post an event signed well, `age` seconds ago."""
        body = json.dumps(payload).encode()
        return (await self.post(body, self.signed(body, JSON, age)))[0]

    async def replayed(self, index: int = -1) -> int:
        """Post once more, byte for byte, what was sent before."""
        posted = self.sent[index]
        return (await self.post(posted.body, posted.headers))[0]

    async def oversized(self, size: int = 10_000_000) -> int:
        """Post a well-signed event of `size` bytes and more."""
        body = json.dumps({"type": "event_callback", "event": {"type": "message", "text": "x" * size}}).encode()
        return (await self.post(body, self.signed(body, JSON)))[0]


def encoded(delivery: Delivery) -> tuple[bytes, str]:
    """The body of a delivery and its type: events are JSON, commands a form, the rest JSON within a form."""
    if delivery.kind == EVENTS:
        return json.dumps(delivery.payload).encode(), JSON
    if delivery.kind == COMMANDS:
        return urlencode(delivery.payload).encode(), FORM
    return urlencode({"payload": json.dumps(delivery.payload)}).encode(), FORM
