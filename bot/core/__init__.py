"""The machinery; it knows no event, no answer and no café. These names are a feature author's whole world."""

from bot.core.answering import Effect
from bot.core.desk import Ctx, Desk, House, Look, Show, Terms
from bot.core.dispatch import NOT_MINE, lone_stop
from bot.core.files import Received
from bot.core.groups import apply_kept, kept_programme, show_the_way
from bot.core.jobs import End, Finish, Work
from bot.core.rights import Object, may
from bot.core.routes import Routes
from bot.core.routing import Router
from bot.core.translate import Reader

__all__ = [
    "NOT_MINE",
    "Ctx",
    "Desk",
    "Effect",
    "End",
    "Finish",
    "House",
    "Look",
    "Object",
    "Reader",
    "Received",
    "Router",
    "Routes",
    "Show",
    "Terms",
    "Work",
    "apply_kept",
    "kept_programme",
    "lone_stop",
    "may",
    "show_the_way",
]
