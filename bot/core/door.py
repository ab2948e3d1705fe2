"""The web channel's door: one person per browser, let in by a signed link. Implements `bot.core.ports.Door`."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.desk import House
from bot.core.links import PERSONAL
from bot.core.ports import Entry, Visitor
from bot.model.address import Account
from storage import accounts, linkage
from storage.database import Database
from storage.people import PersonRow

PLATFORM, INSTALLATION = "web", "web"
SESSION = "s"


@dataclass(frozen=True)
class SignedDoor:
    """A cookie is a token for a browser's number; the account behind it is like any other account."""

    db: Database
    house: House

    async def visitors(self, cookie: str) -> Sequence[Visitor]:
        """Whoever the cookie belongs to."""
        token = self.house.keys.read(cookie)
        if token is None or token.kind != SESSION:
            return ()
        async with self.db.read() as tx:
            known = await accounts.known_person(tx, PLATFORM, INSTALLATION, str(token.number))
        return (self._visitor(str(token.number), known),)

    async def enter(self, token: str, cookie: str) -> Entry | None:
        """A browser's cookie, for the token of a personal link that still opens something."""
        read = self.house.keys.read(token)
        if read is None or read.kind != PERSONAL:
            return None
        async with self.db.read() as tx:
            link = await linkage.link(tx, read.number)
        if link is None or link.generation != read.generation or link.revoked_at is not None:
            return None
        known = await self.visitors(cookie)
        if not known:
            cookie = self.house.keys.token(SESSION, secrets.randbits(62))
            known = await self.visitors(cookie)
        return Entry(cookie, known[0])

    def _visitor(self, user: str, person: PersonRow | None) -> Visitor:
        account = Account(PLATFORM, INSTALLATION, user)
        if person is None:
            return Visitor(account, "", language=self.house.language)
        return Visitor(account, person.name, language=person.language)
