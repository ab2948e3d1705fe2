"""Whether a message that got no answer stands in its chat after all: each carries a mark of ours, which is read back.

The mark is metadata of the message. Other apps of the workspace may read it, so it holds a number of ours and no more.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.adapters.slack.directory import Directory
from bot.adapters.slack.scopes import HISTORIES
from bot.adapters.slack.wire import Fault, Wire
from bot.model.address import Place
from bot.model.problems import Unknown

REST = 2.0  # seconds before looking: what was cut off may still be on its way
PATIENCE = 10.0  # seconds for an answer
MARGIN = 60.0  # seconds before the first try from which on is read: Slack's machines need not agree on the time
_MARK = "sfat_delivery"


def mark(key: str) -> Mapping[str, Any]:
    """The metadata that a message goes out with."""
    return {"event_type": _MARK, "event_payload": {"key": key}}


class LookBack:
    """Reads chats back for a mark."""

    def __init__(self, wire: Wire, directory: Directory) -> None:
        self._wire = wire
        self._directory = directory

    async def find(self, place: Place, channel: str, key: str, since: float) -> str | None:
        """The id of the message that went out with this key; None when it is certainly not there.

        `since` is when it was first sent, by the loop's clock. Raises Unknown where that cannot be told: we may not
        read there, Slack does not answer, or too much was said since.
        """
        begun = self._wire.by_slack(since)
        if begun is None or not self._may_read(place):
            raise Unknown("it can not be read back")
        where: dict[str, Any] = {"channel": channel, "oldest": f"{begun - MARGIN:.6f}", "include_all_metadata": True}
        try:
            async with asyncio.timeout(PATIENCE):
                if place.thread:
                    answer = await self._wire.ask("conversations.replies", ts=place.thread, **where)
                else:
                    answer = await self._wire.ask("conversations.history", **where)
        except (Fault, TimeoutError):
            raise Unknown("it can not be read back") from None
        for message in answer["messages"]:
            if message.get("metadata") == mark(key):
                return str(message["ts"])
        if answer.get("has_more"):
            raise Unknown("too much was said since")
        return None

    def _may_read(self, place: Place) -> bool:
        """Where the app was installed by an older manifest it may not read in channels."""
        granted = self._directory.granted
        return not granted or ("im:history" in granted if place.private else bool(HISTORIES & granted))
