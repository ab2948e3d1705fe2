"""Telegram as a platform: one bot, reached by the Bot API."""

from collections.abc import Mapping, Sequence

import telegram
from starlette.routing import Route
from telegram.error import TelegramError

from bot.adapters.telegram.files import Files
from bot.adapters.telegram.hear import PLATFORM, Me
from bot.adapters.telegram.listen import Listener
from bot.adapters.telegram.post import Post
from bot.adapters.telegram.problems import Trouble, sentence, without_quotes
from bot.adapters.telegram.reception import Reception
from bot.adapters.telegram.transport import Wire
from bot.adapters.telegram.watch import Watch
from bot.adapters.telegram.webhook import Hook, Webhook
from bot.core.ports import Capabilities, Inbox, MenuEntry, Rates, Unusable
from bot.model.address import Place
from bot.model.card import Drawn
from bot.model.update import FileHandle

DESCRIPTION = 256  # characters of a command's description


class TelegramAdapter:
    """A bot on Telegram: polled, or with a `hook` by which Telegram brings updates itself.

    `api_url` is the root of a Bot API server, `rate` the messages a second that may go out in all. `first_pause`, in
    seconds, is how long receiving rests after a first fault; each further one doubles it, to 30 s at most.
    """

    platform = PLATFORM

    def __init__(
        self, token: str, api_url: str, rate: float, *, hook: Hook | None = None, first_pause: float = 1.0
    ) -> None:
        self.capabilities = Capabilities(native_forms=False, rates=Rates(overall=rate), one_hears=hook is None)
        self._address = api_url.rstrip("/")
        self._wire = Wire(self._address)
        self._bot = telegram.Bot(
            token,
            base_url=f"{self._address}/bot",
            base_file_url=f"{self._address}/file/bot",
            request=self._wire,
            get_updates_request=self._wire,
        )
        self._trouble = Trouble(self._address)
        self._not_taken = Trouble(self._address)
        self._post = Post(self._bot, self._trouble)
        self._files = Files(self._bot, self._wire, self._trouble, f"{self._address}/file/bot{token}")
        self._reception = Reception(self._bot)
        self._routes: tuple[Route, ...] = ()
        if hook is None:
            self._way: Listener | Watch = Listener(self._bot, self._wire, self._reception, self._trouble, first_pause)
        else:
            webhook = Webhook(hook, self._reception, self._not_taken)
            self._way = Watch(self._bot, hook, webhook, self._trouble, first_pause)
            self._routes = (webhook.route(),)

    @property
    def installation(self) -> str:
        """The bot's id; "" before `connect`."""
        return self._reception.me.id

    @property
    def trouble(self) -> str:
        """Why Telegram cannot be used just now; "" when it can."""
        return self._trouble.sentence or self._not_taken.sentence

    async def connect(self) -> None:
        """Ask who we are, and tell Telegram which way updates are to come; those that wait are kept.

        Raises `Unusable` when the token or the webhook's address is not accepted or Telegram cannot be reached.
        """
        await self._wire.initialize()
        try:
            me = await self._bot.get_me()
            await self._way.open()
        except TelegramError as error:
            why = sentence(error, self._address)
            raise Unusable(f"{why} ({without_quotes(error)})") from None
        self._reception.me = Me(str(me.id), me.username or "", bool(me.can_read_all_group_messages))

    async def run(self, inbox: Inbox) -> None:
        """Bring updates to the inbox until cancelled. Faults are noted in `trouble` and tried again."""
        await self._way.run(inbox)

    def routes(self) -> tuple[Route, ...]:
        """What Telegram posts to; nothing when it is polled."""
        return self._routes

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """Send a message; a card with several documents is several messages, and `key` finishes what was begun."""
        return await self._post.send(place, drawn, key)

    async def edit(self, place: Place, message: str, drawn: Drawn) -> None:
        """Put text and buttons in the place of those of a message; documents stay as they are."""
        await self._post.edit(place, message, drawn)

    async def freeze(self, place: Place, message: str) -> None:
        """Take the buttons of a message away."""
        await self._post.freeze(place, message)

    async def fetch(self, handle: FileHandle, limit: int) -> bytes:
        """The content of a document that somebody sent to the bot."""
        return await self._files.fetch(handle, limit)

    async def set_menu(self, place: Place | None, entries: Mapping[str, Sequence[MenuEntry]]) -> None:
        """Offer commands in all private chats or in one chat; an empty list takes a language's menu away."""
        scope = telegram.BotCommandScopeChat(int(place.chat)) if place else telegram.BotCommandScopeAllPrivateChats()
        with self._trouble.translated(place):
            for language, menu in entries.items():
                commands = [(entry.command, entry.description[:DESCRIPTION]) for entry in menu]
                if commands:
                    await self._bot.set_my_commands(commands, scope=scope, language_code=language or None)
                else:
                    await self._bot.delete_my_commands(scope=scope, language_code=language or None)

    def deep_link(self, token: str) -> str:
        """An address that opens the bot with a token of at most 64 of `[A-Za-z0-9_-]`; "" before `connect`."""
        return self._reception.me.link(token)

    async def close(self) -> None:
        """Let go of connections and of toasts that are still waited for."""
        await self._reception.close()
        await self._wire.shutdown()
