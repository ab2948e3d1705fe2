"""`/paper/TOKEN`: the page on which a pile of paper is typed in, one idea a line.

Looking changes nothing; what is typed comes by POST as JSON. The token stands for whoever was given the address, so
no cookie is needed, and no other site can use one.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.model.letters import with_commas
from bot.model.paper import LONGEST, MOST_IDEAS, Asked, Batch, Pile, Refused, Saved, Whose, Why
from bot.web import pages

LARGEST = 5 * 1024 * 1024  # bytes of a submission: the most ideas of the greatest length fit
_PAGE = (Path(__file__).parent / "static" / "paper.html").read_text(encoding="utf-8")
_PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
_KEY = re.compile(r"[0-9a-f]{16,64}")
_SENTENCE = {Why.GONE: "no_paper", Why.ROLE: "no_role", Why.EARLY: "no_room_yet"}
_STATUS = {Why.GONE: 404, Why.ROLE: 403, Why.EARLY: 409, Why.IDEA: 404, Why.SIZE: 413}
_NUMBERS = range(1, 2**63)


@dataclass(frozen=True)
class Papers:
    """What the page needs, each by its token; all of them raise Refused: the language of whoever has the address, what
    the page shows, how to keep a batch (how many ideas of it were new), how to take an idea back.
    """

    language: Callable[[str], Awaitable[str]]
    pile: Callable[[str], Awaitable[Pile]]
    save: Callable[[str, Batch], Awaitable[Saved]]
    undo: Callable[[str, int], Awaitable[None]]
    house_language: str = "ro"

    def routes(self) -> list[Route]:
        """The addresses of the page; its style sheet and scripts are among those of the wall."""
        return [
            Route("/paper/{token}", self.page),
            Route("/paper/{token}/now", self.current),
            Route("/paper/{token}/save", self.keep, methods=["POST"]),
            Route("/paper/{token}/undo", self.take_back, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The page, or a page that says why there is none."""
        try:
            reads = await self.language(_token(request))
        except Refused as problem:
            page = pages.in_every_language(self.house_language, _SENTENCE[problem.why])
            return HTMLResponse(page, status_code=_STATUS[problem.why], headers={"Cache-Control": "no-store"})
        chosen = self._language(request, reads)
        return HTMLResponse(_PAGE.replace("{language}", escape(chosen)), headers=_PRIVATE)

    async def current(self, request: Request) -> Response:
        """What can be chosen, and what was typed in."""
        try:
            return await self._shown(request)
        except Refused as problem:
            return _refused(problem)

    async def keep(self, request: Request) -> Response:
        """Keep a batch; the same one again changes nothing."""
        try:
            saved = await self.save(_token(request), _batch(await _sent(request)))
            return await self._shown(request, **saved._asdict())
        except Refused as problem:
            return _refused(problem)

    async def take_back(self, request: Request) -> Response:
        """Take an idea back; once more changes nothing."""
        try:
            await self.undo(_token(request), _number(await _sent(request), "idea", Why.IDEA))
            return await self._shown(request)
        except Refused as problem:
            return _refused(problem)

    async def _shown(self, request: Request, **more: Any) -> Response:
        pile = await self.pile(_token(request))
        content = state(pile, self._language(request, self.house_language))
        return JSONResponse({**content, **more}, headers=_PRIVATE)

    def _language(self, request: Request, reads: str) -> str:
        asked = request.query_params.get("lang", "")
        return next((one for one in (asked, reads) if one in pages.WORDS), self.house_language)


def state(pile: Pile, language: str) -> dict[str, Any]:
    """The pile as its page reads it."""
    title, title_language = pile.title.choose(language)
    return {
        "title": {"text": with_commas(title), "lang": title_language},
        "rounds": [
            {"number": number, "tables": [_asked(one, language) for one in asked]} for number, asked in pile.rounds
        ],
        "nameless": pile.nameless,
        "organisations": _named(pile.organisations),
        "people": _named(pile.people),
        "typed": [
            {**one._asdict(), "text": with_commas(one.text), "whose": with_commas(one.whose)} for one in pile.typed
        ],
        "written": pile.written,
        "most": MOST_IDEAS,
        "longest": LONGEST,
    }


def _named(some: Sequence[Whose]) -> list[dict[str, Any]]:
    return [{"id": one.id, "name": with_commas(one.name)} for one in some]


def _asked(one: Asked, language: str) -> dict[str, Any]:
    text, text_language = one.words.choose(language)
    where = {"number": one.table, "title": with_commas(one.title), "question": one.question}
    return {**where, "text": with_commas(text), "lang": text_language}


def _token(request: Request) -> str:
    token: str = request.path_params["token"]
    return token


def _refused(problem: Refused) -> Response:
    status = _STATUS.get(problem.why, 422)
    return JSONResponse({"why": problem.why.value}, status_code=status, headers={"Cache-Control": "no-store"})


async def _sent(request: Request) -> Mapping[str, Any]:
    """What was sent. Raises Refused when it is too much, or nothing that the page sends."""
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > LARGEST:
            raise Refused(Why.SIZE)
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(Why.SIZE)
    return found


def _batch(sent: Mapping[str, Any]) -> Batch:
    """Raises Refused for what the page does not send."""
    key, ideas = sent.get("key"), sent.get("ideas")
    if not (isinstance(key, str) and _KEY.fullmatch(key)):
        raise Refused(Why.SIZE)
    if not (isinstance(ideas, list) and all(isinstance(one, str) for one in ideas)):
        raise Refused(Why.SIZE)
    where = _number(sent, "round", Why.PLACE), _number(sent, "table", Why.PLACE)
    organisation, person = (
        None if sent.get(one) is None else _number(sent, one, Why.WHO) for one in ("organisation", "person")
    )
    return Batch(key, *where, organisation, person, [_storable(one) for one in ideas])


def _number(sent: Mapping[str, Any], name: str, why: Why) -> int:
    """A number of a row, as large as such numbers can be. Raises Refused for anything else."""
    found = sent.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or found not in _NUMBERS:
        raise Refused(why)
    return found


def _storable(text: str) -> str:
    """Without what no database takes: the letter zero, and halves of letters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
