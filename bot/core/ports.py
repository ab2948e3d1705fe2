"""The ports: what the core asks of adapters, and what adapters may ask of the core.

An adapter translates; it decides nothing. It may raise exactly the errors of `bot.model.problems.PortError`.
"""

from asyncio import Future
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model.address import Account, Place
from bot.model.card import Document, Drawn
from bot.model.form import FormState
from bot.model.update import Envelope, FileHandle, Now

LARGEST_FILE = 20 * 1024 * 1024  # bytes, of a file that people send; what the Bot API hands out (getFile)


class Clock(Protocol):
    """Two times. Story time is what is due, printed and late; real time is for leases, retries and pacing."""

    def now(self) -> datetime:
        """Story time, UTC."""
        ...

    def real(self) -> datetime:
        """Real time, UTC."""
        ...


class Inbox(Protocol):
    """Where adapters bring what they heard."""

    async def hear(self, envelopes: Sequence[Envelope]) -> list["Future[Now]"]:
        """Store the envelopes; when it returns they are on disk, and the platform may be told so.

        What people say to each other in a group where nobody listens is dropped unread, its future resolved at once.
        One future per envelope, resolved after the update's effect is committed; an envelope that was heard before
        has a future that is resolved with an empty Now. Raises what the database raises: then nothing may be
        acknowledged.
        """
        ...

    async def room(self) -> None:
        """Wait until more may be asked for. Whoever asks a platform for updates waits here first: what is not asked
        for stays there.
        """
        ...


@dataclass(frozen=True)
class Rates:
    """How fast a platform may be written to: messages a second in all, and per chat with a burst."""

    overall: float
    per_chat: float = 1.0
    burst: int = 3
    group_per_minute: int = 20


@dataclass(frozen=True)
class Capabilities:
    """What a platform can do by itself. Without native forms the core asks question by question.

    `writes_first`: a person may be written to who has never written to us. `one_hears`: the platform brings updates to
    one process only, so where several run, one of them hears for all. `command_prefix`: what people type before a
    command's name.
    """

    native_forms: bool
    rates: Rates
    writes_first: bool = False
    one_hears: bool = False
    command_prefix: str = "/"


@dataclass(frozen=True)
class MenuEntry:
    """A command in a platform's menu, in one language."""

    command: str
    description: str


class Adapter(Protocol):
    """One platform, one installation of ours on it."""

    platform: str

    @property
    def capabilities(self) -> Capabilities:
        """What it can do by itself, and how fast it may be written to."""
        ...

    @property
    def installation(self) -> str:
        """The bot id, the Slack team, or `web`; known once `connect` has returned."""
        ...

    @property
    def trouble(self) -> str:
        """Why the platform can not be used just now, as one English sentence for the operator; "" when it can."""
        ...

    async def connect(self) -> None:
        """Reach the platform once. Raises `Unusable` with a sentence for the operator when that fails."""
        ...

    async def run(self, inbox: Inbox) -> None:
        """Bring updates to the inbox until cancelled. Lasting trouble is said once and tried again."""
        ...

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """Send a message and return the platform's id of it. `key` is the same when the same message is tried again."""
        ...

    async def edit(self, place: Place, message: str, drawn: Drawn) -> None:
        """Put `drawn` in the place of a message that stands there; "not modified" is success. May raise `Lost`."""
        ...

    async def freeze(self, place: Place, message: str) -> None:
        """Take the buttons of a message away; its text stays."""
        ...

    async def fetch(self, handle: FileHandle, limit: int) -> bytes:
        """The content of a file that somebody sent here; `Refused` when it is more than `limit` bytes, or gone."""
        ...

    async def set_menu(self, place: Place | None, entries: Mapping[str, Sequence[MenuEntry]]) -> None:
        """Offer commands by language ("" = everyone else), to all private chats or to one place."""
        ...

    def deep_link(self, token: str) -> str:
        """An address that opens the bot with a token, or "" where there is none."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Unusable(Exception):
    """A platform or the database can not be used as it is configured; the message says why and what to do."""


@dataclass(frozen=True)
class Visitor:
    """Somebody a browser may speak for: the account, the name on the chat, a line about them, their language."""

    account: Account
    name: str
    about: str = ""
    language: str = "ro"


@dataclass(frozen=True)
class Entry:
    """A way in: the cookie's value, and who says `/start TOKEN` by coming in (None: nobody needs to)."""

    cookie: str
    visitor: Visitor | None = None


class Door(Protocol):
    """Decides whom a browser speaks for in the web chat."""

    async def visitors(self, cookie: str) -> Sequence[Visitor]:
        """The people behind a cookie's value ("" when there is none); empty = show the way in instead."""
        ...

    async def enter(self, token: str, cookie: str) -> "Entry | None":
        """Let somebody in who came with a signed link; None when the token opens nothing.

        A browser that has been here before (its `cookie`) stays who it is.
        """
        ...


@dataclass(frozen=True)
class Line:
    """A message of a web chat as it stands now. `ours` is false for what the person wrote."""

    id: int
    ours: bool
    at: datetime
    drawn: Drawn
    edited: bool = False


class Transcript(Protocol):
    """The web chat's memory: what stands in each chat, kept encrypted, so that a page can be opened again."""

    async def add(self, chat: str, drawn: Drawn, *, ours: bool, key: str) -> tuple[int, bool]:
        """Append; the same key is never appended twice. Returns the message's id and whether it is new."""
        ...

    async def replace(self, chat: str, message: int, drawn: Drawn | None) -> Line | None:
        """Put another content in a message's place (None: the same without buttons); None when it is not there."""
        ...

    async def read(self, chat: str, newest: int = 200) -> Sequence[Line]:
        """The newest lines, oldest first, documents without their content."""
        ...

    async def document(self, chat: str, message: int, number: int) -> Document | None:
        """One document of a message, by its place in it."""
        ...


class News(Protocol):
    """What other processes write into web chats, for the pages that this one serves."""

    async def wait(self, patience: float) -> frozenset[str]:
        """Until others tell of chats in which something is new: those chats; none after `patience` seconds."""
        ...

    async def since(self, mark: int, chats: Collection[str]) -> tuple[int, Sequence[tuple[str, Line]]]:
        """What was written or changed in these chats since `mark`, by whichever process, and the mark to ask with next.

        Nothing is left out, but some may come twice. Raises what the database raises.
        """
        ...


class Forms(Protocol):
    """What has become of forms, for a platform that goes on showing them."""

    async def standing(self, account: Account, key: str) -> FormState:
        """How a form of this account stands; another's, or one that never was, is closed."""
        ...


class Uploads(Protocol):
    """Where a platform that holds no files itself puts what people send, until it is fetched."""

    async def endings(self, account: Account) -> tuple[str, ...]:
        """The endings of files that are taken from this account; none for most: not a byte of theirs may be kept."""
        ...

    async def keep(self, account: Account, name: str, content: bytes) -> FileHandle:
        """Keep a file; the handle is how it is found again. Raises `Refused` when none is taken from this account."""
        ...

    async def read(self, handle: FileHandle) -> bytes | None:
        """The content of a file; None when it is no longer kept."""
        ...
