"""The web chat as a platform: messages stand in the transcript, and open pages are told of them."""

import asyncio
from collections.abc import Mapping, Sequence

from starlette.routing import Route

from bot.adapters.webchat.following import Following
from bot.adapters.webchat.room import Room
from bot.adapters.webchat.routes import ChatRoutes
from bot.core.ports import Capabilities, Clock, Door, Forms, Inbox, MenuEntry, News, Rates, Transcript, Uploads
from bot.model.address import Place
from bot.model.card import Drawn
from bot.model.problems import Lost, Refused
from bot.model.update import FileHandle


class WebchatAdapter:
    """Implements `bot.core.ports.Adapter`. The chat of a place is the user of the account: one chat a person."""

    platform = "web"
    # No platform stands between us and the page: the rates only keep one chat from starving the others.
    capabilities = Capabilities(native_forms=True, rates=Rates(overall=1000, per_chat=50, burst=50))

    def __init__(
        self,
        transcript: Transcript,
        door: Door,
        clock: Clock,
        forms: Forms,
        uploads: Uploads | None = None,
        *,
        news: News | None = None,
    ) -> None:
        """Without `uploads` nobody can send files; without `news` no other process writes into these chats."""
        self._room = Room(transcript, door, clock, forms, uploads)
        self._news = news

    @property
    def installation(self) -> str:
        """Always `web`."""
        return "web"

    @property
    def trouble(self) -> str:
        """Always "": there is no other side that could fail."""
        return ""

    async def connect(self) -> None:
        """Nothing to reach."""

    async def run(self, inbox: Inbox) -> None:
        """Let the routes bring what they hear to `inbox`, until cancelled; then let go of the open pages."""
        self._room.inbox = inbox
        try:
            if self._news is not None:
                await Following(self._room, self._news).run()
            await asyncio.Event().wait()
        finally:
            self._room.inbox = None
            self._room.streams.end()

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """Append a message to a chat, once for each key, and return its id."""
        return str(await self._room.append(place.chat, drawn, ours=True, key=key))

    async def edit(self, place: Place, message: str, drawn: Drawn) -> None:
        """Put `drawn` in the place of a message. Raises `Lost` when it is not there."""
        if not message.isdecimal() or not await self._room.replace(place.chat, int(message), drawn):
            raise Lost

    async def freeze(self, place: Place, message: str) -> None:
        """Take the buttons of a message away; one that is not there has none."""
        if message.isdecimal():
            await self._room.replace(place.chat, int(message), None)

    async def fetch(self, handle: FileHandle, limit: int) -> bytes:
        """A file that was uploaded here."""
        content = None if self._room.uploads is None else await self._room.uploads.read(handle)
        if content is None or len(content) > limit:
            raise Refused("the file is no longer kept, or too large")
        return content

    async def set_menu(self, place: Place | None, entries: Mapping[str, Sequence[MenuEntry]]) -> None:
        """The page has no menu: everything is offered by buttons."""

    def deep_link(self, token: str) -> str:
        """Always "": the site makes the links that lead here."""
        return ""

    async def close(self) -> None:
        """Let go of the open pages."""
        self._room.streams.end()

    def routes(self, *, clock_bar: bool = False, zone: str = "") -> list[Route]:
        """The routes of the page and what it talks to.

        `clock_bar`: the page shows a movable clock and calls `GET /chat/clock` and `POST /chat/clock/next`, which
        whoever has such a clock adds. `zone` (IANA): where the page's times are local, "" = where the browser is.
        """
        return ChatRoutes(self._room, clock_bar=clock_bar, zone=zone).all()
