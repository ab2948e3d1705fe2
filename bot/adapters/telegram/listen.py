"""The long poll.

Telegram forgets an update when it is asked for a later one. So the next question is put only after the inbox has the
whole batch on disk; until then the same updates come again, and the inbox knows them.
"""

import asyncio
import json
from urllib.parse import urlencode

import telegram
from telegram.error import Conflict, TelegramError
from telegram.request import BaseRequest

from bot.adapters.telegram.problems import Trouble
from bot.adapters.telegram.reception import NOT_TAKEN, Reception
from bot.adapters.telegram.registration import KINDS
from bot.adapters.telegram.transport import SlowDown
from bot.core.ports import Inbox

POLL = 25  # seconds a question stays open when nothing happens; the server allows 50
BATCH = 100
GRACE = 10.0  # seconds more than the poll until silence means that the line is dead
LONGEST_PAUSE = 30.0
CALM = 60  # first pauses without a conflict until nobody else is taken to poll: two that do succeed by turns


class Listener:
    """Asks Telegram for updates and has them taken in.

    The library would read a batch as a whole, and one update it stumbles over would come again for ever, with all
    behind it. So the batch is asked for on the wire, and each update is read by itself.
    """

    def __init__(
        self, bot: telegram.Bot, wire: BaseRequest, reception: Reception, trouble: Trouble, first_pause: float
    ) -> None:
        self._bot = bot
        self._wire = wire
        self._reception = reception
        self._trouble = trouble
        self._first_pause = first_pause
        self._next: int | None = None
        self._calm_from = 0.0

    async def open(self) -> None:
        """Take away a webhook, which would keep updates from the poll; those that wait are kept."""
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def run(self, inbox: Inbox) -> None:
        """Listen until cancelled. Pauses after faults grow from the first one to 30 s."""
        pause = self._first_pause
        while True:
            try:
                await self._once(inbox)
            except TelegramError as error:
                self._trouble.met(error)
                if isinstance(error, Conflict):
                    self._calm_from = asyncio.get_running_loop().time() + CALM * self._first_pause
                wait = max(pause, error.after) if isinstance(error, SlowDown) else pause
            except Exception as error:
                # The database's, whichever that is. Its text may quote what people wrote, so only its kind is logged.
                self._trouble.say(NOT_TAKEN, type(error).__name__)
                wait = pause
            else:
                pause = self._first_pause
                if asyncio.get_running_loop().time() >= self._calm_from:
                    self._trouble.over()
                    continue
                wait = pause
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _once(self, inbox: Inbox) -> None:
        """One question and what comes of it. In trouble the question is short, so that its end is seen at once."""
        await inbox.room()
        patience = 0 if self._trouble.sentence else POLL
        asked = {"limit": BATCH, "timeout": patience, "allowed_updates": json.dumps(KINDS)}
        if self._next is not None:
            asked["offset"] = self._next
        address = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        found = await self._wire.post(address, read_timeout=patience + GRACE)
        if isinstance(found, list) and found:
            updates = [update for fields in found if (update := self._reception.read(fields)) is not None]
            await self._reception.take(updates, inbox)
            self._next = found[-1]["update_id"] + 1
