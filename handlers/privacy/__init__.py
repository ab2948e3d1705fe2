"""What is kept of a person: they see it, take it with them, correct it, delete it, and choose silence.

Its parts register themselves on one router.
"""

from handlers.privacy import cards, correcting, erasing, seeing
from handlers.privacy.routes import router

__all__ = ["cards", "correcting", "erasing", "router", "seeing"]
