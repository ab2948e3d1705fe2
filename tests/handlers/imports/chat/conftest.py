"""The lab in which managers send files, and the manager."""

import pytest
from sqlalchemy import update

from storage.people import AFFILIATION
from tests.handlers.steps import in_english
from tests.room import Seat
from tests.seeds import Lab


@pytest.fixture
async def lab(lab: Lab) -> Lab:
    """The seeded lab in which everyone reads English; its people came from a file, as people do."""
    await lab.room.write(lambda tx: tx.execute(update(AFFILIATION).values(imported=True)))
    return await in_english(lab)


@pytest.fixture
async def ilinca(lab: Lab) -> Seat:
    """The manager of everything."""
    return await lab.arrives("ilinca")
