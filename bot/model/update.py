"""What we hear, from whichever platform: a closed union, with an envelope around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.address import Account, Place
from bot.model.card import Drawn
from bot.model.form import DrawnForm


@dataclass(frozen=True)
class Command:
    """A command and the words after it: `/rsvp 7 yes` is Command("rsvp", ("7", "yes"))."""

    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """Free text. `what` names what came instead of text: voice, photo, sticker, file, other."""

    text: str
    what: str = "text"


@dataclass(frozen=True)
class Pressed:
    """A button: the payload as the platform brought it, and the message it stood under."""

    payload: str
    message: str = ""


@dataclass(frozen=True)
class Submitted:
    """A native form, filled in: the key it was drawn with, and what was written by field."""

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Reached:
    """The person can be written to (again), or no longer: they blocked or unblocked the bot."""

    open: bool


@dataclass(frozen=True)
class Edited:
    """A message was edited after it was sent. Edits are not read."""


Update = Command | Said | Pressed | Submitted | Reached | Edited


@dataclass(frozen=True)
class Envelope:
    """An update with where it came from.

    `source` is the platform's own id, the key of once-only together with platform and installation.
    `name` and `language` are what the platform tells of the account. `waits` is false when whoever did it can not be
    shown a form at once (a page that is only now being opened): then a card with a button that opens it comes instead.
    """

    source: str
    account: Account
    place: Place
    update: Update
    name: str = ""
    language: str = ""
    waits: bool = True


@dataclass(frozen=True)
class Now:
    """What can not wait for a card: a toast, a form to open, complaints beside fields. At most once, never stored.

    For a submitted form: `form` set means it stays open with its complaints, None that it is done.
    """

    toast: str = ""
    form: DrawnForm | None = None
    cards: tuple[Drawn, ...] = field(default=())
