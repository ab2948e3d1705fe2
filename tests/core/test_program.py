"""Everything starts, settles, says what is wrong, and ends in order."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.core import Terms, courier, sent
from bot.core.ports import Inbox, Rates
from bot.model.values import Lane
from storage import sending
from storage.inbox import INBOX
from tests.core.hearing import Ear, envelope
from tests.core.workshop import Workshop, open_workshop, until
from tests.memory import MemoryAdapter


async def test_nothing_to_do_is_settled(workshop: Workshop) -> None:
    """A fresh program has nothing on its way, and nothing is wrong."""
    await workshop.settle()

    assert (True, [], None) == (await workshop.program.settled(), workshop.program.troubles, workshop.program.failed())


async def test_what_is_due_is_not_settled(workshop: Workshop) -> None:
    """Staged and not yet out: not settled."""
    (ana,) = await workshop.people("ana")
    await workshop.settle()
    await workshop.write(lambda tx: workshop.desk(tx).send("note", 1, to=ana, cause=None))

    assert await workshop.program.settled() is False
    workshop.program.courier.wake()
    await workshop.settle()


async def test_a_platforms_trouble_is_said(workshop: Workshop) -> None:
    """What an adapter complains of is what the program complains of."""
    workshop.memory.trouble = "the token is refused"

    assert ["the token is refused"] == list(workshop.program.troubles)


async def test_a_part_that_ends_is_noticed(url: str) -> None:
    """A platform that stops listening is a failure of the program."""

    class Deserter(MemoryAdapter):
        async def run(self, inbox: Inbox) -> None:
            raise LookupError("gone")

    workshop = await open_workshop(url, memory=Deserter())
    await asyncio.sleep(0)

    assert isinstance(workshop.program.failed(), LookupError)
    await workshop.close()


async def test_the_end_keeps_what_waits(url: str) -> None:
    """Updates that wait behind one that is worked stay in the inbox for the next process, which does them."""
    ear = Ear()
    ear.failing["first"] = 1
    workshop = await open_workshop(url, ear.router)
    await workshop.program.intake.hear([envelope("ana", "first"), envelope("ana", "second")])
    await until(lambda: ear.heard)
    await workshop.close()
    workshop = await open_workshop(url, ear.router)
    await workshop.settle()
    async with workshop.read() as tx:
        states = (await tx.execute(select(INBOX.c.state))).scalars().all()

    assert (["first", "first", "second"], ["done", "done"]) == (ear.heard, list(states))
    await workshop.close()


async def test_the_end_does_not_wait_for_ever(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark that can not be written because the database is in trouble does not keep the program from ending."""
    monkeypatch.setattr(courier, "STOP_SECONDS", 0.2)
    monkeypatch.setattr(sent, "PAUSE_SECONDS", 0.05)
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    failed = []

    async def locked(*_args: object, **_named: object) -> None:
        failed.append(1)
        raise OperationalError("UPDATE", None, busy)

    monkeypatch.setattr(sending, "mark_sent", locked)
    workshop = await open_workshop(url)
    await workshop.send(1, *await workshop.people("ana"))
    await until(lambda: failed)

    await asyncio.wait_for(workshop.close(), 3)


@pytest.mark.both
async def test_many_people_at_once(url: str) -> None:
    """Sixty people write twice each while a broadcast runs: everybody is answered in order, nobody twice."""
    ear = Ear()
    workshop = await open_workshop(url, ear.router, memory=MemoryAdapter(rates=Rates(2000, 1000, 100)))
    crowd = [f"p{number}" for number in range(60)]
    people = await workshop.people(*crowd)
    await workshop.send(1, *people, terms=Terms(lane=Lane.BROADCAST))
    batch = [envelope(user, f"{user} {word}") for word in ("one", "two") for user in crowd]
    await asyncio.gather(*await workshop.program.intake.hear(batch))
    await workshop.settle()

    for user in crowd:
        texts = [text for text in workshop.texts(user) if text.startswith("You said")]
        assert [f"You said {user} one", f"You said {user} two"] == texts
        assert 1 == workshop.texts(user).count("note 1")
    await workshop.close()
