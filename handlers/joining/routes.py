"""What the parts of this feature share: the router, the names of its views, its buttons."""

from bot.core import Router
from bot.model.press import Press

router = Router("joining")

CODE, JOINED, DECLINED, PARTED = "join.code", "join.joined", "join.declined", "join.parted"
TIMES = "zone.times"


class JoinYes(Press, name="join.yes"):
    """That account is mine; `person` is who it was known as when I was asked, 0 for nobody."""

    link: int
    person: int


class JoinNo(Press, name="join.no"):
    """That account is not mine."""

    link: int


class Stop(Press, name="join.stop"):
    """On the account that typed the code: I do not want this."""

    link: int


class ItIsMe(Press, name="match.yes"):
    """I am the person whose e-mail address my platform vouches for."""

    person: int


class SomebodyElse(Press, name="match.no"):
    """I am not."""


class TakeTimes(Press, name="zone.yes"):
    """Show my times in this zone, by the number of its name."""

    zone: int


class KeepTimes(Press, name="zone.no"):
    """My times stay as they are."""
