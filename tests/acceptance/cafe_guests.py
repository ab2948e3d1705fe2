"""Thirty people of seven organisations on three platforms, who read two languages; and what they were told."""

import asyncio
import re
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

from bot.core.clock import WallClock
from bot.core.tokens import Keys
from bot.model.values import EventState, Going, Mode, Role, Scope, Words
from handlers.shared.events import settle
from storage import linkage
from storage.answers import InvitationRow, RsvpRow
from storage.database import Database
from storage.events import EventRow
from storage.people import AffiliationRow, GrantRow, OrganisationRow, PersonRow
from storage.programmes import ProgrammeRow
from storage.tx import Tx, add
from tests.adapters.contract.on_the_web import HOST, OnTheWeb
from tests.adapters.contract.person import SLACK, TELEGRAM, WEB, Person

_TOGETHER = """
Ana Câmpeanu, Bogdan Șerban, Carla Țîrlea, Dan Munteanu, Emma Lindqvist, Florin Ghiță,
Geta Pârvu, Horia Stan, Ioana Breban, Jan Kowalski, Kinga Szabó, Laura Crișan,
Mihai Văduva, Nora Fischer, Oana Țepeș, Paul Anghel, Quentin Moreau, Radu Ionescu,
Silvia Mureșan, Toma Bălan, Ulla Becker, Vlad Oprea, Wanda Nowak, Xenia Pop,
Yvonne Dubois, Zoe Marin, Adrian Lupu, Bianca Rusu, Cezar Dobre, Delia Enache
"""
NAMES = [name.strip() for name in _TOGETHER.split(",")]
LATE = ("Cezar Dobre", "Delia Enache")  # the first comes while round 1 runs, the other one after it
SECTORS = ("culture", "public", "itc", "culture", "education", "public", "itc")
KEY = "a key for tests"

SAT = re.compile(r"(?:Round|Runda) (\d) (?:of|din) 3 · (Table|Masa) (\d)")
ASKED = re.compile(r"(?:Question|Întrebarea) (\d):")
HOSTS = re.compile(r"(?:You are the host: please stay at table|Sunteți gazdă: rămâneți la masa) \d")
NOTED = re.compile(r"✔️ (?:Am notat )?(\d*)")
GONG = {"en": "🔔 Time!", "ro": "🔔 Gata timpul!"}
PAUSED = {"en": "⏸ The round is paused.", "ro": "⏸ Runda este în pauză."}
GOES_ON = {"en": "▶️ The round goes on until ", "ro": "▶️ Runda continuă până la "}
SOON = {"en": "⏰ 2 minutes left.", "ro": "⏰ Mai sunt 2 minute."}
GOODBYE = {"en": "👋 Thank you for coming!", "ro": "👋 Vă mulțumim că ați venit!"}
THANKS = {"en": "Thank you for taking part!", "ro": "Vă mulțumim pentru participare!"}
NO_SEAT = {"en": "you have no seat yet", "ro": "nu aveți încă un loc"}
COMES_IN = {"en": "🪑 You have a seat.", "ro": "🪑 Aveți un loc."}
YOUR_TABLE = {"en": "Your table is number", "ro": "Masa dumneavoastră este masa"}
HOSTS_NOW = {"en": "🏠 You are the host of table ", "ro": "🏠 De acum sunteți gazda mesei "}
TAKE_SEAT = {"en": "🪑 Take a seat", "ro": "🪑 Iau loc"}
GO = {"en": "🚪 I have to go", "ro": "🚪 Trebuie să plec"}
REALLY_GO = {"en": "🚪 Yes, I am leaving", "ro": "🚪 Da, plec"}


@dataclass(frozen=True)
class Seat:
    """Where somebody was told to sit in a round, what is asked there, and in which language they were told."""

    number: int
    table: int
    question: int
    language: str
    hosts: bool


@dataclass
class Guest:
    """Somebody who takes part; `read` is everything that stands in their chat in the end, the oldest first."""

    name: str
    platform: str
    language: str
    organisation: str
    token: str
    read: list[str] = field(default_factory=list)
    client: Person | None = None

    @property
    def here(self) -> Person:
        """Their client."""
        assert self.client is not None, f"{self.name} has none"
        return self.client

    async def looks(self) -> list[str]:
        """Read the chat."""
        self.read = [one.text for one in await self.here.chat()]
        return self.read

    def times(self, words: dict[str, str]) -> int:
        """How many messages begin with these words, in their language."""
        return sum(text.startswith(words[self.language]) for text in self.read)

    @property
    def seats(self) -> list[Seat]:
        """Every message that told them where to sit."""
        found = []
        for text in self.read:
            sat, asked = SAT.match(text), ASKED.search(text)
            if sat and asked:
                language = "en" if sat[2] == "Table" else "ro"
                seat = Seat(int(sat[1]), int(sat[3]), int(asked[1]), language, bool(HOSTS.search(text)))
                found.append(seat)
        return found

    @property
    def noted(self) -> int:
        """How many ideas were acknowledged."""
        return sum(int(found[1] or 1) for found in map(NOTED.match, self.read) if found)


@dataclass
class OnThePage(OnTheWeb):
    """A page that tries again what it could not bring, as the real one lets its person do: by the same id."""

    async def insists(self, text: str) -> None:
        """Write something, until it was taken."""
        number = str(uuid.uuid4())
        while True:
            try:
                body = {"person": await self._key(), "id": number, "text": text}
                response = await self.client.post("/chat/say", json=body, headers={"Origin": f"http://{HOST}"})
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            assert 200 == response.status_code, response.text
            return


async def gather(url: str) -> tuple[str, list[Guest]]:
    """Write them into the database at `url`, those in time with their yes; the facilitator's token, and them."""
    db = Database(url)
    found: tuple[str, list[Guest]] = await db.write(_write)
    await db.close()
    return found


async def _write(tx: Tx) -> tuple[str, list[Guest]]:
    now = WallClock().now()
    title = Words({"ro": "Seara orașului", "en": "The evening of the city"}, "ro")
    programme = await add(
        tx, ProgrammeRow(key="lab", title=title, zone="Europe/Bucharest", languages=["ro", "en"], language="ro")
    )
    event = EventRow(
        programme_id=programme,
        key="E1",
        title=title,
        day=now.date() + timedelta(days=1),
        zone="Europe/Bucharest",
        begins_at=now,
        ends_at=now,
        mode=Mode.PHYSICAL,
        language="ro",
        state=EventState.OPEN,
    )
    number = await add(tx, settle(event))
    organisations = [
        await add(tx, OrganisationRow(programme_id=programme, key=f"O{at}", name=f"Organizația {at}", sector=sector))
        for at, sector in enumerate(SECTORS, 1)
    ]
    ilinca = await add(tx, PersonRow(name="Ilinca Văluranu", language="en", welcomed_at=now))
    await add(tx, GrantRow(person_id=ilinca, role=Role.MANAGER, scope=Scope.INSTALLATION, since=now))
    guests = []
    for at, name in enumerate(NAMES):
        language, of = ("ro", "en")[at // 3 % 2], at % len(SECTORS)
        row = PersonRow(programme_id=programme, key=f"P{at}", name=name, language=language, welcomed_at=now)
        person = await add(tx, row)
        speaks_for: dict[str, Any] = {
            "programme_id": programme,
            "person_id": person,
            "organisation_id": organisations[of],
        }
        await add(tx, AffiliationRow(**speaks_for, since=now))
        await add(tx, InvitationRow(**speaks_for, event_id=number, invited_at=now))
        if name not in LATE:
            said: dict[str, Any] = {"answer": Going.YES, "answered_at": now, "by_id": person, "channel": "web"}
            await add(tx, RsvpRow(**speaks_for, event_id=number, **said))
        platform = (TELEGRAM, SLACK, WEB)[at % 3]
        guests.append(Guest(name, platform, language, f"O{of + 1}", await _token(tx, person)))
    return await _token(tx, ilinca), guests


async def _token(tx: Tx, person: int) -> str:
    link = await linkage.personal_link(tx, person, WallClock().now())
    return Keys([KEY]).token("p", link.id or 0, link.generation)
