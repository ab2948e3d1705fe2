"""Columns mean the same on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy.exc import StatementError

from bot.model.values import EventState, Words
from storage.database import Database
from storage.events import EVENT
from storage.inbox import INBOX
from storage.people import MARK, PERSON
from storage.programmes import PROGRAMME
from storage.tx import Tx

NOON = datetime(2027, 2, 10, 12, 0, 0, 123456, tzinfo=UTC)


async def stored(db: Database, column: Any, **values: Any) -> Any:
    """What comes back of one column after a row was written."""
    table = column.table

    async def work(tx: Tx) -> None:
        await tx.execute(table.insert(), values)

    await db.write(work)
    async with db.read() as tx:
        return (await tx.execute(table.select())).mappings().one()[column.name]


async def received(db: Database, at: datetime) -> Any:
    """An instant that has been in the database."""
    row = {"platform": "memory", "installation": "m1", "source": "s", "lane": "l", "payload": "", "attempts": 1}
    return await stored(db, INBOX.c.received_at, received_at=at, state="new", **row)


@pytest.mark.both
@pytest.mark.parametrize("at", [NOON, NOON.astimezone(timezone(timedelta(hours=2)))])
async def test_an_instant_comes_back_as_utc(db: Database, at: datetime) -> None:
    """Whatever zone it was given in, an instant is read back as aware UTC, to the microsecond."""
    found = await received(db, at)

    assert (NOON, timedelta(0)) == (found, found.utcoffset())


@pytest.mark.both
async def test_a_naive_instant_is_refused(db: Database) -> None:
    """An instant without a zone would mean something else on each machine."""
    with pytest.raises(StatementError, match="needs a time zone"):
        await received(db, NOON.replace(tzinfo=None))


@pytest.mark.both
async def test_words_come_back(db: Database) -> None:
    """Words in several languages are the same after storing, original included."""
    words = Words({"ro": "Orașul învață", "en": "The city learns \U0001f3d9"}, "ro")
    row = {"key": "k", "code": "C", "zone": "Europe/Bucharest", "languages": ["ro"], "language": "ro"}

    assert words == await stored(db, PROGRAMME.c.title, title=words, **row)


@pytest.mark.both
async def test_nothing_is_nothing(db: Database) -> None:
    """An unset instant is NULL."""
    assert await stored(db, PERSON.c.stopped_at, name="x", language="ro", stopped_at=None) is None


@pytest.mark.both
@pytest.mark.parametrize("value", [{}, {"a": [1, "ș", None]}])
async def test_json_comes_back(db: Database, value: dict[str, Any]) -> None:
    """What JSON holds is the same after storing."""
    assert value == await stored(db, MARK.c.value, name="x", value=value)


async def test_an_unknown_state_is_refused(db: Database) -> None:
    """A text that is no member of its vocabulary never gets into the database."""
    with pytest.raises(StatementError, match="is not a valid EventState"):
        await stored(db, EVENT.c.state, state="postponed")


@pytest.mark.parametrize("state", list(EventState))
def test_states_fit_their_column(state: EventState) -> None:
    """No member is longer than its column: PostgreSQL would refuse it."""
    assert len(state.value) <= 32
