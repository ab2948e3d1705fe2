"""What the parts of this feature share: the router, the names of its views and forms, its buttons."""

from enum import StrEnum

from bot.core import Router
from bot.model.press import Press

router = Router("privacy")

SEEN, FILE = "data.seen", "data.file"
DELETE, DELETED = "data.delete", "data.deleted"
CORRECT = "data.correct"
TAKE_PLACE = "data.place"


class Scope(StrEnum):
    """How much goes with the name and the account."""

    NAME = "name"
    EVERYTHING = "everything"


class See(Press, name="data.see"):
    """All that is kept of me, in words."""


class Download(Press, name="data.file"):
    """All that is kept of me, as a file."""


class Correct(Press, name="data.correct"):
    """My name and my e-mail address are to be other ones."""


class Delete(Press, name="data.delete"):
    """I want to be forgotten; asked once before it is done."""


class Erase(Press, name="data.erase"):
    """Forget me now."""

    scope: Scope


class Stop(Press, name="data.stop"):
    """Do not write to me."""


class Resume(Press, name="data.resume"):
    """Write to me again."""
