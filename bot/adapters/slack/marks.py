"""The small mark on a message in a channel that was kept: a reaction, instead of an answer each time."""

import asyncio
import logging

from bot.adapters.slack.wire import LIMITED, Fault, Wire

logger = logging.getLogger(__name__)

MARK = "writing_hand"
LONGEST = 60.0  # seconds that a mark waits when Slack finds us too fast; then it is left out
TRIES = 3


class Marks:
    """Puts marks, one after the other: Slack takes some fifty in a minute."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._turn = asyncio.Lock()

    async def mark(self, channel: str, message: str) -> None:
        """Mark a message. When that fails it is logged, and nothing else comes of it."""
        async with self._turn:
            try:
                await self._mark(channel, message)
            except Fault as fault:
                logger.warning("A message in a channel could not be marked: %s", fault.code)

    async def _mark(self, channel: str, message: str) -> None:
        for left in reversed(range(TRIES)):
            try:
                await self._wire.ask("reactions.add", channel=channel, timestamp=message, name=MARK)
            except Fault as fault:
                if fault.code == "already_reacted":
                    return
                if fault.code != LIMITED or not left or fault.after > LONGEST:
                    raise
                await asyncio.sleep(fault.after)
            else:
                return
