"""A pile of paper on a page, without a database: what is kept is a list, and the page is served to a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.adapters.webchat.headers import WithSecurityHeaders
from bot.model.paper import Asked, Batch, Pile, Refused, Saved, Typed, Whose, Why
from bot.model.values import Words
from bot.web.files import Files
from bot.web.paper import Papers
from bot.web.site import Site
from bot.web.wall import Walls
from storage.views import Wanted
from tests.web.hall import MORNING, QUESTIONS, SAID, TITLE
from tests.web.visits import Visits, served_to

__all__ = ["SAID", "Desk", "Typing", "typing"]

PEOPLE = ("Ana Câmpeanu", "Dragoș Pârvu", "Ștefania Țîrlea-Răducanu")
ORGANISATIONS = ("Biroul Malul Begăi", "Hubul Oxid & Co")


@dataclass
class Desk:
    """Two rounds at four tables. `refuses` is why nothing opens; `loses` so many answers on their way back."""

    said: list[Typed] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    batches: list[Batch] = field(default_factory=list)
    rounds: int = 2
    nameless: bool = False
    refuses: Why | None = None
    loses: int = 0

    def pile(self) -> Pile:
        """What the page shows."""
        tables = [Asked(n, "", n, Words({"ro": ro, "en": en}, "ro")) for n, (ro, en) in enumerate(QUESTIONS, 1)]
        organisations = [] if self.nameless else [Whose(n, name) for n, name in enumerate(ORGANISATIONS, 1)]
        people = [] if self.nameless else [Whose(n, name) for n, name in enumerate(PEOPLE, 1)]
        rounds = [(number, tables) for number in range(1, self.rounds + 1)]
        return Pile(TITLE, rounds, self.nameless, organisations, people, self.said[::-1], len(self.said))

    def keep(self, batch: Batch) -> Saved:
        """Each line once for each key."""
        self.batches.append(batch)
        new = [text for text in batch.ideas if (batch.key, text) not in self.seen]
        whose = PEOPLE[batch.person - 1] if batch.person else ""
        for text in new:
            self.seen.add((batch.key, text))
            place = batch.table_number, batch.round_number, batch.table_number
            self.said.append(Typed(len(self.seen), *place, text, whose))
        return Saved(len(new), sum("@" in text for text in new))

    @property
    def app(self) -> ASGIApp:
        """The site with this page at the token `here`."""

        def check(token: str) -> None:
            if self.refuses or token != "here":
                raise Refused(self.refuses or Why.GONE)

        async def language(token: str) -> str:
            check(token)
            return "ro"

        async def pile(token: str) -> Pile:
            check(token)
            return self.pile()

        async def save(token: str, batch: Batch) -> Saved:
            check(token)
            return self.keep(batch)

        async def undo(token: str, idea: int) -> None:
            check(token)
            self.said = [one for one in self.said if one.id != idea]

        async def nothing(_token: str) -> None:
            return None

        async def gauges() -> dict[str, int]:
            return {}

        async def no_wall(_token: str, _wanted: Wanted) -> None:
            return None

        site = Site("ro", nothing, str, list, gauges, Files(nothing, lambda: MORNING))
        walls = Walls(nothing, no_wall, lambda: MORNING, str)
        papers = Papers(language, pile, save, undo)
        inner = WithSecurityHeaders(site.app([*walls.routes(), *papers.routes()]))

        async def losing(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or not self.loses or Request(scope).method != "POST":
                return await inner(scope, receive, send)
            self.loses -= 1

            async def lost(_message: object) -> None:
                return None

            await inner(scope, receive, lost)  # done, but nobody hears of it
            return await Response(status_code=502)(scope, receive, send)

        return losing


@dataclass(kw_only=True)
class Typing(Visits):
    """To a desk that is served."""

    desk: Desk

    async def open(self, query: str = "", width: int = 1280, height: int = 900, *, dark: bool = False) -> Page:
        """The page, drawn."""
        return await self.to(f"/paper/here{query}", width, height, dark=dark)


@asynccontextmanager
async def typing(browser: Browser) -> AsyncIterator[Typing]:
    """A desk, served for as long as the block lasts."""
    desk = Desk()
    async with served_to(browser, desk.app) as server:
        yield Typing(server=server, browser=browser, desk=desk)
