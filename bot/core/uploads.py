"""What people send from the web chat, until it is fetched like any platform's: implements `bot.core.ports.Uploads`."""

import asyncio
from dataclasses import dataclass

from bot.core.desk import House
from bot.core.files import endings_of, keep_file, open_file, routes_for, seal_file
from bot.core.ports import Clock
from bot.model.address import Account
from bot.model.problems import Refused
from bot.model.update import FileHandle
from storage import accounts, files
from storage.database import Database, Rank
from storage.tx import Tx


@dataclass(frozen=True, repr=False)
class StoredUploads:
    """Files among all others; the handle's id is the file's number."""

    db: Database
    house: House
    clock: Clock

    async def endings(self, account: Account) -> tuple[str, ...]:
        """The endings of files that are taken from this account; none for most."""
        async with self.db.read() as tx:
            return endings_of(await routes_for(tx, self.house, account, self.clock.now()))

    async def keep(self, account: Account, name: str, content: bytes) -> FileHandle:
        """Keep a file. Raises Refused when none is taken from this account (any more)."""
        sealed = await asyncio.to_thread(seal_file, self.house.keys, content)

        async def work(tx: Tx) -> int:
            now = self.clock.now()
            person = await accounts.known_person(tx, account.platform, account.installation, account.user)
            if person is None or not await routes_for(tx, self.house, account, now):
                raise Refused("files of this account are not taken")
            return await keep_file(tx, name, "", sealed, by=person.id, at=now)

        number = await self.db.write(work, Rank.MARK)
        return FileHandle(str(number), name, size=len(content))

    async def read(self, handle: FileHandle) -> bytes | None:
        """The content of a file; None when it is no longer kept."""
        async with self.db.read() as tx:
            parts = await files.parts(tx, int(handle.id))
        return await asyncio.to_thread(open_file, self.house.keys, parts)
