"""Bringing updates to a webhook as the public Bot API server does (its WebhookActor), and giving up as it does.

The updates of a chat, and the presses of a person, come one after the other: the next is posted when the one before was
answered with 2xx, or has expired. What was answered otherwise, or not at all, is posted again at once, then after 2, 4,
8 ... seconds, a random 60 to 120 at most, or after what Retry-After says, an hour at most. Redirects are not followed.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.fakes.telegram_updates import Queued, Updates, Webhook

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_RETRY_AFTER = 3600  # seconds
PATIENCE = 60.0  # seconds until an answer must be there
GONE_FOR = 23 * 3600  # seconds of nothing but 410 until the webhook is removed
NOT_RESOLVED = "Failed to resolve host: Name or service not known"
BAD_CERTIFICATE = "SSL error {error:0A000086:SSL routines::certificate verify failed}"

Site = str | Callable[..., Any]  # the root of another address, or an ASGI application


@dataclass(frozen=True)
class Posted:
    """An attempt: which update, with which secret, when (the fake's clock), and the answer's status, 0 = none."""

    update_id: int
    secret: str | None
    at: float
    status: int


@dataclass
class _Try:
    """How often the head of a queue was tried, and when it may be tried again (the fake's clock)."""

    at: float = 0.0
    delay: float = 1.0
    fails: int = 0
    task: asyncio.Task[None] | None = None


class Failed(Exception):
    """No answer; the message is what getWebhookInfo tells of it."""


@dataclass
class Postman:
    """Posts what waits in `updates`. `sites` says where a public root such as https://sfat.example.ro really is, or why
    it cannot be reached; `local` is a server of one's own that also posts to plain http on this machine.
    """

    updates: Updates
    local: bool = False
    sites: dict[str, Site | Failed] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    _tries: dict[int, _Try] = field(default_factory=dict)
    _clients: dict[Site | None, httpx.AsyncClient] = field(default_factory=dict)
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _of: Webhook | None = None
    _gone_since: float | None = None

    def stir(self) -> None:
        """Something may be due: an update came, the webhook was changed, time has passed."""
        self._stirred.set()

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self._stirred.clear()
                self._follow_the_webhook()
                if self.updates.webhook.url:
                    self._post_what_is_due()
                await self._rest()
        finally:
            self._let_go()
            for client in self._clients.values():
                await client.aclose()

    def _follow_the_webhook(self) -> None:
        """A webhook that was set or deleted ends what was under way for the one before."""
        if self._of is not self.updates.webhook:
            self._of = self.updates.webhook
            self._gone_since = None
            self._let_go()

    def _let_go(self) -> None:
        for one in self._tries.values():
            if one.task is not None:
                one.task.cancel()
        self._tries.clear()

    def _post_what_is_due(self) -> None:
        busy = sum(one.task is not None for one in self._tries.values())
        for queued in self.updates.heads():
            known = self._tries.setdefault(queued.update_id, _Try())
            if known.task is None and known.at <= self.updates.now() and busy < self.updates.webhook.connections:
                known.task = asyncio.create_task(self._deliver(queued, known, self.updates.webhook))
                busy += 1

    async def _rest(self) -> None:
        """Until the next one is due; those that are due and find no free connection are stirred by one that ends."""
        now = self.updates.now()
        waits = [one.at - now for one in self._tries.values() if one.task is None and one.at > now]
        try:
            async with asyncio.timeout(min(waits, default=None)):
                await self._stirred.wait()
        except TimeoutError:
            return

    async def _deliver(self, queued: Queued, known: _Try, webhook: Webhook) -> None:
        """One attempt and what comes of it."""
        status, wait, why = 0, 0, ""
        try:
            answer = await self._post(queued, webhook)
            status, wait = answer.status_code, _retry_after(answer)
            why = f"Wrong response from the webhook: {status} {answer.reason_phrase}"
        except Failed as failed:
            why = str(failed)
        except (TimeoutError, httpx.TimeoutException):
            why = "Read timeout expired"
        except httpx.HTTPError:
            why = "Connection refused"
        known.task = None
        self.posted.append(Posted(queued.update_id, webhook.secret or None, self.updates.now(), status))
        if 200 <= status <= 299:
            self._gone_since = None
            self._tries.pop(queued.update_id, None)
            self.updates.confirm(queued.update_id)
        else:
            webhook.failed_at, webhook.failure = int(time.time()), why
            self._try_again(queued, known, wait)
            self._note_gone(status)
        self.stir()
        self.updates.changed()

    async def _post(self, queued: Queued, webhook: Webhook) -> httpx.Response:
        address = urlsplit(webhook.url)
        root = f"{address.scheme}://{address.netloc}"
        site = self.sites.get(root)
        if isinstance(site, Failed):
            raise site
        if site is None and not (self.local and address.scheme == "http"):
            raise Failed(NOT_RESOLVED)
        headers = {"Content-Type": "application/json", "Host": address.netloc}
        if webhook.secret:
            headers[HEADER] = webhook.secret
        base = site if isinstance(site, str) else root
        body = json.dumps(queued.body).encode()
        async with asyncio.timeout(PATIENCE):
            answer = await self._client(site).post(f"{base}{address.path or '/'}", content=body, headers=headers)
        self._read(answer)
        return answer

    def _client(self, site: Site | None) -> httpx.AsyncClient:
        """One for each site, so that connections are kept as the server keeps them."""
        if site not in self._clients:
            transport = httpx.ASGITransport(site, raise_app_exceptions=False) if callable(site) else None
            every = httpx.Limits(max_connections=None)
            client = httpx.AsyncClient(
                transport=transport, trust_env=False, verify=False, timeout=PATIENCE, limits=every
            )
            self._clients[site] = client
        return self._clients[site]

    def _read(self, answer: httpx.Response) -> None:
        """A method in the answer would be carried out by the real server, with nobody told of how that ended."""
        if answer.is_success and answer.content.startswith(b"{") and "method" in answer.json():
            self.violations.append(f"an answer to a post asked for {answer.json()['method']}")

    def _try_again(self, queued: Queued, known: _Try, wait: int) -> None:
        """The server's own sum: once more after `delay`, which doubles from the second failure on."""
        pause = float(wait)
        if not wait and known.fails:
            known.delay = min(float(self.dice.randint(60, 120)), known.delay * 2)
            pause = known.delay
        if self.updates.now() + pause > queued.expires:
            self.updates.confirm(queued.update_id)
            self._tries.pop(queued.update_id, None)
            return
        known.at = self.updates.now() + pause
        known.fails += 1

    def _note_gone(self, status: int) -> None:
        if status != 410:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = self.updates.now()
        elif self.updates.now() - self._gone_since > GONE_FOR:
            self.updates.webhook = Webhook()


def _retry_after(answer: httpx.Response) -> int:
    said = answer.headers.get("Retry-After", "")
    return min(int(said), LONGEST_RETRY_AFTER) if said.isdecimal() else 0
