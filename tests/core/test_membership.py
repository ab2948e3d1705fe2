"""Several processes share one database: each does its part, and nobody's part is left undone."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.core import membership
from bot.model.values import Lane, Sending
from storage import claiming, processes, recovery, sending
from storage.deliveries import DELIVERY
from storage.processes import Share
from tests.core.hearing import Ear, envelope
from tests.core.workshop import Workshop, open_workshop, until
from tests.memory import MemoryAdapter
from tests.storage.marks import marks

pytestmark = pytest.mark.shared


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """A beat is a tenth of a second."""
    monkeypatch.setattr(membership, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(membership, "SOON_SECONDS", 0.05)


@pytest.fixture
def ear() -> Ear:
    """What both processes hear with."""
    return Ear()


@pytest.fixture
async def one(url: str, ear: Ear) -> AsyncIterator[Workshop]:
    """The first process; it hears."""
    opened = await open_workshop(url, ear.router, memory=MemoryAdapter(one_hears=True))
    yield opened
    await opened.close()


@pytest.fixture
async def two(one: Workshop, url: str, ear: Ear) -> AsyncIterator[Workshop]:
    """A second process beside it, once both know of each other."""
    opened = await open_workshop(url, ear.router, memory=MemoryAdapter(one_hears=True))
    await until(lambda: [2, 2] == [each.program.membership.share.of for each in (one, opened)])
    await until(lambda: opened.program.membership.fresh)
    yield opened
    await opened.close()


async def test_everybody_is_written_to_once(one: Workshop, two: Workshop) -> None:
    """Whoever carries it; and both do."""
    chats = [f"c{number}" for number in range(60)]
    await one.send(1, *await one.people(*chats))
    two.program.courier.wake()
    carried = [each.memory.sends for each in (one, two)]
    await until(lambda: len(carried[0]) + len(carried[1]) >= len(chats))
    await one.settle()

    assert sorted(chats) == sorted(chat for each in carried for chat, _ in each)
    assert all(carried)


async def test_one_reader_is_one_process_matter(one: Workshop, two: Workshop) -> None:
    """So what is written to one chat keeps its order and its pace."""
    (ana,) = await one.people("ana")
    for note in range(1, 9):
        await (one, two)[note % 2].send(note, ana)
    sends = [each.memory.sends for each in (one, two)]
    await until(lambda: 8 == len(sends[0]) + len(sends[1]))

    assert [0, 8] == sorted(len(each) for each in sends)


async def test_a_hint_wakes_the_other_at_once(one: Workshop, two: Workshop) -> None:
    """Long before it would look by itself."""
    people = await one.people("a", "b", "c", "d")
    theirs = next(person for person in people if person % 2 == two.program.membership.share.part)
    await one.send(1, theirs)
    one.program.staged()

    await until(lambda: two.memory.sends, 0.5)


async def test_one_hears_for_all(one: Workshop, two: Workshop) -> None:
    """Where a platform speaks to one process only."""
    assert (True, False) == (one.memory.inbox is not None, two.memory.inbox is not None)


async def test_whoever_leaves_hands_over(url: str, ear: Ear, two: Workshop, one: Workshop) -> None:
    """At once."""
    await one.program.stop()

    await until(lambda: two.memory.inbox is not None, 1)


async def test_whoever_is_killed_is_followed(one: Workshop, two: Workshop) -> None:
    """The lock of a process that has ended is free, long before its row expires."""
    one.crash()

    await until(lambda: two.memory.inbox is not None, 2)
    assert Share(two.program.membership.number, 0, 1) == two.program.membership.share


async def test_what_the_killed_had_heard_is_done(one: Workshop, two: Workshop, ear: Ear) -> None:
    """By whoever is left."""
    ear.failing["late"] = 2  # still being tried when its process ends
    await one.program.intake.hear([envelope("ana", "late")])
    await until(lambda: ear.heard)
    one.crash()

    await until(lambda: two.program.intake.idle and len(ear.heard) > 1)
    async with asyncio.timeout(5):
        while ["late"] != await marks(two.program.db):
            await asyncio.sleep(0.02)


async def test_an_account_is_heard_in_order(one: Workshop, two: Workshop, ear: Ear) -> None:
    """Also when its updates reach different processes."""
    ear.failing["first"] = 1  # takes a while
    await one.program.intake.hear([envelope("ana", "first")])
    await two.program.intake.hear([envelope("ana", "second")])
    await until(lambda: one.program.intake.idle and two.program.intake.idle)

    assert ["first", "second"] == await marks(one.program.db)


async def test_whoever_was_given_up_begins_anew(one: Workshop, two: Workshop) -> None:
    """Frozen too long, it is a new process with another number, and carries again."""
    before = one.program.membership.number
    await two.write(lambda tx: processes.leave(tx, before))
    await until(lambda: before != one.program.membership.number)
    await until(lambda: [2, 2] == [each.program.membership.share.of for each in (one, two)])
    await one.send(1, *await one.people("a", "b", "c", "d"))

    await until(lambda: one.memory.sends and two.memory.sends)


async def test_unseen_it_carries_nothing(one: Workshop) -> None:
    """The others may take it for ended."""
    one.program.membership.presence.end()
    seen = one.program.membership.fresh
    await until(lambda: one.program.membership.fresh)

    assert not seen


async def test_the_given_up_mark_nothing(one: Workshop) -> None:
    """What they had is another's now: their word on it does not count."""
    (ana,) = await one.people("ana")
    await one.program.stop()
    await one.program.db.write(lambda tx: one.desk(tx).send("note", 1, to=ana, cause=None))
    now, real = one.clock.now(), one.clock.real()
    (row,) = await one.write(lambda tx: claiming.claim(tx, Share(900), now=now, real=real, most=9, lane=Lane.BROADCAST))
    (claimed,) = await one.write(lambda tx: claiming.claimed(tx, [row]))
    await one.write(lambda tx: recovery.recover(tx, real, membership.CRASHED_TWICE_REST))
    await one.write(lambda tx: sending.mark_end(tx, claimed, Sending.FAILED))

    async with one.read() as tx:
        assert Sending.QUEUED == (await tx.execute(DELIVERY.select())).one().state
