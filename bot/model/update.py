"""What we hear, from whichever platform: a closed union, with an envelope around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.address import Account, Place
from bot.model.card import Drawn
from bot.model.form import DrawnForm


@dataclass(frozen=True)
class Command:
    """A command and the words after it: `/rsvp 7 yes` is Command("rsvp", ("7", "yes")).

    `text` is set where somebody may as well have said something: all of it as it was written.
    """

    name: str
    words: tuple[str, ...] = ()
    text: str = field(default="", compare=False)


@dataclass(frozen=True)
class FileHandle:
    """A file that is still where its platform keeps it; `id` is the platform's own.

    Name and media type are what its sender's program says: data, never a path. `size` is in bytes, 0 when not told.
    """

    id: str
    name: str
    media_type: str = ""
    size: int = 0


@dataclass(frozen=True)
class Said:
    """Free text. `what` names what came instead of text: voice, photo, sticker, file, other.

    `file` is set for a file that can be fetched from its platform. `message` is the platform's id of the message that
    it was written in, where messages can be edited.
    """

    text: str
    what: str = "text"
    file: FileHandle | None = None
    message: str = field(default="", compare=False)


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
    """The person can be written to (again), or no longer: they blocked or unblocked the bot, or (`over`) their account
    is no more.
    """

    open: bool
    over: bool = False


@dataclass(frozen=True)
class Edited:
    """A message was edited after it was sent: its words now, and the platform's id of it; or it is `gone`, deleted.

    Only a feature that has kept what was written there reads it.
    """

    text: str = field(default="", compare=False)
    message: str = field(default="", compare=False)
    gone: bool = False


@dataclass(frozen=True)
class Placed:
    """We were put into a group or channel (`open`), or there is no more writing there: removed, archived, deleted.

    `title` is what the group or channel is called; "" when the platform does not say. `over`: nobody can write there
    any more, for it was archived or deleted. `hears`: whether the platform brings us what people say to each other
    there; None when it does not say.
    """

    open: bool
    title: str = ""
    over: bool = False
    hears: bool | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Continues:
    """The chat this comes from is the one that had the id `chat` until now, under a new id."""

    chat: str


Update = Command | Said | Pressed | Submitted | Reached | Edited | Placed | Continues


@dataclass(frozen=True)
class Profile:
    """What a platform vouches for about an account; no more than a proposal, to be confirmed by the person.

    `email` is set only when the platform has confirmed it and the account is a full member of our own installation:
    never for guests, strangers from a shared channel, and bots. `zone` is an IANA name, "" when not known.
    """

    email: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Envelope:
    """An update with where it came from.

    `source` is the platform's own id, the key of once-only together with platform and installation.
    `name` and `language` are what the platform tells of the account, `profile` what else it vouches for. `waits` is
    false when whoever did it can not be shown a form at once (a page that is only now being opened): then a card with a
    button that opens it comes instead. `heard` is when it came (story time), which is told where it is stored: until it
    is worked a file may have to be fetched, or the program be started again.
    """

    source: str
    account: Account
    place: Place
    update: Update
    name: str = ""
    language: str = ""
    waits: bool = True
    profile: Profile = Profile()
    heard: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Now:
    """What can not wait for a card: a toast, a form to open, complaints beside fields. At most once, never stored.

    For a submitted form: `form` set means it stays open with its complaints, None that it is done. `link` is an address
    that a press should open at once, where the platform can do that; the toast then says why. `kept`: what was said in
    a group is kept, which a small mark on its message tells there.
    """

    toast: str = ""
    link: str = ""
    form: DrawnForm | None = None
    cards: tuple[Drawn, ...] = field(default=())
    kept: bool = False
