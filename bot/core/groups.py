"""Groups, channels and pages: what is done there is answered in private; a stranger's press waits for their name."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from bot.core import answering
from bot.core.desk import Ctx
from bot.core.guard import guard, object_of
from bot.core.links import HERE
from bot.core.routing import Route
from bot.model.address import PAGE
from bot.model.card import Button, Card
from bot.model.press import Press, Retired, unpack
from bot.model.problems import Sorry
from bot.model.text import T, Text
from bot.model.update import Now
from storage import accounts, affiliations, outbox, pending, places, programmes
from storage.rights import reach

KEPT = timedelta(days=14)
POINTS_APART = timedelta(minutes=10)
_WHO = T("Please tell me who you are; your answer counts as soon as I know.")
_PRIVATE = T("I answer in private. Please open our chat and press Start.")


async def find_home(ctx: Ctx) -> None:
    """Look where whoever asks can be answered in private."""
    ctx.home = ctx.place if ctx.in_chat else await accounts.place(ctx.db, ctx.account.place_id)


def turn_home(ctx: Ctx) -> bool:
    """From now on the answer goes to the private chat; False when there is none yet."""
    if ctx.home is None:
        return False
    if not ctx.in_chat:
        ctx.group, ctx.group_message = ctx.place, ctx.pressed
        ctx.place, ctx.pressed = ctx.home, ""
    return True


async def show_the_way(ctx: Ctx, line: Text = _PRIVATE) -> None:
    """A command in a group from somebody we can not write to, or words of somebody we do not know: where to find us.

    All who sit there read it, so it is in the language of the programme, and said once in ten minutes (story time).
    """
    cause = f"way:{ctx.place.platform}:{ctx.place.chat}"[:64]  # whichever topic of the group it is asked in
    if await places.said_since(ctx.db, cause, ctx.now - POINTS_APART):
        return
    address = ctx.house.links.deep_link(HERE)
    rows = ((Button(T("Open our chat"), url=address),),) if address else ()
    await answering.reply(ctx, Card((line,), rows, language=await _language_here(ctx)), cause)


async def _language_here(ctx: Ctx) -> str:
    number = await places.programme_of(ctx.db, ctx.place) or await affiliations.only_programme(ctx.db)
    programme = None if number is None else await programmes.programme(ctx.db, number)
    return programme.language if programme else ""


async def keep_press(ctx: Ctx, route: Route, payload: str, *, native_forms: bool) -> Now:
    """A stranger's press: kept, and they are asked who they are, in private or behind the toast's link."""
    await pending.keep(ctx.db, ctx.account.id or 0, ctx.place.id or 0, payload, ctx.now)
    now = Now()
    if turn_home(ctx):
        for router in ctx.house.routes.routers:
            for handler in router.strangers:
                now = await answering.answer(ctx, await handler(ctx), native_forms=native_forms)
    return replace(now, toast=ctx.words(route.to_strangers or _WHO), link=ctx.house.links.deep_link(HERE))


def point_home(ctx: Ctx) -> Now:
    """A press in a group that is answered in private, where there is no private chat yet."""
    return Now(toast=ctx.words(_PRIVATE), link=ctx.house.links.deep_link(HERE))


async def apply_kept(ctx: Ctx) -> None:
    """We know now who it is: what they pressed before is done, as if they pressed it now. What fails is said."""
    for route, press in _understood(ctx, await pending.take(ctx.db, ctx.account.id or 0, ctx.now - KEPT)):
        try:
            async with ctx.db.savepoint():
                await guard(ctx, route, object_of(route, press))
                await answering.answer(ctx, await route.handler(ctx, press), native_forms=False)
        except Sorry as refusal:
            await answering.sorry(ctx, refusal)


async def kept_programme(ctx: Ctx) -> int | None:
    """The programme of what a stranger pressed last, while it is kept; None when nothing they pressed names one."""
    payloads = await pending.kept(ctx.db, ctx.account.id or 0, ctx.now - KEPT)
    for route, press in _understood(ctx, reversed(payloads)):
        about = object_of(route, press)
        where = await reach(ctx.db, about.kind, about.number) if about else None
        if where is not None and where.programme_id is not None:
            return where.programme_id
    return None


def _understood(ctx: Ctx, payloads: Iterable[str]) -> Iterator[tuple[Route, Press]]:
    """The buttons of today behind these payloads."""
    for payload in payloads:
        try:
            press = unpack(payload)
        except Retired:
            continue
        route = ctx.house.routes.presses.get(type(press))
        if route is not None:
            yield route, press


async def redraw_page(ctx: Ctx) -> None:
    """A page that was pressed shows what came of it."""
    if ctx.group is not None and ctx.group.thread == PAGE:
        standing = await outbox.standing_at(ctx.db, ctx.group.id or 0, ctx.group_message)
        if standing is not None:
            await outbox.redraw(ctx.db, standing.id)
