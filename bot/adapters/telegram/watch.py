"""Keeps the webhook set: at the start, and whenever somebody has removed or changed it.

Telegram does not tell of that, nor of errors on its way to us; it only answers when it is asked.
"""

import asyncio

import telegram
from telegram.error import TelegramError

from bot.adapters.telegram.problems import Trouble
from bot.adapters.telegram.registration import CONNECTIONS, KINDS, Registration
from bot.adapters.telegram.transport import SlowDown
from bot.adapters.telegram.webhook import Hook, Webhook
from bot.core.ports import Inbox

LONGEST_PAUSE = 30.0
CHANGED = "The bot's webhook was removed or changed by somebody else; it is set again. Stop the program that does it."


class Watch:
    """Sets the webhook and looks after it. `first_pause` is how long it rests after a first fault; each further one
    doubles it, to 30 s at most.
    """

    def __init__(self, bot: telegram.Bot, hook: Hook, webhook: Webhook, trouble: Trouble, first_pause: float) -> None:
        self._bot = bot
        self._hook = hook
        self._webhook = webhook
        self._trouble = trouble
        self._first_pause = first_pause

    async def open(self) -> None:
        """Set the webhook; updates that wait are kept. Raises TelegramError.

        It may be set once a second, so where several processes start together all but one are asked to wait.
        """
        try:
            await self._set()
        except SlowDown as asked:
            await asyncio.sleep(min(asked.after, LONGEST_PAUSE))
            await self._set()

    async def run(self, inbox: Inbox) -> None:
        """Let the route bring updates to `inbox` and look after the webhook, until cancelled."""
        self._webhook.inbox = inbox
        try:
            await self._look_for_ever()
        finally:
            self._webhook.inbox = None

    async def _look_for_ever(self) -> None:
        pause = self._first_pause
        wait = self._hook.look_every
        while True:
            await self._rest(wait)
            asked = await self._look()
            if self._trouble.sentence or asked:
                wait = max(pause, asked)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                wait = self._hook.look_every
                pause = self._first_pause

    async def _rest(self, seconds: float) -> None:
        """Sleep. A trouble that somebody else meets meanwhile is looked into within 30 s."""
        while seconds > 0:
            step = min(seconds, LONGEST_PAUSE)
            await asyncio.sleep(step)
            seconds = 0 if self._trouble.sentence else seconds - step

    async def _look(self) -> float:
        """Note what is wrong, and set the webhook again. Returns the seconds Telegram asks to be left alone for."""
        try:
            registration = Registration.read((await self._bot.get_webhook_info()).to_dict())
            fault = self._fault(registration)
            if fault is None:
                self._trouble.over()
                return 0.0
            if not self._trouble.sentence:
                self._trouble.say(*fault)
            # Also where only posts fail: whoever set our address with another secret is undone by this.
            await self._set()
            self._trouble.say(*fault)
        except SlowDown as asked:
            return asked.after
        except TelegramError as error:
            self._trouble.met(error)
        return 0.0

    def _fault(self, registration: Registration) -> tuple[str, str] | None:
        """What is wrong with what Telegram has written down, and a detail; None when all is well."""
        if registration.url != self._hook.url or not registration.asks_for_ours:
            return CHANGED, f"it leads to {registration.host or 'nowhere'}"
        if registration.is_failing(self._hook.clock.real(), self._webhook.taken_at):
            return f"Telegram cannot bring updates to {self._hook.url}.", registration.failure
        return None

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._hook.url,
            max_connections=CONNECTIONS,
            allowed_updates=KINDS,
            drop_pending_updates=False,
            secret_token=self._hook.secrets[0],
        )
