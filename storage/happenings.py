"""What went out at an instant of the story."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.model.values import Lane
from storage.deliveries import DELIVERY
from storage.people import PERSON
from storage.tx import Tx


async def sent_at(tx: Tx, at: datetime) -> Sequence[Any]:
    """Kind and name of everyone a message went to at exactly this instant, replies left out."""
    found = (
        select(DELIVERY.c.kind, PERSON.c.name)
        .outerjoin(PERSON, PERSON.c.id == DELIVERY.c.person_id)
        .where(DELIVERY.c.sent_at == at, DELIVERY.c.lane > int(Lane.INTERACTIVE))
        .order_by(DELIVERY.c.kind, PERSON.c.name)
    )
    return (await tx.execute(found)).all()
