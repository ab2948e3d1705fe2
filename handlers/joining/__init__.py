"""One person behind several accounts: joined by a code, parted again, written to where they choose; and people whom
their platform vouches for.

Its parts register themselves on one router.
"""

from handlers.joining import accounts, cards, deciding, recognising, times
from handlers.joining.routes import router

__all__ = ["accounts", "cards", "deciding", "recognising", "router", "times"]
