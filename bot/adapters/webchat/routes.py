"""The addresses under `/chat`: the page, its state, its stream, and what a person does on it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.adapters.webchat.guard import (
    COOKIE,
    check_origin,
    is_encrypted,
    read_file,
    read_form_field,
    read_json,
    visitor_named,
)
from bot.adapters.webchat.headers import WithSecurityHeaders
from bot.adapters.webchat.hear import Reader, file_head, pressed, said, sent, started, submitted
from bot.adapters.webchat.pages import load_pages
from bot.adapters.webchat.refusals import NOT_THERE, NOT_YOURS, TurnedDown, answer
from bot.adapters.webchat.room import Room
from bot.adapters.webchat.speak import disposition, now_json, person_json
from bot.adapters.webchat.streams import Ended, Stream

KEEP_ALIVE = 15.0  # seconds: shorter than the idle limits usual with proxies, and how long a closed door stays unseen
_COOKIE_LIFE = 180 * 24 * 3600  # seconds a browser keeps it; the door may stop taking it at any time
# A sign of life. Time closes forms too, and other processes do, and nobody here would hear of it: so pages look.
_STILL_HERE = "event: forms\ndata: {}\n\n"
_PRIVATE = {"Cache-Control": "no-store"}

Endpoint = Callable[[Request], Awaitable[Response]]


class ChatRoutes:
    """The endpoints, around one room."""

    def __init__(self, room: Room, *, clock_bar: bool, zone: str) -> None:
        self._room = room
        self._clock_bar = clock_bar
        self._zone = zone
        self._pages = load_pages()

    def all(self) -> list[Route]:
        """Every route, each with the security headers and with refusals as answers."""
        return [
            self._route("/chat", self.page),
            self._route("/chat/static/{file}", self.static),
            self._route("/chat/state", self.state),
            self._route("/chat/stream", self.stream),
            self._route("/chat/documents/{person}/{message:int}/{number:int}", self.document),
            self._route("/chat/forms/{person}/{key}", self.form),
            self._route("/chat/enter", self.enter, "POST"),
            self._route("/chat/say", self._deed(said), "POST"),
            self._route("/chat/press", self._deed(pressed), "POST"),
            self._route("/chat/submit", self._deed(submitted), "POST"),
            self._route("/chat/files/{person}", self.endings),
            self._route("/chat/files/{person}/{id}", self.file, "POST"),
        ]

    async def page(self, request: Request) -> Response:
        """The page itself, or a kind word about personal links for a browser that speaks for nobody."""
        visitors = await self._room.door.visitors(request.cookies.get(COOKIE, ""))
        return self._pages["chat.html"].answer(request) if visitors else self._closed(request)

    async def static(self, request: Request) -> Response:
        """A style sheet, script or picture of the page."""
        page = self._pages.get(request.path_params["file"])
        if page is None:
            raise TurnedDown(NOT_THERE)
        return page.answer(request)

    async def state(self, request: Request) -> Response:
        """Everything the page shows: the people this browser speaks for, with what stands in their chats."""
        visitors = await self._room.door.visitors(request.cookies.get(COOKIE, ""))
        if not visitors:
            raise TurnedDown(NOT_YOURS)
        people = [
            person_json(visitor, await self._room.read(visitor.account.user), await self._room.endings(visitor))
            for visitor in visitors
        ]
        state = {"language": visitors[0].language, "people": people, "clock": self._clock_bar, "zone": self._zone}
        return JSONResponse(state, headers=_PRIVATE)

    async def stream(self, request: Request) -> Response:
        """Server-sent events: `line` for each message that comes or changes in this browser's chats, `forms` when
        one of their forms may have been closed.
        """
        cookie = request.cookies.get(COOKIE, "")
        chats = await self._chats(cookie)
        if not chats:
            raise TurnedDown(NOT_YOURS)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the latter: nginx must not collect lines
        return StreamingResponse(self._events(cookie, chats), headers=headers, media_type="text/event-stream")

    async def document(self, request: Request) -> Response:
        """A document of a message, for those in whose chat it stands."""
        visitor = await visitor_named(request, self._room.door, request.path_params["person"])
        message, number = request.path_params["message"], request.path_params["number"]
        document = await self._room.document(visitor.account.user, message, number)
        if document is None:
            raise TurnedDown(NOT_THERE)
        headers = _PRIVATE | {"Content-Disposition": disposition(document)}
        return Response(document.content, headers=headers, media_type=document.media_type)

    async def form(self, request: Request) -> Response:
        """What has become of a form that a page still shows."""
        visitor = await visitor_named(request, self._room.door, request.path_params["person"])
        standing = await self._room.standing(visitor, request.path_params["key"])
        return JSONResponse({"standing": standing}, headers=_PRIVATE)

    async def endings(self, request: Request) -> Response:
        """What files a person may send now: a round of a café begins, and its end ends that."""
        visitor = await visitor_named(request, self._room.door, request.path_params["person"])
        return JSONResponse({"files": await self._room.endings(visitor)}, headers=_PRIVATE)

    async def enter(self, request: Request) -> Response:
        """Let somebody in who came with a signed link: the cookie is set and the page opened."""
        token = await read_form_field(request, "token")
        entry = await self._room.door.enter(token, request.cookies.get(COOKIE, "")) if token else None
        if entry is None:
            return self._closed(request)
        if entry.visitor is not None:
            await self._room.hear(entry.visitor, started(entry.visitor, token))
        response = RedirectResponse("/chat", 303, headers=_PRIVATE)
        response.set_cookie(
            COOKIE, entry.cookie, _COOKIE_LIFE, secure=is_encrypted(request), httponly=True, samesite="lax"
        )
        return response

    async def file(self, request: Request) -> Response:
        """A file, its name in a header, where no log finds it. From most nothing is taken, which the chat will say."""
        written = request.headers.get("x-file-name", "")
        person, source, name = file_head(request.path_params["person"], request.path_params["id"], written)
        check_origin(request)
        visitor = await visitor_named(request, self._room.door, person)
        wanted = bool(await self._room.endings(visitor))
        content = await read_file(request, wanted=wanted)
        handle = await self._room.keep(visitor, name, content) if wanted else None
        heard = sent(person, source, name, handle)
        return JSONResponse(now_json(await self._room.hear(visitor, heard)), headers=_PRIVATE)

    def _deed(self, read: Reader) -> Endpoint:
        async def deed(request: Request) -> Response:
            heard = read(await read_json(request))
            visitor = await visitor_named(request, self._room.door, heard.person)
            return JSONResponse(now_json(await self._room.hear(visitor, heard)), headers=_PRIVATE)

        return deed

    async def _events(self, cookie: str, chats: frozenset[str]) -> AsyncIterator[str]:
        """Lines as they come, a look at the forms when none came; the door is asked again, now and then."""
        loop = asyncio.get_running_loop()
        with self._room.shown(chats) as stream:
            yield ": open\n\n"
            asked = loop.time()
            while True:
                event = await _next(stream)
                if event is None:
                    return
                if loop.time() - asked >= KEEP_ALIVE:
                    asked = loop.time()
                    if await self._chats(cookie) != chats:
                        return
                yield event

    async def _chats(self, cookie: str) -> frozenset[str]:
        return frozenset(visitor.account.user for visitor in await self._room.door.visitors(cookie))

    def _closed(self, request: Request) -> Response:
        return self._pages["closed.html"].answer(request, 403)

    def _route(self, path: str, endpoint: Endpoint, method: str = "GET") -> Route:
        return Route(path, _refusing(endpoint), methods=[method], middleware=[Middleware(WithSecurityHeaders)])


async def _next(stream: Stream) -> str | None:
    """The next event, a sign of life when none came, None when the stream is over."""
    try:
        return await stream.next(KEEP_ALIVE) or _STILL_HERE
    except Ended:
        return None


def _refusing(endpoint: Endpoint) -> Endpoint:
    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except TurnedDown as turned_down:
            return answer(turned_down.refusal)

    return answered
