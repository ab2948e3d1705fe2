"""Announcements: a text to many, previewed as each reader will see it, sent now or at a time, corrected in place.

Its parts register themselves on one router.
"""

from handlers.announce import cards, people, sending, writing
from handlers.announce.routes import router

__all__ = ["cards", "people", "router", "sending", "writing"]
