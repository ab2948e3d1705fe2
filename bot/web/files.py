"""`/files/TOKEN`: what an address opens by itself, for programs that come again and again, such as calendars."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

from bot.model.card import Document

MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Files:
    """The documents behind tokens. `document` reads one (None: the token opens nothing), `real` is the time, UTC.

    No answer may be kept on its way: it is for whoever asked. Whoever keeps a copy hears by its tag or its date that
    nothing has changed (RFC 9110, 13.1). The date is when this process gave the content out for the first time: later
    than the change itself, never earlier, so that nobody is told that an old copy is the newest.
    """

    document: Callable[[str], Awaitable[Document | None]]
    real: Callable[[], datetime]
    _first: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    async def answer(self, request: Request) -> Response | None:
        """The document, or that it has not changed; None when there is none."""
        token: str = request.path_params["token"]
        document = await self.document(token)
        if document is None:
            self._first.pop(token, None)
            return None
        tag = f'"{hashlib.sha256(document.content).hexdigest()[:32]}"'
        since = self._since(token, tag)
        headers = {
            "Cache-Control": "private, no-store",
            "ETag": tag,
            "Last-Modified": format_datetime(since, usegmt=True),
            "Content-Disposition": f'attachment; filename="{document.name}"',
            "X-Robots-Tag": "noindex",
        }
        if _is_known(request, tag, since):
            return Response(status_code=304, headers=headers)
        return Response(document.content, headers=headers, media_type=document.media_type)

    def _since(self, token: str, tag: str) -> datetime:
        """When this content was first given out under this token, in whole seconds; always after the one before it."""
        known = self._first.get(token)
        if known is None or known[0] != tag:
            now = self.real().astimezone(UTC).replace(microsecond=0)
            known = (tag, now if known is None else max(now, known[1] + timedelta(seconds=1)))
            self._first[token] = known
            while len(self._first) > MOST_REMEMBERED:
                del self._first[next(iter(self._first))]
        return known[1]


def _is_known(request: Request, tag: str, since: datetime) -> bool:
    """Whether whoever asks has this content already; a tag, where one is sent, decides alone."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in tags.split(","))
    try:
        return since <= parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except (TypeError, ValueError):  # no date, one that can not be read, or one that names no zone
        return False
