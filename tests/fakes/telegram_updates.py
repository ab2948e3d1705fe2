"""The queue of updates and everybody who may take from it: one long poll, or one webhook.

An update stays until getUpdates asks for a higher one; a press on a button stays 150 seconds, as the server keeps it.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from telegram.constants import PollingLimit, UpdateType, WebhookLimit

from tests.fakes.telegram_errors import ApiError, Json, bad_request, conflict
from tests.fakes.telegram_params import Params

LONGEST_POLL = 50  # seconds
PRESS_LIVES = 150  # seconds
_NOT_BY_DEFAULT = {UpdateType.CHAT_MEMBER, UpdateType.MESSAGE_REACTION, UpdateType.MESSAGE_REACTION_COUNT}
DEFAULT_KINDS = frozenset(str(kind) for kind in UpdateType if kind not in _NOT_BY_DEFAULT)
_PORTS = (None, 443, 80, 88, 8443)
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(frozen=True)
class Queued:
    """An update that nobody has confirmed; `at` is when it came, in seconds of the fake's clock."""

    update_id: int
    kind: str
    at: float
    body: Json


@dataclass
class Webhook:
    """What setWebhook left behind; an empty `url` means polling."""

    url: str = ""
    secret: str = ""
    connections: int = 40


@dataclass
class Updates:
    """The queue. `unwanted` holds updates that `allowed_updates` kept away from the bot."""

    now: Callable[[], float]
    changed: Callable[[], None]
    next_id: int = 700_000_001
    allowed: frozenset[str] = DEFAULT_KINDS
    webhook: Webhook = field(default_factory=Webhook)
    unwanted: list[Json] = field(default_factory=list)
    _queue: deque[Queued] = field(default_factory=deque)
    _turn: asyncio.Future[None] | None = None

    def put(self, kind: str, content: Json) -> Json:
        """Queue one update and wake the poll that waits."""
        number, self.next_id = self.next_id, self.next_id + 1
        body: Json = {"update_id": number, kind: content}
        if kind in self.allowed:
            self._queue.append(Queued(number, kind, self.now(), body))
        else:
            self.unwanted.append(body)
        if self._turn is not None and not self._turn.done():
            self._turn.set_result(None)
        self.changed()
        return body

    def pending(self) -> list[Json]:
        """Updates nobody has confirmed and that have not expired, oldest first."""
        long_ago = self.now() - PRESS_LIVES
        if any(queued.kind == UpdateType.CALLBACK_QUERY and queued.at <= long_ago for queued in self._queue):
            alive = (q for q in self._queue if q.kind != UpdateType.CALLBACK_QUERY or q.at > long_ago)
            self._queue = deque(alive)
        return [queued.body for queued in self._queue]

    def forget(self, offset: int) -> None:
        """Confirm everything below `offset`; a negative one keeps only that many from the end."""
        if offset < 0:
            offset = self._queue[max(0, len(self._queue) + offset)].update_id if self._queue else 0
        while self._queue and self._queue[0].update_id < offset:
            self._queue.popleft()

    async def poll(self, params: Params) -> list[Json]:
        """getUpdates: at once when something is there, else when something comes or the time is over."""
        if self.webhook.url:
            raise conflict(_ACTIVE)
        limit = params.number("limit", PollingLimit.MAX_LIMIT)
        if not PollingLimit.MIN_LIMIT <= limit <= PollingLimit.MAX_LIMIT:
            limit = int(PollingLimit.MAX_LIMIT)
        self.allow(params)
        self.interrupt(conflict(_OTHER_POLL))
        self.forget(params.number("offset"))
        timeout = min(max(params.number("timeout"), 0), LONGEST_POLL)
        if timeout and not self.pending():
            await self._wait(timeout)
        return self.pending()[:limit]

    async def _wait(self, seconds: float) -> None:
        turn = self._turn = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait([turn], timeout=seconds)
        finally:
            if self._turn is turn:
                self._turn = None
        if turn.done():
            turn.result()

    def interrupt(self, error: ApiError) -> None:
        """End the poll that waits with that error."""
        if self._turn is not None and not self._turn.done():
            self._turn.set_exception(error)
        self._turn = None

    def allow(self, params: Params) -> None:
        """Remember `allowed_updates`; not given means as before, an empty list means the default."""
        kinds = params.tree("allowed_updates")
        if kinds is None:
            return
        if not isinstance(kinds, list):
            raise bad_request("can't parse allowed updates JSON object")
        self.allowed = frozenset(str(kind) for kind in kinds) & {str(kind) for kind in UpdateType} or DEFAULT_KINDS

    def set_webhook(self, params: Params) -> bool:
        """setWebhook; the URL is checked as strictly as the server does, but nothing is ever posted to it."""
        url, secret = params.text("url"), params.text("secret_token")
        if not url:
            return self.delete_webhook(params)
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.port not in _PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        if len(secret) > WebhookLimit.MAX_SECRET_TOKEN_LENGTH:
            raise bad_request("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad_request("secret token contains unallowed characters")
        self.allow(params)
        self.interrupt(conflict("terminated by setWebhook request"))
        self.webhook = Webhook(url, secret, min(max(params.number("max_connections", 40), 1), 100))
        self._drop(params)
        return True

    def delete_webhook(self, params: Params) -> bool:
        """deleteWebhook."""
        self.webhook = Webhook()
        self._drop(params)
        return True

    def info(self) -> Json:
        """getWebhookInfo."""
        info: Json = {
            "url": self.webhook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending()),
        }
        if self.webhook.url:
            info["max_connections"] = self.webhook.connections
        return info | ({} if self.allowed == DEFAULT_KINDS else {"allowed_updates": sorted(self.allowed)})

    def _drop(self, params: Params) -> None:
        if params.flag("drop_pending_updates"):
            self._queue.clear()
