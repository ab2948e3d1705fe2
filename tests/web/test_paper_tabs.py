"""The page for a pile of paper in several tabs of one browser: each keeps what was typed in it, and none is lost."""

import pytest
from playwright.async_api import Page, expect

from tests.web.desk import Typing

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop


async def tab(page: Page, text: str = "") -> Page:
    """One more tab of this browser at the same address, and this is typed into it."""
    more = await page.context.new_page()
    await more.goto(page.url)
    await more.locator("main:not([aria-busy])").wait_for()
    if text:
        await more.locator("#ideas").fill(text)
    return more


async def doubled(page: Page) -> Page:
    """A tab that begins with all that this one keeps for itself, as when a tab is doubled."""
    async with page.expect_popup() as opened:
        await page.evaluate("void open(location.href)")
    more = await opened.value
    await more.locator("main:not([aria-busy])").wait_for()
    return more


async def test_each_tab_keeps_its_own_text(desk: Typing) -> None:
    """A reload of either finds what was typed there."""
    first = await desk.open()
    await first.locator("#ideas").fill("Un parc")
    second = await tab(first, "O piață")
    for page in (first, second):
        await page.reload()

    await expect(first.locator("#ideas")).to_have_value("Un parc")
    await expect(second.locator("#ideas")).to_have_value("O piață")


async def test_another_tab_begins_empty(desk: Typing) -> None:
    """What is being typed elsewhere is not offered to be sent twice."""
    first = await desk.open()
    await first.locator("#ideas").fill("Un parc")

    await expect((await tab(first)).locator("#ideas")).to_have_value("")


async def test_a_doubled_tab_writes_over_nothing(desk: Typing) -> None:
    """It begins with all that the other keeps for itself, and still has a place of its own."""
    first = await desk.open()
    await first.locator("#ideas").fill("Un parc")
    second = await doubled(first)
    await second.locator("#ideas").fill("O piață")
    for page in (first, second):
        await page.reload()

    await expect(first.locator("#ideas")).to_have_value("Un parc")
    await expect(second.locator("#ideas")).to_have_value("O piață")


async def test_what_closed_tabs_have_left_is_taken_up(desk: Typing) -> None:
    """Each by one tab, with the key under which it may have been sent."""
    desk.desk.loses = 1
    stays = await desk.open()
    left = [await tab(stays) for _ in range(2)]
    for page, text in zip(left, ("Un parc", "O piață"), strict=True):
        await page.locator("#ideas").fill(text)
    await left[0].locator("#save").click()
    await expect(left[0].locator("#trouble")).to_be_visible()
    for page in left:
        await page.close()
    found = [await tab(stays) for _ in range(2)]
    texts = {await page.locator("#ideas").input_value() for page in found}
    for page in found:
        await page.locator("#save").click()
        await expect(page.locator("#ideas")).to_have_value("")

    assert ({"Un parc", "O piață"}, ["O piață", "Un parc"]) == (texts, sorted(one.text for one in desk.desk.said))


async def test_what_an_earlier_version_has_kept_is_taken_up(desk: Typing) -> None:
    """It stood under the name of the address alone."""
    page = await desk.open()
    await page.evaluate("localStorage.setItem('sfat-paper-/paper/here', JSON.stringify({text: 'Un parc', key: 'a'}))")

    await expect((await tab(page)).locator("#ideas")).to_have_value("Un parc")
