"""The feed: an address of a person's own from which their calendar fetches what they said yes or maybe to.

The address opens by itself, to whoever has it, and is given to others (the makers of calendars): so it holds no access
link and no passcode, only where these are; and it can be changed or closed at any time.
"""

from datetime import datetime

from bot.core import Ctx, House, Look, Show, Terms
from bot.core.links import FEED
from bot.core.tokens import Token
from bot.core.translate import plain
from bot.model.card import Button, Card, Document, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import Code, T
from bot.model.values import Lane, Role
from handlers.calendar.routes import offered, router
from handlers.shared.calendar import MEDIA_TYPE, feed_file
from handlers.shared.calendar_entry import FILE_NAME, entry_of
from handlers.shared.presses import CalendarFeed
from storage import calendar, calendar_feeds
from storage.tx import Tx

VIEW = "calendar.feed"


class NewAddress(Press, name="cal.new"):
    """My feed is to have another address."""


class CloseFeed(Press, name="cal.off"):
    """My feed is to be closed."""


@router.press(CalendarFeed, who=Role.KNOWN)
async def show(ctx: Ctx, _press: CalendarFeed) -> None:
    """The address, in private and in a message of its own: what was pressed carries a file, or other buttons."""
    if not ctx.house.links.public_url:
        raise Sorry(T("There is no address here from which a calendar could fetch anything."))
    await calendar.make_identity(ctx.db)
    await calendar_feeds.open_feed(ctx.db, ctx.my_id, ctx.now)
    await ctx.touch("feed", ctx.my_id, person=ctx.my_id)
    terms = Terms(Lane.INTERACTIVE, vital=True)
    here = ctx.place.id if ctx.in_chat else None
    await ctx.send(VIEW, ctx.my_id, to=ctx.my_id, cause=None, terms=terms, place=here)


@router.press(NewAddress, who=Role.KNOWN)
async def renew(ctx: Ctx, _press: NewAddress) -> Show:
    """Another address; every message that shows the old one shows the new one."""
    await calendar_feeds.renew_feed(ctx.db, ctx.my_id, ctx.now)
    return await _changed(ctx, "renew calendar feed")


@router.press(CloseFeed, who=Role.KNOWN)
async def close(ctx: Ctx, _press: CloseFeed) -> Show:
    """No address any more."""
    await calendar_feeds.close_feed(ctx.db, ctx.my_id, ctx.now)
    return await _changed(ctx, "close calendar feed")


async def _changed(ctx: Ctx, action: str) -> Show:
    await ctx.touch("feed", ctx.my_id, person=ctx.my_id)
    await ctx.record(action, f"person {ctx.my_id}", by=ctx.my_id, programme=ctx.me.programme_id)
    return Show(VIEW, ctx.my_id)


@router.view(VIEW, mine=("feed",))
async def address(look: Look, number: int) -> Card | None:
    """The address as it is now, for the person alone whose it is."""
    row = await calendar_feeds.feed_of(look.db, number) if number == look.person_id else None
    if row is None or not look.house.links.public_url:
        return None
    if row.revoked_at is not None:
        line = T("Your calendar feed is closed: its address opens nothing any more.")
        return card(line, rows=[offered(look.house)])
    token = look.house.links.token(FEED, row.id or 0, row.generation)
    return card(
        T("📆 *Your calendar feed*"),
        T("In your calendar, subscribe to this address: what you said yes or maybe to stands there, and moves along."),
        "",
        Code(f"{look.house.links.public_url}/files/{token}"),
        "",
        T("Whoever has the address sees these events, so please keep it to yourself. Access links come only here."),
        rows=[(Button(T("🔁 New address"), NewAddress()), Button(T("Close the feed"), CloseFeed()))],
    )


async def feed_document(house: House, tx: Tx, token: Token, now: datetime) -> Document | None:
    """What the address with this FEED token opens, in its owner's language; None when it opens nothing (any more)."""
    owner = await calendar_feeds.feed_owner(tx, token.number, token.generation)
    identity = await calendar.identity(tx)
    if owner is None or owner.id is None or identity is None:
        return None
    look = Look(tx, now, house, house.reader(owner.language, owner.zone), owner.id)
    entries = [await entry_of(look, dated, identity) for dated in await calendar.all_dated(tx, owner.id)]
    name = plain(T("Sfat: my events"), look.reader)
    return Document(FILE_NAME, MEDIA_TYPE, feed_file(entries, name))
