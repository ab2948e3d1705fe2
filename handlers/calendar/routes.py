"""What the parts of this feature share: the router, and whether there is an address to fetch from."""

from bot.core import House, Router
from bot.model.card import Button, Row
from bot.model.text import T
from handlers.shared.presses import CalendarFeed

router = Router("calendar")


def offered(house: House) -> Row:
    """The button of the feed, where a site of ours can be reached."""
    return (Button(T("📆 Calendar feed"), CalendarFeed()),) if house.links.public_url else ()
