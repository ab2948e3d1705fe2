"""What the adapter and its routes share: the transcript, the door, the open pages and the way in."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.adapters.webchat.hear import Heard, as_drawn
from bot.adapters.webchat.refusals import NOT_KEPT, TurnedDown
from bot.adapters.webchat.speak import line_json
from bot.adapters.webchat.streams import Stream, Streams
from bot.core.ports import Clock, Door, Forms, Inbox, Line, Transcript, Uploads, Visitor
from bot.model.card import Document, Drawn
from bot.model.form import FormState
from bot.model.problems import Refused
from bot.model.update import FileHandle, Now

PATIENCE = 5.0  # seconds a page waits for what can not come as a card; the rest comes by its stream

_log = logging.getLogger(__name__)


class Room:
    """The chats of this installation. Whatever changes in one is told to the pages that show it."""

    def __init__(
        self, transcript: Transcript, door: Door, clock: Clock, forms: Forms, uploads: Uploads | None = None
    ) -> None:
        self.door = door
        self.uploads = uploads
        self.streams = Streams()
        self.inbox: Inbox | None = None
        self._transcript = transcript
        self._clock = clock
        self._forms = forms
        self._told: dict[str, dict[int, str]] = {}  # of the chats that are shown, as their pages were last told of it

    async def read(self, chat: str) -> Sequence[Line]:
        """What stands in a chat, oldest first."""
        return await self._transcript.read(chat)

    async def document(self, chat: str, message: int, number: int) -> Document | None:
        """A document of a message, by its place in it, from 0."""
        return await self._transcript.document(chat, message, number)

    async def standing(self, visitor: Visitor, key: str) -> FormState:
        """How a form stands that a page of this visitor shows."""
        return await self._forms.standing(visitor.account, key)

    async def endings(self, visitor: Visitor) -> tuple[str, ...]:
        """The endings of files that this visitor may send; none for most."""
        return () if self.uploads is None else await self.uploads.endings(visitor.account)

    async def keep(self, visitor: Visitor, name: str, content: bytes) -> FileHandle | None:
        """Keep a file until it is fetched; None when none is taken from this visitor any more. Raises `TurnedDown`."""
        assert self.uploads is not None, "somebody may send files"
        try:
            return await self.uploads.keep(visitor.account, name, content)
        except Refused:
            return None
        except Exception as wrong:
            _log.exception("a file of the web chat could not be stored")
            raise TurnedDown(NOT_KEPT) from wrong

    async def append(self, chat: str, drawn: Drawn, *, ours: bool, key: str, source: str = "") -> int:
        """Put a message at the end of a chat, once for each key, and return its id.

        `source` is the id a page gave to what its person wrote: by it that page knows its own words again.
        """
        message, new = await self._transcript.add(chat, drawn, ours=ours, key=key)
        if new:  # one that stood there already may have been edited since; the page has it or will ask for it
            self._tell(chat, Line(message, ours, self._clock.now(), drawn), source)
        return message

    async def replace(self, chat: str, message: int, drawn: Drawn | None) -> bool:
        """Put another content in a message's place (None: the same without buttons); whether it is there."""
        line = await self._transcript.replace(chat, message, drawn)
        if line is None:
            return False
        self._tell(chat, line)
        return True

    async def hear(self, visitor: Visitor, heard: Heard) -> Now:
        """Bring what a person did to the inbox and wait a little for what can not come as a card.

        Raises `TurnedDown` when it could not be stored; the page may then send the same again.
        """
        if self.inbox is None:
            raise TurnedDown(NOT_KEPT)
        try:
            if heard.text:
                drawn, key = as_drawn(heard.text, visitor.language), f"said:{heard.source}"
                await self.append(visitor.account.user, drawn, ours=False, key=key, source=heard.source)
            (effect,) = await self.inbox.hear([heard.envelope(visitor)])
        except Exception as wrong:  # whatever the database raises: nothing may be acknowledged
            _log.exception("a message of the web chat could not be stored")
            raise TurnedDown(NOT_KEPT) from wrong
        chat = visitor.account.user  # in which another page may show a form that this has closed
        effect.add_done_callback(lambda _: self.streams.push(chat, "forms", {"person": chat}))
        return await _within(PATIENCE, effect)

    @contextmanager
    def shown(self, chats: frozenset[str]) -> Iterator[Stream]:
        """A page shows these chats for as long as the block lasts; what stands there it asks for by itself."""
        self._told |= {chat: {} for chat in chats}
        try:
            with self.streams.open(chats) as stream:
                yield stream
        finally:
            for chat in chats - self.streams.chats:
                self._told.pop(chat, None)

    def follow(self, chat: str, line: Line) -> None:
        """Tell the pages of a message as another process has written it, unless they were told of it so already."""
        if self._told.get(chat, {}).get(line.id) != _looks(line):
            self._tell(chat, line)
            self.streams.push(chat, "forms", {"person": chat})

    def _tell(self, chat: str, line: Line, source: str = "") -> None:
        if chat in self._told:
            self._told[chat][line.id] = _looks(line)
        self.streams.push(chat, "line", {"person": chat, "line": line_json(chat, line), "source": source})


def _looks(line: Line) -> str:
    """What of a message can change, short; its hour is that of its row, which whoever wrote it knows about only."""
    return hashlib.sha256(json.dumps(line_json("", line) | {"at": ""}).encode()).hexdigest()


async def _within(seconds: float, effect: "asyncio.Future[Now]") -> Now:
    """The effect's answer, or an empty one: it is stored, so whatever becomes of it will come as a card."""
    await asyncio.wait({effect}, timeout=seconds)
    if not effect.done() or effect.cancelled():
        return Now()
    failure = effect.exception()
    if failure is not None:
        _log.error("what was heard in the web chat had no effect", exc_info=failure)
        return Now()
    return effect.result()
