"""Read-only shapes for pages: they compute nothing and write nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from storage.deliveries import DELIVERY
from storage.inbox import INBOX
from storage.people import AFFILIATION, LINK, ORGANISATION, PERSON
from storage.tx import Tx
from storage.walls import Wall, Wanted, wall, wall_language

__all__ = ["Invitee", "Wall", "Wanted", "gauges", "invitee", "wall", "wall_language"]


class Invitee(NamedTuple):
    """For whom a personal link is: the organisation only, so that a forwarded link tells nobody's name."""

    organisation: str
    language: str


async def invitee(tx: Tx, link: int, generation: int, now: datetime) -> Invitee | None:
    """For whom a link is, if it still opens something."""
    found = (
        select(ORGANISATION.c.name, PERSON.c.language)
        .select_from(LINK)
        .join(PERSON, PERSON.c.id == LINK.c.person_id)
        .outerjoin(AFFILIATION, AFFILIATION.c.person_id == PERSON.c.id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == AFFILIATION.c.organisation_id)
        .where(LINK.c.id == link, LINK.c.generation == generation, LINK.c.revoked_at.is_(None))
        .where(or_(LINK.c.expires_at.is_(None), LINK.c.expires_at > now), PERSON.c.erased_at.is_(None))
    )
    row: Any = (await tx.execute(found)).first()
    return None if row is None else Invitee(row.name or "", row.language)


async def gauges(tx: Tx) -> dict[str, int]:
    """Figures for monitoring: updates that wait or are dead, deliveries by state."""
    found: dict[str, int] = {}
    number = func.count().label("number")
    inbox = select(INBOX.c.state, number).where(INBOX.c.state != "done").group_by(INBOX.c.state)
    deliveries = select(DELIVERY.c.state, number).group_by(DELIVERY.c.state)
    for name, statement in (("inbox", inbox), ("deliveries", deliveries)):
        rows: Sequence[Any] = (await tx.execute(statement)).all()
        found.update({f"{name}_{row.state}": row.number for row in rows})
    return found
