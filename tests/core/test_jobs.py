"""Jobs: worked one after the other outside the writer, their effect once, whatever happens meanwhile."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.core import Router, Work, jobs
from bot.core.desk import Desk
from bot.core.files import keep_file, seal_file
from bot.core.routes import Misrouted
from bot.model.values import Words
from storage.jobs import JOB, JobState
from storage.programmes import ProgrammeRow
from storage.tx import Tx, add
from tests.core.shelf import COUNT, Shelf
from tests.core.workshop import KEYS, MONDAY, Workshop, open_workshop, until
from tests.storage.marks import marks

pytestmark = pytest.mark.usefixtures("quick")
WORDS = "words of somebody's file"


@pytest.fixture
def shelf() -> Shelf:
    """A feature that counts."""
    return Shelf()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow at once, and it is told at once how far a job is."""
    monkeypatch.setattr(jobs, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.01)


@pytest.fixture
async def workshop(url: str, shelf: Shelf) -> AsyncIterator[Workshop]:
    """A workshop with a shelf, and a programme."""
    opened = await open_workshop(url, shelf.router)
    await opened.write(lambda tx: add(tx, programme()))
    await opened.people("ana")
    yield opened
    await opened.close()


def programme() -> ProgrammeRow:
    """What jobs belong to."""
    return ProgrammeRow(key="p", title=Words.plain("P", "en"), zone="UTC", languages=["en"], language="en")


async def begin(workshop: Workshop, content: bytes = b"abc") -> int:
    """A job that counts the letters of a file, with a card for Ana."""

    async def work(tx: Tx) -> int:
        desk = workshop.desk(tx)
        file = await keep_file(tx, "a.csv", "", seal_file(KEYS, content), by=None, at=MONDAY)
        number = await desk.begin_job(COUNT, programme=1, by=1, file=file)
        await desk.send("shelf.job", number, to=1, cause=None)
        return number

    number: int = await workshop.write(work)
    workshop.program.staged()
    return number


async def row(workshop: Workshop, number: int) -> Any:
    """A job as it stands."""
    async with workshop.read() as tx:
        return (await tx.execute(select(JOB).where(JOB.c.id == number))).one()


@pytest.mark.both
async def test_a_job_is_worked_once(workshop: Workshop, shelf: Shelf) -> None:
    """Its effect and its end stand together, and its card shows it."""
    number = await begin(workshop)
    await workshop.settle()
    done = await row(workshop, number)
    assert (JobState.DONE, {"letters": 3}, MONDAY) == (done.state, done.outcome, done.finished_at)
    assert ([f"counted {number}"], "done: 0 of 0") == (await marks(workshop.program.db), workshop.texts("ana")[-1])


async def test_what_takes_a_while_is_computed_in_a_thread(workshop: Workshop, shelf: Shelf) -> None:
    """Everybody else is answered meanwhile."""
    await begin(workshop)
    await workshop.settle()
    assert threading.get_ident() not in shelf.threads and 1 == len(shelf.threads)


async def test_one_after_the_other(workshop: Workshop, shelf: Shelf) -> None:
    """In the order in which they were begun."""
    shelf.gate.clear()
    numbers = [await begin(workshop) for _ in range(3)]
    await until(lambda: shelf.worked)
    assert numbers[:1] == shelf.worked
    shelf.gate.set()
    await workshop.settle()
    assert numbers == shelf.worked


async def test_a_program_that_works_is_not_settled(workshop: Workshop, shelf: Shelf) -> None:
    """A played clock waits for it."""
    shelf.gate.clear()
    await begin(workshop)
    await until(lambda: shelf.worked)
    assert await workshop.program.settled() is False
    shelf.gate.set()
    await workshop.settle()


async def test_a_card_shows_how_far_it_is(workshop: Workshop, shelf: Shelf) -> None:
    """By itself, while the job runs."""
    reached = threading.Event()

    def slowly(work: Work) -> None:
        work.total = 9
        work.seen(4)

    shelf.hinder = slowly
    shelf.counting = lambda _content, _work: int(reached.wait(5))
    await begin(workshop)
    await until(lambda: "running: 4 of 9" in workshop.texts("ana"), 5)
    reached.set()
    await workshop.settle()


async def test_a_job_that_fails_is_tried_again(workshop: Workshop, shelf: Shelf) -> None:
    """From its start; nothing of the first try stands."""
    shelf.hinder = _failing(2)
    number = await begin(workshop)
    await workshop.settle()
    assert (3, JobState.DONE, 1) == (
        len(shelf.worked),
        (await row(workshop, number)).state,
        len(await marks(workshop.program.db)),
    )


async def test_after_three_tries_it_is_given_up(
    workshop: Workshop, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    """Its card says so, and the next job is worked. The log has where it failed, and nothing of what it worked on."""
    shelf.hinder = _failing(3)
    number, other = await begin(workshop), await begin(workshop)
    await workshop.settle()
    assert (JobState.FAILED, JobState.DONE) == (
        (await row(workshop, number)).state,
        (await row(workshop, other)).state,
    )
    assert (True, False) == ("LookupError" in caplog.text, WORDS in caplog.text)


def _failing(times: int) -> Any:
    left = [times]

    def fail(_work: Work) -> None:
        if left[0]:
            left[0] -= 1
            raise LookupError(WORDS)

    return fail


@pytest.mark.parametrize(("tries", "state"), [(1, JobState.DONE), (3, JobState.DONE), (4, JobState.FAILED)])
async def test_what_a_killed_process_left_is_worked_from_its_start(
    workshop: Workshop, shelf: Shelf, url: str, tries: int, state: JobState
) -> None:
    """Unless it may be what killed the process, again and again."""
    shelf.gate.clear()
    number = await begin(workshop)
    await until(lambda: shelf.worked)
    await workshop.write(lambda tx: tx.execute(JOB.update().values(attempts=tries - 1)))

    workshop.program._tasks[1].cancel()  # as if the process were gone: what it then writes finds the job another's
    await asyncio.sleep(0.05)
    lost = {"state": JobState.RUNNING, "attempts": tries - 1, "lease_until": MONDAY - timedelta(days=9999)}
    await workshop.write(lambda tx: tx.execute(JOB.update().values(**lost)))
    shelf.gate.set()
    second = await open_workshop(url, shelf.router)
    await second.settle()

    counted = [f"counted {number}"] if state is JobState.DONE else []
    assert (state, counted) == ((await row(second, number)).state, await marks(second.program.db))
    await second.close()


async def test_two_who_work_the_same_do_it_once(workshop: Workshop, shelf: Shelf) -> None:
    """Whoever comes second finds it done: a lease may end while its holder still works."""
    shelf.gate.clear()
    number = await begin(workshop)
    await until(lambda: shelf.worked)
    await workshop.write(lambda tx: tx.execute(JOB.update().values(lease_until=MONDAY - timedelta(days=9999))))
    other = jobs.Jobs(workshop.program.db, workshop.program.house, workshop.clock, workshop.program.staged)
    running = asyncio.create_task(other.run())
    await until(lambda: len(shelf.worked) == 2)
    shelf.gate.set()
    await workshop.settle()
    running.cancel()
    assert ([number, number], [f"counted {number}"]) == (shelf.worked, await marks(workshop.program.db))


async def test_the_end_of_the_program_puts_it_back(url: str, shelf: Shelf) -> None:
    """It counts as no try."""
    workshop = await open_workshop(url, shelf.router)
    await workshop.write(lambda tx: add(tx, programme()))
    await workshop.people("ana")
    shelf.gate.clear()
    number = await begin(workshop)
    await until(lambda: shelf.worked)
    await workshop.close()
    shelf.gate.set()
    second = await open_workshop(url, shelf.router)
    await second.settle()
    assert (JobState.DONE, 2) == ((await row(second, number)).state, len(shelf.worked))
    await second.close()


async def test_a_database_in_trouble_is_no_fault_of_the_job(workshop: Workshop, shelf: Shelf) -> None:
    """However often: it is worked when the database is back."""
    troubles = [5]

    def busy(_work: Work) -> None:
        if troubles[0]:
            troubles[0] -= 1
            problem = sqlite3.OperationalError("database is locked")
            problem.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError("SELECT", {}, problem)

    shelf.hinder = busy
    number = await begin(workshop)
    await workshop.settle()
    assert (JobState.DONE, 6) == ((await row(workshop, number)).state, len(shelf.worked))


async def test_a_kind_that_nobody_works_is_refused(workshop: Workshop) -> None:
    """When it is begun; one that an earlier version left behind is given up."""

    async def begun(tx: Tx) -> int:
        return await Desk(tx, MONDAY, workshop.program.house).begin_job("nothing", programme=1, by=1)

    with pytest.raises(Misrouted):
        await workshop.write(begun)


def test_two_features_cannot_work_the_same_kind() -> None:
    """As with everything that has a name."""
    from bot.core import Routes

    first, second = Shelf(), Shelf()
    second.router.name = "other"
    second.router.views.clear()
    with pytest.raises(Misrouted):
        Routes.of([first.router, second.router])
    assert isinstance(first.router, Router)
