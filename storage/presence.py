"""A process's own line to PostgreSQL: its lock, which is free the moment it ends, and hints between processes.

A hint only says that it may be worth looking now; the rows are the truth, and whoever misses one looks a little later.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from typing import Any, Protocol

import asyncpg

from storage.processes import LOCKS

_TELL = "SELECT pg_notify($1, word) FROM unnest($2::text[]) word"

log = logging.getLogger(__name__)

CHANNEL = "sfat"
CONNECT_SECONDS = 5.0

Heard = Callable[[str], None]


class Unseen(ConnectionError):
    """The others can not see us: the database is away, or lets nobody in."""


class Presence(Protocol):
    """Shows the other processes that this one is there, and carries words between them."""

    key: int

    @property
    def held(self) -> bool:
        """Whether the others can see us."""
        ...

    async def hold(self, heard: Heard) -> None:
        """Be seen from now on; what others say is `heard`. Raises `Unseen`."""
        ...

    def tell(self, word: str) -> None:
        """Say a word to all others, soon; the same word said again before is said once. Nothing waits for it."""
        ...

    async def say(self, word: str) -> None:
        """Say a word to all others, and return when it is said."""
        ...

    def end(self) -> None:
        """Be seen no more, from this instant on."""
        ...


class Alone:
    """Behind a SQLite file: there is nobody else."""

    key = 0
    held = True

    async def hold(self, heard: Heard) -> None:
        """Nobody looks."""

    def tell(self, word: str) -> None:
        """Nobody listens."""

    async def say(self, word: str) -> None:
        """Nobody listens."""

    def end(self) -> None:
        """Nothing to let go."""


class PostgresPresence:
    """A connection that does nothing else, so that it ends exactly when its process does."""

    def __init__(self, url: str) -> None:
        self.key = secrets.randbelow(2**31 - 1) + 1
        self._url = url
        self._connection: Any = None
        self._words: dict[str, None] = {}
        self._telling: asyncio.Task[None] | None = None

    @property
    def held(self) -> bool:
        """Whether the connection, and so the lock, stands."""
        return self._connection is not None and not self._connection.is_closed()

    async def hold(self, heard: Heard) -> None:
        """Connect, take the lock, listen."""
        try:
            connection = await asyncpg.connect(self._url, timeout=CONNECT_SECONDS, command_timeout=CONNECT_SECONDS)
        except _away() as problem:
            raise Unseen(type(problem).__name__) from problem
        try:
            own = connection.get_server_pid()
            await connection.execute("SELECT pg_advisory_lock($1, $2)", LOCKS, self.key)
            await connection.add_listener(CHANNEL, lambda _c, pid, _n, word: heard(word) if pid != own else None)
        except BaseException as problem:
            connection.terminate()
            if isinstance(problem, _away()):
                raise Unseen(type(problem).__name__) from problem
            raise
        self._connection = connection

    def tell(self, word: str) -> None:
        """Words that are said while one is under way go together."""
        self._words[word] = None
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell(), name="hints")

    async def say(self, word: str) -> None:
        """Wait for what is being said, and for this."""
        self.tell(word)
        if self._telling is not None:
            await asyncio.wait([self._telling], timeout=CONNECT_SECONDS)

    async def _tell(self) -> None:
        while self._words and self.held:
            words, self._words = list(self._words), {}
            try:
                await self._connection.execute(_TELL, CHANNEL, words)
            except _away() as problem:
                log.info("a hint was not said: %s", type(problem).__name__)

    def end(self) -> None:
        """The line is cut, and so the lock is free."""
        if self._telling is not None:
            self._telling.cancel()
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


def _away() -> tuple[type[Exception], ...]:
    """What is raised where the database is away; named here, for the driver of a server is no part of every process."""
    return OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError


def presence(url: str) -> Presence:
    """The presence of a process at the database with this address."""
    return Alone() if url.startswith("sqlite:") else PostgresPresence(url)
