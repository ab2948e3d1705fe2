"""Features, one file each. To add one: a file here, a line in FEATURES, a conversation in tests/handlers.

Free text is offered to them in this order, so the most specific stand first.
"""

from bot.core import Router
from handlers import access, entrance, guests, reminders, rsvp, welcome

FEATURES: tuple[Router, ...] = (
    entrance.router,
    guests.router,
    rsvp.router,
    welcome.router,
    reminders.router,
    access.router,
)
