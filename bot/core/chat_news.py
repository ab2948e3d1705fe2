"""What other processes write into web chats: their word that something is new, and the rows, which are the truth.

Implements `bot.core.ports.News`. A word may be lost with the line to PostgreSQL; whoever looks by themselves now and
then misses nothing.
"""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress

from bot.core.ports import Line
from bot.core.program import Program
from bot.core.transcript import StoredTranscript
from storage import transcribing

CHAT = "chat "  # a word to the others: something is new in the chat that is named


class ChatNews:
    """Of the chats that a transcript keeps."""

    def __init__(self, transcript: StoredTranscript) -> None:
        self.transcript = transcript
        self._chats: set[str] = set()
        self._told = asyncio.Event()

    def join(self, program: Program) -> None:
        """Tell the other processes what this one writes, and hear what they tell."""
        self.transcript.tell = lambda chat: program.membership.tell(f"{CHAT}{chat}")
        program.listeners.append(self.hear)

    def hear(self, word: str) -> None:
        """A word of another process."""
        if word.startswith(CHAT):
            self._chats.add(word.removeprefix(CHAT))
            self._told.set()

    async def wait(self, patience: float) -> frozenset[str]:
        """Until others tell of chats in which something is new: those chats; none after `patience` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._told.wait()
        self._told.clear()
        chats, self._chats = frozenset(self._chats), set()
        return chats

    async def since(self, mark: int, chats: Collection[str]) -> tuple[int, Sequence[tuple[str, Line]]]:
        """What was written or changed in these chats since `mark`, and the mark to ask with next."""
        async with self.transcript.db.read() as tx:
            following, rows = await transcribing.news(tx, chats, mark)
        return following, [(row.chat, self.transcript.line(row)) for row in rows]
