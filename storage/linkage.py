"""Links and codes: which door a token or a typed code opens."""

from datetime import datetime

from sqlalchemy import or_, select, update

from storage.people import LINK, LinkRow
from storage.tx import Tx, add, one


async def link(tx: Tx, number: int) -> LinkRow | None:
    """A link by its number."""
    return await one(tx, LinkRow, select(LINK).where(LINK.c.id == number))


async def link_by_digest(tx: Tx, digest: str, now: datetime) -> LinkRow | None:
    """The link behind a typed code, if it may still be used."""
    usable = or_(LINK.c.expires_at.is_(None), LINK.c.expires_at > now)
    found = select(LINK).where(LINK.c.digest == digest, LINK.c.opened_at.is_(None), LINK.c.revoked_at.is_(None), usable)
    return await one(tx, LinkRow, found)


async def personal_link(tx: Tx, person_id: int, now: datetime) -> LinkRow:
    """A person's link, made when it is asked for the first time."""
    mine = (LINK.c.person_id == person_id) & (LINK.c.kind == "personal") & LINK.c.revoked_at.is_(None)
    row = await one(tx, LinkRow, select(LINK).where(mine).order_by(LINK.c.id))
    if row is None:
        row = LinkRow(kind="personal", person_id=person_id, made_at=now)
        await add(tx, row)
    return row


async def open_link(tx: Tx, row: LinkRow, now: datetime) -> bool:
    """Mark a link opened; False when it had been opened before."""
    changed = await tx.execute(
        update(LINK).where(LINK.c.id == row.id, LINK.c.opened_at.is_(None)).values(opened_at=now)
    )
    return changed.rowcount == 1


async def revoke_links(tx: Tx, person_id: int, now: datetime) -> None:
    """A person's links open nothing any more."""
    await tx.execute(
        update(LINK).where(LINK.c.person_id == person_id, LINK.c.revoked_at.is_(None)).values(revoked_at=now)
    )


def usable(row: LinkRow, now: datetime) -> bool:
    """Whether a link may still be opened: neither revoked nor expired."""
    return row.revoked_at is None and (row.expires_at is None or row.expires_at > now)
