"""A feature whose buttons lead from one note to another, and a platform that can be made to wait."""

import asyncio
from dataclasses import dataclass, field

from bot.core import Ctx, Router, Show
from bot.model.address import Place
from bot.model.card import Button, Card, Drawn
from bot.model.press import Press
from bot.model.text import T
from bot.model.values import Role
from tests.core.workshop import Workshop
from tests.memory import MemoryAdapter


class See(Press, name="t.live.see"):
    """Show a note in place of this message."""

    note: int


router = Router("seeing")


@router.press(See, who=Role.ANYONE)
async def see(_ctx: Ctx, press: See) -> Show:
    """The pressed message becomes the note."""
    return Show("note", press.note)


@router.command("see", who=Role.ANYONE, help=T("a note"))
async def see_new(_ctx: Ctx, words: tuple[str, ...]) -> Show:
    """The note as a new message."""
    return Show("note", int(words[0]))


@dataclass
class Slow(MemoryAdapter):
    """A platform whose every call waits at a gate, once it is shut."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    calls: int = 0
    shut: bool = False

    async def _wait(self) -> None:
        self.calls += 1
        if self.shut:
            await self.gate.wait()

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """A new message."""
        await self._wait()
        return await super().send(place, drawn, key)

    async def edit(self, place: Place, message: str, drawn: Drawn) -> None:
        """Another content."""
        await self._wait()
        await super().edit(place, message, drawn)

    async def freeze(self, place: Place, message: str) -> None:
        """No buttons."""
        await self._wait()
        await super().freeze(place, message)


def with_button(text: str, note: int = 2) -> Card:
    """A card that leads to a note."""
    return Card((text,), ((Button("See", See(note)),),))


async def standing(workshop: Workshop, *notes: int) -> int:
    """Notes that stand in Ana's chat; her number."""
    (ana,) = await workshop.people("ana")
    for note in notes:
        await workshop.send(note, ana)
    await workshop.settle()
    return ana
