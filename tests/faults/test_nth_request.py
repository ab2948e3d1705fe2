"""T20: the wire fails at the n-th request to Telegram, for every n: nothing is lost, and few things come twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.adapters.telegram import problems, transport
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.core import Routes, dialogue, outcome
from bot.core.clock import WallClock
from bot.core.desk import House
from bot.core.links import Links
from bot.core.program import Program
from storage.database import Database
from storage.inbox import INBOX
from storage.people import MARK
from tests.core import seeing
from tests.core.hearing import Ear
from tests.core.workshop import KEYS, Board
from tests.fakes.telegram import FakeTelegram, User
from tests.fakes.telegram_faults import Fault, Faults, described
from tests.faults.conftest import Figures

SECONDS = 15
SLOW = 0.3  # seconds
GOES = 20  # such a number of requests is never made for one person


@dataclass(frozen=True)
class Kind:
    """What happens to a request: `done` says whether it has its effect all the same, `slow` that it takes too long."""

    name: str
    status: int = 500
    done: bool = False
    cut: bool = False
    slow: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def fault(self) -> Fault:
        """For the fake."""
        wait = 1 if self.status == 429 else None
        return Fault(self.status, described(self.status, None, wait), wait, self.done, self.cut)


KINDS = (
    Kind("500"),
    Kind("cut after it was done", cut=True, done=True),
    Kind("no answer in time", done=True, slow=True),
)
MORE = (
    Kind("429", 429),
    Kind("502, a page", 502),
    Kind("cut", cut=True),
    Kind("504 after it was done", 504, done=True),
)


class Nth(Faults):
    """The n-th request of any kind fails, once."""

    left: int | None = None
    kind = KINDS[0]
    met = ""

    def arm(self, left: int, kind: Kind) -> None:
        """From now on."""
        self.left, self.kind, self.met = left, kind, ""

    def delay_of(self, method: str) -> float:
        """A request comes."""
        if self.left is None:
            return 0.0
        self.left -= 1
        if self.left >= 0:
            return 0.0
        self.left, self.met = None, method
        if self.kind.slow:
            return 2 * SLOW
        self.fail(method, 1, self.kind.fault)
        return 0.0


@dataclass
class Line:
    """A Sfat behind the real adapter, and a platform that fails to order."""

    fake: FakeTelegram
    nth: Nth
    board: Board
    program: Program

    async def run(self, number: int) -> None:
        """Somebody new says something, asks for a note, and presses a button under it."""
        self.board.notes[number] = seeing.with_button(f"note {number}", 10_000 + number)
        user = self.fake.user(number, f"P{number}", language_code="en")
        user.state.started = user.state.met = True
        user.says(f"/hear word{number}")
        user.says(f"/see {number}")
        try:
            await self.fake.until(lambda: _texts(user, f"note {number}"), SECONDS)
            await self._finished()  # whoever presses what nobody knows to be there gets the answer as a new message
            user.press("See")
            turned = f"note {10_000 + number}"
            await self.fake.until(lambda: _texts(user, turned) and _texts(user, "You said"), SECONDS)
            await self._finished()
        except TimeoutError:
            seen = [message.text for message in user.chat]
            raise AssertionError(f"{seen} at {self.nth.kind.name} of {self.nth.met}") from None
        heard = await self._marks(f"word{number}")
        copies = len(user.chat) - 2
        assert (1, []) == (heard, self.fake.violations), f"at {self.nth.kind.name} of {self.nth.met}"
        assert 0 <= copies <= self.nth.kind.done, f"{copies} at {self.nth.kind.name} of {self.nth.met}"

    async def _finished(self) -> None:
        async with asyncio.timeout(SECONDS):
            while not await self.program.settled():
                await asyncio.sleep(0.005)
        async with self.program.db.read() as tx:
            assert {"done"} == {row.state for row in (await tx.execute(select(INBOX.c.state))).all()}

    async def _marks(self, name: str) -> int:
        async with self.program.db.read() as tx:
            return len((await tx.execute(select(MARK.c.id).where(MARK.c.name == name))).all())


def _texts(user: User, words: str) -> bool:
    return any(words in message.text for message in user.chat)


@pytest.fixture
async def line(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Line]:
    """Nothing rests long here."""
    pauses = tuple((kinds, 0.02) for kinds, _ in problems._PAUSES)
    monkeypatch.setattr(problems, "_PAUSES", pauses)
    monkeypatch.setattr(problems, "_asked_to_wait", lambda _error: 0.02)
    monkeypatch.setattr(transport, "READ", SLOW)
    monkeypatch.setattr(outcome, "DOUBT_REST", timedelta(seconds=0.05))
    monkeypatch.setattr(outcome, "EDIT_REST", timedelta(0))
    board = Board()
    routes = Routes.of((dialogue.router, board.router, Ear().router, seeing.router))
    async with FakeTelegram(rate=100_000) as fake, AsyncExitStack() as stack:
        adapter = TelegramAdapter(fake.token, fake.url, 1000, first_pause=0.02)
        house = House(routes, KEYS, Links(KEYS), language="en")
        opened = Program(Database(url), house, WallClock(), {"telegram": adapter})
        await adapter.connect()
        await opened.start()
        stack.push_async_callback(opened.stop)
        fake.server.faults = nth = Nth()
        yield Line(fake, nth, board, opened)


@pytest.mark.parametrize("kind", [*KINDS, *(pytest.param(kind, marks=pytest.mark.soak) for kind in MORE)], ids=str)
async def test_a_fault_of_the_wire_at_every_request(line: Line, kind: Kind, figures: Figures) -> None:
    """One effect of each update, everything is there, and at most what nobody has answered is there twice."""
    with figures.shows("T20", f"Telegram: {kind}, at each request in turn: lost", "0"):
        for number in range(1, GOES):
            line.nth.arm(number - 1, kind)
            await line.run(number)
            if not line.nth.met:
                break
        assert 5 < number < GOES - 1
