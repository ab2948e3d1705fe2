"""Files that people bring: asked for by Slack's id, fetched with our token, never from anywhere but Slack."""

from urllib.parse import urlsplit

from bot.adapters.slack.problems import Trouble
from bot.adapters.slack.wire import Wire
from bot.model.problems import Refused
from bot.model.update import FileHandle

_SLACK = ".slack.com"


class Files:
    """Fetches what was shared with the app. `address` is the Web API's; files may lie on its host too."""

    def __init__(self, wire: Wire, trouble: Trouble, address: str) -> None:
        self._wire = wire
        self._trouble = trouble
        self._host = urlsplit(address).netloc

    async def fetch(self, handle: FileHandle, limit: int) -> bytes:
        """The content of a file. Raises the errors of a port; `Refused` for more than `limit` bytes."""
        with self._trouble.translated(None, harmless=True):
            told = (await self._wire.ask("files.info", file=handle.id))["file"]
            address = str(told.get("url_private_download") or told.get("url_private") or "")
            if not self._is_slacks(address):
                raise Refused("the file is not kept by Slack")
            content = await self._wire.download(address, limit)
        if content is None:
            raise Refused(f"the file has more than {limit} bytes")
        return content

    def _is_slacks(self, address: str) -> bool:
        """Whether our token may go there: files that Slack only links to lie with others."""
        host = urlsplit(address).netloc
        return host == self._host or host.endswith(_SLACK)
