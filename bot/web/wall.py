"""`/wall/TOKEN`: the wall of a café, for the projector in the room. It shows rows as they are at every look, so it is
the same whichever process serves it; nothing changes by looking."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from io import BytesIO
from pathlib import Path

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.web import pages
from bot.web.tagged import tagged
from bot.web.wall_state import CLOUD, QUESTION, ROOM, Shown, state
from storage.views import Wall, Wanted

STATIC = "/wall-files"
_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_PAGE = (_FOLDER / "wall.html").read_text(encoding="utf-8")
_FILES = {file.name: file.read_bytes() for file in sorted(_FOLDER.iterdir()) if file.suffix in _TYPES}
_PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


@dataclass(frozen=True)
class Walls:
    """What the pages of walls need: the language of a wall and the wall itself by its token (None: the token opens
    nothing), story time, and the address that leads somebody in the room to the bot ("" where there is none).
    `framing` are headers of the page itself, also where it is gone: who may show it inside another page.
    """

    language: Callable[[str], Awaitable[str | None]]
    wall: Callable[[str, Wanted], Awaitable[Wall | None]]
    now: Callable[[], datetime]
    join: Callable[[], str]
    house_language: str = "ro"
    framing: Mapping[str, str] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        """The addresses of walls; all of them only show."""
        return [
            Route(STATIC + "/{file}", self.file),
            Route("/wall/{token}", self.page),
            Route("/wall/{token}/now", self.current),
            Route("/wall/{token}/join.svg", self.join_code),
        ]

    async def file(self, request: Request) -> Response:
        """A style sheet or script of the page."""
        name: str = request.path_params["file"]
        if name not in _FILES:
            return self._nowhere("nowhere")
        headers = {"Cache-Control": "no-cache"}  # kept, but asked about: a new version shows at once
        return tagged(request, _FILES[name], _TYPES[Path(name).suffix], headers)

    async def page(self, request: Request) -> Response:
        """The page, which then looks every two seconds."""
        language = await self.language(request.path_params["token"])
        if language is None:
            gone = self._nowhere("no_wall")
            gone.headers.update(self.framing)
            return gone
        page = _PAGE.replace("{language}", escape(self._shown(request, language).language))
        return HTMLResponse(page, headers={**_PRIVATE, **self.framing})

    async def current(self, request: Request) -> Response:
        """The wall as it is now. Story time stands in a header, so that it makes no news by itself."""
        token: str = request.path_params["token"]
        shown = self._shown(request, "")
        wall = await self.wall(token, shown.wanted)
        if wall is None:
            return self._nowhere("no_wall")
        if not shown.language:
            shown = self._shown(request, wall.language)
        # A room's words are counted in a thread: nobody else waits for it.
        found = await asyncio.to_thread(state, wall, shown) if wall.texts else state(wall, shown)
        content = json.dumps({**found, "join": self.join()}, ensure_ascii=False).encode()
        headers = {**_PRIVATE, "X-Sfat-Now": str(round(self.now().timestamp() * 1000))}
        return tagged(request, content, "application/json", headers)

    async def join_code(self, request: Request) -> Response:
        """The way in as a QR code."""
        address = self.join()
        if not address or await self.language(request.path_params["token"]) is None:
            return self._nowhere("no_wall")
        drawn = BytesIO()
        code = segno.make(address, error="m", micro=False)
        code.save(drawn, kind="svg", xmldecl=False, nl=False, omitsize=True, border=2, dark="#0f1619")
        return tagged(request, drawn.getvalue(), "image/svg+xml", _PRIVATE)

    def _shown(self, request: Request, language: str) -> Shown:
        """What is asked for; what can not be understood is as if it had not been asked."""
        asked = request.query_params
        view = asked.get("view", ROOM)
        number = asked.get("q", "")[:3]
        question = int(number) if number.isascii() and number.isdecimal() else 1
        chosen = next((one for one in (asked.get("lang", ""), language) if one in pages.WORDS), "")
        if language and not chosen:
            chosen = self.house_language
        return Shown(view if view in (QUESTION, CLOUD) else ROOM, question, chosen)

    def _nowhere(self, key: str) -> Response:
        page = pages.in_every_language(self.house_language, key)
        return HTMLResponse(page, status_code=404, headers={"Cache-Control": "no-store"})
