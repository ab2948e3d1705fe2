"""A real server and a real Chromium for the tests of the page."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from playwright.async_api import Browser, Page, async_playwright
from starlette.types import ASGIApp

NAMES = ("chromium", "chromium-browser", "google-chrome")  # as `.ci/run` looks for it
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The path of a Chromium; the test is skipped where there is none, or fails where one is required."""
    for name in (os.environ.get("SFAT_CHROMIUM"), *NAMES):
        path = shutil.which(name) if name else None
        if path:
            return path
    if os.environ.get("SFAT_REQUIRE_BROWSER") == "1":
        pytest.fail("no Chromium: install the system's package `chromium` or set SFAT_CHROMIUM")
    pytest.skip("no Chromium on this machine (package `chromium`, or SFAT_CHROMIUM)")


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A Chromium, for as long as the block lasts."""
    path = chromium()
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield opened
        finally:
            await opened.close()


class Server:
    """The application on loopback; it can be stopped and started again on the same port."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._port = 0
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._port}/chat"

    async def start(self) -> None:
        """Serve; the first time on any free port."""
        config = uvicorn.Config(
            self._app, port=self._port, log_level="error", lifespan="off", ws="none", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._serving = asyncio.create_task(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0.01)
        self._port = self._server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop serving and close every connection."""
        assert self._server is not None
        assert self._serving is not None
        self._server.should_exit = True
        with suppress(asyncio.CancelledError):
            await self._serving


async def opened(browser: Browser, address: str, width: int = 1440, height: int = 900) -> Page:
    """A page of its own, with the state loaded."""
    page = await (await browser.new_context(viewport={"width": width, "height": height})).new_page()
    page.set_default_timeout(5000)
    await page.goto(address)
    await page.locator("main:not([aria-busy]) section").first.wait_for()
    return page
