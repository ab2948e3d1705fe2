"""A room with a wall, without a database: what it shows is set by hand, and the page is served to a browser."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, Page
from starlette.types import ASGIApp

from bot.adapters.webchat.headers import WithSecurityHeaders
from bot.model.values import CafeState, RoundState, Words
from bot.web.files import Files
from bot.web.site import Site
from bot.web.wall import Walls
from storage.cafes import CafeQuestionRow, CafeRoundRow
from storage.tallies import Tally
from storage.views import Wall, Wanted
from storage.walls import WallIdea, WallTable
from tests.web.visits import Visits, served_to

__all__ = ["MORNING", "Hall", "idea", "rounds", "sample", "serving"]

MORNING = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
TITLE = Words({"ro": "Industrii creative: ce ne lipsește?", "en": "Creative industries: what is missing?"}, "ro")
QUESTIONS = (
    ("Ce le lipsește tinerilor care vor să rămână în oraș?", "What do young people who want to stay lack?"),
    ("Cum ajung banii mai repede la proiectele mici?", "How does money reach small projects faster?"),
    ("Ce spații goale am putea deschide?", "Which empty spaces could we open?"),
    ("Cine lipsește de la masă?", "Who is missing at the table?"),
)
HOSTS = ("Ana Câmpeanu", "Dragoș Pârvu", "", "Ștefania Țîrlea-Răducanu")
SAID = (
    "Ateliere deschise seara, cu scule și cu cineva care te învață.",
    "Spații goale din centru, date cu chirie simbolică proiectelor creative.",
    "Granturi mici, rapide, fără 40 de anexe.",
    "Small seed grants with quick decisions; big calls scare first-time founders away.",
    "Un contabil cu care să vorbim o oră pe lună, plătit de primărie, ca să nu mai pierdem serile cu declarații "
    "pe care nu le înțelegem.",
    "Spatii pentru repetitii, nu doar sali de conferinte.",
    "Artiștii ar rămâne dacă ar exista locuințe cu chirie corectă.",
    "Școlile să scoată elevii în ateliere o zi pe lună.",
    "Spațiul din fosta fabrică, deschis artiştilor.",
)


def idea(
    number: int, text: str, question: int = 1, *, pinned: bool = False, by: tuple[str, str] = ("", "")
) -> WallIdea:
    """An idea that may be shown."""
    return WallIdea(number, question, question, text, "ro", pinned, *by)


def rounds(state: RoundState = RoundState.RUNNING, now: datetime = MORNING) -> list[CafeRoundRow]:
    """Three rounds, the first in this state with 12:34 left of it."""
    left = timedelta(minutes=12, seconds=34)
    first = CafeRoundRow(cafe_id=1, number=1, minutes=20, state=state)
    if state is RoundState.RUNNING:
        first.ends_at = now + left
    if state is RoundState.PAUSED:
        first.left = round(left.total_seconds())
    if state is RoundState.LATE:
        first.late_until = now + timedelta(minutes=2)
    return [first, *(CafeRoundRow(cafe_id=1, number=number, minutes=20) for number in (2, 3))]


def sample(texts: Sequence[str] = SAID, *, tables: int = 4) -> Wall:
    """A round that runs, with ideas at four questions; everybody by name."""
    people = (("Mia Lindqvist", "Biroul Malul Begăi"), ("Radu Ionescu", "Hubul Oxid & Co"), ("", ""))
    ideas = [
        idea(number, text, 1 + number % 4, pinned=number == 2, by=people[number % 3])
        for number, text in enumerate(texts, 1)
    ]
    return Wall(
        CafeState.OPEN,
        TITLE,
        "ro",
        secret=False,
        tasks=[[1 + table % 4 for table in range(tables)]] * 3,
        rounds=rounds(),
        tables=[WallTable(number, "", HOSTS[(number - 1) % 4]) for number in range(1, tables + 1)],
        questions=[
            CafeQuestionRow(cafe_id=1, ordinal=number, words=Words({"ro": ro, "en": en}, "ro"))
            for number, (ro, en) in enumerate(QUESTIONS, 1)
        ],
        counted=[Tally(1, table, 1 + (table - 1) % 4, 3 * table, 3 * table, None) for table in range(1, tables + 1)],
        ideas=sorted(ideas, key=lambda one: (not one.pinned, -one.id)),
        texts=list(texts),
    )


@dataclass
class Hall:
    """A wall at the token `here`, a clock that stands until it is moved, the way in."""

    wall: Wall = field(default_factory=sample)
    now: datetime = MORNING
    join: str = "https://t.me/SfatTimisoaraBot?start=here"
    open: bool = True
    asked: list[Wanted] = field(default_factory=list)

    @property
    def app(self) -> ASGIApp:
        """The site with this wall."""

        async def language(token: str) -> str | None:
            return self.wall.language if self.open and token == "here" else None

        async def read(token: str, wanted: Wanted) -> Wall | None:
            self.asked.append(wanted)
            if not self.open or token != "here":
                return None
            shown = [one for one in self.wall.ideas if wanted.question in (None, one.question)][: wanted.most]
            return self.wall._replace(ideas=shown, texts=self.wall.texts if wanted.words else [])

        async def nothing(_token: str) -> None:
            return None

        async def gauges() -> dict[str, int]:
            return {}

        site = Site("ro", nothing, str, list, gauges, Files(nothing, lambda: self.now))
        walls = Walls(language, read, lambda: self.now, lambda: self.join)
        return WithSecurityHeaders(site.app(walls.routes()))


@dataclass(kw_only=True)
class Serving(Visits):
    """To a hall that is served."""

    hall: Hall

    async def open(self, query: str = "", width: int = 1920, height: int = 1080, *, dark: bool = False) -> Page:
        """The wall, drawn."""
        return await self.to(f"/wall/here{query}", width, height, dark=dark)


@asynccontextmanager
async def serving(browser: Browser) -> AsyncIterator[Serving]:
    """A hall, served for as long as the block lasts."""
    hall = Hall()
    async with served_to(browser, hall.app) as server:
        yield Serving(server=server, browser=browser, hall=hall)
