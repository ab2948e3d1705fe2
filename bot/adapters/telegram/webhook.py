"""The webhook: Telegram posts updates to us, one a request, and posts again whatever was not answered with 2xx.

It keeps the updates of one chat in order: the next is posted when the one before was taken. So nothing is answered with
200 before the inbox has it on disk, and what cannot be kept just now is answered with 500 and comes again.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.adapters.telegram.problems import Trouble
from bot.adapters.telegram.reception import NOT_TAKEN, Reception
from bot.adapters.telegram.registration import PATH
from bot.core.ports import Clock, Inbox

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 128 * 1024  # bytes; the public Bot API server makes none above 64 KiB
LOOK_EVERY = 180.0


@dataclass(frozen=True)
class Hook:
    """How updates are to be brought to us: to the site at `site`, with the first of `secrets`.

    Any of them is taken, so that keys can be changed while posts are under way. `clock` tells how old an error of
    Telegram's is; every `look_every` seconds it is asked whether all is well.
    """

    site: str
    secrets: Sequence[str] = field(repr=False)
    clock: Clock
    look_every: float = LOOK_EVERY

    @property
    def url(self) -> str:
        """The whole address."""
        return self.site.rstrip("/") + PATH


class Webhook:
    """The route, around a reception. `taken_at` is when the last update was taken, in real time."""

    def __init__(self, hook: Hook, reception: Reception, trouble: Trouble) -> None:
        self.inbox: Inbox | None = None
        self.taken_at: datetime | None = None
        self._hook = hook
        self._reception = reception
        self._trouble = trouble

    def route(self) -> Route:
        """POST and nothing else."""
        return Route(PATH, self.receive, methods=["POST"])

    async def receive(self, request: Request) -> Response:
        """One update. Who does not know the secret is turned away before anything is read."""
        if not self._knows_the_secret(request):
            return _answer(403, "This address is Telegram's.")
        if self.inbox is None:
            return _answer(503, "Not running just now.")
        body = await _body(request)
        if body is None:
            return _answer(413, "The update is too large.")
        fields = _fields(body)
        if fields is None:
            return _answer(400, "This is no update.")
        update = self._reception.read(fields)
        try:
            await self._reception.take([update] if update else [], self.inbox)
        except Exception as error:
            # The database's, whichever that is. Its text may quote what people wrote, so only its kind is logged.
            self._trouble.say(NOT_TAKEN, type(error).__name__)
            return _answer(500, "The update could not be kept; send it again.")
        self._trouble.over()
        self.taken_at = self._hook.clock.real()
        return Response(status_code=200)

    def _knows_the_secret(self, request: Request) -> bool:
        """Compared with each secret in constant time."""
        given = request.headers.get(HEADER, "").encode()
        known = False
        for secret in self._hook.secrets:
            known = hmac.compare_digest(given, secret.encode()) or known
        return known


async def _body(request: Request) -> bytes | None:
    """What was posted, counted while it comes in; None when it is too large. "" when the line broke meanwhile."""
    content = bytearray()
    try:
        async for chunk in request.stream():
            content += chunk
            if len(content) > LARGEST_BODY:
                return None
    except ClientDisconnect:
        return b""
    return bytes(content)


def _fields(body: bytes) -> dict[str, Any] | None:
    """A JSON object that calls itself an update, else None."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) and type(fields.get("update_id")) is int else None


def _answer(status: int, sentence: str) -> Response:
    return PlainTextResponse(f"{sentence}\n", status)
