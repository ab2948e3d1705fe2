"""What every request must pass before it is read: where it comes from, how large it is, for whom it speaks."""

import json
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request

from bot.adapters.webchat.refusals import (
    FILE_TOO_BIG,
    FOREIGN_ORIGIN,
    NOT_YOURS,
    TOO_BIG,
    UNREADABLE,
    WRONG_TYPE,
    Refusal,
    TurnedDown,
)
from bot.core.ports import LARGEST_FILE, Door, Visitor

COOKIE = "sfat_chat"
LARGEST_BODY = 64 * 1024  # bytes: sixteen times the longest message, room enough for every form


def check_origin(request: Request) -> None:
    """Turn down what another site's page sent.

    The origin must be our own host's. `https` is taken too where we only see `http`: behind a proxy that ends TLS the
    browser's scheme is not ours. A request without an origin comes from no other site's page.
    """
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    if origin is not None and origin not in {f"{request.url.scheme}://{host}", f"https://{host}"}:
        raise TurnedDown(FOREIGN_ORIGIN)


def is_encrypted(request: Request) -> bool:
    """Whether the browser reached us over TLS, as far as the connection or the browser's own origin tells."""
    return request.url.scheme == "https" or request.headers.get("origin", "").startswith("https://")


async def read_json(request: Request) -> dict[str, Any]:
    """The JSON object of a POST from our own page. Raises `TurnedDown` for anything else."""
    check_origin(request)
    content = await _body(request, "application/json")
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError) as wrong:
        raise TurnedDown(UNREADABLE) from wrong
    if not isinstance(fields, dict):
        raise TurnedDown(UNREADABLE)
    return fields


async def read_file(request: Request, *, wanted: bool) -> bytes:
    """The file that a page of ours posts, at most 20 MB; nothing of one that is not wanted. Raises `TurnedDown`."""
    check_origin(request)
    return await _body(request, "application/octet-stream", LARGEST_FILE, FILE_TOO_BIG, kept=wanted)


async def read_form_field(request: Request, name: str) -> str:
    """One field of an HTML form posted from our own site, "" when it is not there. Raises `TurnedDown`."""
    check_origin(request)
    content = await _body(request, "application/x-www-form-urlencoded")
    try:
        fields = parse_qs(content.decode(), errors="strict", max_num_fields=20)
    except ValueError as wrong:
        raise TurnedDown(UNREADABLE) from wrong
    return fields.get(name, [""])[0]


async def visitor_named(request: Request, door: Door, person: str) -> Visitor:
    """The visitor `person` this browser may speak for. Raises `TurnedDown` when it may not."""
    for visitor in await door.visitors(request.cookies.get(COOKIE, "")):
        if visitor.account.user == person:
            return visitor
    raise TurnedDown(NOT_YOURS)


async def _body(
    request: Request,
    media_type: str,
    most: int = LARGEST_BODY,
    too_big: Refusal = TOO_BIG,
    *,
    kept: bool = True,
) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media_type:
        raise TurnedDown(WRONG_TYPE)
    content, length = bytearray(), 0
    async for chunk in request.stream():  # counted while it comes in: a length may be missing or wrong
        length += len(chunk)
        if length > most:
            raise TurnedDown(too_big)
        if kept:
            content += chunk
    return bytes(content)
