"""The try-out as somebody meets it who has never seen Sfat: one page, four people, a clock."""

import asyncio
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.faults.running import launch

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop


@asynccontextmanager
async def try_out(folder: Path) -> AsyncIterator[str]:
    """`sfat demo` in an empty folder; its page's address."""
    process = await launch(folder, "demo", PIPE, None)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(20):
            line = (await process.stdout.readline()).decode()
        yield line.rsplit(" ", 1)[-1].strip()
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def press(page: Page, person: str, label: str) -> None:
    """Press the newest button of a chat whose label contains `label`."""
    await page.get_by_role("region", name=person).get_by_role("button", name=label).last.click()


async def test_the_reminder_reaches_exactly_the_silent(tmp_path: Path, chromium: Browser) -> None:
    """The manager invites, one person answers, the clock moves: the others are reminded, that one is not."""
    async with try_out(tmp_path) as address, await chromium.new_page() as page:
        await page.goto(address)
        await press(page, "Corina Albu", "📨")
        await press(page, "Corina Albu", "(4 ")
        await press(page, "Corina Albu", "📤")
        for person in ("Ana Câmpeanu", "Dragoș Pârvu", "Emma Lindqvist"):
            await expect(page.get_by_role("region", name=person).get_by_role("button", name="✅")).to_be_visible()
        await press(page, "Ana Câmpeanu", "✅")
        await expect(page.get_by_role("region", name="Ana Câmpeanu").get_by_role("article").last).to_contain_text(
            "Am notat: veniți"
        )
        await page.get_by_role("button", name="Următorul moment").click()

        silent = page.get_by_role("article").filter(has_text="Încă nu ne-ați răspuns")
        english = page.get_by_role("article").filter(has_text="You have not answered yet")
        await expect(silent).to_have_count(1)
        await expect(english).to_have_count(1)
        assert 0 == await page.get_by_role("region", name="Ana Câmpeanu").get_by_text("Încă nu ne-ați").count()
        await page.get_by_role("button", name="Ce s-a întâmplat").click()
        await expect(page.get_by_text("Dragoș Pârvu, Emma Lindqvist")).to_be_visible()


async def test_whoever_is_set_to_answer_by_itself_accepts_the_invitation(tmp_path: Path, chromium: Browser) -> None:
    """By the next moment, and is not reminded then; the others are."""
    async with try_out(tmp_path) as address, await chromium.new_page() as page:
        await page.goto(address)
        switch = page.get_by_role("button", name="Ana Câmpeanu răspunde automat")
        await switch.click()
        await expect(switch).to_have_attribute("aria-pressed", "true")
        await press(page, "Corina Albu", "📨")
        await press(page, "Corina Albu", "(4 ")
        await press(page, "Corina Albu", "📤")
        await expect(page.get_by_role("region", name="Ana Câmpeanu").get_by_role("button", name="✅")).to_be_visible()
        await page.get_by_role("button", name="Următorul moment").click()

        await expect(
            page.get_by_role("region", name="Ana Câmpeanu").get_by_text("Am notat: veniți").first
        ).to_be_visible()
        await page.get_by_role("button", name="Ce s-a întâmplat").click()
        await expect(page.get_by_text("Dragoș Pârvu, Emma Lindqvist")).to_be_visible()


async def test_what_comes_next_is_told_as_soon_as_it_changes(tmp_path: Path, chromium: Browser) -> None:
    """A round that Corina starts in her chat ends in twenty minutes: nobody has to press for that to stand there."""
    async with try_out(tmp_path) as address, await chromium.new_page() as page:
        await page.goto(address)
        await press(page, "Corina Albu", "🚪")
        await press(page, "Corina Albu", "▶️")

        await expect(page.get_by_text("Urmează: luni, 1 martie 2027, 09:18")).to_be_visible()


async def test_a_round_is_played_by_moments_not_minutes(tmp_path: Path, chromium: Browser) -> None:
    """The others write, and the clock stops where two minutes are left, where a table is silent, and at the gong."""
    async with try_out(tmp_path) as address, await chromium.new_page() as page:
        await page.goto(address)
        await press(page, "Corina Albu", "🚪")
        await press(page, "Corina Albu", "▶️")
        await expect(page.get_by_text("09:18")).to_be_visible()
        for hour in ("09:18", "09:19", "09:20"):
            await page.get_by_role("button", name="Următorul moment").click()
            await expect(page.locator("#clock .time")).to_have_text(f"luni, 1 martie 2027, {hour}")
        emma = page.get_by_role("region", name="Emma Lindqvist")

        await expect(emma.get_by_text("2 minutes left.")).to_be_visible()
        await expect(emma.get_by_text("🔔 Time!")).to_be_visible()
        corina = page.get_by_role("region", name="Corina Albu")
        await expect(corina.get_by_text("nicio idee de").first).to_be_visible()


async def test_a_phone_has_room_for_it(tmp_path: Path, chromium: Browser) -> None:
    """Names stand whole, and the two buttons of the clock beside each other, in Romanian too."""
    async with try_out(tmp_path) as address, await chromium.new_page(viewport={"width": 390, "height": 844}) as page:
        await page.goto(address)
        await page.get_by_role("button", name="Emma Lindqvist").wait_for()
        cut = await page.locator(".tab .name").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"
        )
        tops = {
            await page.get_by_role("button", name=name).evaluate("one => one.getBoundingClientRect().top")
            for name in ("Următorul moment", "Ce s-a întâmplat")
        }

    assert ([], 1) == (cut, len(tops))


async def test_no_other_site_reaches_it(tmp_path: Path) -> None:
    """A request under another host's name is refused, as is a deed from another origin."""
    async with try_out(tmp_path) as address, httpx.AsyncClient() as client:
        renamed = await client.get(address, headers={"host": "evil.example"})
        foreign = await client.post(f"{address}/clock/next", json={}, headers={"origin": "https://evil.example"})

    assert (403, 403) == (renamed.status_code, foreign.status_code)


async def test_the_story_goes_on_after_a_restart(tmp_path: Path) -> None:
    """Stopped and started again, the clock stands where it stood and the chats are there."""
    async with try_out(tmp_path) as address, httpx.AsyncClient() as client:
        moved = (await client.post(f"{address}/clock/next", json={})).json()["now"]
    async with try_out(tmp_path) as address, httpx.AsyncClient() as client:
        stands = (await client.get(f"{address}/clock")).json()["now"]
        people = (await client.get(f"{address}/state")).json()["people"]

    assert moved == stands
    assert all(person["lines"] for person in people)
