"""Files that people send: asked about by Slack's id, then fetched from Slack with our token."""

from bot.adapters.slack.problems import Trouble
from bot.adapters.slack.wire import Wire
from bot.model.problems import Refused
from bot.model.update import FileHandle


class Files:
    """Fetches what people have shared with us."""

    def __init__(self, wire: Wire, trouble: Trouble) -> None:
        self._wire = wire
        self._trouble = trouble

    async def fetch(self, handle: FileHandle, limit: int) -> bytes:
        """The content. Raises port errors, `Refused` beyond `limit` bytes and for what only lies elsewhere."""
        with self._trouble.translated(None, harmless=True):
            answer = await self._wire.ask("files.info", file=handle.id)
            file = answer["file"]
            address = str(file.get("url_private_download") or "")
            if not address or file.get("is_external") or int(file.get("size") or 0) > limit:
                raise Refused("the file is too large, or not kept by Slack")
            content = await self._wire.download(address, limit)
        if content is None:
            raise Refused("Slack does not hand the file out")
        return content
