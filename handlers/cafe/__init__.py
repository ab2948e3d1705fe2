"""World cafés: planned, seated, run round by round, everything that is said kept with its question and table."""

from handlers.cafe import (
    clockwork,
    collecting,
    console,
    ending,
    harvest,
    mending,
    moderating,
    planned,
    preparing,
    seats,
    told,
    wall,
)
from handlers.cafe.routes import router

__all__ = [
    "clockwork",
    "collecting",
    "console",
    "ending",
    "harvest",
    "mending",
    "moderating",
    "planned",
    "preparing",
    "router",
    "seats",
    "told",
    "wall",
]
