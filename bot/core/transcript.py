"""The web chat's memory, encrypted: implements `bot.core.ports.Transcript`."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.core.pack import packed, unpacked
from bot.core.ports import Clock, Line
from bot.core.tokens import Keys
from bot.model.card import Document, Drawn
from storage import transcribing
from storage.database import Database, Rank
from storage.transcripts import WebMessageRow
from storage.tx import Tx


def _nobody(_chat: str) -> None:
    """There is nobody to tell."""


@dataclass
class StoredTranscript:
    """What stands in each web chat. `tell` is called with each chat in which something was written or changed."""

    db: Database
    keys: Keys
    clock: Clock
    tell: Callable[[str], None] = _nobody

    async def add(self, chat: str, drawn: Drawn, *, ours: bool, key: str) -> tuple[int, bool]:
        """Append; the same key is never appended twice. Returns the message's id and whether it is new."""
        values = transcribing.row(chat, key, self._seal(drawn), self.clock.now(), ours=ours)
        added = await self.db.write(lambda tx: transcribing.append(tx, values), Rank.MARK)
        self.tell(chat)
        return added

    async def replace(self, chat: str, message: int, drawn: Drawn | None) -> Line | None:
        """Another content in a message's place (None: the same without buttons); None when it is not there."""

        async def work(tx: Tx) -> Line | None:
            row = await transcribing.message(tx, chat, message)
            if row is None:
                return None
            content = drawn if drawn is not None else replace(self._unseal(row), rows=())
            await transcribing.rewrite(tx, message, self._seal(content))
            return Line(message, row.ours, row.at, content, edited=True)

        line = await self.db.write(work, Rank.MARK)
        self.tell(chat)
        return line

    async def read(self, chat: str, newest: int = 200) -> Sequence[Line]:
        """The newest lines, oldest first, documents without their content."""
        async with self.db.read() as tx:
            rows = await transcribing.newest(tx, chat, newest)
        return [self.line(row) for row in rows]

    async def document(self, chat: str, message: int, number: int) -> Document | None:
        """One document of a message, by its place in it."""
        async with self.db.read() as tx:
            row = await transcribing.message(tx, chat, message)
        documents = () if row is None else self._unseal(row).documents
        return documents[number] if 0 <= number < len(documents) else None

    def line(self, row: WebMessageRow) -> Line:
        """A message as pages show it, documents without their content."""
        drawn = self._unseal(row)
        light = tuple(replace(document, content=b"") for document in drawn.documents)
        return Line(row.id or 0, row.ours, row.at, replace(drawn, documents=light), edited=row.edited)

    def _seal(self, drawn: Drawn) -> str:
        return self.keys.seal(json.dumps(packed(drawn)))

    def _unseal(self, row: WebMessageRow) -> Drawn:
        """What a message says; nothing, when it was sealed with a key that is gone."""
        opened = self.keys.unseal(row.body)
        found: Drawn = Drawn(()) if opened is None else unpacked(json.loads(opened))
        return found
