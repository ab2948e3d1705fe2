"""Pages that this process serves, kept true by what other processes write: at their word, and now and then without."""

import logging
from collections.abc import Collection

from bot.adapters.webchat.room import Room
from bot.core.ports import News

LOOK_AGAIN = 3.0  # seconds: how long a page may be behind when a word was lost

_log = logging.getLogger(__name__)


class Following:
    """Looks for what is new in the chats of the open pages."""

    def __init__(self, room: Room, news: News) -> None:
        self._room = room
        self._news = news
        self._mark: int | None = None  # of the last look at all chats

    async def run(self) -> None:
        """Until cancelled."""
        named: Collection[str] = ()
        while True:
            try:
                await self._look(named)
            except Exception as problem:  # whatever the database raises
                _log.info("what other processes wrote is looked for later: %s", type(problem).__name__)
            named = await self._news.wait(LOOK_AGAIN)

    async def _look(self, named: Collection[str]) -> None:
        shown = self._room.streams.chats
        if self._mark is None:
            self._mark, _ = await self._news.since(0, ())
            self._room.streams.end()  # pages that are open already ask for everything once more
        looked_at = shown & set(named) if named else shown
        if named and not looked_at:
            return
        mark, lines = await self._news.since(self._mark, looked_at)
        if not named:  # else the other chats are still to be looked at
            self._mark = mark
        for chat, line in lines:
            self._room.follow(chat, line)
