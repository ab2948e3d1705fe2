"""What a person does outside of buttons and forms: write, edit, share, come and go, change the account."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack_channels import Place
from tests.fakes.slack_delivery import Delivery
from tests.fakes.slack_errors import Json
from tests.fakes.slack_hub import Hub
from tests.fakes.slack_members import BOT_USER, Member
from tests.fakes.slack_text import read, typed
from tests.fakes.slack_things import Channel, File, Message


class Writing:
    """A person with an IM with the bot. `chat` is what they see there of the bot, `whispers` what only they see."""

    def __init__(self, hub: Hub, member: Member) -> None:
        self.hub = hub
        self.member = member

    @property
    def id(self) -> str:
        return self.member.id

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def state(self) -> Channel:
        """The IM with the bot."""
        return self.hub.world.im(self.id)

    @property
    def chat(self) -> list[Message]:
        """The bot's messages that stand in the IM, oldest first."""
        return self.state.standing(BOT_USER)

    @property
    def gone(self) -> list[Message]:
        """The bot's messages in the IM that were deleted."""
        return self.state.standing(BOT_USER, deleted=True)

    @property
    def whispers(self) -> list[Message]:
        """The messages that only this person sees, wherever they stand, oldest first."""
        return [m for m in self.hub.world.all_messages() if m.only_for == self.id and not m.deleted]

    @property
    def newest(self) -> Message | None:
        """The bot's newest message that this person can see."""
        seen = [m for m in self.hub.world.all_messages() if m.user == BOT_USER and self._sees(m)]
        return max(seen, key=lambda message: message.ts, default=None)

    def _sees(self, message: Message) -> bool:
        alone = message.only_for is None or message.only_for == self.id
        return not message.deleted and alone and self.id in message.channel.members

    def says(self, text: str, channel: Place | None = None, *, thread: Message | None = None) -> Delivery:
        """Write a text, in the IM unless told; the delivery's `message` is what was written.

        `@Name` becomes a mention, addresses become links; a mention of the bot in a channel is an app_mention as well.
        """
        if not text.strip():
            raise ValueError("no client sends an empty text")
        room = self._room(channel)
        message = self._message(room, text, thread)
        room.messages[message.ts] = message
        event = message.event() | {"client_msg_id": f"client-{message.ts}"} | self._foreign()
        if f"<@{BOT_USER}>" in message.text and room.kind != "im":
            self.hub.happens({**event, "type": "app_mention"}, room, message)
        return self.hub.happens(event, room, message)

    def _message(self, room: Channel, text: str, thread: Message | None = None, **parts: Any) -> Message:
        names = {member.name: member.id for member in self.hub.world.members.values()}
        wire = typed(text, names)
        block: Json = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        rich = [{"type": "rich_text", "block_id": f"r{next(self.hub.world.ids)}", "elements": [block]}]
        reading = read(wire, self.hub.world.name_of)
        thread_ts = None if thread is None else thread.thread_ts or thread.ts
        return Message(
            self.hub.world.ts(), room, self.id, wire, reading, rich, None, thread_ts, team=self.member.team, **parts
        )

    def _foreign(self) -> Json:
        return {"user_team": self.member.team, "source_team": self.member.team} if self.member.stranger else {}

    def _room(self, channel: Place | None) -> Channel:
        if self.member.deleted:
            raise RuntimeError(f"{self.name} has no account any more")
        room = self.state if channel is None else channel.state
        if self.id not in room.members:
            raise RuntimeError(f"{self.name} is not in {room.name}")
        if room.archived:
            raise RuntimeError(f"{room.name} is archived")
        return room

    def edits(self, message: Message, text: str) -> Delivery:
        """Change a text the person wrote."""
        if message.user != self.id or message.deleted:
            raise RuntimeError(f"{self.name} cannot edit that")
        before, changed = message.wire(), self._message(message.channel, text)
        message.text, message.blocks, message.reading = changed.text, changed.blocks, changed.reading
        message.edited_ts = changed.ts
        return self._told("message_changed", message, {"message": message.wire(), "previous_message": before})

    def deletes(self, message: Message) -> Delivery:
        """Delete a text the person wrote."""
        if message.user != self.id or message.deleted:
            raise RuntimeError(f"{self.name} cannot delete that")
        message.deleted = True
        return self._told("message_deleted", message, {"deleted_ts": message.ts, "previous_message": message.wire()})

    def _told(self, subtype: str, message: Message, parts: Json) -> Delivery:
        ts, room = self.hub.world.ts(), message.channel
        event: Json = {"type": "message", "subtype": subtype, "hidden": True, "channel": room.id, "ts": ts}
        return self.hub.happens(event | {"event_ts": ts, "channel_type": room.kind} | parts, room, message)

    def shares(self, name: str, content: bytes, text: str = "", channel: Place | None = None) -> Delivery:
        """Share a file, in the IM unless told."""
        return self.shares_all({name: content}, text, channel)

    def shares_all(self, files: dict[str, bytes], text: str = "", channel: Place | None = None) -> Delivery:
        """Share files, by their names, in one message."""
        room, world = self._room(channel), self.hub.world
        shared = [
            File(world.new_id("F"), name, self.id, world.url(), len(content), content, completed=True)
            for name, content in files.items()
        ]
        for file in shared:
            file.channels.append(room.id)
            world.files[file.id] = file
        message = self._message(room, text, subtype="file_share", files=shared)
        room.messages[message.ts] = message
        for file in shared:
            told: Json = {"type": "file_shared", "channel_id": room.id, "file_id": file.id, "user_id": self.id}
            self.hub.happens(told | {"file": {"id": file.id}, "event_ts": world.ts()}, room)
        return self.hub.happens(message.event() | self._foreign(), room, message)

    def changes(self, **parts: Any) -> Delivery:
        """Change the account: tz, locale, email, email_confirmed, name; Slack tells of it with user_change."""
        for name, value in parts.items():
            if not hasattr(self.member, name):
                raise AttributeError(f"an account has no {name}")
            setattr(self.member, name, value)
        email = "users:read.email" in self.hub.world.scopes
        about = self.member.wire(email=email, locale=True)
        return self.hub.happens({"type": "user_change", "user": about, "event_ts": self.hub.world.ts()})

    def deactivate(self) -> Delivery:
        """An administrator deactivates the account."""
        return self.changes(deleted=True)

    def joins(self, channel: Place) -> Delivery:
        """Come into a channel."""
        channel.state.members.add(self.id)
        return channel.told_of("member_joined_channel", self.id, team=self.member.team)

    def leaves(self, channel: Place) -> Delivery:
        """Leave a channel."""
        channel.state.members.discard(self.id)
        return channel.told_of("member_left_channel", self.id, team=self.member.team)
