"""Menus: the commands a platform offers by itself, per language and role."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError

from bot.core.catalogue import LANGUAGES
from bot.core.desk import House
from bot.core.ports import Adapter, Clock, MenuEntry
from bot.core.translate import plain
from bot.model.address import Place
from bot.model.problems import PortError
from bot.model.values import Role
from storage import menus
from storage.database import Database

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
EVERYONE = frozenset({Role.ANYONE, Role.KNOWN, Role.STAKEHOLDER})


@dataclass
class Menus:
    """Keeps the platforms' menus true: the common one at start, another for those who hold a role."""

    db: Database
    house: House
    clock: Clock
    adapters: Mapping[str, Adapter]
    _offered: dict[Place, frozenset[Role]] = field(default_factory=dict)

    async def run(self) -> None:
        """Offer the common menu, then look now and then who has got or lost a role."""
        for adapter in self.adapters.values():
            await self._offer(adapter, None, EVERYONE)
        while True:
            try:
                await self._look()
            except DBAPIError:
                log.info("menus are looked at later")
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self) -> None:
        async with self.db.read() as tx:
            rows = await menus.holders_places(tx, self.clock.now())
        held: dict[Place, set[Role]] = {}
        for row in rows:
            if row.platform in self.adapters:
                held.setdefault(Place(row.platform, row.installation, row.chat, row.thread), set()).add(row.role)
        for place in held.keys() | self._offered.keys():
            roles = EVERYONE | held.get(place, set())
            if Role.MANAGER in roles:
                roles |= {Role.FACILITATOR, Role.HOST}
            if self._offered.get(place, EVERYONE) != roles:
                self._offered[place] = frozenset(roles)
                await self._offer(self.adapters[place.platform], place, frozenset(roles))

    async def _offer(self, adapter: Adapter, place: Place | None, roles: frozenset[Role]) -> None:
        entries = {language: self._entries(language, roles) for language in LANGUAGES}
        entries[""] = entries[self.house.language]
        try:
            await adapter.set_menu(place, entries)
        except PortError as problem:
            log.info("a menu could not be offered: %s", problem)

    def _entries(self, language: str, roles: frozenset[Role]) -> list[MenuEntry]:
        reader = self.house.reader(language)
        found = []
        for router in self.house.routes.routers:
            for route in router.commands:
                if route.help is not None and route.who in roles:
                    name = route.names[-1] if language == "ro" else route.names[0]
                    found.append(MenuEntry(name, plain(route.help, reader)))
        return found
