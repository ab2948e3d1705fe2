"""One queue of writes, a savepoint each, one commit for many; snapshots to read from."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage import database
from storage.database import GROUP_WORKS, Database, Rank
from storage.people import MARK
from storage.tx import Tx, many, one, scalar
from tests.storage.marks import mark, marks


async def together(db: Database, *works: object) -> list[object]:
    """Works that wait together, and what became of each."""
    return await asyncio.gather(*(db.write(work) for work in works), return_exceptions=True)  # type: ignore[arg-type]


async def failing(_tx: Tx) -> None:
    """A work that fails by itself."""
    raise LookupError("my own fault")


@pytest.mark.both
async def test_what_waits_together_is_committed_together(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty works take far fewer commits, and all stand; however slow the machine is."""
    monkeypatch.setattr(database, "GROUP_SECONDS", 60.0)
    names = [f"m{number}" for number in range(30)]

    assert names == await together(db, *(mark(name) for name in names))
    assert 3 >= db.commits
    assert names == await marks(db)


async def test_a_group_is_bounded(db: Database) -> None:
    """A group holds at most 64 works, because it bounds how long an answer takes."""
    await together(db, *(mark(f"m{number}") for number in range(3 * GROUP_WORKS)))

    assert 3 <= db.commits


@pytest.mark.both
async def test_a_failing_work_is_undone_alone(db: Database) -> None:
    """What one work breaks is undone for it alone; its neighbours of the same group stand."""

    async def half(tx: Tx) -> None:
        await mark("half")(tx)
        raise LookupError("after the first row")

    first, failed, last = await together(db, mark("first"), half, mark("last"))

    assert ("first", "last") == (first, last) and isinstance(failed, LookupError)
    assert ["first", "last"] == await marks(db)


@pytest.mark.both
async def test_a_broken_rule_is_undone_alone(db: Database) -> None:
    """A duplicate is refused to whoever writes it second, and to nobody else."""
    _, second, _ = await together(db, mark("same"), mark("same"), mark("other"))

    assert isinstance(second, IntegrityError)
    assert (["same", "other"], "") == (await marks(db), db.trouble)


@pytest.mark.both
async def test_a_broken_rule_inside_a_savepoint(db: Database) -> None:
    """A work may try, fail and go on: only what was inside its own savepoint is undone."""

    async def tries(tx: Tx) -> None:
        await mark("before")(tx)
        with pytest.raises(IntegrityError):
            async with tx.savepoint():
                await mark("inside")(tx)
                await mark("before")(tx)
        await mark("after")(tx)

    await db.write(tries)

    assert ["before", "after"] == await marks(db)


@pytest.mark.both
async def test_results_come_after_the_commit(db: Database) -> None:
    """Whoever has a result can be sure that it is on disk: another connection sees it."""
    other = Database(db.url)
    try:
        await db.write(mark("seen"))

        assert ["seen"] == await marks(other)
    finally:
        await other.close()


@pytest.mark.file
async def test_a_commit_that_fails_fails_its_work(db: Database) -> None:
    """A work whose commit fails is told so, and nothing of it stands; the next work is written."""
    breaks = text(
        "INSERT INTO affiliation (programme_id, person_id, organisation_id, lead, confirmed, imported, since)"
    )

    async def at_the_end(tx: Tx) -> str:
        await mark("lost")(tx)
        await tx.execute(text("PRAGMA defer_foreign_keys = ON"))
        await tx.execute(text(f"{breaks.text} VALUES (98, 98, 98, 0, 1, 0, '2027-01-04 07:00:00.000000')"))
        return "never told"

    told = await asyncio.wait_for(together(db, at_the_end), 5)

    assert isinstance(told[0], IntegrityError)
    assert "kept" == await asyncio.wait_for(db.write(mark("kept")), 5)
    assert ["kept"] == await marks(db)


@pytest.mark.file
async def test_a_commit_that_fails_fails_only_whoever_broke_it(db: Database) -> None:
    """Of a group whose commit fails the others stand: each is tried again by itself."""

    async def at_the_end(tx: Tx) -> None:
        await tx.execute(text("PRAGMA defer_foreign_keys = ON"))
        await tx.execute(text("INSERT INTO consent (person_id, kind, given, at) VALUES (98, 'x', 1, '2027-01-04')"))

    one_, broken, two = await together(db, mark("one"), at_the_end, mark("two"))

    assert ("one", "two") == (one_, two) and isinstance(broken, IntegrityError)
    assert ["one", "two"] == await marks(db)


async def test_what_acknowledges_goes_first(db: Database) -> None:
    """Inbox rows before updates before marks, each in the order of asking."""
    order = [(Rank.MARK, "m1"), (Rank.UPDATE, "u1"), (Rank.INBOX, "i1"), (Rank.MARK, "m2"), (Rank.INBOX, "i2")]

    await asyncio.gather(*(db.write(mark(name), rank) for rank, name in order))

    assert ["i1", "i2", "u1", "m1", "m2"] == await marks(db)


@pytest.mark.both
async def test_a_reader_does_not_see_what_is_not_committed(db: Database) -> None:
    """While a work runs, readers see what stood before it."""
    inside, looked = asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx) -> None:
        await mark("soon")(tx)
        inside.set()
        await looked.wait()

    writing = asyncio.create_task(db.write(slow))
    await inside.wait()
    before = await marks(db)
    looked.set()
    await writing

    assert ([], ["soon"]) == (before, await marks(db))


@pytest.mark.file
async def test_a_reader_sees_one_instant(db: Database) -> None:
    """Two looks inside one snapshot see the same, whatever is written between."""
    async with db.read() as tx:
        first = (await tx.execute(MARK.select())).all()
        await db.write(mark("between"))
        second = (await tx.execute(MARK.select())).all()

    assert ([], []) == (first, second)


@pytest.mark.both
async def test_what_a_reader_writes_does_not_stay(db: Database) -> None:
    """A snapshot is for reading: nothing written in it stays."""
    async with db.read() as tx:
        await mark("never")(tx)

    assert [] == await marks(db)


@pytest.mark.both
async def test_readers_are_used_again_after_an_error(db: Database) -> None:
    """A look that fails costs nobody else theirs."""
    for _ in range(20):
        with pytest.raises(LookupError):
            async with db.read():
                raise LookupError

    assert [] == await marks(db)


async def test_whoever_stops_waiting_does_not_stop_the_rest(db: Database) -> None:
    """A work whose caller has gone away is written all the same, and so are the next."""
    waiting = asyncio.create_task(db.write(mark("abandoned")))
    await asyncio.sleep(0)
    waiting.cancel()

    await db.write(mark("next"))

    assert ["abandoned", "next"] == await marks(db)


async def test_closing_ends_with_the_group_that_is_written(db: Database) -> None:
    """What has begun is on disk when close returns, and what waits is cancelled rather than left for ever."""
    begun = asyncio.Event()

    async def slow(tx: Tx) -> str:
        begun.set()
        await asyncio.sleep(0.1)
        return await mark("begun")(tx)

    first = asyncio.create_task(db.write(slow))
    await begun.wait()
    others = [asyncio.create_task(db.write(mark(f"m{number}"))) for number in range(100)]
    await asyncio.sleep(0)
    await db.close()
    outcomes = await asyncio.gather(*others, return_exceptions=True)

    assert "begun" == await first and all(isinstance(one_, str | asyncio.CancelledError) for one_ in outcomes)
    reopened = Database(db.url)
    assert ["begun", *(one_ for one_ in outcomes if isinstance(one_, str))] == await marks(reopened)
    await reopened.close()


async def test_closing_while_a_group_takes_more(db: Database) -> None:
    """Asked to close just when a group is about to take what waits, it closes."""
    begun, asked = asyncio.Event(), asyncio.Event()

    async def first(tx: Tx) -> str:
        begun.set()
        await asked.wait()
        return await mark("first")(tx)

    writing = asyncio.create_task(db.write(first))
    await begun.wait()
    closing = asyncio.create_task(db.close())
    await asyncio.sleep(0)
    asked.set()
    await asyncio.wait_for(closing, 5)

    assert "first" == await writing


@pytest.mark.both
async def test_a_closed_database_opens_again(db: Database) -> None:
    """Closing is not for ever: who writes afterwards has a new connection."""
    await db.write(mark("before"))
    await db.close()

    assert "after" == await db.write(mark("after"))


@pytest.mark.both
async def test_rows_come_as_their_class(db: Database) -> None:
    """The first row, all rows, a single value."""
    from storage.people import MarkRow

    await asyncio.gather(db.write(mark("a")), db.write(mark("b")))
    ordered = MARK.select().order_by(MARK.c.name)
    async with db.read() as tx:
        first, rows, value = (
            await one(tx, MarkRow, ordered),
            await many(tx, MarkRow, ordered),
            await scalar(tx, ordered),
        )

    assert first is not None and ("a", ["a", "b"], rows[0].id) == (first.name, [row.name for row in rows], value)
