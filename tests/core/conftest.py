"""A workshop over a database of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.core.workshop import Workshop, open_workshop


@pytest.fixture
async def workshop(url: str) -> AsyncIterator[Workshop]:
    """A room with a board of notes."""
    opened = await open_workshop(url)
    yield opened
    await opened.close()
