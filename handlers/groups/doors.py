"""What the parts of this feature share: the router, the names of its views, its buttons."""

from bot.core import Router
from bot.model.press import Press

router = Router("groups")

CHOOSE, PREVIEW, POSTED, WHO, LOST = "group.choose", "group.preview", "group.posted", "group.who", "group.lost"


class PreviewIn(Press, name="grp.see"):
    """What the card of an event will look like in a group."""

    event: int
    place: int


class Post(Press, name="grp.post"):
    """Post it. `copies`: how often it was posted there before, so that a double tap posts once."""

    event: int
    place: int
    copies: int


class Who(Press, name="grp.who"):
    """Who comes: names for those who may see them, numbers for all others."""

    event: int
