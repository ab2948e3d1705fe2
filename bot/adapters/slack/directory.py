"""Whom and what we know of in the workspace: ourselves, people, channels, and the chats with one person each."""

from collections.abc import Mapping
from typing import Any

from bot.adapters.slack.channels import Room, room
from bot.adapters.slack.lookup import Lookup
from bot.adapters.slack.people import Facts, facts
from bot.adapters.slack.scopes import HISTORIES, SCOPES
from bot.adapters.slack.who import Me
from bot.adapters.slack.wire import Wire

LOOK = 0.7  # seconds that an update waits for what Slack knows of its account or channel
CHATS = 100_000


class Directory:
    """Asks Slack once and remembers; `me`, and which scopes are `granted` and `lacking`, is known after `introduce`."""

    def __init__(self, wire: Wire) -> None:
        self.me = Me("")
        self.granted: frozenset[str] = frozenset()
        self.lacking: frozenset[str] = frozenset()
        self._wire = wire
        self._people = Lookup[Facts](self._ask_about_person)
        self._channels = Lookup[Room](self._ask_about_channel)
        self._chats: dict[str, str] = {}

    async def introduce(self) -> None:
        """Ask Slack who we are and what we may do. Raises `Fault`."""
        told = await self._wire.ask("auth.test")
        self.me = Me(*(str(told.get(name) or "") for name in ("team_id", "user_id", "bot_id")))
        named = str(told.headers.get("x-oauth-scopes", "")).split(",")
        self.granted = frozenset(scope.strip() for scope in named) - {""}
        self.lacking = SCOPES - self.granted if self.granted else frozenset()

    @property
    def may_listen(self) -> bool | None:
        """Whether Slack brings us what people say in channels; None when it has not said what we may do."""
        return self.granted >= HISTORIES if self.granted else None

    async def person(self, user: str) -> Facts:
        """What Slack vouches for about an account, as far as it says so in time."""
        return await self._people.find(user, LOOK) or Facts()

    async def channel(self, channel: str) -> Room | None:
        """What a channel is now; None when Slack does not say so in time."""
        self._channels.forget(channel)
        return await self._channels.find(channel, LOOK)

    async def chat_with(self, user: str) -> str:
        """The channel of our chat with somebody, opened when it is not known. Raises `Fault`."""
        if user not in self._chats:
            opened = await self._wire.ask("conversations.open", users=user)
            self.learn_chat(user, str(opened["channel"]["id"]))
        return self._chats[user]

    def learn_person(self, user: Mapping[str, Any]) -> None:
        """An account has changed; one that we never met stays unknown."""
        if user["id"] in self._people:
            self._people.learn(user["id"], facts(user, self.me))

    def learn_chat(self, user: str, channel: str) -> None:
        """Our chat with somebody has shown which channel it is."""
        self._chats[user] = channel
        while len(self._chats) > CHATS:
            del self._chats[next(iter(self._chats))]

    async def close(self) -> None:
        """Give up what is being asked."""
        await self._people.close()
        await self._channels.close()

    async def _ask_about_person(self, user: str) -> Facts:
        return facts((await self._wire.ask("users.info", user=user, include_locale=True))["user"], self.me)

    async def _ask_about_channel(self, channel: str) -> Room:
        return room((await self._wire.ask("conversations.info", channel=channel))["channel"])
