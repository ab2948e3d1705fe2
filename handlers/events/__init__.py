"""Events: made, changed, moved and cancelled by managers; listed for everybody."""

from handlers.events import cancelling, changing, listing, making, managing, names, parts, telling
from handlers.events.routes import router

__all__ = ["cancelling", "changing", "listing", "making", "managing", "names", "parts", "router", "telling"]
