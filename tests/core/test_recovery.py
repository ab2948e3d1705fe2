"""What a process leaves behind when it is killed is done by the next, once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core import intake, membership
from bot.core.dispatch import Dispatch
from bot.model.update import Now
from storage.inbox import INBOX, InboxRow, dead, revive
from storage.tx import Tx
from tests.core.hearing import Ear, envelope
from tests.core.workshop import Workshop, open_workshop, until
from tests.storage.marks import marks


@pytest.fixture
def ear() -> Ear:
    """A feature that listens."""
    return Ear()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow at once."""
    monkeypatch.setattr(intake, "PAUSE_SECONDS", 0.02)


@pytest.fixture
async def killed(url: str, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A database whose process was killed with three updates stored and none of them worked."""
    with monkeypatch.context() as patch:
        patch.setattr(Dispatch, "run", never)
        workshop = await open_workshop(url, ear.router)
        await workshop.program.intake.hear([envelope("ana", "one"), envelope("ana", "two"), envelope("dan", "three")])
        workshop.crash()
        await workshop.program.db.close()
    yield url


async def never(*_args: object, **_named: object) -> Now:
    """A handler in the middle of which the process is killed."""
    raise asyncio.CancelledError


async def states(workshop: Workshop) -> dict[str, tuple[str, int]]:
    """State and tries of each update, by person and number."""
    async with workshop.read() as tx:
        rows = (await tx.execute(select(INBOX).order_by(INBOX.c.id))).all()
    return {f"{row.lane.split(':')[-1]}{row.id}": (row.state, row.attempts) for row in rows}


@pytest.mark.both
async def test_what_was_stored_is_done_by_the_next(killed: str, ear: Ear) -> None:
    """Every update of the killed process is worked once, each person's in order."""
    workshop = await open_workshop(killed, ear.router)
    await workshop.settle()

    assert {"one", "two", "three"} == set(await marks(workshop.program.db))
    assert ear.heard.index("one") < ear.heard.index("two")
    await workshop.close()


async def test_a_third_process_has_nothing_to_do(killed: str, ear: Ear) -> None:
    """What was recovered once is done."""
    for _ in range(2):
        workshop = await open_workshop(killed, ear.router)
        await workshop.settle()
        await workshop.close()

    assert 3 == len(ear.heard)


async def test_a_platform_that_brings_it_again_finds_it_done(killed: str, ear: Ear) -> None:
    """The killed process had not acknowledged: the same update is brought again, and has one effect."""
    workshop = await open_workshop(killed, ear.router)
    again = envelope("ana", "one")
    async with workshop.read() as tx:
        source = (await tx.execute(select(INBOX.c.source).where(INBOX.c.id == 1))).scalar_one()
    from dataclasses import replace

    (future,) = await workshop.program.intake.hear([replace(again, source=source)])
    await workshop.settle()

    assert (Now(), 1) == (await future, ear.heard.count("one"))
    await workshop.close()


async def test_an_update_that_kills_is_dead_after_three_times_alone(
    killed: str, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What kills the process is run once more in company, then three times alone; then the rest lives without it."""
    run, runs = Dispatch.run, []

    async def deadly(self: Dispatch, tx: Tx, row: int, *args: object, **named: object) -> Now:
        if row == 1:
            runs.append(row)
            killed_at.set()
            await asyncio.Event().wait()
        return await run(self, tx, row, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Dispatch, "run", deadly)
    monkeypatch.setattr(membership, "CRASHED_TWICE_REST", timedelta(0))
    for _ in range(4):
        killed_at = asyncio.Event()
        workshop = await open_workshop(killed, ear.router)
        await asyncio.wait_for(killed_at.wait(), 5)
        await kill(workshop)
    killed_at = asyncio.Event()
    workshop = await open_workshop(killed, ear.router)
    await workshop.settle()

    assert 4 == len(runs)
    assert ["dead", "done", "done"] == [state for state, _ in (await states(workshop)).values()]
    assert {"two", "three"} == set(ear.heard)
    await workshop.close()


async def kill(workshop: Workshop) -> None:
    """In the middle of a group: its transaction is undone with the process, and its connections end."""
    workshop.crash()
    writer, workshop.program.db._writer = workshop.program.db._writer, None
    assert writer is not None
    writer.cancel()
    await asyncio.wait([writer])
    await workshop.program.db.close()


async def test_the_innocent_are_not_buried_with_the_guilty(
    killed: str, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is killed four times before it works anything: nothing that never ran is a dead letter."""
    with monkeypatch.context() as patch:
        patch.setattr(intake.Intake, "_worked", never)
        for _ in range(4):
            workshop = await open_workshop(killed, ear.router)
            workshop.crash()
            await workshop.program.db.close()
    workshop = await open_workshop(killed, ear.router)
    await workshop.settle()

    assert {"one", "two", "three"} == set(ear.heard)
    await workshop.close()


async def test_what_another_version_stored_is_put_aside(killed: str, ear: Ear) -> None:
    """An update that can not be read any more stops neither the start nor the others."""
    workshop = await open_workshop(killed, ear.router)
    await workshop.settle()

    async def strange(tx: Tx) -> None:
        row = {"platform": "memory", "installation": "m1", "source": "x", "lane": "memory:m1:ana", "state": "new"}
        await tx.execute(
            INBOX.insert(),
            {**row, "payload": '{"$": "Telepathy"}', "attempts": 1, "received_at": workshop.clock.real()},
        )

    await workshop.write(strange)
    await workshop.close()
    workshop = await open_workshop(killed, ear.router)
    await workshop.settle()

    assert "dead" == list((await states(workshop)).values())[-1][0]
    await workshop.close()


async def test_a_dead_letter_that_is_replayed_is_worked(url: str, ear: Ear) -> None:
    """Somebody replays it beside the running program: it is taken up without a restart, with three new tries."""
    workshop = await open_workshop(url, ear.router)
    ear.failing["letter"] = 3
    (future,) = await workshop.program.intake.hear([envelope("ana", "letter")])
    await asyncio.wait_for(future, 5)

    async def replay(tx: Tx) -> None:
        (row,) = await dead(tx)
        await revive(tx, row.id or 0, workshop.program.house.keys.unseal(row.payload) or "")

    await workshop.write(replay)
    taken = await workshop.program.intake.recover(workshop.clock.real() + timedelta(seconds=1))
    await workshop.settle()

    assert (1, ["letter"]) == (taken, await marks(workshop.program.db))
    await workshop.close()


async def test_what_is_being_worked_is_not_taken_up_again(url: str, ear: Ear) -> None:
    """Looking for orphans while an update is tried again and again does not double it."""
    workshop = await open_workshop(url, ear.router)
    ear.failing["slow"] = 1
    (future,) = await workshop.program.intake.hear([envelope("ana", "slow")])
    await until(lambda: ear.heard)

    assert 0 == await workshop.program.intake.recover()
    await asyncio.wait_for(future, 5)
    assert ["slow", "slow"] == ear.heard
    await workshop.close()


@pytest.mark.both
async def test_two_who_take_up_the_same_do_it_once(killed: str, ear: Ear) -> None:
    """Two processes that start over the same leftovers have one effect between them."""
    one, two = await asyncio.gather(open_workshop(killed, ear.router), open_workshop(killed, ear.router))
    await until(lambda: one.program.intake.idle and two.program.intake.idle)

    assert ["one", "three", "two"] == sorted(await marks(one.program.db))
    assert {"done"} == {state for state, _ in (await states(one)).values()}
    await one.close()
    await two.close()


async def test_finished_rows_are_forgotten_after_days(url: str, ear: Ear) -> None:
    """What is done and what is dead go after their time; what is new stays."""
    from storage.inbox import forget

    workshop = await open_workshop(url, ear.router)
    await asyncio.gather(*await workshop.program.intake.hear([envelope("ana", "one"), envelope("dan", "two")]))

    async def work(tx: Tx) -> int:
        row = InboxRow(platform="x", installation="x", source="x", lane="x", received_at=workshop.clock.real())
        await tx.execute(INBOX.insert(), {**row.model_dump(exclude={"id"}), "state": "new"})
        return await forget(tx, workshop.clock.real() + timedelta(days=3))

    assert 2 == await workshop.write(work)
    assert ["new"] == [state for state, _ in (await states(workshop)).values()]
    await workshop.close()
