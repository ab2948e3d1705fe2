"""Feeds: a person's one address under which a calendar fetches their events. A row of links, of a kind of its own."""

from datetime import datetime

from sqlalchemy import select, update

from storage.people import LINK, PERSON, LinkRow, PersonRow
from storage.tx import Tx, add, one

_FEED = "feed"


async def feed_of(tx: Tx, person_id: int) -> LinkRow | None:
    """A person's feed, open or closed; None when they never had one."""
    found = select(LINK).where(LINK.c.person_id == person_id, LINK.c.kind == _FEED)
    return await one(tx, LinkRow, found.order_by(LINK.c.id))


async def open_feed(tx: Tx, person_id: int, now: datetime) -> None:
    """From now on the person has a feed; one that was closed opens under another address."""
    row = await feed_of(tx, person_id)
    if row is None:
        await add(tx, LinkRow(kind=_FEED, person_id=person_id, made_at=now))
    elif row.revoked_at is not None:
        await renew_feed(tx, person_id, now)


async def renew_feed(tx: Tx, person_id: int, now: datetime) -> None:
    """The feed has another address; the one before opens nothing any more."""
    fresh = {"generation": LINK.c.generation + 1, "made_at": now, "revoked_at": None}
    await tx.execute(update(LINK).where(LINK.c.person_id == person_id, LINK.c.kind == _FEED).values(**fresh))


async def close_feed(tx: Tx, person_id: int, now: datetime) -> None:
    """The address opens nothing any more."""
    mine = (LINK.c.person_id == person_id, LINK.c.kind == _FEED, LINK.c.revoked_at.is_(None))
    await tx.execute(update(LINK).where(*mine).values(revoked_at=now))


async def feed_owner(tx: Tx, link: int, generation: int) -> PersonRow | None:
    """Whose feed an address is, as long as it opens something."""
    found = (
        select(PERSON)
        .join(LINK, LINK.c.person_id == PERSON.c.id)
        .where(LINK.c.id == link, LINK.c.kind == _FEED, LINK.c.generation == generation)
        .where(LINK.c.revoked_at.is_(None), PERSON.c.erased_at.is_(None))
    )
    return await one(tx, PersonRow, found)
