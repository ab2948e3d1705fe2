"""Features, one file each. To add one: a file here, a line in FEATURES, a conversation in tests/handlers.

Free text is offered to them in this order, so the most specific stand first.
"""

from bot.core import Router
from handlers import (
    access,
    announce,
    ask,
    cafe,
    calendar,
    entrance,
    events,
    exports,
    groups,
    guests,
    home,
    imports,
    invite,
    joining,
    people,
    privacy,
    reminders,
    report,
    rsvp,
    unlisted,
    welcome,
)

FEATURES: tuple[Router, ...] = (
    cafe.router,  # first: while a round runs, what people in it write belongs there
    entrance.router,
    guests.router,
    unlisted.router,
    rsvp.router,
    calendar.router,
    events.router,
    welcome.router,
    joining.router,
    reminders.router,
    access.router,
    invite.router,
    groups.router,
    home.router,
    announce.router,
    people.router,
    privacy.router,
    report.router,
    imports.router,
    exports.router,
    cafe.early.router,  # words in an open café that are nothing else
    ask.router,  # last: it takes the free text that nobody else wants
)
