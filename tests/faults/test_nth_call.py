"""T20: the database fails at the n-th call, for every n: nothing is acknowledged without its row, one effect each."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.core import Ctx, Router, Terms, courier, intake, outcome, program, sent
from bot.model.card import Card, card
from bot.model.text import T
from bot.model.update import Command, Now
from bot.model.values import Lane, Role, Sending
from storage.database import Database
from storage.deliveries import DELIVERY
from storage.inbox import INBOX
from storage.people import MARK
from tests.core.hearing import envelope
from tests.core.workshop import Workshop, open_workshop
from tests.faults.conftest import Figures
from tests.faults.tripping import Fault, Trip, tripping

SECONDS = 10
CHATS = ("standing", "notes", "person")
STANDING = 1  # the note that stands in a chat and is drawn again each time
ON_SQLITE = (Fault.FULL, Fault.BUSY, Fault.IOERR)
ON_POSTGRESQL = (Fault.CUT, Fault.UNHEARD)


@dataclass
class Office:
    """A feature that does a little of everything: it keeps a mark, sends a note, touches another, answers."""

    readers: list[int] = field(default_factory=list)
    router: Router = field(default_factory=lambda: Router("office"))

    def __post_init__(self) -> None:
        self.router.command("go", who=Role.ANYONE, help=T("work"))(self.go)

    async def go(self, ctx: Ctx, words: tuple[str, ...]) -> Card:
        """Work."""
        number = int(words[0])
        await ctx.db.execute(MARK.insert(), {"name": f"mark {number}", "value": {}})
        await ctx.send("note", number, to=self.readers[1], cause=f"go {number}", terms=Terms(lane=Lane.BROADCAST))
        await ctx.touch("board", STANDING)
        ctx.toast = T("Done: {number}", number=number)
        return card(T("You said {number}", number=number))


@dataclass
class Bench:
    """The office behind a database that trips, and a second look at that database, which does not."""

    workshop: Workshop
    office: Office
    trip: Trip
    beside: Database

    async def run(self, number: int) -> None:
        """One update comes, as often as it is not taken; it is done, and all that follows from it is out."""
        self.workshop.board.notes[STANDING] = f"standing {number}"
        told = await self._brought(number)
        await self._finished(number, told)
        # The same once more, as a platform does that has not heard that it was taken.
        assert Now() == await self._brought(number)

    async def _brought(self, number: int) -> Now:
        update = envelope("person", Command("go", (str(number),)), f"u{number}")
        async with asyncio.timeout(SECONDS):
            while True:
                try:
                    (future,) = await self.workshop.program.intake.hear([update])
                except DBAPIError:
                    continue
                assert update.source in await self._stored(), "an update was acknowledged without its row"
                told = await future
                assert not told.toast or f"mark {number}" in await self._marks()
                return told

    async def _finished(self, number: int, told: Now) -> None:
        """Everything that follows is out, once."""
        expected = [f"standing {number}", f"note {number}", f"You said {number}"]
        found: list[str] = []
        try:
            async with asyncio.timeout(SECONDS):
                while expected != found or not await self._calm():
                    await asyncio.sleep(0.002)
                    found = [text for chat in CHATS for text in self.workshop.texts(chat)[-1:]]
        except TimeoutError:
            raise AssertionError(f"{found} came of {expected}; {await self._states()} at {self.trip.met}") from None
        for chat in ("notes", "person"):
            texts = self.workshop.texts(chat)
            assert len(texts) == len(set(texts)), f"doubled: {texts[-3:]} at {self.trip.met}"
        assert 1 == (await self._marks()).count(f"mark {number}")

    async def _calm(self) -> bool:
        return {Sending.SENT} == {Sending(state) for _, state in await self._states()}

    async def _states(self) -> list[tuple[str, str]]:
        async with self.beside.read() as tx:
            rows = (await tx.execute(select(DELIVERY.c.id, DELIVERY.c.kind, DELIVERY.c.state))).all()
        return [(row.kind, row.state) for row in rows]

    async def _stored(self) -> set[str]:
        async with self.beside.read() as tx:
            return {row.source for row in (await tx.execute(select(INBOX.c.source))).all()}

    async def _marks(self) -> list[str]:
        async with self.beside.read() as tx:
            return [row.name for row in (await tx.execute(select(MARK.c.name))).all()]


@pytest.fixture
async def bench(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    """Nothing waits long here."""
    for module in (courier, intake, sent):
        monkeypatch.setattr(module, "PAUSE_SECONDS", 0.005)
    monkeypatch.setattr(outcome, "EDIT_REST", timedelta(0))
    monkeypatch.setattr(courier, "LOOK_AGAIN_SECONDS", 0.3)
    monkeypatch.setattr(program, "ORPHAN_SECONDS", 0.2)
    office = Office()
    workshop = await open_workshop(url, office.router)
    office.readers += await workshop.people(*CHATS)
    await workshop.send(STANDING, office.readers[0])
    await workshop.settle()
    opened = Bench(workshop, office, tripping(workshop.program.db), Database(url))
    yield opened
    opened.trip.disarm()
    await opened.beside.close()
    await workshop.close()


async def every_call(bench: Bench, fault: Fault, numbers: "itertools.count[int]") -> int:
    """The fault at the first call, at the second, and so on, until it is not met any more; at how many it was."""
    for calls in itertools.count():
        bench.trip.arm(calls, fault)
        await bench.run(next(numbers))
        if not bench.trip.met:
            return calls
    raise AssertionError


@pytest.mark.both
async def test_a_fault_of_the_database_at_every_call(bench: Bench, figures: Figures) -> None:
    """Disk full, busy, an error of the disk; a connection that is cut, before a commit or just after."""
    sqlite = bench.workshop.program.db.dialect == "sqlite"
    numbers = itertools.count(2)
    for fault in ON_SQLITE if sqlite else ON_POSTGRESQL:
        with figures.shows("T20", f"database: {fault.name}, at each call in turn: lost, doubled", "0, 0"):
            assert await every_call(bench, fault, numbers) > 3
