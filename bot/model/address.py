"""Who speaks from where: plain values, the same for every platform."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """A person's account on a platform. `installation` is the bot id, the Slack team, or `web`."""

    platform: str
    installation: str
    user: str


PAGE = "page"


@dataclass(frozen=True)
class Place:
    """A chat in which messages stand; `private` is a chat with one person only.

    The thread `PAGE` of a private chat is no conversation but a page the platform shows beside it (Slack's App Home):
    one message stands there, and sending another puts it in the place of the first.
    """

    platform: str
    installation: str
    chat: str
    thread: str = ""
    private: bool = True

    @property
    def is_page(self) -> bool:
        """Whether it is the platform's page for one person."""
        return self.thread == PAGE
