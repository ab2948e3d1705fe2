"""What the tests of the web chat share: a stage with one person behind a cookie, its inbox open, and a client."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.adapters.webchat.stage import DAN, IOANA, Stage
from tests.adapters.webchat.theatre import Theatre, playing

HOST = "chat.example"


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Ioana and Dan, each behind a cookie of their own name, and an inbox that listens."""
    stage = Stage({"ioana": [IOANA], "dan": [DAN]})
    running = asyncio.create_task(stage.adapter.run(stage.inbox))
    await asyncio.sleep(0)
    yield stage
    running.cancel()


@pytest.fixture
async def stranger(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a cookie."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(stage.app), base_url=f"http://{HOST}") as client:
        yield client


@pytest.fixture
async def client(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    """Ioana's browser."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(stage.app), base_url=f"http://{HOST}", cookies={"sfat_chat": "ioana"}
    ) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def theatre(chromium: Browser) -> AsyncIterator[Theatre]:
    """The page in a browser, with everything behind it running."""
    async with playing(chromium) as theatre:
        yield theatre
