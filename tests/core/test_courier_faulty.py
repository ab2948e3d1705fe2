"""A platform that fails: for one chat, which is given up in the end; or for all, and then nobody's message is."""

import asyncio

import pytest

from bot.core import faults
from bot.model.problems import PortError, TryLater
from bot.model.values import Reason, Sending
from tests.core.workshop import Workshop, until
from tests.memory import MemoryAdapter

BROKEN = TryLater(0.2, fault=True)


class Failing(list[tuple[str, PortError]]):
    """Every call for these chats (all, when none is named) fails, again and again."""

    def __init__(self, *chats: str) -> None:
        super().__init__((chat, BROKEN) for chat in chats or ("",))

    def __delitem__(self, _place: object) -> None:
        """It stays."""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rests of milliseconds."""
    monkeypatch.setattr(faults, "FIRST_REST", 0.002)


def always(memory: MemoryAdapter, *chats: str) -> None:
    """From now on these chats fail."""
    memory.trips = Failing(*chats)


@pytest.mark.usefixtures("quick")
async def test_a_chat_that_always_fails_holds_up_nobody(workshop: Workshop) -> None:
    """Four of forty fail: the others have theirs at once, the four are dead letters after eight tries."""
    chats = [f"c{number}" for number in range(40)]
    people = await workshop.people(*chats)
    always(workshop.memory, *chats[:4])
    await workshop.send(1, *people)
    await until(lambda: all(workshop.texts(chat) for chat in chats[4:]), 3.0)
    await workshop.settle()

    ends = [(row.state, row.reason) for row in await workshop.deliveries()]
    assert [(Sending.FAILED, Reason.REFUSED)] * 4 + [(Sending.SENT, None)] * 36 == ends


@pytest.mark.usefixtures("quick")
async def test_a_platform_that_is_away_buries_nothing(workshop: Workshop) -> None:
    """Whatever is tried meanwhile: when it is back everybody has theirs, once."""
    chats = [f"c{number}" for number in range(10)]
    people = await workshop.people(*chats)
    always(workshop.memory)
    await workshop.send(1, *people)
    await asyncio.sleep(1.5)
    workshop.memory.trips = []
    await workshop.settle()

    assert {chat: ["note 1"] for chat in chats} == {chat: workshop.texts(chat) for chat in chats}
