"""Groups and channels: what they are called, whose they are, whether they are open, what stands there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update

from bot.model.values import Reason, Sending
from storage import marks
from storage.deliveries import DELIVERY
from storage.people import PLACE, PlaceRow
from storage.programmes import PROGRAMME
from storage.tx import Tx, many, one, scalar

OPEN, GONE, CLOSED, MOVED = "open", "gone", "closed", "moved"
OVER = (GONE, CLOSED, MOVED)
"""We were taken out, nobody can write there, it goes on under another id: others are closed by what could not be sent,
and may open again by themselves."""
_NOT_WRITABLE = (Reason.BLOCKED.value, Reason.GONE.value, Reason.DEACTIVATED.value)
_GROUP = PLACE.c.private.is_(False)
_ONLY_PROGRAMME = select(func.count()).select_from(PROGRAMME).scalar_subquery() == 1


async def placed(tx: Tx, number: int, state: str, title: str) -> None:
    """Keep the state of a place, and its title where the platform tells one."""
    values = {"state": state, **({"title": title} if title else {})}
    await tx.execute(update(PLACE).where(PLACE.c.id == number).values(values))


async def give_to(tx: Tx, number: int, programme_id: int | None) -> None:
    """The place belongs to a programme, once a manager of it has put us there."""
    here = and_(PLACE.c.id == number, PLACE.c.programme_id.is_(None))
    await tx.execute(update(PLACE).where(here).values(programme_id=programme_id))


async def programme_of(tx: Tx, place: PlaceRow) -> int | None:
    """The programme that a group belongs to, whichever of its topics `place` is; None when nobody has claimed it."""
    same = and_(*(PLACE.c[key] == getattr(place, key) for key in ("platform", "installation", "chat")))
    claimed = select(PLACE.c.programme_id).where(same, PLACE.c.programme_id.is_not(None)).limit(1)
    found: int | None = (await tx.execute(claimed)).scalar()
    return found


async def set_hears(tx: Tx, place: PlaceRow, hears: bool) -> None:
    """Whether a platform brings us what people say to each other in a group, in all its topics."""
    await marks.set_mark(tx, _hears(place), {"hears": hears})


async def hears(tx: Tx, place: PlaceRow) -> bool | None:
    """The same; None while its platform has not said."""
    kept = await marks.mark(tx, _hears(place))
    return None if kept is None else bool(kept["hears"])


def _hears(place: PlaceRow) -> str:
    return f"hears:{place.platform}:{place.installation}:{place.chat}"[:64]


async def close_place(tx: Tx, number: int, state: str) -> None:
    """Nothing can be written there any more. Why it was closed before is known better already."""
    await tx.execute(update(PLACE).where(PLACE.c.id == number, PLACE.c.state == OPEN).values(state=state))


async def stand_again(tx: Tx, number: int) -> None:
    """A place has opened again: the cards that were given up there only because it was closed are drawn at once."""
    given_up = and_(
        DELIVERY.c.place_id == number,
        DELIVERY.c.message != "",
        DELIVERY.c.state == Sending.SENT.value,
        DELIVERY.c.live.is_(False),
        DELIVERY.c.reason.in_(_NOT_WRITABLE),
    )
    values = {
        "live": True,
        "reason": None,
        "looks": "",
        "not_before": None,
        "attempts": 0,
        "version": DELIVERY.c.version + 1,
        "state": Sending.STALE.value,
    }
    await tx.execute(update(DELIVERY).where(given_up).values(values))


async def said_since(tx: Tx, cause: str, since: datetime) -> bool:
    """Whether something with this cause was said after `since` (story time)."""
    lately = and_(DELIVERY.c.cause == cause, DELIVERY.c.due > since)
    return (await tx.execute(select(DELIVERY.c.id).where(lately).limit(1))).first() is not None


async def groups_of(tx: Tx, programme_id: int) -> list[PlaceRow]:
    """The open groups and channels of a programme, by title; those nobody has claimed while there is but one."""
    return [row for row in await known_to(tx, programme_id) if row.state == OPEN]


async def known_to(tx: Tx, programme_id: int) -> list[PlaceRow]:
    """The same with those that are closed, except what goes on elsewhere."""
    whose = or_(PLACE.c.programme_id == programme_id, and_(PLACE.c.programme_id.is_(None), _ONLY_PROGRAMME))
    found = select(PLACE).where(_GROUP, PLACE.c.state != MOVED, PLACE.c.title != "", whose)
    return await many(tx, PlaceRow, found.order_by(PLACE.c.title, PLACE.c.id))


async def group_of(tx: Tx, programme_id: int, number: int) -> PlaceRow | None:
    """One of these; None when it is another's, or closed."""
    return next((row for row in await groups_of(tx, programme_id) if row.id == number), None)


async def group(tx: Tx, number: int) -> PlaceRow | None:
    """A group or channel by number, whosever it is."""
    return await one(tx, PlaceRow, select(PLACE).where(_GROUP, PLACE.c.id == number))


async def copies(tx: Tx, place_id: int, kind: str, subject: str) -> int:
    """How often this view of this subject was posted in a place."""
    here = and_(DELIVERY.c.place_id == place_id, DELIVERY.c.kind == kind, DELIVERY.c.subject == subject)
    return int(await scalar(tx, select(func.count()).where(here)))


async def superseded(tx: Tx, delivery: int) -> bool:
    """Whether the same view of the same subject was posted once more in the place of this one."""
    newer = DELIVERY.alias()
    same = and_(
        newer.c.place_id == DELIVERY.c.place_id,
        newer.c.kind == DELIVERY.c.kind,
        newer.c.subject == DELIVERY.c.subject,
        newer.c.id > DELIVERY.c.id,
    )
    found = select(func.count()).select_from(DELIVERY.join(newer, same)).where(DELIVERY.c.id == delivery)
    return bool(await scalar(tx, found))


async def posted(tx: Tx, kind: str, subject: str) -> list[tuple[str, bool]]:
    """The titles of the places in which this view was posted, and whether it still can be kept up there."""
    found = (
        select(PLACE.c.title, PLACE.c.state)
        .join(DELIVERY, DELIVERY.c.place_id == PLACE.c.id)
        .where(DELIVERY.c.kind == kind, DELIVERY.c.subject == subject, _GROUP)
        .distinct()
        .order_by(PLACE.c.title)
    )
    rows: Sequence[Any] = (await tx.execute(found)).all()
    return [(row.title, row.state == OPEN) for row in rows]


async def told_in(tx: Tx, place_id: int, kinds: Sequence[str]) -> list[str]:
    """The subjects of the messages of these views that stand in a place, live or not, or are on their way there."""
    there = or_(DELIVERY.c.message != "", DELIVERY.c.state.in_((Sending.QUEUED.value, Sending.SENDING.value)))
    here = and_(DELIVERY.c.place_id == place_id, DELIVERY.c.kind.in_(kinds), there)
    return list((await tx.execute(select(DELIVERY.c.subject).where(here).distinct())).scalars())


async def subjects_in(tx: Tx, place_id: int, kind: str) -> list[str]:
    """The subjects of the live cards of a view that stand in a place."""
    here = and_(DELIVERY.c.place_id == place_id, DELIVERY.c.kind == kind, DELIVERY.c.live)
    rows: Sequence[Any] = (await tx.execute(select(DELIVERY.c.subject).where(here).distinct())).all()
    return [row.subject for row in rows]
