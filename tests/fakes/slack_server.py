"""The HTTP side: the Web API under /api/, uploads and downloads, response addresses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.fakes.slack_errors import Json, SlackError, luck, missing_scope, wrong
from tests.fakes.slack_faults import Fault, Faults
from tests.fakes.slack_methods import Method
from tests.fakes.slack_params import Params
from tests.fakes.slack_responses import Responses
from tests.fakes.slack_world import World

_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
_LOGIN = "<!DOCTYPE html><html><head><title>Slack | Login</title></head><body>Sign in</body></html>"


@dataclass(frozen=True)
class Call:
    """One call as it came: `at` in seconds of the fake's clock, `error` is empty for one that was granted."""

    method: str
    params: Json
    at: float
    error: str = ""


@dataclass
class Server:
    """Answers requests out of a world. `refusals` are all errors answered, `violations` those that are our fault."""

    world: World
    methods: dict[str, Method]
    responses: Responses
    token: str
    app_token: str
    changed: Callable[[], None]
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    dead: str = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One request, one answer."""
        path = request.path
        try:
            if path.startswith("/api/"):
                return await self._call(request, path.removeprefix("/api/"))
            if path.startswith("/upload/v1/"):
                return await self._upload(request, path.removeprefix("/upload/v1/"))
            if path.startswith("/files-pri/"):
                return self._download(request, path.split("/")[2])
            if path.startswith("/respond/"):
                return await self._respond(request, path)
            return web.Response(text=_PAGE.format("404"), status=404, content_type="text/html")
        finally:
            self.changed()

    def blame(self, sentence: str) -> None:
        """Write down what a correct client would not have done."""
        self.violations.append(sentence)
        self.changed()

    async def _call(self, request: web.Request, name: str) -> web.StreamResponse:
        fault: Fault | None = None
        params: Json = {}
        try:
            params = await _read(request)
            method = self._check(request, params, name)
            if seconds := self.faults.delay_of(name):
                await asyncio.sleep(seconds)
            fault = self.faults.take(name)
            if fault is not None and not fault.after_effect:
                return await self._fail(request, name, params, fault)
            self.world.rates.call(name, method.tier)
            answer = {"ok": True} | method.call(self.world, Params(params))
        except SlackError as error:
            self.note(name, params, error)
            return respond(error.body(), error.status, error.headers())
        self._used(method)
        if fault is not None:
            return await self._fail(request, name, params, fault)
        self.calls.append(Call(name, params, self.world.clock.now()))
        return respond(answer, headers={"x-oauth-scopes": ",".join(sorted(self.world.scopes))})

    def note(self, name: str, params: Json, error: SlackError) -> None:
        """Remember a refusal, and that it was our fault when it was."""
        self.calls.append(Call(name, params, self.world.clock.now(), error.error))
        self.refusals.append((name, error.error))
        if error.blame:
            self.blame(f"{name} was wrong: {error}")

    def _check(self, request: web.Request, params: Json, name: str) -> Method:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(params.pop("token", ""))
        if not sent:
            raise wrong("not_authed")
        if sent not in (self.token, self.app_token):
            raise wrong("invalid_auth")
        if self.dead:
            raise luck(self.dead)
        if name not in self.methods:
            raise wrong("unknown_method", req_method=name)
        method = self.methods[name]
        if method.app_token is not (sent == self.app_token):
            raise wrong("not_allowed_token_type")
        if method.scopes and not self.world.scopes & set(method.scopes):
            raise missing_scope(",".join(method.scopes), self.world.scopes)
        return method

    def _used(self, method: Method) -> None:
        self.world.used_scopes |= set([scope for scope in method.scopes if scope in self.world.scopes][:1])

    async def _fail(self, request: web.Request, name: str, params: Json, fault: Fault) -> web.StreamResponse:
        self.calls.append(Call(name, params, self.world.clock.now(), fault.error or f"ordered {fault.status}"))
        if fault.hang:
            await asyncio.Event().wait()
        if fault.cut and request.transport is not None:
            request.transport.abort()
        if fault.status >= 500 and not fault.error:
            return web.Response(text=_PAGE.format(fault.status), status=fault.status, content_type="text/html")
        error = fault.refusal()
        return respond(error.body(), error.status, error.headers())

    async def _upload(self, request: web.Request, file_id: str) -> web.Response:
        """Take the bytes of an announced file, bare or as the field of a form."""
        file = self.world.files.get(file_id)
        if file is None or file.content is not None or request.method != "POST":
            self.blame(f"upload to {request.path} that nobody announced")
            return web.Response(text="not found", status=404)
        if request.content_type == "multipart/form-data":
            form = await request.post()
            fields = [value.file.read() for value in form.values() if isinstance(value, web.FileField)]
            content = fields[0] if fields else b""
        else:
            content = await request.read()
        if len(content) != file.length:
            self.blame(f"upload of {len(content)} bytes where {file.length} were announced")
            return web.Response(text="length mismatch", status=400)
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    def _download(self, request: web.Request, file_id: str) -> web.Response:
        """The bytes for a token with files:read; anybody else gets the page to sign in, with status 200."""
        file = self.world.files.get(file_id)
        if file is None or file.content is None:
            return web.Response(text=_PAGE.format("404"), status=404, content_type="text/html")
        known = request.headers.get("Authorization") == f"Bearer {self.token}" and not self.dead
        if not known or "files:read" not in self.world.scopes:
            self.blame(f"download of {file.name} without a token that may")
            return web.Response(text=_LOGIN, content_type="text/html")
        self.world.used_scopes.add("files:read")
        return web.Response(body=file.content, content_type=file.mime)

    async def _respond(self, request: web.Request, path: str) -> web.Response:
        try:
            sent = await _read(request)
            self.responses.take(path, Params(sent))
        except SlackError as error:
            self.note("response_url", {}, error)
            return web.Response(text=error.error, status=404 if "url" in error.error else 400)
        self.calls.append(Call("response_url", sent, self.world.clock.now()))
        return web.Response(text="ok")


async def _read(request: web.Request) -> Json:
    """The parameters of a request, from query and body. Raises invalid_json, invalid_post_type."""
    fields: Json = dict(request.query)
    if request.method == "GET":
        return fields
    body = await request.read()
    if not body:
        return fields
    if request.content_type == "application/x-www-form-urlencoded":
        return fields | dict(parse_qsl(body.decode(), keep_blank_values=True))
    if request.content_type == "multipart/form-data":
        return fields | {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    if request.content_type != "application/json":
        raise wrong("invalid_post_type")
    try:
        sent: Any = json.loads(body)
    except ValueError:
        raise wrong("invalid_json") from None
    if not isinstance(sent, dict):
        raise wrong("json_not_object")
    return fields | sent


def respond(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON, as the server writes it."""
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json", headers=headers)
