"""The try-out as it begins, in this process: its café, its clock, and what its page asks for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.core.program import Program
from bot.demo.alone import set_alone
from bot.demo.clock import StoryClock, play_next, settle
from bot.demo.clock_bar import ClockBar
from bot.demo.others import others_act
from bot.demo.people import MANAGER, Everybody, account_of
from bot.demo.stage import STORY_STARTS, bring_in, set_stage
from bot.main import TryOut, build
from bot.model.address import Place
from bot.model.press import Press
from bot.model.update import Envelope, Pressed
from storage import happenings
from storage.happenings import Cafes
from tests.cli.commands import settings_for


@dataclass
class Evening:
    """The try-out as it begins."""

    program: Program
    clock: StoryClock
    page: httpx.AsyncClient

    async def corina(self, press: Press) -> None:
        """The manager presses a button."""
        update = Pressed(press.pack())
        place = Place("web", "web", MANAGER)
        (told,) = await self.program.intake.hear(
            [Envelope(press.pack(), account_of(MANAGER), place, update, "C", "ro")]
        )
        await told
        await settle(self.program)

    async def by_itself(self, persona: str, *, wanted: bool) -> bool:
        """The page's switch in a chat; whether there is one."""
        return await self.program.db.write(lambda tx: set_alone(tx, persona, wanted=wanted))

    async def next(self) -> None:
        """On to the next moment, as the page's button does."""
        await others_act(self.program, self.clock)
        await play_next(self.program, self.clock)

    async def state(self, *, played: bool = False) -> Any:
        """What the page's clock knows, after the next moment where that is `played`."""
        asked = self.page.post("/chat/clock/next", json={}) if played else self.page.get("/chat/clock")
        return (await asked).json()

    async def cafes(self) -> Cafes:
        """How far the café is."""
        async with self.program.db.read() as tx:
            return await happenings.cafes(tx)

    async def rows(self, statement: Any) -> list[Any]:
        """What stands in the store."""
        async with self.program.db.read() as tx:
            return list((await tx.execute(statement)).all())


@asynccontextmanager
async def everybody_has_come(url: str, folder: Path) -> AsyncIterator[Evening]:
    """The try-out for as long as the block lasts."""
    clock = StoryClock(STORY_STARTS)
    bar = ClockBar(clock)
    sfat = build(settings_for(folder / "data", url, webchat="on"), TryOut(clock, Everybody(), bar.routes()))
    bar.program = sfat.program
    await set_stage(sfat.program.db, sfat.program.house, clock)
    await sfat.program.start(pulse=False)
    await bring_in(sfat.program)
    await settle(sfat.program)
    transport = httpx.ASGITransport(sfat.site)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", params={"language": "en"}) as page:
        yield Evening(sfat.program, clock, page)
    await sfat.program.stop()
