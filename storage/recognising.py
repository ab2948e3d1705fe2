"""Recognising: of whom we know an e-mail address that a platform vouches for."""

from datetime import datetime

from sqlalchemy import bindparam, exists, func, or_, select

from storage.people import ACCOUNT, AFFILIATION, GRANT, PERSON, GrantRow, PersonRow
from storage.tx import Tx, many, one

_SPEAKS = exists().where(
    AFFILIATION.c.person_id == PERSON.c.id,
    AFFILIATION.c.confirmed,
    or_(AFFILIATION.c.until.is_(None), AFFILIATION.c.until > bindparam("now")),
)
_HERE = exists().where(ACCOUNT.c.person_id == PERSON.c.id, ACCOUNT.c.platform == bindparam("on"))
# Both sides in the database: letters beyond ASCII have no other case on SQLite, and then on neither side.
_SAME = func.lower(PERSON.c.email) == func.lower(bindparam("address"))
_FOUND = select(PERSON).where(PERSON.c.email != "", _SAME, PERSON.c.erased_at.is_(None), _SPEAKS, ~_HERE).limit(2)
_HOLDS = select(GRANT).where(
    GRANT.c.person_id == bindparam("person"), or_(GRANT.c.until.is_(None), GRANT.c.until > bindparam("now"))
)


async def by_address(tx: Tx, address: str, platform: str, now: datetime) -> PersonRow | None:
    """The one representative with this address who has no account on the platform; None for two, or for none.

    Whoever holds a role above a stakeholder's comes by link or claim, and is never recognised so.
    """
    found = await many(tx, PersonRow, _FOUND, {"address": address, "on": platform, "now": now})
    if len(found) != 1:
        return None
    holds = await one(tx, GrantRow, _HOLDS, {"person": found[0].id, "now": now})
    return found[0] if holds is None else None
