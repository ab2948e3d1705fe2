"""The wall beside the chats of the try-out, in a browser: it comes with the room, and goes with its address."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.acceptance.test_try_out import press, try_out

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop
MANAGER = "Corina Albu"
# The names in heads whose letters reach into the button beside or below them.
COVERED = """heads => heads.filter(head => {
    const name = document.createRange();
    name.selectNodeContents(head.querySelector("h2"));
    const [one, other] = [name, head.querySelector(".alone")].map(each => each.getBoundingClientRect());
    return one.right > other.left && other.right > one.left && one.bottom > other.top && other.bottom > one.top;
}).map(head => head.textContent)"""


@pytest_asyncio.fixture(loop_scope="session")
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Where the try-out is."""
    async with try_out(tmp_path) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def tabs(chromium: Browser) -> AsyncIterator[BrowserContext]:
    """Where pages are opened; closed with all of them."""
    async with await chromium.new_context() as opened:
        yield opened


async def the_page(tabs: BrowserContext, address: str, width: int = 1280, height: int = 800) -> Page:
    """The page in a window of this size (pixels)."""
    page = await tabs.new_page()
    await page.set_viewport_size({"width": width, "height": height})
    await page.goto(address)
    return page


async def with_wall(tabs: BrowserContext, address: str, width: int = 1280, height: int = 800) -> Page:
    """The page, after the manager has opened the room."""
    page = await the_page(tabs, address, width, height)
    await press(page, MANAGER, "🚪")
    await press(page, MANAGER, "▶️")
    await expect(page.get_by_role("region", name=MANAGER).get_by_role("button", name="⏸").last).to_be_visible()
    return page


async def test_the_wall_comes_with_the_room(tabs: BrowserContext, address: str) -> None:
    """Without a reload, and shows what is written in a chat beside it; the browser has nothing to complain of."""
    complaints: list[str] = []
    page = await the_page(tabs, "about:blank")
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    await page.goto(address)
    await expect(page.get_by_role("button", name="🚪")).to_be_visible()
    before = await page.locator("iframe").count()
    await press(page, MANAGER, "🚪")
    await press(page, MANAGER, "▶️")
    ana = page.get_by_role("region", name="Ana Câmpeanu")
    await expect(ana.get_by_text("Runda 1 din 3").first).to_be_visible()
    await ana.get_by_role("textbox").fill("Un atelier deschis seara")
    await ana.get_by_role("button", name="Trimite", exact=True).click()

    await expect(page.frame_locator("iframe").get_by_text("Un atelier deschis seara")).to_be_visible()
    assert (0, []) == (before, complaints)


async def test_one_button_closes_and_opens_it(tabs: BrowserContext, address: str) -> None:
    """Closed it stays so after a reload; the whole page is a link away."""
    page = await with_wall(tabs, address)
    toggle = page.locator("#clock").get_by_role("button", name="Ecranul sălii")
    await expect(page.locator("iframe")).to_be_visible()
    whole = await page.get_by_role("link", name="Pe toată pagina").get_attribute("href")
    await toggle.click()
    await expect(page.locator("iframe")).to_have_count(0)
    await page.reload()
    await expect(toggle).to_have_attribute("aria-expanded", "false")
    closed = await page.locator("iframe").count()
    await toggle.click()

    await expect(page.frame_locator("iframe").locator("#time")).to_have_text("20:00")
    assert (0, True) == (closed, (whole or "").startswith("/wall/"))


async def test_it_goes_with_its_address(tabs: BrowserContext, address: str) -> None:
    """What opens again is at the new one."""
    page = await with_wall(tabs, address)
    before = await page.locator("iframe").get_attribute("src")
    for label in ("📺", "🔒 Adresă nouă", "🔒 Da"):
        await press(page, MANAGER, label)
    await expect(page.locator("iframe")).to_have_count(0)
    await page.locator("#clock").get_by_role("button", name="Ecranul sălii").click()

    await expect(page.frame_locator("iframe").locator("#time")).to_have_text("20:00")
    assert before != await page.locator("iframe").get_attribute("src")


async def test_it_is_in_the_language_of_the_page(tabs: BrowserContext, address: str) -> None:
    """Whichever is chosen meanwhile."""
    page = await with_wall(tabs, address)
    await expect(page.frame_locator("iframe").get_by_text("Runda 1 din 3")).to_be_visible()
    await page.get_by_role("button", name="EN, English").click()

    await expect(page.frame_locator("iframe").get_by_text("Round 1 of 3")).to_be_visible()


async def test_on_a_phone_it_has_a_tab(tabs: BrowserContext, address: str) -> None:
    """Beside those of the chats, once there is a wall."""
    page = await with_wall(tabs, address, 390, 844)
    beside_it = page.locator("#tabs")
    hidden = await page.locator("iframe").is_visible()
    await beside_it.get_by_role("button", name="Ecranul sălii").click()
    await expect(page.frame_locator("iframe").locator("#time")).to_have_text("20:00")
    chats = await page.locator(".chat:visible").count()
    await beside_it.get_by_role("button", name="Ana Câmpeanu").click()

    assert (False, 0) == (hidden, chats)
    await expect(page.locator("iframe")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 721, 1000, 1200, 1280, 1920])
async def test_nothing_is_scrolled_sideways_or_covered(tabs: BrowserContext, address: str, width: int) -> None:
    """Neither the page nor the wall in it; no name by the button beside it."""
    page = await with_wall(tabs, address, width)
    if width == 390:
        await page.locator("#tabs").get_by_role("button", name="Ecranul sălii").click()
    wall = page.frame_locator("iframe")
    await expect(wall.locator("#time")).to_have_text("20:00")
    sideways = "document.documentElement.scrollWidth > innerWidth"

    assert [] == await page.locator(".person:visible").evaluate_all(COVERED)
    assert (False, False) == (
        await page.evaluate(sideways),
        await wall.locator("body").evaluate(f"() => {sideways}"),
    )


async def test_a_paused_cafe_stops_the_clock(tabs: BrowserContext, address: str) -> None:
    """The page says what to do; there is no next moment to press for until it is done."""
    page = await with_wall(tabs, address)
    await press(page, MANAGER, "⏸")
    await expect(page.locator("#clock .latest")).to_have_text(
        "Cafeneaua este în pauză: Corina Albu o reia cu ▶️ sau o încheie cu 🏁."
    )
    move = page.get_by_role("button", name="Următorul moment")
    await expect(move).to_have_attribute("aria-disabled", "true")
    await press(page, MANAGER, "▶️")

    await expect(page.locator("#clock .latest")).to_have_text("Urmează: luni, 1 martie 2027, 09:18")
    await expect(move).to_have_attribute("aria-disabled", "false")
