"""Headers that every page and answer of ours carries: the browser runs, frames and sends nothing we did not mean."""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# 'self' alone: no inline script or style, no data: address, nothing from another host.
_POLICY = "default-src 'self'; object-src 'none'; frame-ancestors {}; base-uri 'none'; form-action 'self'"

SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": _POLICY.format("'none'"),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # Not "no-referrer": with it browsers send `Origin: null` with a form, and the origin could not be compared.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
)

# What a page sets instead that stands inside another of our own site.
FRAMED_BY_US: Mapping[str, str] = MappingProxyType(
    {"Content-Security-Policy": _POLICY.format("'self'"), "X-Frame-Options": "SAMEORIGIN"}
)


class WithSecurityHeaders:
    """An ASGI application whose answers carry the security headers, those it set by itself untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; add the headers where an HTTP answer starts."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
