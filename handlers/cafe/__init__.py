"""World cafés: planned, seated, run round by round, everything that is said kept with its question and table."""

from handlers.cafe import clockwork, collecting, console, ending, harvest, mending, planned, preparing, seats, told
from handlers.cafe.routes import router

__all__ = [
    "clockwork",
    "collecting",
    "console",
    "ending",
    "harvest",
    "mending",
    "planned",
    "preparing",
    "router",
    "seats",
    "told",
]
