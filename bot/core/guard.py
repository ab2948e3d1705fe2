"""The guard at every door: whether who asks may pass, and what is said to those who may not."""

from typing import Any

from bot.core.desk import Ctx
from bot.core.rights import Object, may
from bot.core.routing import Route
from bot.model.problems import Refusal
from bot.model.text import T, Text
from bot.model.values import Role
from storage.dialogues import FormRow
from storage.rights import reach

_ORGANISERS_ONLY = T("Only the organisers can do this. Your request was noted, and nothing was changed.")
_NOT_OPEN = T("This is not open to you. Your request was noted, and nothing was changed.")
_NOT_THERE = T("What this is about does not exist (any more), so nothing was changed. /help lists what I can do.")
_UNKNOWN = T("I do not know you yet. Please send /start, or open your personal link.")


async def guard(ctx: Ctx, route: Route, about: Object | None) -> None:
    """Raise Refusal, which is recorded, unless whoever asks may pass this door to this object."""
    if not await may(ctx.db, ctx.person, route.who, about, ctx.now):
        raise Refusal(await _why(ctx, route, about), action=route.name, about=str(about or ""))


async def _why(ctx: Ctx, route: Route, about: Object | None) -> Text:
    if ctx.person is None:
        return _UNKNOWN
    if about is not None and await reach(ctx.db, about.kind, about.number) is None:
        return _NOT_THERE
    return _NOT_OPEN if route.who in (Role.KNOWN, Role.STAKEHOLDER) else _ORGANISERS_ONLY


def object_of(route: Route, press: Any) -> Object | None:
    """What a button is about."""
    return Object(route.about, getattr(press, route.about)) if route.about else None


def object_of_form(route: Route, row: FormRow) -> Object | None:
    """What an open form is about: its first id."""
    return Object(route.about, row.about[0]) if route.about and row.about else None
