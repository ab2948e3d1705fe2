"""Files that people send: fetched before their transaction, from those only who may send them, and kept sealed."""

import asyncio
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.desk import Ctx, House
from bot.core.ports import LARGEST_FILE, Adapter, Clock
from bot.core.rights import may
from bot.core.routing import Overheard, Route
from bot.core.tokens import Keys
from bot.model.address import Account
from bot.model.problems import PortError, Refused, Sorry, TryLater, Unknown
from bot.model.text import T, Text
from bot.model.update import Envelope, FileHandle, Said
from storage import accounts, files
from storage.database import Database
from storage.files import FileRow
from storage.tx import Tx

log = logging.getLogger(__name__)

PART = 256 * 1024  # bytes
TRIES = 4
MOST_REST = 30.0  # seconds
AT_ONCE = 2

_TOO_LARGE = T(
    "The file is larger than {n} MB, so I did not take it. Please send a smaller one.", n=LARGEST_FILE // 1024**2
)
_NOT_FETCHED = T("I could not fetch the file, and nothing was changed. Please send it again in a few minutes.")


@dataclass(frozen=True)
class Received:
    """A file that has come and is kept under the number `file`; `caption` and `message`: what was written with it, and
    in which message."""

    file: int
    name: str
    media_type: str
    content: bytes = field(repr=False)
    caption: str = ""
    message: str = ""


@dataclass(frozen=True)
class Sealed:
    """A content ready to be kept: in sealed parts, with its size (bytes) and its digest."""

    size: int
    sha256: str
    parts: Sequence[str] = field(repr=False)


@dataclass(frozen=True)
class Fetched:
    """What came of a file before its transaction: its content, also sealed, what takes it; or why it was refused."""

    handle: FileHandle
    refusal: Text = ""
    taker: Route | Overheard | None = None
    content: bytes = field(default=b"", repr=False)
    sealed: Sealed | None = None


def has_file(envelope: Envelope) -> bool:
    """Whether an update brings a file that could be fetched."""
    return isinstance(envelope.update, Said) and envelope.update.file is not None


@dataclass(repr=False)
class Fetching:
    """Fetches what may be fetched."""

    db: Database
    house: House
    clock: Clock
    adapters: Mapping[str, Adapter]
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def fetch(self, envelope: Envelope) -> Fetched | None:
        """The file of an update; None when there is none, or nothing that its sender may do takes files.

        Asks with one read before a byte is fetched whether they might send it when it was heard. Raises what the
        database raises.
        """
        if not isinstance(envelope.update, Said) or envelope.update.file is None:
            return None
        open_to_them: Sequence[Route | Overheard]
        heard = envelope.heard or self.clock.now()
        async with self.db.read() as tx:
            if envelope.place.private:
                open_to_them = await routes_for(tx, self.house, envelope.account, heard)
            else:
                open_to_them = await _listeners(tx, self.house, envelope, heard)
        if not open_to_them:
            return None
        handle = envelope.update.file
        taker = next((one for one in open_to_them if handle.name.lower().endswith(one.endings)), None)
        if taker is None:
            endings = ", ".join(endings_of(open_to_them))
            return Fetched(handle, T("I can read files of these kinds here: {endings}.", endings=endings))
        if handle.size > LARGEST_FILE:
            return Fetched(handle, _TOO_LARGE)
        async with self._few:
            return await self._fetched(envelope.account.platform, handle, taker)

    async def _fetched(self, platform: str, handle: FileHandle, taker: Route | Overheard) -> Fetched:
        for attempt in range(TRIES):
            try:
                content = await self.adapters[platform].fetch(handle, LARGEST_FILE)
            except Refused as refused:
                log.warning("a file could not be fetched: %s", refused.why)
                break
            except PortError as problem:
                log.warning("a file could not be fetched at try %d: %s", attempt + 1, type(problem).__name__)
                if not isinstance(problem, TryLater | Unknown) or attempt == TRIES - 1:
                    break
                await asyncio.sleep(min(MOST_REST, problem.after if isinstance(problem, TryLater) else 2**attempt))
            except Exception as problem:
                # Its message could quote the file.
                log.error("a file could not be fetched: %s", type(problem).__name__)
                break
            else:
                sealed = await asyncio.to_thread(seal_file, self.house.keys, content)
                return Fetched(handle, taker=taker, content=content, sealed=sealed)
        return Fetched(handle, _NOT_FETCHED)


async def routes_for(tx: Tx, house: House, account: Account, now: datetime) -> list[Route]:
    """What takes files from an account; nothing from those we do not know."""
    person = await accounts.known_person(tx, account.platform, account.installation, account.user)
    if person is None:
        return []
    offered = [route for router in house.routes.routers for route in router.files]
    found = [route for route in offered if await may(tx, person, route.who, None, now)]
    return [one for one in found if one.while_ is None or await one.while_(tx, person.id or 0, now)]


async def _listeners(tx: Tx, house: House, envelope: Envelope, heard: datetime) -> list[Overheard]:
    """What takes files from an account in a group, as long as it listens there; nothing from those we do not know."""
    account, place, said = envelope.account, envelope.place, envelope.update
    person = await accounts.known_person(tx, account.platform, account.installation, account.user)
    found = [one for router in house.routes.routers for one in router.overheard if one.from_whom is not None]
    if person is None or not isinstance(said, Said):
        return []
    there = [one for one in found if await one.there(tx, place, said, heard)]
    return [one for one in there if one.from_whom is not None and await one.from_whom(tx, place, person, heard)]


def endings_of(takers: Sequence[Route | Overheard]) -> tuple[str, ...]:
    """The endings of all files that these take, each once."""
    return tuple(dict.fromkeys(ending for one in takers for ending in one.endings))


def seal_file(keys: Keys, content: bytes) -> Sealed:
    """The content in pieces, each sealed; takes a while for large ones."""
    starts = range(0, max(len(content), 1), PART)  # an empty file has one empty part: one without any is forgotten
    parts = [keys.seal_bytes(content[start : start + PART]) for start in starts]
    return Sealed(len(content), hashlib.sha256(content).hexdigest(), parts)


def open_file(keys: Keys, parts: Sequence[str]) -> bytes | None:
    """The content again; None when it is no longer kept, or was sealed with a key that is gone."""
    pieces = [keys.unseal_bytes(part) for part in parts]
    whole = [piece for piece in pieces if piece is not None]
    return b"".join(whole) if pieces and len(whole) == len(pieces) else None


async def kept_file(ctx: Ctx, fetched: Fetched, said: Said) -> Received:
    """A file that was fetched is kept under a number. Raises Sorry for one that was not."""
    if fetched.sealed is None:
        raise Sorry(fetched.refusal)
    handle = fetched.handle
    number = await keep_file(ctx.db, handle.name, handle.media_type, fetched.sealed, by=ctx.my_id, at=ctx.now)
    kept = (number, handle.name, handle.media_type, fetched.content)
    return Received(*kept, caption=said.text, message=said.message)


async def keep_file(tx: Tx, name: str, media_type: str, sealed: Sealed, *, by: int | None, at: datetime) -> int:
    """Keep a file; its number."""
    row = FileRow(
        name=name[:255],
        media_type=media_type[:127],
        sha256=sealed.sha256,
        size=sealed.size,
        made_at=at,
        by_id=by,
    )
    return await files.keep(tx, row, sealed.parts)


async def read_file(tx: Tx, keys: Keys, number: int) -> bytes | None:
    """The content of a file; None when it is no longer kept."""
    return open_file(keys, await files.parts(tx, number))
