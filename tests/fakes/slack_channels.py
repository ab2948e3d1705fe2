"""A channel and what happens to it: the bot comes and goes, it is archived, renamed, deleted."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack_delivery import Delivery
from tests.fakes.slack_errors import Json
from tests.fakes.slack_hub import Hub
from tests.fakes.slack_members import BOT_USER, TEAM
from tests.fakes.slack_things import Channel, Message


class Place:
    """A public or private channel; `chat` is what stands there of the bot."""

    def __init__(self, hub: Hub, channel: Channel) -> None:
        self.hub = hub
        self.state = channel

    @property
    def id(self) -> str:
        return self.state.id

    @property
    def name(self) -> str:
        return self.state.name

    @property
    def chat(self) -> list[Message]:
        """The bot's messages that everybody here sees, oldest first; replies in threads are among them."""
        return self.state.standing(BOT_USER)

    @property
    def gone(self) -> list[Message]:
        """The bot's messages that were deleted."""
        return self.state.standing(BOT_USER, deleted=True)

    def told_of(self, kind: str, user_id: str, **parts: Any) -> Delivery:
        """A member_… event."""
        letter = "G" if self.state.kind == "group" else "C"
        event: Json = {"type": kind, "user": user_id, "channel": self.id, "channel_type": letter}
        return self.hub.happens(event | {"team": TEAM, "event_ts": self.hub.world.ts()} | parts, self.state)

    def _told(self, what: str, **parts: Any) -> Delivery:
        """A channel_… event, or a group_… event of a private channel."""
        event: Json = {"type": f"{self.state.kind}_{what}", "event_ts": self.hub.world.ts()}
        return self.hub.happens(event | ({"channel": self.id} | parts), self.state)

    def invites_bot(self, by: str = "U0ADMIN") -> Delivery:
        """Somebody takes the bot in."""
        self.state.members.add(BOT_USER)
        return self.told_of("member_joined_channel", BOT_USER, inviter=by)

    def removes_bot(self, by: str = "U0ADMIN") -> Delivery:
        """Somebody throws the bot out: not_in_channel, or channel_not_found when private, from now on."""
        self.state.members.discard(BOT_USER)
        self.told_of("member_left_channel", BOT_USER)
        return self._told("left", actor_id=by)

    def archive(self, by: str = "U0ADMIN") -> Delivery:
        """Nobody can write any more."""
        self.state.archived = True
        return self._told("archive", user=by, is_moved=0)

    def unarchive(self, by: str = "U0ADMIN") -> Delivery:
        self.state.archived = False
        return self._told("unarchive", user=by)

    def rename(self, name: str) -> Delivery:
        self.state.name = name
        about: Json = {"id": self.id, "name": name, "name_normalized": name, "created": self.state.created}
        return self._told("rename", channel=about)

    def delete(self, by: str = "U0ADMIN") -> Delivery:
        """The channel is gone, with all that stood in it."""
        delivery = self._told("deleted", actor_id=by)
        self.state.deleted = True
        return delivery
