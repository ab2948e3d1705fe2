"""The small mark on a message in a group that was kept: a reaction, instead of an answer each time."""

import asyncio
import logging
from asyncio import Future

import telegram
from telegram.constants import ReactionEmoji
from telegram.error import BadRequest, TelegramError

from bot.adapters.telegram.problems import says
from bot.adapters.telegram.transport import SlowDown
from bot.model.update import Now

logger = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds until which what was said may still turn out to be kept
LONGEST = 60.0  # seconds that a mark waits when Telegram finds us too fast; then it is left out
TRIES = 3
MARKS = (ReactionEmoji.WRITING_HAND, ReactionEmoji.THUMBS_UP)  # the second where a group does not allow the first


class Marks:
    """Puts marks, one after the other: they are the first to wait when there is much to do."""

    def __init__(self, bot: telegram.Bot) -> None:
        self._bot = bot
        self._turn = asyncio.Lock()

    async def mark_if_kept(self, message: telegram.Message, now: "Future[Now]") -> None:
        """Mark a message when it is kept. When that fails it is logged, and nothing else comes of it."""
        await asyncio.wait([now], timeout=PATIENCE)
        if not now.done() or now.cancelled() or now.exception() is not None or not now.result().kept:
            return
        async with self._turn:
            try:
                await self._mark(message.chat.id, message.message_id)
            except TelegramError as error:
                logger.warning("A message in a group could not be marked: %s", type(error).__name__)

    async def _mark(self, chat: int, message: int) -> None:
        marks = list(MARKS)
        for left in reversed(range(TRIES)):
            try:
                await self._bot.set_message_reaction(chat, message, marks[0])
                return
            except BadRequest as error:
                if len(marks) == 1 or not says(error, "reaction_invalid"):
                    raise
                marks.pop(0)
            except SlowDown as error:
                if not left or error.after > LONGEST:
                    raise
                await asyncio.sleep(error.after)
