"""Groups and channels: the card of an event that stands there for all, posted by a manager after a preview."""

from handlers.groups import card, placing, posting
from handlers.groups.doors import router

__all__ = ["card", "placing", "posting", "router"]
