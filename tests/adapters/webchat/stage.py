"""A small stage for the web chat: a transcript in memory, a door, an inbox that plays a script, a clock that stands."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from starlette.applications import Starlette

from bot.adapters.webchat.adapter import WebchatAdapter
from bot.core.ports import Entry, Line, Visitor
from bot.model.address import Account, Place
from bot.model.card import Document, Drawn, DrawnButton
from bot.model.form import FormState
from bot.model.text import Span
from bot.model.update import Envelope, FileHandle, Now

MORNING = datetime(2027, 3, 1, 7, 0, tzinfo=UTC)


def account(user: str) -> Account:
    """An account of the web chat."""
    return Account("web", "web", user)


def place(user: str) -> Place:
    """The chat of a user."""
    return Place("web", "web", user)


def says(*lines: str, rows: tuple[tuple[DrawnButton, ...], ...] = (), language: str = "ro") -> Drawn:
    """A drawn card of plain lines."""
    return Drawn(tuple((Span(line),) if line else () for line in lines), rows, language=language)


MANAGER = Visitor(account("elena"), "Elena Marin", "Manager de proiect, Primăria Timișoara", "ro")
IOANA = Visitor(account("ioana"), "Ioana Pop", "Asociația Vecinii din Fabric", "ro")
JAMES = Visitor(account("james"), "James Howard", "University Library", "en")
DAN = Visitor(account("dan"), "Dan Ilie", "Atelierul de Biciclete", "ro")


@dataclass
class Clock:
    """Story time that stands until it is moved."""

    at: datetime = MORNING

    def now(self) -> datetime:
        return self.at

    def real(self) -> datetime:
        return self.at


@dataclass
class Transcript:
    """What stands in the chats, in memory."""

    clock: Clock
    lines: dict[str, list[Line]] = field(default_factory=dict)
    keys: dict[tuple[str, str], int] = field(default_factory=dict)

    async def add(self, chat: str, drawn: Drawn, *, ours: bool, key: str) -> tuple[int, bool]:
        known = self.keys.get((chat, key))
        if known is not None:
            return known, False
        message = self.keys[chat, key] = len(self.keys) + 1
        self.lines.setdefault(chat, []).append(Line(message, ours, self.clock.now(), drawn))
        return message, True

    async def replace(self, chat: str, message: int, drawn: Drawn | None) -> Line | None:
        for number, line in enumerate(self.lines.get(chat, [])):
            if line.id == message:
                new = replace(line, drawn=drawn or replace(line.drawn, rows=()), edited=True)
                self.lines[chat][number] = new
                return new
        return None

    async def read(self, chat: str, newest: int = 200) -> Sequence[Line]:
        return self.lines.get(chat, [])[-newest:]

    async def document(self, chat: str, message: int, number: int) -> Document | None:
        found = [line.drawn.documents for line in self.lines.get(chat, []) if line.id == message]
        return found[0][number] if found and number < len(found[0]) else None


@dataclass
class Door:
    """Lets in by cookie; tokens open cookies of the same name."""

    people: Mapping[str, Sequence[Visitor]]

    async def visitors(self, cookie: str) -> Sequence[Visitor]:
        return self.people.get(cookie, ())

    async def enter(self, token: str, cookie: str) -> Entry | None:
        return Entry(token, self.people[token][0]) if token in self.people else None


@dataclass
class Forms:
    """What has become of forms; one of which nothing is said here is open."""

    became: dict[str, FormState] = field(default_factory=dict)

    async def standing(self, account: Account, key: str) -> FormState:
        return self.became.get(key, FormState.OPEN)


@dataclass
class Uploads:
    """Takes files with these endings from these users, and keeps them in memory; `broken` as the inbox is."""

    taken: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)
    broken: bool = False

    async def endings(self, account: Account) -> tuple[str, ...]:
        return self.taken.get(account.user, ())

    async def keep(self, account: Account, name: str, content: bytes) -> FileHandle:
        if self.broken:
            raise OSError("the disk is full")
        handle = FileHandle(str(len(self.kept) + 1), name, size=len(content))
        self.kept[handle.id] = content
        return handle

    async def read(self, handle: FileHandle) -> bytes | None:
        return self.kept.get(handle.id)


def nothing(_envelope: Envelope) -> Now:
    """The script of an inbox that has nothing to say."""
    return Now()


@dataclass
class Inbox:
    """Remembers what it heard, each source once, and answers by a script; it fails while `broken` is set.

    While `silent` is set what it hears has no effect yet; `catch_up` lets it have it.
    """

    script: Callable[[Envelope], Now] = nothing
    heard: list[Envelope] = field(default_factory=list)
    broken: bool = False
    silent: bool = False
    behind: list[tuple[Envelope, "asyncio.Future[Now]"]] = field(default_factory=list)

    async def hear(self, envelopes: Sequence[Envelope]) -> list["asyncio.Future[Now]"]:
        if self.broken:
            raise OSError("the disk is full")
        return [self._effect(envelope) for envelope in envelopes]

    async def room(self) -> None:
        """There always is."""

    def _effect(self, envelope: Envelope) -> "asyncio.Future[Now]":
        effect: asyncio.Future[Now] = asyncio.get_running_loop().create_future()
        again = envelope.source in [other.source for other in self.heard]
        if not again:
            self.heard.append(envelope)
        if self.silent:
            self.behind.append((envelope, effect))
        else:
            effect.set_result(Now() if again else self.script(envelope))
        return effect

    def catch_up(self) -> None:
        """What was heard in silence has its effect, too late for whoever waited."""
        self.silent = False
        while self.behind:
            envelope, effect = self.behind.pop(0)
            effect.set_result(self.script(envelope))


class Stage:
    """An adapter with everything around it, and the application that serves it."""

    def __init__(self, people: Mapping[str, Sequence[Visitor]], *, clock_bar: bool = False) -> None:
        self.clock = Clock()
        self.transcript = Transcript(self.clock)
        self.door = Door(people)
        self.inbox = Inbox()
        self.forms = Forms()
        self.uploads = Uploads()
        self.adapter = WebchatAdapter(self.transcript, self.door, self.clock, self.forms, self.uploads)
        self.app = Starlette(routes=self.adapter.routes(clock_bar=clock_bar, zone="Europe/Bucharest"))
