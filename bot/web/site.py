"""The site: the way in, personal links, files by token, health and figures. The web chat brings its own routes."""

import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import prometheus_client
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web import pages
from bot.web.files import Files
from storage.views import Invitee

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Site:
    """What the pages need to know, handed in by whoever composes.

    `invitee` reads a personal link's token, `troubles` are sentences about what is wrong now (empty = ready),
    `gauges` are figures for monitoring, `deep_link` makes a messenger's address from a token ("" = none), `files` are
    what tokens open by themselves.
    """

    language: str
    invitee: Callable[[str], Awaitable[Invitee | None]]
    deep_link: Callable[[str], str]
    troubles: Callable[[], Sequence[str]]
    gauges: Callable[[], Awaitable[Mapping[str, int]]]
    files: Files
    metrics_token: str = ""
    has_chat: bool = False
    has_slack: bool = False
    chat_is_home: bool = False

    def app(self, routes: Sequence[BaseRoute] = ()) -> Starlette:
        """The application, with the routes that others bring."""
        own = [
            Route("/", self.home),
            Route(pages.STYLE, self.style),
            Route(pages.PICTURE, self.picture),
            Route("/rsvp/{token}", self.personal),
            Route("/files/{token}", self.file),
            Route("/health/live", self.live),
            Route("/health/ready", self.inside(self.ready)),
            Route("/metrics", self.inside(self.metrics)),
        ]
        return Starlette(routes=[*own, *routes], exception_handlers={404: self.nowhere})

    async def home(self, _request: Request) -> Response:
        """What this is, and the way to the chat where there is one."""
        if self.chat_is_home:
            return RedirectResponse("/chat")
        return HTMLResponse(pages.in_every_language(self.language, "product", "/chat" if self.has_chat else ""))

    async def style(self, _request: Request) -> Response:
        """The looks of these pages."""
        return Response(pages.CSS, media_type="text/css")

    async def picture(self, _request: Request) -> Response:
        """The mark of the house."""
        return Response(pages.LOGO, media_type="image/svg+xml")

    async def personal(self, request: Request) -> Response:
        """A personal link: leads on to every platform there is; where none can be opened, it says what to write.

        Opening it changes nothing; previews of messengers open it too.
        """
        token = request.path_params["token"]
        found = await self.invitee(token)
        if found is None:
            return HTMLResponse(pages.in_every_language(self.language, "closed"), status_code=404)
        language = found.language if found.language in pages.WORDS else self.language
        parts = [pages.sentence(language, "link")]
        if found.organisation:
            parts = [pages.sentence(language, "for", org=found.organisation)]
        address = self.deep_link(token)
        if address:
            parts.append(pages.link(language, "go", address))
        if self.has_chat:
            parts.append(pages.post(language, "enter", "/chat/enter", token))
        if self.has_slack:
            parts.append(pages.typed(language, "slack", f"/sfat start {token}"))
        if not (address or self.has_chat or self.has_slack):
            parts.append(pages.typed(language, "waits", f"/start {token}"))
        parts.append(pages.sentence(language, "private"))
        return HTMLResponse(pages.page(language, *parts), headers={"Cache-Control": "no-store"})

    async def file(self, request: Request) -> Response:
        """What a token opens by itself, or a page that says where a new address is."""
        found = await self.files.answer(request)
        if found is not None:
            return found
        page = pages.in_every_language(self.language, "no_file")
        return HTMLResponse(page, status_code=404, headers={"Cache-Control": "no-store"})

    async def live(self, _request: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok\n")

    async def ready(self, _request: Request) -> Response:
        """Everything is reached; else a sentence for each thing that is not."""
        troubles = self.troubles()
        return PlainTextResponse("\n".join(troubles or ["ready"]) + "\n", status_code=503 if troubles else 200)

    async def metrics(self, _request: Request) -> Response:
        """Figures in the format of Prometheus."""
        registry = prometheus_client.CollectorRegistry()
        for name, value in (await self.gauges()).items():
            prometheus_client.Gauge(f"sfat_{name}", name.replace("_", " "), registry=registry).set(value)
        ready = prometheus_client.Gauge("sfat_ready", "1 when everything is reached", registry=registry)
        ready.set(0 if self.troubles() else 1)
        return Response(prometheus_client.generate_latest(registry), media_type=prometheus_client.CONTENT_TYPE_LATEST)

    async def nowhere(self, _request: Request, _problem: Exception) -> Response:
        """An address that does not exist."""
        return HTMLResponse(pages.in_every_language(self.language, "nowhere"), status_code=404)

    def inside(self, endpoint: Endpoint) -> Endpoint:
        """Only for this machine, or with the token set for it."""

        async def guarded(request: Request) -> Response:
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
            by_token = bool(self.metrics_token) and hmac.compare_digest(given.encode(), self.metrics_token.encode())
            if by_token or _is_loopback(request):
                return await endpoint(request)
            return PlainTextResponse("only from this machine, or with the token set for it\n", status_code=403)

        return guarded


def _is_loopback(request: Request) -> bool:
    """Whether the request came straight from this machine; one that a proxy passed on did not."""
    if request.client is None or "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
