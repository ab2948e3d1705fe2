"""Somebody who enters by a link, says, presses, fills in, and looks at the chat; each platform has its way to do so."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Protocol

from tests.fakes.slack import FakeSlack
from tests.fakes.telegram import FakeTelegram

TELEGRAM, SLACK, WEB = "telegram", "slack", "web"


@dataclass(frozen=True)
class Seen:
    """A message of ours as it stands in somebody's chat. `documents` are names with contents."""

    id: int | str
    text: str
    labels: tuple[str, ...]
    edited: bool
    documents: tuple[tuple[str, bytes], ...] = ()


class Surroundings(Protocol):
    """What of a town the clients in it need: the platforms' servers, and a moment in which nothing is under way."""

    telegram: FakeTelegram
    slack: FakeSlack

    async def settle(self) -> None:
        """Until everything that was said has been heard and worked, and everything due is out."""


class Person(ABC):
    """Somebody with a client of their platform.

    `longest`: how many characters it shows of one message, 0 = all; `has_toasts`: whether a word can flash up;
    `prefix`: what is typed before a command's name; `steps`: how many messages, presses and fields of forms they sent.
    """

    longest = 0
    has_toasts = True
    prefix = "/"
    steps = 0

    @abstractmethod
    async def enters(self, token: str) -> None:
        """Follow a personal link."""

    @abstractmethod
    async def says(self, text: str) -> None:
        """Write a text or a command."""

    @abstractmethod
    async def presses(self, label: str) -> None:
        """Press the newest button whose label contains `label`."""

    @abstractmethod
    async def forges(self, payload: str) -> None:
        """Press a button that no card offers, on the newest message."""

    @abstractmethod
    async def opens_form(self) -> None:
        """Bring a form that waits to be answered onto the screen."""

    @abstractmethod
    async def fills(self, **values: str) -> None:
        """Answer the form that is open, in the order of its questions."""

    @abstractmethod
    async def chat(self) -> list[Seen]:
        """What stands in the chat, the oldest first, without one's own words."""

    @property
    @abstractmethod
    def toast(self) -> str:
        """What flashed up after the last press; "" when nothing did."""

    @property
    @abstractmethod
    def complaint(self) -> str:
        """What was wrong with the last answer to a form, where the platform shows it beside the form."""

    async def sees(self) -> str:
        """The newest message's text."""
        return (await self.chat())[-1].text

    async def buttons(self) -> tuple[str, ...]:
        """The newest message's buttons."""
        return (await self.chat())[-1].labels

    async def all_text(self) -> str:
        """Everything that stands in the chat."""
        return "\n\n".join(message.text for message in await self.chat())
