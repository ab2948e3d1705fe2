"""What is heard is stored, then worked once, in order for each account."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.core import intake
from bot.core.pack import unpacked
from bot.model.address import Account, Place
from bot.model.update import Now
from storage.inbox import INBOX
from storage.tx import Tx
from tests.core.hearing import Ear, envelope
from tests.core.workshop import KEYS, Workshop, open_workshop, until
from tests.storage.marks import mark, marks


@pytest.fixture
def ear() -> Ear:
    """A feature that listens."""
    return Ear()


@pytest.fixture
async def workshop(url: str, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workshop]:
    """A workshop with an ear, whose tries follow at once."""
    monkeypatch.setattr(intake, "PAUSE_SECONDS", 0.02)
    opened = await open_workshop(url, ear.router)
    yield opened
    await opened.close()


async def heard(workshop: Workshop, *envelopes: object) -> list[Now]:
    """Bring envelopes together, and wait for what is told."""
    futures = await workshop.program.intake.hear(envelopes)  # type: ignore[arg-type]
    return await asyncio.wait_for(asyncio.gather(*futures), 5)


async def inbox(workshop: Workshop) -> list[tuple[str, int, str]]:
    """State, tries and payload of all rows."""
    async with workshop.read() as tx:
        rows = (await tx.execute(select(INBOX).order_by(INBOX.c.id))).all()
    return [(row.state, row.attempts, row.payload) for row in rows]


@pytest.mark.both
async def test_an_update_has_one_effect_and_its_words_are_forgotten(workshop: Workshop) -> None:
    """It is answered, its row is done, and its payload is empty."""
    told = await heard(workshop, envelope("ana", "hello"))
    await workshop.settle()

    assert (["hello"], [Now(toast="Heard: hello")]) == (await marks(workshop.program.db), told)
    assert [("done", 1, "")] == await inbox(workshop)
    assert ["You said hello"] == workshop.texts("ana")


@pytest.mark.both
async def test_what_comes_twice_is_done_once(workshop: Workshop, ear: Ear) -> None:
    """A redelivered update has no second effect, and whoever brings it is not left waiting."""
    update = envelope("ana", "hello")
    await heard(workshop, update)

    assert [Now()] == await heard(workshop, update)
    assert ["hello"] == ear.heard


async def test_what_comes_twice_in_one_batch_is_done_once(workshop: Workshop, ear: Ear) -> None:
    """Twice the same in one batch is one update."""
    update = envelope("ana", "hello")

    assert [Now(toast="Heard: hello"), Now()] == await heard(workshop, update, update)
    assert ["hello"] == ear.heard


async def test_the_same_number_of_another_platform_is_another_update(workshop: Workshop, ear: Ear) -> None:
    """Platforms number for themselves."""
    one = envelope("ana", "hello", "17")
    other = replace(
        envelope("ana", "again", "17"), account=Account("native", "m1", "ana"), place=Place("native", "m1", "ana")
    )

    await heard(workshop, one, other)

    assert {"hello", "again"} == set(ear.heard)


async def test_one_person_is_heard_in_order(workshop: Workshop, ear: Ear) -> None:
    """Thirty updates of three people, brought all at once: each person's own are worked in their order."""
    names = [f"{user}{number:02}" for number in range(10) for user in ("ana", "dan", "mia")]
    bringing = [workshop.program.intake.hear([envelope(name[:3], name)]) for name in names]
    futures = [future for (future,) in await asyncio.gather(*bringing)]
    await asyncio.wait_for(asyncio.gather(*futures), 5)

    for user in ("ana", "dan", "mia"):
        assert [f"{user}{number:02}" for number in range(10)] == [name for name in ear.heard if name.startswith(user)]


async def test_an_update_that_fails_holds_back_the_next_of_the_same_person(workshop: Workshop, ear: Ear) -> None:
    """Order survives a failure: the second waits until the first has been tried to the end."""
    ear.failing["first"] = 2

    await heard(workshop, envelope("ana", "first"), envelope("ana", "second"))

    assert ["first", "first", "first", "second"] == ear.heard


async def test_one_persons_flood_delays_nobody_else(workshop: Workshop, ear: Ear) -> None:
    """Five hundred updates of one person, then one of another: it is worked while most of the flood still waits."""
    await workshop.program.intake.hear([envelope("flood", f"f{number}") for number in range(500)])

    await heard(workshop, envelope("ana", "hello"))

    assert 100 > ear.heard.index("hello")


@pytest.mark.both
async def test_a_handler_that_fails_is_tried_three_times(workshop: Workshop, ear: Ear) -> None:
    """After three tries it is a dead letter: encrypted, nothing of it done, and the person is told kindly."""
    ear.failing["secret"] = 99
    await heard(workshop, envelope("ana", "secret", "17"))
    await workshop.settle()
    ((state, attempts, payload),) = await inbox(workshop)

    assert (3, "dead", 3) == (len(ear.heard), state, attempts)
    assert "secret" not in payload
    assert envelope("ana", "secret", "17") == unpacked(json.loads(KEYS.unseal(payload) or ""))
    assert [] == await marks(workshop.program.db)
    assert ["Something went wrong; nothing was lost. Please try again in a minute."] == workshop.texts("ana")


async def test_a_handler_that_fails_twice_is_done_at_the_third_try(workshop: Workshop, ear: Ear) -> None:
    """What passes at the third try is done, once."""
    ear.failing["hello"] = 2

    assert [Now(toast="Heard: hello")] == await heard(workshop, envelope("ana", "hello"))
    assert ["hello"] == await marks(workshop.program.db)


async def test_someone_elses_failure_is_nobody_elses(workshop: Workshop, ear: Ear) -> None:
    """Worked together with one that fails, the others are done at once and once."""
    ear.failing["bad"] = 99

    await heard(workshop, envelope("ana", "good"), envelope("dan", "bad"), envelope("mia", "fine"))

    assert ["good", "fine"] == await marks(workshop.program.db)


async def test_a_person_who_can_not_even_be_told(workshop: Workshop, ear: Ear) -> None:
    """When the apology fails too, the letter is dead all the same and the person's next update is worked."""
    broken = replace(envelope("ana", "first"), name="a name that is half a letter \ud83d")

    await heard(workshop, broken, envelope("ana", "second"))

    assert ["dead", "done"] == [state for state, _, _ in await inbox(workshop)]
    assert ["second"] == ear.heard


async def test_whoever_stops_waiting_does_not_lose_the_update(workshop: Workshop, ear: Ear) -> None:
    """A bringer that is cut off while its update is stored: the update is worked, not left for the next start."""
    bringing = asyncio.create_task(workshop.program.intake.hear([envelope("ana", "hello")]))
    await asyncio.sleep(0)
    bringing.cancel()

    await until(lambda: ear.heard)
    await until(lambda: workshop.program.intake.idle)
    assert ["done"] == [state for state, _, _ in await inbox(workshop)]


@pytest.fixture
def trouble(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """While this is not empty, the database can not be written, as when somebody else has locked it."""
    named: set[str] = set()
    writing = workshop.program.db._engine.writing

    @asynccontextmanager
    async def locked() -> AsyncIterator[Tx]:
        if named:
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError("BEGIN", None, busy)
        async with writing() as tx:
            yield tx

    monkeypatch.setattr(workshop.program.db._engine, "writing", locked)
    return named


async def test_what_can_not_be_stored_is_not_acknowledged(workshop: Workshop, trouble: set[str]) -> None:
    """While nothing can be written, hearing raises, so that the platform keeps the update."""
    await workshop.write(mark("no group is being written now"))
    trouble.add("locked")
    with pytest.raises(OperationalError, match="locked"):
        await workshop.program.intake.hear([envelope("ana", "hello")])
    trouble.clear()

    assert [] == await inbox(workshop)


async def test_trouble_of_the_database_is_no_fault_of_the_update(
    workshop: Workshop, ear: Ear, trouble: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update that can not be written for long waits, however often, and is done when it can: no try is counted."""
    run = workshop.program.intake.dispatch.run

    async def falling(*args: Any, **named: Any) -> Now:
        trouble.add("locked")  # it is this group's commit that fails, and all after it
        monkeypatch.setattr(type(workshop.program.intake.dispatch), "run", run_again)
        busy = sqlite3.OperationalError("database is locked")
        busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError("COMMIT", None, busy)

    async def run_again(_dispatch: object, *args: Any, **named: Any) -> Now:
        return await run(*args, **named)

    monkeypatch.setattr(type(workshop.program.intake.dispatch), "run", lambda _, *args, **named: falling())
    (future,) = await workshop.program.intake.hear([envelope("ana", "hello")])
    await asyncio.sleep(0.3)
    waiting = future.done(), workshop.program.troubles
    trouble.clear()

    assert (False, ["the database refuses: database is locked"]) == waiting
    assert Now(toast="Heard: hello") == await asyncio.wait_for(future, 5)
    assert [("done", 1, "")] == await inbox(workshop)


async def test_trouble_while_a_failure_is_counted_loses_nothing(
    workshop: Workshop, ear: Ear, trouble: set[str]
) -> None:
    """A handler that fails just when the database is locked: this update and the person's next are still worked."""
    ear.failing["first"] = 1
    (first, second) = await workshop.program.intake.hear([envelope("ana", "first"), envelope("ana", "second")])
    await until(lambda: ear.heard)
    trouble.add("locked")
    await asyncio.sleep(0.2)
    trouble.clear()

    await asyncio.wait_for(asyncio.gather(first, second), 5)

    assert ["first", "second"] == await marks(workshop.program.db)


async def test_stopping_does_not_wait_for_a_database_in_trouble(
    workshop: Workshop, ear: Ear, trouble: set[str]
) -> None:
    """An update that waits for the database stays in the inbox when the program ends."""
    ear.failing["hello"] = 1
    await workshop.program.intake.hear([envelope("ana", "hello")])
    await until(lambda: ear.heard)
    trouble.add("locked")
    await asyncio.sleep(0.1)

    await asyncio.wait_for(workshop.program.intake.close(), 2)
    trouble.clear()

    assert ["new"] == [state for state, _attempts, _words in await inbox(workshop)]
