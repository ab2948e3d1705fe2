"""The HTTP side: tokens, the three forms of a request, faults, and what is written down of each call."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.fakes.telegram_errors import ApiError, Json, bad_request
from tests.fakes.telegram_faults import Fault, Faults
from tests.fakes.telegram_files import too_large
from tests.fakes.telegram_params import Params, Upload
from tests.fakes.telegram_profile import known_methods
from tests.fakes.telegram_world import World

_TOKEN = re.compile(r"[1-9]\d*:[A-Za-z0-9_-]{3,80}")
_METHODS = {name.lower(): (name, method) for name, method in known_methods().items()}
_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"
FORM_OVERHEAD = 1_000_000  # bytes of a multipart request that are not its file

Control = Callable[[web.BaseRequest], Awaitable[web.Response]]


@dataclass(frozen=True)
class Call:
    """One request as it came: `at` in seconds of the fake's clock; an uploaded file is an `Upload` among the params."""

    method: str
    params: dict[str, Any]
    at: float


@dataclass
class Server:
    """Answers requests out of a world. `conflicts` counts the 409s that somebody was still there to read."""

    world: World
    token: str
    changed: Callable[[], None]
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    conflicts: int = 0
    revoked: bool = False
    control: Control | None = None

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request, one answer; whatever is wrong with it is said in the Bot API's way."""
        path = request.path
        try:
            if path.startswith("/bot"):
                token, _, name = path[4:].partition("/")
                self._check(token)
                return await self._call(request, name)
            if path.startswith("/file/bot"):
                token, _, name = path[9:].partition("/")
                self._check(token)
                return self._download(request, name)
            if path.startswith("/control/") and self.control is not None:
                return await self.control(request)
            raise ApiError(404, "Not Found")
        except ApiError as error:
            if error.code == 409 and request.transport is not None:
                self.conflicts += 1
            return refusal(error)
        finally:
            self.changed()

    def _check(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.token or self.revoked:
            raise ApiError(401, "Unauthorized")

    async def _call(self, request: web.BaseRequest, asked: str) -> web.Response:
        name, method = _METHODS.get(asked.lower(), (asked, None))
        try:
            params = await read(request, self.world.upload_limit + FORM_OVERHEAD)
        except ApiError as error:
            self._blame(name, error)
            raise
        self.calls.append(Call(name, {**params.fields, **params.uploads}, self.world.now()))
        self.changed()
        if method is None:
            unknown = ApiError(404, "Not Found: method not found", blame=True)
            self._blame(name, unknown)
            raise unknown
        if seconds := self.faults.delay_of(name):
            await asyncio.sleep(seconds)
        fault = self.faults.take(name)
        if fault is not None and not fault.after_effect:
            return failure(request, fault)
        try:
            result = method(self.world, params)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            self._blame(name, error)
            raise
        return respond({"ok": True, "result": result}) if fault is None else failure(request, fault)

    def _blame(self, name: str, error: ApiError) -> None:
        if error.blame:
            self.violations.append(f"{name} was wrong: {error.description}")

    def _download(self, request: web.BaseRequest, path: str) -> web.Response:
        """A file by its path; its faults are ordered for the method "file"."""
        fault = self.faults.take("file")
        if fault is not None:
            return failure(request, fault)
        for document in self.world.files.values():
            if document.path == path:
                return web.Response(body=document.content, content_type=document.mime)
        raise ApiError(404, "Not Found")


async def read(request: web.BaseRequest, most: int) -> Params:
    """The parameters of a request, from query and body. Raises 413 above `most` bytes and 400 for broken JSON."""
    fields: Json = dict(request.query)
    kind = request.content_type
    if (request.content_length or 0) > most:
        raise too_large()
    if kind == "multipart/form-data":
        return await _multipart(request, fields)
    body = await request.read()
    if not body:
        return Params(fields)
    if kind == "application/x-www-form-urlencoded":
        return Params(fields | dict(parse_qsl(body.decode(), keep_blank_values=True)))
    if kind == "application/json":
        try:
            sent = json.loads(body)
        except ValueError:
            raise bad_request("can't parse request body as JSON") from None
        if not isinstance(sent, dict):
            raise bad_request("request body must be a JSON object")
        return Params(fields | sent)
    return Params(fields)


async def _multipart(request: web.BaseRequest, fields: Json) -> Params:
    uploads = {}
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None
    for name, value in form.items():
        if isinstance(value, web.FileField):
            with value.file as file:
                uploads[name] = Upload(value.filename, file.read(), value.content_type)
        else:
            fields[name] = value if isinstance(value, str) else bytes(value).decode()
    return Params(fields, uploads)


def respond(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON, as the server writes it."""
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json", headers=headers)


def refusal(error: ApiError) -> web.Response:
    """An error, with the Retry-After header where there is something to wait for."""
    wait = error.parameters.get("retry_after")
    return respond(error.body(), error.code, None if wait is None else {"Retry-After": str(wait)})


def failure(request: web.BaseRequest, fault: Fault) -> web.Response:
    """What is left of a call that was ordered to fail: nothing, a proxy's page, or an error."""
    if fault.cut and request.transport is not None:
        request.transport.abort()
    if fault.gateway:
        return web.Response(text=_PAGE.format(fault.status), status=fault.status, content_type="text/html")
    return refusal(fault.error())
