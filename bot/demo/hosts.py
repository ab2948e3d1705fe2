"""The try-out answers this machine only: Host and Origin are checked, so no other site can reach it by a name trick."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class LoopbackOnly:
    """An ASGI application that answers requests for a loopback name only."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse with one sentence."""
        if scope["type"] == "http" and not _is_loopback(Request(scope).headers.get("host", "")):
            refusal = PlainTextResponse("The try-out answers on this machine only.\n", status_code=403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_loopback(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name in LOOPBACK


def same_origin(request: Request) -> bool:
    """Whether a browser's request comes from a page of ours."""
    origin = request.headers.get("origin")
    return origin is None or origin == f"{request.url.scheme}://{request.headers.get('host', '')}"
