"""Who speaks from where: plain values, the same for every platform."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """A person's account on a platform. `installation` is the bot id, the Slack team, or `web`."""

    platform: str
    installation: str
    user: str


@dataclass(frozen=True)
class Place:
    """A chat in which messages stand; `private` is a chat with one person only."""

    platform: str
    installation: str
    chat: str
    thread: str = ""
    private: bool = True


@dataclass(frozen=True)
class MessageRef:
    """A message that stands in a place, by the platform's own id."""

    place: Place
    message: str
