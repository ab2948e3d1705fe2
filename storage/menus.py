"""Whose chats offer more commands: the open private chats of those who hold a role."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from storage.people import ACCOUNT, GRANT, PLACE
from storage.tx import Tx


async def holders_places(tx: Tx, now: datetime) -> Sequence[Any]:
    """Platform, installation, chat, thread and role of each."""
    found = (
        select(PLACE.c.platform, PLACE.c.installation, PLACE.c.chat, PLACE.c.thread, GRANT.c.role)
        .select_from(GRANT)
        .join(ACCOUNT, ACCOUNT.c.person_id == GRANT.c.person_id)
        .join(PLACE, PLACE.c.id == ACCOUNT.c.place_id)
        .where(ACCOUNT.c.state == "open", or_(GRANT.c.until.is_(None), GRANT.c.until > now))
        .distinct()
    )
    return (await tx.execute(found)).all()
