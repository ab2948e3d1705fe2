"""Much that waits is taken up in parts, in order and fairly, and nothing more is asked for meanwhile."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.core import backlog
from bot.core.dispatch import Dispatch
from bot.model.update import Now
from tests.core.hearing import Ear, envelope
from tests.core.workshop import Workshop, open_workshop, until

FLOOD = [f"ana {number}" for number in range(30)]


@pytest.fixture
def ear() -> Ear:
    """A feature that listens."""
    return Ear()


@pytest.fixture(autouse=True)
def small_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten updates are many here."""
    monkeypatch.setattr(backlog, "MOST_IN_HAND", 10)
    monkeypatch.setattr(backlog, "LEAST", 2)


async def never(*_args: object, **_named: object) -> Now:
    """A handler in the middle of which the process is killed."""
    raise asyncio.CancelledError


@pytest.fixture
async def flooded(url: str, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A database whose process was killed when one person had sent thirty updates, and then another two."""
    with monkeypatch.context() as patch:
        patch.setattr(Dispatch, "run", never)
        workshop = await open_workshop(url, ear.router)
        sent = [*(envelope("ana", words) for words in FLOOD), envelope("dan", "dan 0"), envelope("dan", "dan 1")]
        await workshop.program.intake.hear(sent)
        workshop.crash()
        await workshop.program.db.close()
    yield url


async def opened(url: str, ear: Ear) -> Workshop:
    """The next process, when all is worked."""
    workshop = await open_workshop(url, ear.router)
    await until(lambda: len(ear.heard) >= len(FLOOD) + 2)
    await workshop.settle()
    return workshop


@pytest.mark.both
async def test_a_backlog_is_worked_to_its_end_in_order(flooded: str, ear: Ear) -> None:
    """In parts, each person's in the order it came, everything once."""
    workshop = await opened(flooded, ear)

    assert FLOOD == [words for words in ear.heard if words.startswith("ana")]
    assert ["dan 0", "dan 1"] == [words for words in ear.heard if words.startswith("dan")]
    await workshop.close()


async def test_a_flood_does_not_keep_others_waiting(flooded: str, ear: Ear) -> None:
    """Who sent two updates after somebody's thirty is among the first to be taken up."""
    workshop = await opened(flooded, ear)

    assert ear.heard.index("dan 1") < ear.heard.index("ana 10")
    await workshop.close()


async def test_what_is_heard_meanwhile_comes_after_what_waits(flooded: str, ear: Ear) -> None:
    """The same person's newest words are worked last, though they are in hand before the others."""
    workshop = await open_workshop(flooded, ear.router)
    intake = workshop.program.intake
    intake.hungry, more = (lambda: None), intake.hungry
    (future,) = await intake.hear([envelope("ana", "last")])
    await until(lambda: len(ear.heard) >= 10)
    await asyncio.sleep(0.1)
    early = list(ear.heard)
    intake.hungry = more
    more()
    await asyncio.wait_for(future, 5)

    assert "last" not in early
    assert [*FLOOD, "last"] == [words for words in ear.heard if not words.startswith("dan")]
    await workshop.close()


async def test_there_is_no_room_while_something_older_waits(flooded: str, ear: Ear) -> None:
    """Nothing is asked for before the backlog is in hand; then there is room."""
    workshop = await open_workshop(flooded, ear.router)
    room = asyncio.create_task(workshop.program.intake.room())
    await asyncio.sleep(0)
    early = room.done()
    await asyncio.wait_for(room, 5)

    assert (False, True) == (early, len(ear.heard) >= len(FLOOD) - 10)
    await workshop.close()


async def test_there_is_no_room_while_the_hands_are_full(url: str, ear: Ear) -> None:
    """What is worked makes room."""
    workshop = await open_workshop(url, ear.router)
    futures = await workshop.program.intake.hear([envelope(f"p{number}", f"w{number}") for number in range(12)])
    room = asyncio.create_task(workshop.program.intake.room())
    await asyncio.sleep(0)
    early = room.done()
    await asyncio.wait_for(asyncio.gather(*futures), 5)
    await asyncio.wait_for(room, 5)

    assert not early
    await workshop.close()
