"""What there is on the other side: chats, messages, files, questions from buttons, and who lets the bot in."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram_errors import Json, bad_luck, bad_request, forbidden
from tests.fakes.telegram_keyboard import Button, Keyboard
from tests.fakes.telegram_params import Params
from tests.fakes.telegram_rates import Rates
from tests.fakes.telegram_updates import PRESS_LIVES, Updates


@dataclass(frozen=True)
class Document:
    """A file the server keeps: found by `file_id`, downloaded at `path`."""

    file_id: str
    name: str
    mime: str
    content: bytes = field(repr=False)
    path: str
    as_picture: bool = False

    def sizes(self) -> list[Json]:
        """A picture as the Bot API writes it: in two sizes, without name and type."""
        whole = {name: value for name, value in self.wire().items() if name not in ("file_name", "mime_type")}
        small = whole | {"file_id": f"{self.file_id}s", "width": 320, "height": 240}
        return [small, whole | {"width": 1280, "height": 960}]

    def wire(self) -> Json:
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_size": len(self.content),
            "file_name": self.name,
            "mime_type": self.mime,
        }


@dataclass(frozen=True)
class Wording:
    """A text or caption: as read (`text`), as sent (`html`), with its entities."""

    text: str = ""
    html: str = ""
    entities: tuple[Json, ...] = ()


@dataclass(eq=False)
class Message:
    """One message. `edits` counts the changes that were really made; `thread` is a forum topic's id."""

    id: int
    chat: Chat
    author: Json
    wording: Wording
    keyboard: Keyboard | None = None
    thread: int | None = None
    documents: list[Document] = field(default_factory=list)
    reply_to: Message | None = None
    edits: int = 0
    edited: int | None = None
    deleted: bool = False
    date: int = field(default_factory=lambda: int(time.time()))
    more: Json = field(default_factory=dict)
    reactions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, or the caption of a document, after parsing."""
        return self.wording.text

    @property
    def html(self) -> str:
        """The text as it was sent."""
        return self.wording.html

    @property
    def buttons(self) -> list[list[Button]]:
        """The rows of the inline keyboard."""
        return [list(row) for row in self.keyboard.rows] if self.keyboard else []

    @property
    def labels(self) -> list[list[str]]:
        """The labels of the inline keyboard, row by row."""
        return [[button.label for button in row] for row in self.buttons]

    def button(self, wanted: str) -> Button | None:
        """The first button with that label, else with that data."""
        every = [button for row in self.buttons for button in row]
        return next((b for b in every if b.label == wanted), next((b for b in every if b.data == wanted), None))

    def wire(self, deep: bool = True) -> Json:
        """The message as the Bot API writes it."""
        said: Json = {"message_id": self.id, "from": self.author, "chat": self.chat.wire(), "date": self.date}
        said |= self.more
        text, entities = ("caption", "caption_entities") if self.documents or self.more else ("text", "entities")
        if self.text:
            said[text] = self.text
        if self.wording.entities:
            said[entities] = list(self.wording.entities)
        for sent in self.documents[:1]:
            said |= {"photo": sent.sizes()} if sent.as_picture else {"document": sent.wire()}
        if self.keyboard and self.keyboard.inline:
            said["reply_markup"] = self.keyboard.raw
        if self.thread is not None:
            said |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.edited is not None:
            said["edit_date"] = self.edited
        if self.reply_to and deep:
            said["reply_to_message"] = self.reply_to.wire(deep=False)
        return said


@dataclass(eq=False)
class Chat:
    """A place for messages. `started`: the bot may write; `met`: it knows the person otherwise; `closed`: why 403;
    `hushed`: why 400, though the bot is in; `membership`: what the bot is there, as the Bot API writes it.
    `open_to_bot`: privacy mode was off when the bot came in; `reactions`: those that are allowed, None = all.
    """

    id: int
    kind: str
    names: Json
    started: bool = False
    met: bool = False
    closed: str = ""
    hushed: str = ""
    membership: Json = field(default_factory=dict)
    moved_to: int | None = None
    bot_is_admin: bool = False
    open_to_bot: bool = False
    reactions: frozenset[str] | None = None
    messages: dict[int, Message] = field(default_factory=dict)

    def wire(self) -> Json:
        return {"id": self.id, "type": self.kind} | self.names

    def of_bot(self, bot_id: int, deleted: bool = False) -> list[Message]:
        """The bot's messages, oldest first: those that stand, or those that were deleted."""
        return [m for m in self.messages.values() if m.author["id"] == bot_id and m.deleted == deleted]


@dataclass
class Question:
    """A press that waits for its answer; `at` in seconds of the fake's clock."""

    person: int
    at: float
    answered: bool = False


@dataclass(frozen=True)
class Toast:
    """An answer to a press as the person sees it: a line, a box to close (`alert`), or a link that opens at once."""

    text: str
    alert: bool = False
    url: str = ""


@dataclass
class World:
    """Everything the methods read and change. `reads_all`: privacy mode is off, for groups the bot comes into now."""

    bot: Json
    rates: Rates
    updates: Updates
    now: Callable[[], float]
    upload_limit: int
    reads_all: bool = False
    chats: dict[int, Chat] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    toasts: dict[int, list[Toast]] = field(default_factory=dict)
    files: dict[str, Document] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    ids: Any = field(default_factory=lambda: itertools.count(1))

    def known(self, params: Params) -> Chat:
        """The chat a request names, open or not. Raises 400 for one that no update named, or that moved."""
        if not params.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self.chats.get(params.number("chat_id"))
        if chat is None or not (chat.started or chat.met or chat.closed):
            raise bad_request("chat not found")
        if chat.moved_to is not None:
            raise bad_luck("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
        return chat

    def writable(self, params: Params) -> Chat:
        """The chat a request writes to. Raises 403 when the bot is not let in."""
        chat = self.known(params)
        if chat.closed:
            raise forbidden(chat.closed)
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.hushed:
            raise bad_luck(chat.hushed)
        return chat

    def keep(self, chat: Chat, author: Json, wording: Wording, **parts: Any) -> Message:
        """Put a message into its chat."""
        message = Message(next(self.ids), chat, author, wording, **parts)
        chat.messages[message.id] = message
        return message

    def file(self, name: str, mime: str, content: bytes, folder: str = "documents") -> Document:
        """A file with an id; it can be named and downloaded once it stands in `files`."""
        number = next(self.ids)
        return Document(f"BQACAgQ{number:08d}", name, mime, content, f"{folder}/file_{number}")

    def ask(self, person: int) -> str:
        """Open a question from a button; its id."""
        number = str(4_000_000_000_000_000 + next(self.ids))
        self.questions[number] = Question(person, self.now())
        return number

    def expired(self, question: Question) -> bool:
        """Whether it is too late to answer."""
        return self.now() - question.at >= PRESS_LIVES
