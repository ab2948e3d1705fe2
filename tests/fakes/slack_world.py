"""What there is on the other side: a team and its people, conversations, messages, and the app that was installed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from tests.fakes.slack_clock import Clock
from tests.fakes.slack_errors import Json, luck, wrong
from tests.fakes.slack_members import BOT_USER, TEAM, Member
from tests.fakes.slack_params import Params
from tests.fakes.slack_rates import Rates
from tests.fakes.slack_things import Channel, File, Message

Happening = Callable[[Json, Channel | None], object]


class World:
    """The state. `happens` is told of every event; it decides who may hear of it."""

    def __init__(
        self, clock: Clock, url: Callable[[], str], scopes: frozenset[str], rates: Rates, happens: Happening
    ) -> None:
        self.clock = clock
        self.url = url
        self.happens = happens
        self.rates = rates
        self.blame: Callable[[str], None] = lambda _: None
        self.messages_tab = True
        self.scopes: frozenset[str] = scopes
        self.used_scopes: set[str] = set()
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.ids = itertools.count(1)
        self._last_ts = 0
        self.bot = Member(BOT_USER, "Sfat", is_bot=True)
        self.members[BOT_USER] = self.bot

    def new_id(self, letter: str) -> str:
        """A new id of that kind: U, C, G, D, F, V, B, Ev."""
        return f"{letter}0{next(self.ids):08X}"

    def ts(self) -> str:
        """The next timestamp; each is later than all before."""
        self._last_ts = max(self._last_ts + 1, int(self.clock.wall() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def name_of(self, some_id: str) -> str:
        """The name that stands where an id was written."""
        if some_id in self.members:
            return self.members[some_id].display_name
        return self.channels[some_id].name if some_id in self.channels else some_id

    def im(self, user_id: str) -> Channel:
        """The IM of the bot with a person, opened when new."""
        for channel in self.channels.values():
            if channel.with_user == user_id:
                return channel
        members = {user_id, BOT_USER}
        created = int(self.clock.wall())
        channel = Channel(self.new_id("D"), "directmessage", "im", created, members, with_user=user_id)
        self.channels[channel.id] = channel
        return channel

    def channel(self, params: Params, name: str = "channel") -> Channel:
        """The conversation that a request names by id, as far as the bot can see it. Raises channel_not_found."""
        asked = params.text(name)
        if not asked:
            raise wrong("channel_not_found" if params.has(name) else "invalid_arguments", "missing required field")
        channel = self.channels.get(asked)
        if channel is None:
            raise wrong("channel_not_found")
        if channel.deleted or (channel.kind == "group" and not channel.has_bot):
            raise luck("channel_not_found")
        return channel

    def member(self, params: Params, name: str = "user") -> Member:
        """The person that a request names. Raises user_not_found; somebody of a stranger's team may be hidden."""
        member = self.members.get(params.text(name))
        if member is None:
            raise wrong("user_not_found")
        if not self.visible(member):
            raise luck("user_not_found")
        return member

    def visible(self, member: Member) -> bool:
        """People of the team are; strangers are where they share a channel with the bot."""
        return member.team == TEAM or any(
            channel.has_bot and member.id in channel.members for channel in self.channels.values()
        )

    def keep(self, message: Message) -> Message:
        """Store a message and tell of it, unless only one person sees it."""
        message.channel.messages[message.ts] = message
        if message.only_for is None:
            self.happens(message.event(), message.channel)
        return message

    def change(self, message: Message, before: Json) -> None:
        """Tell of an edit."""
        self._hidden(message, "message_changed", {"message": message.wire(), "previous_message": before})

    def delete(self, message: Message) -> None:
        """Take a message away and tell of it."""
        before = message.wire()
        message.deleted = True
        self._hidden(message, "message_deleted", {"deleted_ts": message.ts, "previous_message": before})

    def _hidden(self, message: Message, subtype: str, parts: Json) -> None:
        if message.only_for is not None:
            return
        ts, channel = self.ts(), message.channel
        about: Json = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel.id, "ts": ts}
        self.happens(about | {"event_ts": ts, "channel_type": channel.kind} | parts, channel)

    def all_messages(self) -> Iterator[Message]:
        """Every message there ever was."""
        for channel in self.channels.values():
            yield from channel.messages.values()

    def bot_messages(self, channel: Channel) -> list[Message]:
        """The bot's messages that stand, oldest first."""
        return channel.standing(BOT_USER)
