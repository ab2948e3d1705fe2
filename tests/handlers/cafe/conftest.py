"""Less patience where not the best plan is wanted but any; a site beside the room; a room that is open."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from handlers.cafe.seating import making
from tests.handlers.cafe.paper_steps import SITE, process
from tests.handlers.cafe.steps import facilitator, guests, opens
from tests.room import Seat
from tests.seeds import Lab


@pytest.fixture
def in_a_hurry() -> Iterator[None]:
    """A search takes a fiftieth of its usual tries."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("BUILT", "RANDOM", "AGAIN"):
            tries, warm = getattr(making, name)
            patch.setattr(making, name, (tries // 50, warm))
        for name in ("PARTING", "MIXING"):
            patch.setattr(making, name, getattr(making, name) // 50)
        yield


@pytest.fixture
async def site(lab: Lab, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A site that has an address."""
    lab.room.program.house.links.public_url = SITE
    async with process(lab, tmp_path) as asking:
        yield asking


@pytest.fixture
async def ilinca(lab: Lab) -> Seat:
    """The facilitator, with a room that is open, and four in it."""
    await guests(lab, "ana", "dan", "mia", "radu")
    seat = await facilitator(lab)
    await opens(seat)
    return seat
