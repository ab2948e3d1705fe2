"""What is done with updates however they come, asked for or posted: kept first, then presses are answered.

A press is answered by a call of its own, also where updates are posted. Telegram would take the answer in the reply to
its post, but then the post had to wait for the toast, and with it whatever the same person did next; nobody would tell
us that an answer was refused; and a connection that breaks would take the toast with it.
"""

import asyncio
import logging
from asyncio import Future, Task
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import telegram
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.adapters.telegram.hear import Me, heard
from bot.adapters.telegram.marks import Marks
from bot.adapters.telegram.problems import says
from bot.adapters.telegram.speak import TOAST
from bot.core.ports import Inbox
from bot.model.fitting import shortened
from bot.model.update import Envelope, Now

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds a press waits for its toast before it is answered without
NOT_TAKEN = "What people write cannot be taken in just now; Telegram keeps it."


class Reception:
    """Brings updates to the inbox, and answers presses when the inbox knows what to say.

    `me` is who the bot is, once that is known; `passed_over` counts updates that were not for us.
    """

    def __init__(self, bot: telegram.Bot) -> None:
        self.me = Me("", "")
        self.passed_over = 0
        self._bot = bot
        self._marks = Marks(bot)
        self._answers: set[Task[None]] = set()

    def read(self, fields: dict[str, Any]) -> telegram.Update | None:
        """An update as the library reads it, by itself: one that it cannot read is passed over.

        It would not become readable by coming again, and would be in the way of everything behind it. Its content is
        somebody's words, so only its number is logged.
        """
        try:
            return telegram.Update.de_json(fields, self._bot)
        except Exception as error:
            logger.error("Update %s could not be read: %s", fields.get("update_id"), type(error).__name__)
            self.passed_over += 1
            return None

    async def take(self, updates: Sequence[telegram.Update], inbox: Inbox) -> None:
        """Store updates in one go, then see to their presses, each in a task of its own.

        Raises what the database raises; then nothing is stored and nothing may be acknowledged.
        """
        if any(update.my_chat_member and update.my_chat_member.chat.type != ChatType.PRIVATE for update in updates):
            await self._look_at_ourselves()
        envelopes = {update.update_id: envelope for update in updates if (envelope := self._heard(update))}
        nows = await inbox.hear(list(envelopes.values())) if envelopes else []
        self.passed_over += len(updates) - len(envelopes)
        now_of = dict(zip(envelopes, nows, strict=True))
        for update in updates:
            now = now_of.get(update.update_id)
            if update.callback_query is not None:
                self._later(self._answer(update.callback_query.id, now))
            elif now is not None and update.message is not None and not envelopes[update.update_id].place.private:
                self._later(self._marks.mark_if_kept(update.message, now))

    async def close(self) -> None:
        """Give up the toasts and marks that are still waited for."""
        for answer in self._answers:
            answer.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _look_at_ourselves(self) -> None:
        """What we may read in a group is decided when we are put into it, and may have been set since our start."""
        with suppress(TelegramError):
            me = await self._bot.get_me()
            self.me = replace(self.me, reads_all=bool(me.can_read_all_group_messages))

    def _heard(self, update: telegram.Update) -> Envelope | None:
        """What we stumble over is passed over, for the same reasons."""
        try:
            return heard(update, self.me)
        except Exception as error:
            logger.error("Update %d could not be read: %s", update.update_id, type(error).__name__)
            return None

    async def _answer(self, query: str, now: Future[Now] | None) -> None:
        """End the press's little clock, with a toast or a link that opens when there is one in time.

        Never with both: people's apps show the toast then and leave the link closed.
        """
        if now is not None:
            await asyncio.wait([now], timeout=PATIENCE)
        told = now.result() if now is not None and _settled(now) else Now()
        link = told.link if self.me.is_opened_by(told.link) else ""
        toast = "" if link else shortened(told.toast, TOAST)
        try:
            await self._bot.answer_callback_query(query, text=toast or None, url=link or None)
        except TelegramError as error:
            if not says(error, "query is too old", "query_id_invalid"):
                logger.warning("A press could not be answered: %s", type(error).__name__)


def _settled(now: Future[Now]) -> bool:
    return now.done() and not now.cancelled() and now.exception() is None
