"""Forms on the page of the try-out, with the whole program behind it: two tabs, one open form."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.acceptance.test_try_out import press, try_out

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop
MANAGER = "Corina Albu"
TEXT = "Sala s-a schimbat."


@pytest_asyncio.fixture(loop_scope="session")
async def context(tmp_path: Path, chromium: Browser) -> AsyncIterator[BrowserContext]:
    """Tabs that can open the try-out, as of a browser of its own."""
    size: ViewportSize = {"width": 1280, "height": 900}
    async with try_out(tmp_path) as address, await chromium.new_context(base_url=address, viewport=size) as opened:
        yield opened


async def tab(context: BrowserContext) -> Page:
    """One more tab with the page."""
    page = await context.new_page()
    await page.goto("/chat")
    return page


async def writes(page: Page, text: str) -> None:
    """The manager sends a message or a command."""
    chat = page.get_by_role("region", name=MANAGER)
    await chat.get_by_role("textbox", name="Mesaj de la").fill(text)
    await chat.get_by_role("button", name="Trimite", exact=True).click()


async def announces(page: Page) -> Locator:
    """The manager opens the form of an announcement."""
    await writes(page, "/anunt")
    asked = page.get_by_role("form", name="Anunț")
    await asked.wait_for()
    return asked


async def test_a_form_closed_in_another_tab_goes_and_stays_away(context: BrowserContext) -> None:
    """At once, and after a reload."""
    page = await tab(context)
    asked = await announces(page)
    await asked.get_by_label("Textul în română").fill(TEXT)
    await writes(await tab(context), "/renunta")
    await expect(asked).to_have_count(0)
    await page.reload()
    await page.get_by_role("region", name=MANAGER).get_by_text("Nu am salvat nimic").wait_for()
    await expect(asked).to_have_count(0)


async def test_what_was_typed_waits_for_its_form(context: BrowserContext) -> None:
    """Another form is opened in between, and given up by its button."""
    page = await tab(context)
    asked = await announces(page)
    await asked.get_by_label("Textul în română").fill(TEXT)
    await writes(page, "/eveniment_nou")
    await page.get_by_role("form").get_by_role("button", name="Renunță").click()
    await page.get_by_role("region", name=MANAGER).get_by_text("Nu am salvat nimic").wait_for()
    await announces(page)
    await expect(asked.get_by_label("Textul în română")).to_have_value(TEXT)


async def test_an_announcement_is_addressed_by_presses(context: BrowserContext) -> None:
    """To whom, and when, is offered; the preview names both."""
    page = await tab(context)
    asked = await announces(page)
    await asked.get_by_label("Textul în română").fill(TEXT)
    await press(page, MANAGER, "Toate organizațiile")
    await press(page, MANAGER, "Acum")
    await press(page, MANAGER, "Previzualizare")
    await expect(page.get_by_role("region", name=MANAGER).get_by_role("log")).to_contain_text("toate organizațiile")
