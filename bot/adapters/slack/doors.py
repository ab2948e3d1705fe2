"""The two ways in: Bolt behind a Socket Mode connection, or behind an address of our site."""

from typing import Any

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.adapters.slack.directory import Directory
from bot.adapters.slack.receive import Receiver
from bot.adapters.slack.wire import Wire, quiet

PATH = "/slack/events"
LONGEST_BODY = 1024 * 1024  # bytes


def bolt(wire: Wire, directory: Directory, receiver: Receiver, signing_secret: str) -> AsyncApp:
    """Bolt with nothing but our middleware behind its own. Without a secret it takes only what comes by the socket.

    Who we are is known already, so it asks nobody, and no store of installations is opened.
    """

    async def authorize() -> AuthorizeResult:
        us = directory.me
        return AuthorizeResult(
            enterprise_id=None, team_id=us.team, bot_user_id=us.user, bot_id=us.bot, bot_token=wire.client.token
        )

    app = AsyncApp(
        name="sfat",
        logger=quiet,
        client=wire.client,
        authorize=authorize,
        signing_secret=signing_secret,
        request_verification_enabled=bool(signing_secret),
    )

    async def take(body: dict[str, Any]) -> BoltResponse:
        return await receiver.take(body)

    app.use(take)
    return app


def route(app: AsyncApp) -> Route:
    """The address for events, interactions and commands alike."""

    async def endpoint(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too long\n", status_code=413)
        if not _looks_signed(request):
            return PlainTextResponse("not signed\n", status_code=401)
        try:
            asked = to_async_bolt_request(request, body)
        except (ValueError, TypeError, AttributeError):  # neither UTF-8 nor JSON, or a JSON that is no object
            return PlainTextResponse("not readable\n", status_code=400)
        return to_starlette_response(await app.async_dispatch(asked))

    return Route(PATH, endpoint, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """The body as it came, which is what is signed; None when it is longer than anything Slack sends."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            return None
    return bytes(body)


def _looks_signed(request: Request) -> bool:
    """Whether there is a signature that Bolt can compare: it takes numbers and ASCII for granted."""
    moment, signature = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    return moment.isascii() and moment.isdecimal() and len(moment) < 20 and bool(signature) and signature.isascii()
