"""Reaching platforms when `sfat run` starts: none waits for another, and one that can not be reached ends it."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from bot.cli.serve import reach
from bot.core.ports import Unusable


@dataclass
class Platform:
    """Answers only when as many are being reached as there are."""

    all: asyncio.Barrier
    complaint: str = ""
    reached: bool = False

    async def connect(self) -> None:
        """Reach it."""
        await self.all.wait()
        self.reached = True
        if self.complaint:
            raise Unusable(self.complaint)


async def reached(*complaints: str) -> list[Any]:
    """Platforms with these complaints ("" = none) after an attempt to reach them; the error of it comes last."""
    here = asyncio.Barrier(len(complaints))
    platforms: list[Any] = [Platform(here, complaint) for complaint in complaints]
    async with asyncio.timeout(1):
        try:
            await reach(platforms)
        except Unusable as problem:
            return [*(one.reached for one in platforms), str(problem)]
    return [*(one.reached for one in platforms), ""]


@pytest.mark.parametrize(
    ("complaints", "told"),
    [(("", ""), ""), (("", "no token"), "no token"), (("no token", ""), "no token"), (("first", "second"), "first")],
)
async def test_all_are_reached_side_by_side(complaints: tuple[str, ...], told: str) -> None:
    """Each has had its turn when the first fault is raised."""
    assert [True, True, told] == await reached(*complaints)
