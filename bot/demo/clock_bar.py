"""The addresses behind the page's clock: where the story stands, on to the next moment, who acts meanwhile."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.core.catalogue import known
from bot.core.program import Program
from bot.core.translate import Reader, long_moment, plain
from bot.demo import tonight
from bot.demo.alone import alone, set_alone
from bot.demo.clock import Stop, StoryClock, next_moment, play_next
from bot.demo.hosts import same_origin
from bot.demo.others import others_act
from bot.demo.people import REPRESENTATIVES
from bot.demo.stage import keep_story
from bot.demo.stops import Happening, happenings_at, since, told
from bot.model.text import Text
from storage import happenings
from storage.happenings import Cafes

_FOREIGN = JSONResponse({"error": "origin", "sentence": "Only the try-out's own page may do this."}, 403)


@dataclass
class ClockBar:
    """The movable clock; `program` is set once it is built."""

    clock: StoryClock
    program: Program | None = None
    _stops: list[tuple[Stop, Sequence[Happening], Sequence[Text]]] = field(default_factory=list)
    _cafes: Cafes | None = None  # at the last stop, or when the page was first looked at
    _playing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> list[BaseRoute]:
        """`GET /chat/clock`, `POST /chat/clock/next` and `POST /chat/clock/alone` (with `persona` and
        `wanted=yes|no`), each with `language=ro|en` in the query.
        """
        return [
            Route("/chat/clock", self.show),
            Route("/chat/clock/next", self.play, methods=["POST"]),
            Route("/chat/clock/alone", self.leave_alone, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Where the story stands, what happened at each stop, when the next thing is due."""
        return JSONResponse(await self._state(request), headers={"Cache-Control": "no-store"})

    async def play(self, request: Request) -> Response:
        """On to the next moment. Only one at a time, and only for a page of ours."""
        if not same_origin(request):
            return _FOREIGN
        assert self.program is not None, "the clock is played after the program is built"
        async with self._playing:
            _, stands = await self._ahead(self.program)
            if stands is None:
                await others_act(self.program, self.clock)
                await self._play(self.program)
        return JSONResponse(await self._state(request))

    async def _ahead(self, program: Program) -> tuple[datetime | None, Text | None]:
        """The next moment; or what whoever runs the café must do first, for time would pass over an open room. What is
        due at this instant needs no time."""
        coming = await next_moment(program)
        if coming == self.clock.now():
            return coming, None
        async with program.db.read() as tx:
            stands = await tonight.waits(tx, program)
        return (coming, None) if stands is None else (None, stands)

    async def _play(self, program: Program) -> None:
        """To the next moment, or to a look at a café on the way at which somebody was written to."""
        moment = await next_moment(program)
        happened: Sequence[Happening] = ()
        while True:
            stop = await play_next(program, self.clock)
            if stop is None:
                return
            async with program.db.read() as tx:
                happened = await happenings_at(tx, stop.at)
            if happened or moment is None or stop.at >= moment:
                break
        async with program.db.read() as tx:
            cafes = await happenings.cafes(tx)
        self._stops.append((stop, happened, since(self._cafes or cafes, cafes)))
        self._cafes = cafes
        await keep_story(program.db, self.clock)

    async def leave_alone(self, request: Request) -> Response:
        """A persona answers by itself from now on, or no longer."""
        if not same_origin(request):
            return _FOREIGN
        assert self.program is not None, "the personas are there once the program is built"
        persona, wanted = (request.query_params.get(name, "") for name in ("persona", "wanted"))
        if not await self.program.db.write(lambda tx: set_alone(tx, persona, wanted=wanted == "yes")):
            return JSONResponse({"error": "persona", "sentence": "There is no such persona."}, 404)
        return JSONResponse(await self._state(request))

    async def _state(self, request: Request) -> dict[str, Any]:
        assert self.program is not None, "the clock is shown after the program is built"
        house = self.program.house
        reader = Reader(known(request.query_params.get("language", ""), house.language), house.zone)
        coming, stands = await self._ahead(self.program)
        async with self.program.db.read() as tx:
            by_themselves = await alone(tx)
            wall = await tonight.wall(tx, self.program)
            self._cafes = self._cafes or await happenings.cafes(tx)
        return {
            "now": long_moment(self.clock.now(), reader),
            "next": None if coming is None else long_moment(coming, reader),
            "waits": None if stands is None else plain(stands, reader),
            "wall": wall,
            "alone": {persona: persona in by_themselves for persona in REPRESENTATIVES},
            "stops": [
                {"at": long_moment(stop.at, reader), "what": told(happened, reader, settled=stop.settled, more=went)}
                for stop, happened, went in self._stops
            ],
        }
