"""A database with a table to count in."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database


@pytest.fixture
async def db(url: str) -> AsyncIterator[Database]:
    """A migrated database."""
    opened = Database(url)
    yield opened
    await opened.close()
