"""What the tests of pages in a browser share."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.web.desk import Typing, typing
from tests.web.hall import Serving, serving


@pytest_asyncio.fixture(loop_scope="session")
async def served(chromium: Browser) -> AsyncIterator[Serving]:
    """A hall, served."""
    async with serving(chromium) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def desk(chromium: Browser) -> AsyncIterator[Typing]:
    """A desk for a pile of paper, served."""
    async with typing(chromium) as found:
        yield found
