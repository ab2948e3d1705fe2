"""What the tests of the wall in a browser share."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.adapters.webchat.browser import browser
from tests.web.hall import Serving, serving


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A browser for all tests of the wall."""
    async with browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def served(chromium: Browser) -> AsyncIterator[Serving]:
    """A hall, served."""
    async with serving(chromium) as found:
        yield found
