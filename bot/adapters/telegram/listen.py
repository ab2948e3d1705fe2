"""The long poll, and the toasts that answer presses.

Telegram forgets an update when it is asked for a later one. So the next question is put only after the inbox has the
whole batch on disk; until then the same updates come again, and the inbox knows them.
"""

import asyncio
import logging
from asyncio import Future, Task

import telegram
from telegram.error import TelegramError

from bot.adapters.telegram.hear import KINDS, Me, heard
from bot.adapters.telegram.problems import Trouble, says
from bot.adapters.telegram.speak import TOAST, shortened
from bot.adapters.telegram.transport import SlowDown
from bot.core.ports import Inbox
from bot.model.update import Now

logger = logging.getLogger(__name__)

POLL = 25  # seconds a question stays open when nothing happens; the server allows 50
BATCH = 100
GRACE = 10.0  # seconds more than the poll until silence means that the line is dead
PATIENCE = 1.0  # seconds a press waits for its toast before it is answered without
LONGEST_PAUSE = 30.0
NOT_TAKEN = "What people write cannot be taken in just now; Telegram keeps it."


class Listener:
    """Asks Telegram for updates, brings them to the inbox, and answers presses when the inbox knows what to say.

    `passed_over` counts updates that were not for us.
    """

    def __init__(self, bot: telegram.Bot, me: Me, trouble: Trouble, first_pause: float) -> None:
        self.passed_over = 0
        self._bot = bot
        self._me = me
        self._trouble = trouble
        self._first_pause = first_pause
        self._next: int | None = None
        self._answers: set[Task[None]] = set()

    async def run(self, inbox: Inbox) -> None:
        """Listen until cancelled. Pauses after faults grow from the first one to 30 s."""
        pause = self._first_pause
        while True:
            try:
                await self._once(inbox)
            except TelegramError as error:
                self._trouble.met(error)
                wait = max(pause, error.after) if isinstance(error, SlowDown) else pause
            except Exception as error:
                # The database's, whichever that is. Its text may quote what people wrote, so only its kind is logged.
                self._trouble.say(NOT_TAKEN, type(error).__name__)
                wait = pause
            else:
                self._trouble.over()
                pause = self._first_pause
                continue
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def close(self) -> None:
        """Give up the toasts that are still waited for."""
        for answer in self._answers:
            answer.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)

    async def _once(self, inbox: Inbox) -> None:
        """One question and what comes of it. In trouble the question is short, so that its end is seen at once."""
        updates = await self._bot.get_updates(
            offset=self._next,
            limit=BATCH,
            timeout=0 if self._trouble.sentence else POLL,
            allowed_updates=KINDS,
            read_timeout=GRACE,
        )
        if updates:
            await self._bring(updates, inbox)
            self._next = updates[-1].update_id + 1

    async def _bring(self, updates: tuple[telegram.Update, ...], inbox: Inbox) -> None:
        """Store a batch in one go, then see to its presses, each in a task of its own."""
        envelopes = {update.update_id: envelope for update in updates if (envelope := heard(update, self._me))}
        nows = await inbox.hear(list(envelopes.values())) if envelopes else []
        self.passed_over += len(updates) - len(envelopes)
        now_of = dict(zip(envelopes, nows, strict=True))
        for update in updates:
            if update.callback_query is not None:
                answer = asyncio.create_task(self._answer(update.callback_query.id, now_of.get(update.update_id)))
                self._answers.add(answer)
                answer.add_done_callback(self._answers.discard)

    async def _answer(self, query: str, now: Future[Now] | None) -> None:
        """End the press's little clock, with a toast when there is one in time."""
        if now is not None:
            await asyncio.wait([now], timeout=PATIENCE)
        toast = now.result().toast if now is not None and _settled(now) else ""
        try:
            await self._bot.answer_callback_query(query, text=shortened(toast, TOAST) or None)
        except TelegramError as error:
            if not says(error, "query is too old", "query_id_invalid"):
                logger.warning("A press could not be answered: %s", type(error).__name__)


def _settled(now: Future[Now]) -> bool:
    return now.done() and not now.cancelled() and now.exception() is None
