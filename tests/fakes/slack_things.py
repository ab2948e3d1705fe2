"""Conversations, messages and files: what was sent, what a person reads, what in it acts, what can be pressed."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field

from tests.fakes.slack_blocks import Element, elements
from tests.fakes.slack_errors import Json
from tests.fakes.slack_members import APP, BOT, BOT_USER, TEAM
from tests.fakes.slack_text import Reading


@dataclass(eq=False)
class File:
    """A file. `length` is what was announced; `content` is None until uploaded; `owner` is a user id."""

    id: str
    name: str
    owner: str
    root: str
    length: int
    content: bytes | None = field(default=None, repr=False)
    title: str = ""
    alt_text: str = ""
    completed: bool = False
    channels: list[str] = field(default_factory=list)

    @property
    def mime(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def upload_url(self) -> str:
        return f"{self.root}/upload/v1/{self.id}"

    def wire(self) -> Json:
        """The file as the Web API writes it."""
        address = f"{self.root}/files-pri/{self.id}/{self.name}"
        about: Json = {
            "id": self.id,
            "created": 1_700_000_000,
            "timestamp": 1_700_000_000,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mime,
            "filetype": self.name.rpartition(".")[2],
            "user": self.owner,
            "size": len(self.content or b""),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": address,
            "url_private_download": f"{address}?download=1",
            "permalink": f"{self.root}/files/{self.owner}/{self.id}",
        }
        return about | ({"alt_txt": self.alt_text} if self.alt_text else {})


@dataclass(eq=False)
class Channel:
    """A conversation: `kind` is channel, group (private) or im; `members` are user ids; `with_user` has the IM."""

    id: str
    name: str
    kind: str
    created: int
    members: set[str] = field(default_factory=set)
    with_user: str = ""
    archived: bool = False
    shared: bool = False
    deleted: bool = False
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def has_bot(self) -> bool:
        return BOT_USER in self.members

    def standing(self, author: str, deleted: bool = False) -> list[Message]:
        """That author's messages everybody here sees, oldest first."""
        return [m for m in self.messages.values() if m.user == author and m.deleted is deleted and m.only_for is None]

    def wire(self) -> Json:
        """The conversation as the Web API writes it."""
        about: Json = {"id": self.id, "created": self.created, "is_archived": self.archived, "is_org_shared": False}
        if self.kind == "im":
            return about | {"is_im": True, "user": self.with_user, "is_user_deleted": False, "is_open": True}
        private = self.kind == "group"
        return about | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": private,
            "is_member": self.has_bot,
            "is_general": False,
            "is_shared": self.shared,
            "is_ext_shared": self.shared,
            "is_pending_ext_shared": False,
            "creator": "U0ADMIN",
            "context_team_id": TEAM,
            "num_members": len(self.members),
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


@dataclass(eq=False)
class Message:
    """One message. `edits` counts changes by chat.update; `only_for` is the one who sees an ephemeral message."""

    ts: str
    channel: Channel
    user: str
    text: str
    reading: Reading
    blocks: list[Json] = field(default_factory=list)
    bot_id: str | None = None
    thread_ts: str | None = None
    only_for: str | None = None
    files: list[File] = field(default_factory=list)
    metadata: Json | None = None
    subtype: str | None = None
    team: str = TEAM
    edits: int = 0
    edited_ts: str | None = None
    deleted: bool = False
    truncated: bool = False
    reactions: list[str] = field(default_factory=list)

    @property
    def plain(self) -> str:
        """What a person reads: the blocks, or the text when there are none."""
        return self.reading.plain

    @property
    def mentions(self) -> tuple[str, ...]:
        """Ids of the people and channels that the message really calls, in its text or its blocks."""
        return self.reading.mentions

    @property
    def broadcasts(self) -> tuple[str, ...]:
        """channel, here, everyone, subteam^S…: the groups that the message really calls."""
        return self.reading.broadcasts

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """(address, label) of everything that leads away."""
        return self.reading.links

    @property
    def elements(self) -> list[Element]:
        """What can be pressed or chosen, from top to bottom."""
        return list(elements(self.blocks))

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons."""
        return [one.label for one in self.elements if one.element["type"] == "button"]

    def wire(self) -> Json:
        """The message as the Web API writes it."""
        parts: Json = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text, "team": self.team}
        optional: Json = {
            "subtype": self.subtype,
            "blocks": self.blocks,
            "bot_id": self.bot_id,
            "thread_ts": self.thread_ts,
            "files": [file.wire() for file in self.files],
            "metadata": self.metadata,
            "edited": {"user": self.user, "ts": self.edited_ts} if self.edited_ts else None,
        }
        if self.bot_id == BOT:
            parts["app_id"] = APP
            parts["bot_profile"] = {"id": BOT, "app_id": APP, "name": "Sfat", "deleted": False, "team_id": TEAM}
        if self.thread_ts is not None and self.thread_ts != self.ts:
            optional["parent_user_id"] = self.channel.messages[self.thread_ts].user
        return parts | {name: value for name, value in optional.items() if value}

    def event(self) -> Json:
        """The message as the Events API writes it."""
        return self.wire() | {"channel": self.channel.id, "event_ts": self.ts, "channel_type": self.channel.kind}
