"""Accounts and places: who speaks, and where. Built once: they run for every update."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.people import ACCOUNT, PERSON, PLACE, AccountRow, PersonRow, PlaceRow
from storage.tx import Tx, many, one

_ACCOUNT = select(ACCOUNT).where(
    ACCOUNT.c.platform == bindparam("on"),
    ACCOUNT.c.installation == bindparam("at"),
    ACCOUNT.c.user == bindparam("who"),
)
_PLACE = select(PLACE).where(
    PLACE.c.platform == bindparam("on"),
    PLACE.c.installation == bindparam("at"),
    PLACE.c.chat == bindparam("chat_id"),
    PLACE.c.thread == bindparam("thread_id"),
)
_PLACE_BY_NUMBER = select(PLACE).where(PLACE.c.id == bindparam("row"))
_NEW_ACCOUNT = {
    "sqlite": sqlite_insert(ACCOUNT).on_conflict_do_nothing(),
    "postgresql": pg_insert(ACCOUNT).on_conflict_do_nothing(),
}
_NEW_PLACE = {
    "sqlite": sqlite_insert(PLACE).on_conflict_do_nothing(),
    "postgresql": pg_insert(PLACE).on_conflict_do_nothing(),
}
_USED = (
    update(ACCOUNT)
    .where(ACCOUNT.c.id == bindparam("row"))
    .values(
        used_at=bindparam("now"),
        place_id=bindparam("where"),
        name=bindparam("called"),
        language=bindparam("speaks"),
        state=bindparam("how"),
    )
)
_PERSON = select(PERSON).where(PERSON.c.id == bindparam("number"))


async def place_of(tx: Tx, platform: str, installation: str, chat: str, thread: str, *, private: bool) -> PlaceRow:
    """The place's row, made when it is new."""
    key = {"on": platform, "at": installation, "chat_id": chat, "thread_id": thread}
    found = await one(tx, PlaceRow, _PLACE, key)
    if found is None:
        values = {"platform": platform, "installation": installation, "chat": chat, "thread": thread}
        await tx.execute(_NEW_PLACE[tx.dialect], {**values, "private": private})
        found = await one(tx, PlaceRow, _PLACE, key)
    assert found is not None, "a place that was just made is there"
    return found


async def place(tx: Tx, number: int | None) -> PlaceRow | None:
    """A place by number."""
    return None if number is None else await one(tx, PlaceRow, _PLACE_BY_NUMBER, {"row": number})


async def account_of(tx: Tx, platform: str, installation: str, user: str, now: datetime) -> AccountRow:
    """The account's row, made when it is new."""
    key = {"on": platform, "at": installation, "who": user}
    found = await one(tx, AccountRow, _ACCOUNT, key)
    if found is None:
        values = {"platform": platform, "installation": installation, "user": user, "used_at": now}
        await tx.execute(_NEW_ACCOUNT[tx.dialect], {**values, "name": "", "language": "", "state": "open"})
        found = await one(tx, AccountRow, _ACCOUNT, key)
    assert found is not None, "an account that was just made is there"
    return found


async def account_used(tx: Tx, account: AccountRow, now: datetime) -> None:
    """Keep when it was last used, its chat, and what the platform tells of it."""
    await tx.execute(
        _USED,
        {
            "row": account.id,
            "now": now,
            "where": account.place_id,
            "called": account.name,
            "speaks": account.language,
            "how": account.state,
        },
    )


async def person(tx: Tx, number: int | None) -> PersonRow | None:
    """A person by number."""
    return None if number is None else await one(tx, PersonRow, _PERSON, {"number": number})


async def tie(tx: Tx, account_id: int, person_id: int | None) -> None:
    """The account belongs to this person from now on (None: to nobody we know)."""
    await tx.execute(update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(person_id=person_id))


async def accounts_of(tx: Tx, person_id: int) -> list[AccountRow]:
    """A person's accounts, the last used first."""
    return await many(
        tx, AccountRow, select(ACCOUNT).where(ACCOUNT.c.person_id == person_id).order_by(ACCOUNT.c.used_at.desc())
    )


async def known_account(tx: Tx, platform: str, installation: str, user: str) -> AccountRow | None:
    """The account, if it was ever heard of."""
    return await one(tx, AccountRow, _ACCOUNT, {"on": platform, "at": installation, "who": user})


async def known_person(tx: Tx, platform: str, installation: str, user: str) -> PersonRow | None:
    """The person behind an account, if we know whose it is."""
    found = (
        select(PERSON)
        .join(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
        .where(ACCOUNT.c.platform == platform, ACCOUNT.c.installation == installation, ACCOUNT.c.user == user)
    )
    return await one(tx, PersonRow, found)
