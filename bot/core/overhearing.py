"""What people say or show to each other in groups, in words, pictures and voice notes, is heard only where a feature
listens; the rest is never stored."""

from collections.abc import Sequence
from datetime import datetime

from bot.core import groups
from bot.core.desk import Ctx, Terms
from bot.core.files import Fetched, kept_file
from bot.core.routes import Routes
from bot.core.routing import Overheard
from bot.model.card import card
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.update import Edited, Envelope, Said
from bot.model.values import Lane
from storage.database import Database


async def wanted(db: Database, routes: Routes, envelopes: Sequence[Envelope], now: datetime) -> list[bool]:
    """For each envelope whether it may be kept (`now` in story time). Everything but talk in groups may.

    Raises what the database raises.
    """
    if not any(is_talk(envelope) for envelope in envelopes):
        return [True] * len(envelopes)
    places = [one.there for router in routes.routers for one in router.overheard]
    found: list[bool] = []
    async with db.read() as tx:
        for envelope in envelopes:
            update, listened = envelope.update, not is_talk(envelope)
            for there in places:
                if not listened and isinstance(update, Said | Edited):
                    listened = await there(tx, envelope.place, update, now)
            found.append(listened)
    return found


def is_talk(envelope: Envelope) -> bool:
    """Words, pictures and voice notes that are not for us: in a group, and no command."""
    return isinstance(envelope.update, Said | Edited) and not envelope.place.private


async def overheard(ctx: Ctx, said: Said, fetched: Fetched | None) -> bool:
    """What people say or show to each other in a group; whether a feature that listens there has kept it. `fetched` is
    what came of a picture or a voice note.
    """
    if fetched is not None and ctx.person is not None:
        return await _seen_or_heard(ctx, said, fetched)
    listeners = [one for router in ctx.house.routes.routers for one in router.overheard]
    return any([await one.handler(ctx, said, None) for one in listeners])


async def _seen_or_heard(ctx: Ctx, said: Said, fetched: Fetched) -> bool:
    """What is wrong with a picture or a voice note is nothing for the group: its sender is told, once for what came in
    a minute; there only where they can not be written to.
    """
    try:
        async with ctx.db.savepoint():
            if not isinstance(fetched.taker, Overheard):
                raise Sorry(fetched.refusal)
            kept: bool = await fetched.taker.handler(ctx, said, await kept_file(ctx, fetched, said))
            return kept
    except Sorry as refusal:
        if ctx.home is None or ctx.account.state != "open":
            await groups.show_the_way(ctx, refusal.text)
            return False
        where = T("Your file in {group}:", group=ctx.place.title)
        cause = f"overheard:{ctx.place.id}:{ctx.now:%d%H%M}"
        terms = Terms(lane=Lane.INTERACTIVE, vital=True)
        await ctx.say(card(where, refusal.text), to=ctx.my_id, cause=cause, terms=terms)
        return False
