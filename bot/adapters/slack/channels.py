"""What Slack says of a channel: what it is called, and whether we are in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Room:
    """A channel. `ours`: we are a member, and it is not archived."""

    title: str
    ours: bool


def room(channel: Mapping[str, Any]) -> Room:
    """Read a channel of `conversations.info`."""
    return Room(str(channel.get("name") or ""), bool(channel.get("is_member")) and not channel.get("is_archived"))
