"""What people say to each other in groups is heard only where a feature listens; the rest is never stored."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.routes import Routes
from bot.model.update import Edited, Envelope, Said
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
    """Words that are not said to us: in a group, and no command."""
    return isinstance(envelope.update, Said | Edited) and not envelope.place.private
