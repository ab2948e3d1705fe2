"""Who we are on Slack, what was heard, and the places it is heard from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.model.address import PAGE, Account, Place
from bot.model.typed import typed_words
from bot.model.update import Command, Update

PLATFORM = "slack"
HOME = "home"  # the payload of opening the page, and the id of the one message that stands there
COMMAND = "/sfat"

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Me:
    """Who we are on Slack: our team, and the bot as a user and as a bot."""

    team: str
    user: str = ""
    bot: str = ""


@dataclass(frozen=True)
class Heard:
    """An update with who did it and where.

    `trigger` opens a form within three seconds. `channel` is the one behind a private chat with us, where that shows.
    `to_be_asked`: whether we are in that channel is not said. `beside` are the other files of a message: each is heard
    by itself.
    """

    source: str
    user: str
    place: Place
    update: Update
    trigger: str = ""
    channel: str = ""
    to_be_asked: bool = False
    beside: tuple[Update, ...] = ()

    @property
    def account(self) -> Account:
        """Whose it is; strangers of a shared channel too are known by their own id in our team."""
        return Account(PLATFORM, self.place.installation, self.user)


def private_chat(me: Me, user: str) -> Place:
    """The chat with one person, whichever channel it is."""
    return Place(PLATFORM, me.team, user)


def home_page(me: Me, user: str) -> Place:
    """A person's Home tab."""
    return Place(PLATFORM, me.team, user, PAGE)


def channel_place(me: Me, channel: str, thread: str = "") -> Place:
    """A channel, or a thread in it."""
    return Place(PLATFORM, me.team, channel, thread, private=False)


def chat_of(me: Me, user: str, channel: str, thread: str = "") -> Place:
    """Where somebody did something: a chat of two is their own with us, whichever channel it is."""
    return private_chat(me, user) if channel.startswith("D") else channel_place(me, channel, thread)


def thread_of(message: Body) -> str:
    """The thread a message is a reply in; the message a thread hangs on is not in it."""
    thread = message.get("thread_ts") or ""
    return "" if thread == message.get("ts") else str(thread)


def command_in(text: str) -> Command:
    """`rsvp yes`, with or without a stroke before it; nothing at all asks for help.

    Several words without a stroke, or a sign alone, may be no command but something that is said.
    """
    name, *words = typed_words(text) or ("",)
    said = name and not name.startswith("/") and (words or not any(letter.isalnum() for letter in name))
    return Command(name.removeprefix("/").lower() or "help", tuple(words), text.strip() if said else "")
