"""Calendar: the entry that a yes brings, and the feed that a calendar fetches.

Its parts register themselves on one router.
"""

from handlers.calendar import entry, feed
from handlers.calendar.feed import feed_document
from handlers.calendar.routes import router

__all__ = ["entry", "feed", "feed_document", "router"]
