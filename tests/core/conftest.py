"""A workshop over a database of its own."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core import courier, outcome
from tests.core.workshop import Workshop, open_workshop


@pytest.fixture
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards may be redrawn after a tenth of a second, except where a test's name says that seconds are measured."""
    if "second" not in request.node.name:
        monkeypatch.setattr(outcome, "EDIT_REST", timedelta(seconds=0.1))
        monkeypatch.setattr(courier, "LOOK_AGAIN_SECONDS", 0.05)


@pytest.fixture
async def workshop(url: str) -> AsyncIterator[Workshop]:
    """A room with a board of notes."""
    opened = await open_workshop(url)
    yield opened
    await opened.close()
