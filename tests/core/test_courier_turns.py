"""Whose turn it is: what takes long to draw goes in its turn all the same, and what is slow holds up no reply."""

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean

from bot.core import Look, Router, Terms
from bot.core.courier import IN_FLIGHT
from bot.core.ports import Rates
from bot.model.address import Place
from bot.model.card import Card, Drawn
from bot.model.values import Lane
from tests.core.workshop import FAST, Workshop, open_workshop, until
from tests.memory import MemoryAdapter

BROADCAST, REPLY = Terms(lane=Lane.BROADCAST), Terms(lane=Lane.INTERACTIVE)


@dataclass(repr=False)
class Slow(MemoryAdapter):
    """Takes the messages to the crowd, and answers none of them before it is told to. Notes when each came."""

    answers: asyncio.Event = field(default_factory=asyncio.Event)
    came: list[float] = field(default_factory=list)

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """A message comes; one to somebody of the crowd waits."""
        self.came.append(asyncio.get_running_loop().time())
        if place.chat.startswith("c"):
            await self.answers.wait()
        return await super().send(place, drawn, key)


async def crowd_and_ana(memory: Slow, url: str, number: int, *features: Router) -> tuple[Workshop, list[int], int]:
    """A workshop, so many people of a crowd, and Ana."""
    workshop = await open_workshop(url, *features, memory=memory)
    crowd = await workshop.people(*(f"c{one}" for one in range(number)))
    (ana,) = await workshop.people("ana")
    return workshop, crowd, ana


async def test_what_takes_long_to_draw_goes_in_its_turn(url: str) -> None:
    """At 25 a second every second message is drawn for 18 ms: still they come at even steps, not in pairs."""
    router, drawn = Router("slowly"), iter(range(100))

    @router.view("slow")
    async def _slow(_look: Look, _number: int) -> Card:
        await asyncio.sleep(0.018 * (next(drawn) % 2))
        return Card(("slow",))

    memory = Slow(rates=Rates(overall=25))
    memory.answers.set()
    workshop, crowd, _ana = await crowd_and_ana(memory, url, 24, router)
    await workshop.send(1, *crowd, view="slow", terms=BROADCAST)
    await until(lambda: len(memory.came) == 24)
    steps = [after - before for before, after in pairwise(memory.came)]

    assert abs(mean(steps[1::2]) - mean(steps[2::2])) < 0.01
    await workshop.close()


async def test_no_more_is_under_way_than_a_crash_may_double(url: str) -> None:
    """However many are drawn meanwhile."""
    workshop, crowd, _ana = await crowd_and_ana(Slow(rates=FAST), url, IN_FLIGHT * 2)
    memory = workshop.memory
    assert isinstance(memory, Slow)
    await workshop.send(1, *crowd, terms=BROADCAST)
    await until(lambda: len(workshop.board.drawn) > IN_FLIGHT)
    await asyncio.sleep(0.1)
    under_way = len(memory.came)
    memory.answers.set()
    await workshop.settle()

    assert under_way <= IN_FLIGHT
    assert IN_FLIGHT * 2 == len(memory.sends)
    await workshop.close()


async def test_a_reply_waits_for_nothing_that_is_slow(url: str) -> None:
    """All that may be under way to the crowd is, and unanswered: Ana has her reply all the same."""
    memory = Slow(rates=FAST)
    workshop, crowd, ana = await crowd_and_ana(memory, url, IN_FLIGHT * 2)
    await workshop.send(1, *crowd, terms=BROADCAST)
    await until(lambda: len(workshop.board.drawn) > IN_FLIGHT)
    await workshop.send(2, ana, terms=REPLY)

    await until(lambda: workshop.texts("ana"), 1.0)
    memory.answers.set()
    await workshop.settle()
    await workshop.close()
