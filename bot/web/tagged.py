"""Answers that a browser asks for again and again: whoever has the newest hears only that nothing has changed."""

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response


def tagged(request: Request, content: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """The content under a tag made of it, or "304 Not Modified" for who shows that tag (RFC 9110, 8.8.3 and 13.1.2)."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    with_tag = {**headers, "ETag": tag}
    known = request.headers.get("if-none-match", "")
    if tag in (one.strip().removeprefix("W/") for one in known.split(",")):
        return Response(status_code=304, headers=with_tag)
    return Response(content, headers=with_tag, media_type=media_type)
