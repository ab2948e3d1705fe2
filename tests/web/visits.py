"""A page of the site, served to a browser; what the browser asked of anybody, and what it complained of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page
from starlette.types import ASGIApp

from tests.adapters.webchat.browser import Server


@dataclass
class Visits:
    """Of one browser, to one site."""

    server: Server
    browser: Browser
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Where the site is."""
        return self.server.address.removesuffix("/chat")

    async def to(self, path: str, width: int, height: int, *, dark: bool) -> Page:
        """The page at this path, drawn."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        page = await context.new_page()
        page.set_default_timeout(8000)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        await page.goto(f"{self.origin}{path}")
        await page.locator("main:not([aria-busy])").wait_for()
        return page


@asynccontextmanager
async def served_to(browser: Browser, app: ASGIApp) -> AsyncIterator[Server]:
    """The application, served for as long as the block lasts; then the browser has left."""
    server = Server(app)
    await server.start()
    try:
        yield server
    finally:
        for context in browser.contexts:
            await context.close()
        await server.stop()
