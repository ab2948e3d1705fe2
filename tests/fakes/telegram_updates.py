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

from tests.fakes.telegram_errors import ApiError, Json, bad_request, conflict, too_many
from tests.fakes.telegram_params import Params

LONGEST_POLL = 50  # seconds
PRESS_LIVES = 150  # seconds
DAY = 86_400  # seconds, how long everything else is kept
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

    @property
    def expires(self) -> float:
        """Until when it is kept (the fake's clock)."""
        return self.at + (PRESS_LIVES if self.kind == UpdateType.CALLBACK_QUERY else DAY)

    @property
    def line(self) -> tuple[str, int]:
        """Which line it stands in for a webhook: presses by person, the bot's membership and messages by chat."""
        content = self.body[self.kind]
        if self.kind == UpdateType.CALLBACK_QUERY:
            return "presses", content["from"]["id"]
        return "membership" if self.kind == UpdateType.MY_CHAT_MEMBER else "messages", content["chat"]["id"]


@dataclass(eq=False)
class Webhook:
    """What setWebhook left behind; an empty `url` means polling. `failed_at` is Unix time, 0 = nothing has failed."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    failed_at: int = 0
    failure: str = ""


@dataclass
class Updates:
    """The queue. `unwanted` holds updates that `allowed_updates` kept away from the bot."""

    now: Callable[[], float]
    changed: Callable[[], None]
    next_id: int = 700_000_001
    allowed: frozenset[str] = DEFAULT_KINDS
    webhook: Webhook = field(default_factory=Webhook)
    local: bool = False
    unwanted: list[Json] = field(default_factory=list)
    _queue: deque[Queued] = field(default_factory=deque)
    _set_at: float = float("-inf")
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
        self._drop_expired()
        return [queued.body for queued in self._queue]

    def heads(self) -> list[Queued]:
        """The first of each line, oldest first: what a webhook may be given now."""
        self._drop_expired()
        first: dict[tuple[str, int], Queued] = {}
        for queued in self._queue:
            first.setdefault(queued.line, queued)
        return list(first.values())

    def confirm(self, update_id: int) -> None:
        """One update was taken, or given up."""
        self._queue = deque(queued for queued in self._queue if queued.update_id != update_id)

    def _drop_expired(self) -> None:
        now = self.now()
        if any(queued.expires <= now for queued in self._queue):
            self._queue = deque(queued for queued in self._queue if queued.expires > now)

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
        """setWebhook; the URL is checked as strictly as the server does. What was set already is left alone."""
        url, secret = params.text("url"), params.text("secret_token")
        if not url:
            return self.delete_webhook(params)
        if self.now() - self._set_at < 1:
            raise too_many(1)
        self._set_at = self.now()
        self._check_address(url)
        if len(secret) > WebhookLimit.MAX_SECRET_TOKEN_LENGTH:
            raise bad_request("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad_request("secret token contains unallowed characters")
        self.allow(params)
        webhook = Webhook(url, secret, min(max(params.number("max_connections", 40), 1), 100))
        new, old = ((one.url, one.secret, one.connections) for one in (webhook, self.webhook))
        if new != old or params.flag("drop_pending_updates"):
            self.interrupt(conflict("terminated by setWebhook request"))
            self.webhook = webhook
            self._drop(params)
            self.changed()
        return True

    def _check_address(self, url: str) -> None:
        """A server of one's own (`--local`) posts over plain http as well, and to any port and address."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise bad_request("invalid webhook URL specified")
        if self.local:
            return
        if parts.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.port not in _PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        if re.fullmatch(r"127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|localhost", parts.hostname):
            raise bad_request(f"bad webhook: IP address {parts.hostname} is reserved")

    def delete_webhook(self, params: Params) -> bool:
        """deleteWebhook."""
        self.webhook = Webhook()
        self._drop(params)
        self.changed()
        return True

    def info(self) -> Json:
        """getWebhookInfo."""
        info: Json = {
            "url": self.webhook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending()),
        }
        if self.webhook.url:
            info |= {"max_connections": self.webhook.connections, "ip_address": "203.0.113.7"}
        if self.webhook.failed_at:
            info |= {"last_error_date": self.webhook.failed_at, "last_error_message": self.webhook.failure}
        return info | ({} if self.allowed == DEFAULT_KINDS else {"allowed_updates": sorted(self.allowed)})

    def _drop(self, params: Params) -> None:
        if params.flag("drop_pending_updates"):
            self._queue.clear()
