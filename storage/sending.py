"""The courier's marks: what became of what it claimed. Built once: they run for every message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    String,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from bot.model.values import Reason, Sending
from storage.announcements import ANNOUNCEMENT, GROUP
from storage.cafes import CAFE_TABLE
from storage.columns import Utc
from storage.deliveries import DELIVERY
from storage.people import ACCOUNT, PLACE
from storage.places import MOVED
from storage.tx import Tx

# Only while it is in our hands: whoever was given up for gone, and comes to again, marks nothing.
_ROW = and_(DELIVERY.c.id == bindparam("row"), DELIVERY.c.holder_id == bindparam("holder"))
# Whoever has pressed what was just being redrawn does not wait until cards may be redrawn again.
_PRESSED_MEANWHILE = and_(
    DELIVERY.c.message != "", DELIVERY.c.looks == "", DELIVERY.c.version != bindparam("version_drawn")
)
# A newer copy has arrived while this one was being redrawn: its buttons are still to be taken away.
_COPY_TOO_MANY = and_(DELIVERY.c.message != "", ~DELIVERY.c.live, DELIVERY.c.reason == Reason.WITHDRAWN.value)
_SENT = (
    update(DELIVERY)
    .where(_ROW)
    .values(
        message=bindparam("message_id"),
        place_id=bindparam("where"),
        looks=bindparam("print"),
        drawn=bindparam("version_drawn"),
        sent_at=func.coalesce(DELIVERY.c.sent_at, bindparam("at", type_=DELIVERY.c.sent_at.type)),
        not_before=case((_PRESSED_MEANWHILE, null()), else_=bindparam("rest", type_=Utc)),
        holder_id=None,
        attempts=0,
        crashes=0,
        reason=case((_COPY_TOO_MANY, DELIVERY.c.reason), else_=null()),
        state=case((DELIVERY.c.version == bindparam("version_drawn"), Sending.SENT.value), else_=Sending.STALE.value),
    )
)
_OTHER_COPIES = and_(
    DELIVERY.c.person_id == bindparam("person"),
    DELIVERY.c.kind == bindparam("view"),
    DELIVERY.c.subject == bindparam("about"),
    DELIVERY.c.id != bindparam("this"),
    DELIVERY.c.live,
    DELIVERY.c.message != "",
)
_SEVERAL = (
    select(DELIVERY.c.person_id, DELIVERY.c.kind, DELIVERY.c.subject)
    .where(DELIVERY.c.person_id.in_(bindparam("people", expanding=True)), DELIVERY.c.live, DELIVERY.c.message != "")
    .group_by(DELIVERY.c.person_id, DELIVERY.c.kind, DELIVERY.c.subject)
    .having(func.count() > 2)
)
_COPIES = select(DELIVERY.c.id).where(_OTHER_COPIES).order_by(DELIVERY.c.id.desc()).offset(1).limit(1)
_FREEZE_OLDER = (
    update(DELIVERY)
    .where(_OTHER_COPIES, DELIVERY.c.id <= bindparam("older_than"))
    .values(
        live=False,
        reason=Reason.WITHDRAWN.value,
        version=DELIVERY.c.version + 1,
        state=case((DELIVERY.c.state == Sending.SENT.value, Sending.STALE.value), else_=DELIVERY.c.state),
    )
)
_AGAIN = (
    update(DELIVERY)
    .where(_ROW)
    .values(
        state=case((DELIVERY.c.message != "", Sending.STALE.value), else_=Sending.QUEUED.value),
        not_before=bindparam("rest"),
        due=bindparam("when"),
        doubts=DELIVERY.c.doubts + bindparam("doubt"),
        place_id=bindparam("where"),
        message=bindparam("message_id"),
        holder_id=None,
    )
)
# What stands and was changed meanwhile is not over: it is drawn again.
_UNCHANGED = or_(DELIVERY.c.message == "", DELIVERY.c.version == bindparam("version_seen"))
_END = (
    update(DELIVERY)
    .where(_ROW)
    .values(
        state=case((_UNCHANGED, bindparam("how", type_=String)), else_=Sending.STALE.value),
        reason=case((_UNCHANGED, bindparam("why", type_=String)), else_=DELIVERY.c.reason),
        live=case((_UNCHANGED, False), else_=DELIVERY.c.live),
        holder_id=None,
    )
)
_IN_HAND = and_(DELIVERY.c.state == Sending.SENDING.value, DELIVERY.c.holder_id == bindparam("holder"))
_PUT_BACK = (
    update(DELIVERY)
    .where(DELIVERY.c.id.in_(bindparam("rows", expanding=True)), _IN_HAND)
    .values(
        state=case((DELIVERY.c.message != "", Sending.STALE.value), else_=Sending.QUEUED.value),
        attempts=DELIVERY.c.attempts - 1,
        holder_id=None,
    )
)
_ACCOUNT_STATE = update(ACCOUNT).where(ACCOUNT.c.place_id == bindparam("where")).values(state=bindparam("how"))
_MOVE = update(PLACE).where(PLACE.c.id == bindparam("row")).values(chat=bindparam("to"))
_OLD = PLACE.alias()
_OLD_TITLE = select(_OLD.c.title).where(_OLD.c.id == bindparam("row")).scalar_subquery()
_OLD_PROGRAMME = select(_OLD.c.programme_id).where(_OLD.c.id == bindparam("row")).scalar_subquery()
_MOVED_TO = (
    select(PLACE.c.id)
    .join(_OLD, and_(*(_OLD.c[key] == PLACE.c[key] for key in ("platform", "installation", "thread"))))
    .where(_OLD.c.id == bindparam("row"), PLACE.c.chat == bindparam("to"))
)
_MOVE_DELIVERIES = update(DELIVERY).where(DELIVERY.c.place_id == bindparam("row")).values(place_id=bindparam("to"))
_MOVE_TABLES = update(CAFE_TABLE).where(CAFE_TABLE.c.place_id == bindparam("row")).values(place_id=bindparam("to"))
# What is known of a group goes with it, where the new place does not know better.
_MOVE_NAME = (
    update(PLACE)
    .where(PLACE.c.id == bindparam("to"))
    .values(
        title=case((PLACE.c.title == "", _OLD_TITLE), else_=PLACE.c.title),
        programme_id=func.coalesce(PLACE.c.programme_id, _OLD_PROGRAMME),
    )
)
_LEAVE = update(PLACE).where(PLACE.c.id == bindparam("row")).values(state=MOVED)
_CHAT = select(PLACE.c.chat).where(PLACE.c.id == bindparam("row"))
# Whatever still comes from the old address finds it closed.
_LEFT_BEHIND = insert(PLACE).from_select(
    ["platform", "installation", "thread", "private", "chat", "state"],
    select(
        *(_OLD.c[key] for key in ("platform", "installation", "thread", "private")),
        bindparam("left", type_=String),
        literal(MOVED),
    ).where(_OLD.c.id == bindparam("row")),
)
# And what is to be announced there one day.
_SPACED = func.replace(" " + ANNOUNCEMENT.c.segment + " ", bindparam("word"), bindparam("other"))
_MOVE_MEANT = (
    update(ANNOUNCEMENT)
    .where((" " + ANNOUNCEMENT.c.segment + " ").contains(bindparam("word")))
    .values(segment=func.trim(_SPACED))
)
_MOVE_ACCOUNTS = update(ACCOUNT).where(ACCOUNT.c.place_id == bindparam("row")).values(place_id=bindparam("to"))


@dataclass(frozen=True)
class Sent:
    """A delivery as it was claimed, and how it stands: where (a place's number), as which message, with which looks.

    `at` is story time; `rest` is when it may be edited again (real time).
    """

    row: Any
    place_id: int
    message: str
    looks: str
    at: datetime
    rest: datetime | None


async def mark_sent(tx: Tx, batch: Sequence[Sent]) -> None:
    """These stand now. A person keeps two live cards of one view and subject, the newest; the rest is over."""
    await tx.execute(_SENT, [_standing(sent) for sent in batch])
    # A new message, or one that a press has turned into this view.
    new = [one.row for one in batch if one.row.live and one.row.person_id and not (one.row.message and one.row.looks)]
    if not new:
        return
    several = {tuple(found) for found in await tx.execute(_SEVERAL, {"people": [row.person_id for row in new]})}
    for row in new:
        if (row.person_id, row.kind, row.subject) in several:
            await _keep_two_copies(tx, row)


def _standing(sent: Sent) -> dict[str, Any]:
    return {
        "row": sent.row.id,
        "holder": sent.row.holder_id,
        "message_id": sent.message,
        "where": sent.place_id,
        "print": sent.looks,
        "version_drawn": sent.row.version,
        "at": sent.at,
        "rest": sent.rest,
    }


async def _keep_two_copies(tx: Tx, row: Any) -> None:
    about = {"person": row.person_id, "view": row.kind, "about": row.subject, "this": row.id}
    third = (await tx.execute(_COPIES, about)).scalar()
    if third is not None:
        await tx.execute(_FREEZE_OLDER, {**about, "older_than": third})


async def mark_again(
    tx: Tx, row: Any, *, rest: datetime | None, due: datetime, place_id: int | None, message: str, doubt: int = 0
) -> None:
    """Not now: it is ready again after `rest` (real time) and `due` (story time). `row` as it was claimed."""
    ours = {"row": row.id, "holder": row.holder_id}
    await tx.execute(
        _AGAIN, {**ours, "rest": rest, "when": due, "where": place_id, "message_id": message, "doubt": doubt}
    )


async def mark_end(tx: Tx, row: Any, state: Sending, reason: Reason | None = None) -> None:
    """It will not be sent (again): skipped, failed, unknown, cancelled; or `sent` and over. `row` as it was claimed."""
    why = reason.value if reason else None
    ours = {"row": row.id, "holder": row.holder_id}
    await tx.execute(_END, {**ours, "version_seen": row.version, "how": state.value, "why": why})


async def put_back(tx: Tx, rows: Sequence[int], holder: int) -> None:
    """They were claimed by this process and not tried: they are ready as before."""
    await tx.execute(_PUT_BACK, {"rows": list(rows), "holder": holder})


async def close_account(tx: Tx, place_id: int, state: str) -> None:
    """The account behind a private place can not be written to (blocked, deactivated, gone), or again (open)."""
    await tx.execute(_ACCOUNT_STATE, {"where": place_id, "how": state})


async def move_place(tx: Tx, place_id: int, chat: str) -> int:
    """A chat has another address from now on; the number of the place that has it."""
    known: int | None = (await tx.execute(_MOVED_TO, {"row": place_id, "to": chat})).scalar()
    if known == place_id:
        return place_id
    if known is None:
        left = (await tx.execute(_CHAT, {"row": place_id})).scalar_one()
        await tx.execute(_MOVE, {"row": place_id, "to": chat})
        await tx.execute(_LEFT_BEHIND, {"row": place_id, "left": left})
        return place_id
    # We heard from the new address before: the two places become one.
    await tx.execute(_MOVE_DELIVERIES, {"row": place_id, "to": known})
    await tx.execute(_MOVE_ACCOUNTS, {"row": place_id, "to": known})
    await tx.execute(_MOVE_TABLES, {"row": place_id, "to": known})
    await tx.execute(_MOVE_NAME, {"row": place_id, "to": known})
    await tx.execute(_MOVE_MEANT, {"word": f" {GROUP}{place_id} ", "other": f" {GROUP}{known} "})
    await tx.execute(_LEAVE, {"row": place_id})
    return known
