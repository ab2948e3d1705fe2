"""A crowd on a platform, and a Sfat that is killed at any instant and started again."""

import asyncio
from pathlib import Path

from tests.faults import crowd
from tests.faults.running import Running, start

TITLE = crowd.title(1)
ANSWERS = {"✅ Vin": "yes", "🤔 Nu știu încă": "maybe", "❌ Nu pot veni": "no"}
SHOWN = {"yes": "Am notat: veniți", "maybe": "Am notat: nu știți încă", "no": "Am notat: nu puteți veni"}
PATIENCE = 120  # what was in flight at several crashes is sent last, after a rest
KILLS = 5


class Battlefield:
    """A Sfat over the database at `url`, with the settings of its platform."""

    def __init__(self, url: str, folder: Path, **settings: str) -> None:
        self.settings = {"SFAT_DATABASE_URL": url, "SFAT_SECRET_KEY": "a key for tests", **settings}
        self.folder = folder
        self.module = "bot"
        self.kills = 0
        self.sfat: Running | None = None

    async def start(self) -> None:
        self.sfat = await start(self.folder, self.folder / "sfat.log", module=self.module, **self.settings)

    async def kill_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        assert self.sfat is not None
        await self.sfat.kill()
        self.kills += 1
        await self.start()

    async def stop(self) -> int:
        """The exit code of the one that runs now."""
        assert self.sfat is not None
        return await self.sfat.stop()

    async def end(self) -> None:
        """Whatever has happened: nothing of it goes on running."""
        if self.sfat is not None:
            await self.sfat.kill()
