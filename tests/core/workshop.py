"""A workshop for the core: a room whose only feature is a board of notes, people who are already known, odd clocks."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.core import Desk, Look, Reader, Router, Routes, Terms, dialogue
from bot.core.desk import House
from bot.core.links import Links
from bot.core.program import Program
from bot.core.tokens import Keys
from bot.demo.clock import StoryClock
from bot.model.card import Card
from bot.model.values import Reason
from storage.database import Database
from storage.deliveries import DELIVERY
from storage.people import AccountRow, PersonRow, PlaceRow
from storage.tx import Tx, add
from tests.memory import FAST, MemoryAdapter
from tests.room import MONDAY, Room

KEYS = Keys(["a key for tests"])
ENGLISH = Reader("en", "Europe/Bucharest")
ROMANIAN = Reader("ro", "Europe/Bucharest")


class TwoClocks(StoryClock):
    """Story time stands; real time runs, and may be put forward."""

    ahead = timedelta()

    def real(self) -> datetime:
        """Real time as this clock tells it."""
        return super().real() + self.ahead


@dataclass
class Board:
    """Notes by number: what their views show, or why they show nothing."""

    notes: dict[int, str | Card | Reason | None] = field(default_factory=dict)
    drawn: list[int] = field(default_factory=list)
    router: Router = field(default_factory=lambda: Router("board"))

    def __post_init__(self) -> None:
        self.router.view("note", watches=("board",), mine=("reader",))(self.note)
        self.router.view("flyer")(self.note)
        self.router.view("broadcast", once_more=False)(self.note)

    async def note(self, look: Look, number: int) -> Card | Reason | None:
        """The note as it is now."""
        self.drawn.append(number)
        shown = self.notes.get(number, f"note {number}")
        return shown if isinstance(shown, Card | Reason | None) else Card((shown,))


@dataclass(repr=False)
class Workshop(Room):
    """A room with a board."""

    board: Board

    @property
    def twoclocks(self) -> TwoClocks:
        """The clock, with its real time to be put forward."""
        assert isinstance(self.clock, TwoClocks)
        return self.clock

    async def people(self, *chats: str, **columns: Any) -> list[int]:
        """Known people with an open chat each; their numbers."""

        async def work(tx: Tx) -> list[int]:
            return [await self._person(tx, chat, columns) for chat in chats]

        numbers: list[int] = await self.write(work)
        return numbers

    async def _person(self, tx: Tx, chat: str, columns: Mapping[str, Any]) -> int:
        person = await add(tx, PersonRow(**{"name": chat, "language": "en", **columns}))
        await self.account(tx, person, chat)
        return person

    async def account(self, tx: Tx, person: int, chat: str, platform: str = "memory") -> None:
        """Another chat of a person, the newest of theirs."""
        place = await add(tx, PlaceRow(platform=platform, installation="m1", chat=chat))
        used = self.clock.now() + timedelta(seconds=place)
        row = AccountRow(
            platform=platform, installation="m1", user=chat, person_id=person, place_id=place, used_at=used
        )
        await add(tx, row)

    def desk(self, tx: Tx) -> Desk:
        """What a handler would have."""
        return Desk(tx, self.clock.now(), self.program.house)

    async def send(self, note: int, *to: int, view: str = "note", terms: Terms | None = None) -> None:
        """A note to each of these people, in this order."""

        async def work(tx: Tx) -> None:
            for person in to:
                await self.desk(tx).send(view, note, to=person, cause=None, terms=terms or Terms())

        await self.write(work)
        self.program.courier.wake()

    async def change(self, note: int, text: str | Card | Reason | None, person: int | None = None) -> None:
        """The note says something else from now on; `person` when only they should hear of it."""
        self.board.notes[note] = text
        topic = "board" if person is None else "reader"
        await self.write(lambda tx: self.desk(tx).touch(topic, note, person=person))
        self.program.courier.wake()

    async def deliveries(self) -> list[Any]:
        """All deliveries, oldest first."""
        async with self.read() as tx:
            return list((await tx.execute(select(DELIVERY).order_by(DELIVERY.c.id))).all())

    async def delivery(self) -> Any:
        """The only delivery."""
        (row,) = await self.deliveries()
        return row

    def texts(self, chat: str) -> list[str]:
        """What stands in a chat, oldest first."""
        return [message.text for message in self.memory.chats.get(chat, [])]

    def crash(self) -> None:
        """The process is gone at once: nothing is finished, nothing is said goodbye to."""
        tasks = [*self.program._tasks, *self.program.intake._tasks, *self.program.courier._sending]
        for task in tasks:
            task.cancel()
        self.program.membership.presence.end()


async def open_workshop(
    url: str,
    *features: Router,
    board: Board | None = None,
    memory: MemoryAdapter | None = None,
    clock: TwoClocks | None = None,
) -> Workshop:
    """A workshop over the migrated database at `url`."""
    board, clock = board or Board(), clock or TwoClocks(MONDAY)
    memory, native = memory or MemoryAdapter(), MemoryAdapter("native", native_forms=True)
    house = House(Routes.of((dialogue.router, board.router, *features)), KEYS, Links(KEYS), language="en")
    program = Program(Database(url), house, clock, {"memory": memory, "native": native})
    await program.start(pulse=False)
    return Workshop(program, clock, memory, native, board)


async def until(true: Callable[[], object], seconds: float = 5) -> None:
    """Wait until something is so. Raises TimeoutError when it does not become so."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)


__all__ = ["ENGLISH", "FAST", "KEYS", "MONDAY", "ROMANIAN", "Board", "TwoClocks", "Workshop", "open_workshop", "until"]
