"""Reading and writing the web chat's memory."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.transcripts import WEB_MESSAGE, WebMessageRow
from storage.tx import Tx, many, one

KEEP = 400  # messages of a chat

_BY_KEY = select(WEB_MESSAGE.c.id).where(
    WEB_MESSAGE.c.chat == bindparam("room"), WEB_MESSAGE.c.key == bindparam("name")
)
_NEWEST = (
    select(WEB_MESSAGE)
    .where(WEB_MESSAGE.c.chat == bindparam("room"))
    .order_by(WEB_MESSAGE.c.id.desc())
    .limit(bindparam("most"))
)

# PostgreSQL notes in each row which transaction wrote it (`xmin`, the lower half of its number, which begins anew after
# 2^32). All that were committed after a look have a number that is not below the lowest that was open at that look.
_MARK = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
_SINCE = text(
    "(web_message.xmin::text::bigint - CAST(:mark AS bigint) % 4294967296 + 4294967296) % 4294967296 < 2147483648"
)
_NEWS = (
    select(WEB_MESSAGE)
    .where(WEB_MESSAGE.c.chat.in_(bindparam("chats", expanding=True)), _SINCE)
    .order_by(WEB_MESSAGE.c.id)
)


async def append(tx: Tx, values: dict[str, Any]) -> tuple[int, bool]:
    """A message at the end of its chat; the same key again only changes what it says. Its number, and whether new."""
    new = pg_insert(WEB_MESSAGE) if tx.dialect == "postgresql" else sqlite_insert(WEB_MESSAGE)
    row = (await tx.execute(new.values(**values).on_conflict_do_nothing().returning(WEB_MESSAGE.c.id))).first()
    if row is not None:
        await _forget_old(tx, values["chat"], row[0])
        return int(row[0]), True
    number = (await tx.execute(_BY_KEY, {"room": values["chat"], "name": values["key"]})).scalar_one()
    await tx.execute(update(WEB_MESSAGE).where(WEB_MESSAGE.c.id == number).values(body=values["body"]))
    return int(number), False


async def _forget_old(tx: Tx, chat: str, newest: int) -> None:
    """Now and then: a chat keeps its newest messages."""
    if newest % 50:
        return
    oldest = select(WEB_MESSAGE.c.id).where(WEB_MESSAGE.c.chat == chat).order_by(WEB_MESSAGE.c.id.desc())
    bound = (await tx.execute(oldest.offset(KEEP).limit(1))).scalar()
    if bound is not None:
        await tx.execute(delete(WEB_MESSAGE).where(WEB_MESSAGE.c.chat == chat, WEB_MESSAGE.c.id <= bound))


async def message(tx: Tx, chat: str, number: int) -> WebMessageRow | None:
    """A message of a chat."""
    here = (WEB_MESSAGE.c.chat == chat) & (WEB_MESSAGE.c.id == number)
    return await one(tx, WebMessageRow, select(WEB_MESSAGE).where(here))


async def rewrite(tx: Tx, number: int, body: str) -> None:
    """Another content in a message's place."""
    await tx.execute(update(WEB_MESSAGE).where(WEB_MESSAGE.c.id == number).values(body=body, edited=True))


async def newest(tx: Tx, chat: str, most: int) -> Sequence[WebMessageRow]:
    """The newest messages of a chat, oldest first."""
    return list(reversed(await many(tx, WebMessageRow, _NEWEST, {"room": chat, "most": most})))


def row(chat: str, key: str, body: str, at: datetime, *, ours: bool) -> dict[str, Any]:
    """The columns of a new message."""
    return {"chat": chat, "key": key, "body": body, "at": at, "ours": ours, "edited": False}


async def news(tx: Tx, chats: Collection[str], mark: int) -> tuple[int, Sequence[WebMessageRow]]:
    """What was written or changed in these chats since `mark`, and the mark to ask with next; PostgreSQL only.

    Nothing is left out; what was written just before the mark may come again.
    """
    following = int((await tx.execute(_MARK)).scalar_one())
    return following, await many(tx, WebMessageRow, _NEWS, {"chats": list(chats), "mark": mark}) if chats else []
