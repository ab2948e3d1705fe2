"""Slack as a platform: one app, installed in one workspace."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.routing import Route

from bot.adapters.slack.directory import Directory
from bot.adapters.slack.doors import bolt, route
from bot.adapters.slack.files import Files
from bot.adapters.slack.line import Line, address_of, still_let_in
from bot.adapters.slack.marks import Marks
from bot.adapters.slack.post import Post
from bot.adapters.slack.problems import Trouble, sentence
from bot.adapters.slack.receive import Receiver
from bot.adapters.slack.screen import Screen
from bot.adapters.slack.who import COMMAND, PLATFORM
from bot.adapters.slack.wire import A_MINUTE, Fault, Wire
from bot.core.ports import Capabilities, Inbox, MenuEntry, Rates, Unusable
from bot.model.address import Place
from bot.model.card import Drawn
from bot.model.update import FileHandle

GROUP_A_MINUTE = 60  # messages to a channel; Slack has no other bound for them than one a second


@dataclass(frozen=True)
class Credentials:
    """What the app's settings pages show. In Socket Mode the app token is needed, over HTTP the signing secret."""

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)


class SlackAdapter:
    """An app on Slack: by Socket Mode when there is an app token, else by requests to `routes`.

    `api_url` ends in `/api/`, `rate` is the messages a second that may go out in all. `first_pause`, in seconds, is how
    long the line rests after a first fault; each further one doubles it, to 30 s at most.
    """

    platform = PLATFORM

    def __init__(self, credentials: Credentials, api_url: str, rate: float, *, first_pause: float = 1.0) -> None:
        rates = Rates(overall=rate, per_chat=1.0, burst=3, group_per_minute=GROUP_A_MINUTE)
        by_socket = bool(credentials.app_token)
        self.capabilities = Capabilities(
            native_forms=True, rates=rates, writes_first=True, one_hears=by_socket, command_prefix=f"{COMMAND} "
        )
        self._credentials = credentials
        self._address = api_url
        self._first_pause = first_pause
        self._wire = Wire(api_url, credentials.bot_token)
        self._trouble = Trouble(api_url)
        self._directory = Directory(self._wire)
        self._post = Post(self._wire, self._directory, self._trouble)
        self._files = Files(self._wire, self._trouble)
        screen, marks = Screen(self._wire, self._trouble), Marks(self._wire)
        self._receiver = Receiver(self._directory, screen, marks, self._trouble)
        self._app = bolt(self._wire, self._directory, self._receiver, credentials.signing_secret)

    @property
    def installation(self) -> str:
        """Our team's id; "" before `connect`."""
        return self._directory.me.team

    @property
    def trouble(self) -> str:
        """Why Slack cannot be used just now; "" when it can."""
        return self._trouble.sentence

    @property
    def lacking(self) -> frozenset[str]:
        """The scopes of the manifest that the installed app does not have; known after `connect`."""
        return self._directory.lacking

    async def connect(self) -> None:
        """Ask who we are, and in Socket Mode whether a connection may be opened.

        Raises `Unusable` when a token is not accepted or Slack cannot be reached.
        """
        self._wire.open()
        try:
            await self._directory.introduce()
            if self._credentials.app_token:
                await address_of(self._wire, self._credentials.app_token)
        except Fault as fault:
            raise Unusable(sentence(fault, self._address)) from None
        if not self._directory.me.bot:
            raise Unusable("SFAT_SLACK_BOT_TOKEN is no bot's token; copy the one that begins with xoxb-.")
        if not self._directory.me.team:
            raise Unusable("The Slack app is installed for an organisation; install it in one workspace.")

    async def run(self, inbox: Inbox) -> None:
        """Bring updates to the inbox until cancelled. Faults are noted in `trouble` and tried again."""
        self._receiver.inbox = inbox
        try:
            if self._credentials.app_token:
                await Line(self._app, self._credentials.app_token, self._wire, self._trouble, self._first_pause).run()
            while True:
                await asyncio.sleep(A_MINUTE)
                await still_let_in(self._wire, self._trouble)
        finally:
            self._receiver.inbox = None

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """Send a message; files follow it, and `key` finishes what was begun."""
        return await self._post.send(place, drawn, key)

    async def edit(self, place: Place, message: str, drawn: Drawn) -> None:
        """Put text and buttons in the place of those of a message; files stay as they are."""
        await self._post.edit(place, message, drawn)

    async def freeze(self, place: Place, message: str) -> None:
        """Take the buttons of a message away."""
        await self._post.freeze(place, message)

    async def fetch(self, handle: FileHandle, limit: int) -> bytes:
        """The content of a file that somebody shared with us in private."""
        return await self._files.fetch(handle, limit)

    async def set_menu(self, place: Place | None, entries: Mapping[str, Sequence[MenuEntry]]) -> None:
        """Slack has one command for all, which is in the manifest."""

    def deep_link(self, token: str) -> str:
        """Always "": no address of Slack carries a word to an app."""
        return ""

    async def close(self) -> None:
        """Let go of connections and of what is still waited for."""
        await self._receiver.close()
        await self._directory.close()
        await self._wire.close()

    def routes(self) -> list[Route]:
        """The address that Slack brings everything to; none in Socket Mode."""
        return [] if self._credentials.app_token else [route(self._app)]
