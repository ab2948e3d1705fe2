"""Files that people send: asked for by Telegram's id of them, then fetched from the server's file address."""

import telegram

from bot.adapters.telegram.problems import Trouble
from bot.adapters.telegram.transport import Wire
from bot.model.problems import Refused
from bot.model.update import FileHandle


class Files:
    """Fetches from below `root`, the address of the server's files with the token in it."""

    def __init__(self, bot: telegram.Bot, wire: Wire, trouble: Trouble, root: str) -> None:
        self._bot = bot
        self._wire = wire
        self._trouble = trouble
        self._root = f"{root}/"

    async def fetch(self, handle: FileHandle, limit: int) -> bytes:
        """The content; Telegram hands out at most 20 MB. Raises port errors, `Refused` beyond `limit` bytes."""
        with self._trouble.translated(None):
            found = await self._bot.get_file(handle.id)
            address = found.file_path or ""
            # A server of one's own may answer with a path on its machine, which is nothing for us to open.
            if not address.startswith(self._root):
                raise Refused("the server does not say where the file can be fetched")
            if (found.file_size or 0) > limit:
                raise Refused("the file is too large")
            return await self._wire.download(address, limit)
