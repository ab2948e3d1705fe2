"""A platform in memory: keeps every message as it stands, and takes what people do."""

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.ports import Capabilities, Inbox, MenuEntry, Rates
from bot.model.address import Place
from bot.model.card import Drawn
from bot.model.problems import Lost, PortError, Refused
from bot.model.update import FileHandle

FAST = Rates(overall=100_000, per_chat=100_000, burst=1000)


@dataclass
class Message:
    """A message as it stands in a chat, and how often it was edited."""

    id: str
    drawn: Drawn
    edits: int = 0
    frozen: bool = False

    @property
    def text(self) -> str:
        """What a person reads."""
        return self.drawn.plain

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [] if self.frozen else [button.label for row in self.drawn.rows for button in row]

    def data(self, label: str) -> str:
        """The payload behind a label; the first button whose label contains it."""
        buttons = [button for row in self.drawn.rows for button in row if label in button.label]
        assert buttons and not self.frozen, f"no button {label!r} among {self.labels} of {self.text!r}"
        return buttons[0].data


@dataclass(repr=False)
class MemoryAdapter:
    """Implements bot.core.ports.Adapter. `trips` are errors to raise at the next calls, by chat ("" for any).

    `files` are what people have sent, by handle; `fetches` the names of those that were asked for, `broken_fetches` the
    errors to raise then.
    """

    platform: str = "memory"
    native_forms: bool = False
    rates: Rates = FAST
    writes_first: bool = False
    one_hears: bool = False
    installation: str = "m1"
    trouble: str = ""
    chats: dict[str, list[Message]] = field(default_factory=dict)
    pages: dict[str, Message] = field(default_factory=dict)
    trips: list[tuple[str, PortError]] = field(default_factory=list)
    sends: list[tuple[str, str]] = field(default_factory=list)
    menus: list[tuple[Place | None, Mapping[str, Sequence[MenuEntry]]]] = field(default_factory=list)
    inbox: Inbox | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    fetches: list[str] = field(default_factory=list)
    broken_fetches: list[PortError] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def capabilities(self) -> Capabilities:
        """What this platform can do."""
        return Capabilities(self.native_forms, self.rates, self.writes_first, self.one_hears)

    async def connect(self) -> None:
        """Nothing to reach."""

    async def run(self, inbox: Inbox) -> None:
        """Keep the inbox for the people of the test."""
        self.inbox = inbox
        try:
            await asyncio.Event().wait()
        finally:
            self.inbox = None

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """A new message at the end of the chat."""
        self._trip(place)
        if place.is_page:
            self.pages[place.chat] = Message("home", drawn)
            return "home"
        message = Message(str(next(self._numbers)), drawn)
        self.chats.setdefault(place.chat, []).append(message)
        self.sends.append((place.chat, key))
        return message.id

    async def edit(self, place: Place, message: str, drawn: Drawn) -> None:
        """Another content in the message's place."""
        self._trip(place)
        found = self.pages[place.chat] if place.is_page else self._find(place, message)
        found.drawn, found.frozen = drawn, False
        found.edits += 1

    async def freeze(self, place: Place, message: str) -> None:
        """The buttons go, the text stays."""
        self._trip(place)
        self._find(place, message).frozen = True

    async def fetch(self, handle: FileHandle, limit: int) -> bytes:
        """The bytes of a file that somebody sent here."""
        self.fetches.append(handle.name)
        if self.broken_fetches:
            raise self.broken_fetches.pop(0)
        if len(self.files[handle.id]) > limit:
            raise Refused("the file is too large")
        return self.files[handle.id]

    async def set_menu(self, place: Place | None, entries: Mapping[str, Sequence[MenuEntry]]) -> None:
        """Keep what was offered."""
        self.menus.append((place, entries))

    def deep_link(self, token: str) -> str:
        """An address with the token in it."""
        return f"https://memory.example.org/start/{token}"

    async def close(self) -> None:
        """Nothing to let go of."""

    def _find(self, place: Place, message: str) -> Message:
        for found in self.chats.get(place.chat, []):
            if found.id == message:
                return found
        raise Lost(message)

    def _trip(self, place: Place) -> None:
        for number, (chat, problem) in enumerate(self.trips):
            if chat in ("", place.chat):
                del self.trips[number]
                raise problem
