"""What people chose for themselves: language, zone, channel, silence."""

from datetime import datetime

from sqlalchemy import case, insert, update

from bot.model.values import Sending
from storage.deliveries import DELIVERY
from storage.people import CONSENT, PERSON
from storage.tx import Tx

MESSAGES = "messages"
_STANDING = (Sending.SENT.value, Sending.STALE.value, Sending.SENDING.value)


async def speak(tx: Tx, person_id: int, language: str) -> None:
    """The person reads this language; every live card of theirs is drawn anew."""
    await tx.execute(update(PERSON).where(PERSON.c.id == person_id).values(language=language))
    await redraw(tx, person_id)


async def live_by(tx: Tx, person_id: int, zone: str) -> None:
    """The person's own times are those of this zone (IANA); every live card of theirs is drawn anew."""
    await tx.execute(update(PERSON).where(PERSON.c.id == person_id).values(zone=zone))
    await redraw(tx, person_id)


async def write_to(tx: Tx, person_id: int, channel: str) -> None:
    """The person wants to be written to on this platform; "": wherever they were last."""
    await tx.execute(update(PERSON).where(PERSON.c.id == person_id).values(channel=channel))


async def redraw(tx: Tx, person_id: int) -> None:
    """Every live card in front of the person is drawn anew."""
    await tx.execute(
        update(DELIVERY)
        .where(DELIVERY.c.person_id == person_id, DELIVERY.c.live, DELIVERY.c.state.in_(_STANDING))
        .values(
            version=DELIVERY.c.version + 1,
            state=case((DELIVERY.c.state == Sending.SENT.value, Sending.STALE.value), else_=DELIVERY.c.state),
        )
    )


async def stop(tx: Tx, person_id: int, at: datetime) -> None:
    """The person does not want to be written to."""
    await tx.execute(update(PERSON).where(PERSON.c.id == person_id).values(stopped_at=at))
    await tx.execute(insert(CONSENT), {"person_id": person_id, "kind": MESSAGES, "given": False, "at": at})


async def resume(tx: Tx, person_id: int, at: datetime) -> None:
    """The person wants to be written to again."""
    await tx.execute(update(PERSON).where(PERSON.c.id == person_id).values(stopped_at=None))
    await tx.execute(insert(CONSENT), {"person_id": person_id, "kind": MESSAGES, "given": True, "at": at})
