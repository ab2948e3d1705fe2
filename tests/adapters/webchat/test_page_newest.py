"""What of a chat is in sight, in a real browser, when the room for it changes."""

import pytest
from playwright.async_api import Page, expect

from tests.adapters.webchat.stage import place, says
from tests.adapters.webchat.theatre import Theatre, chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop

WALL = "open => { document.getElementById('wall').hidden = !open; }"
# It opens with a message, before a frame is drawn.
WITH_NEXT = """chat => new MutationObserver((_, watch) => {
    document.getElementById("wall").hidden = false;
    watch.disconnect();
}).observe(chat.querySelector("[role=log]"), { childList: true })"""
BELOW = "list => Math.round(list.scrollHeight - list.scrollTop - list.clientHeight)"
SENTENCE = "Vă așteptăm luni la ora zece, în sala mare de la etajul al doilea. Intrarea este prin curte."


async def crowded(theatre: Theatre) -> Page:
    """A laptop's page on which a chat has more than can be seen, the newest in sight."""
    for number in range(30):
        await theatre.stage.adapter.send(place("ioana"), says(f"{number}. {SENTENCE}"), f"k{number}")
    page = await theatre.open(1280, 800)
    assert 0 == await below(page)
    return page


async def below(page: Page) -> int:
    """How much is below what can be seen (pixels), once two frames were drawn."""
    await page.evaluate(
        "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 50))))"
    )
    return int(await chat(page).get_by_role("log").evaluate(BELOW))


@pytest.mark.parametrize("open_first", [True, False])
async def test_whoever_reads_the_newest_goes_on_reading_it(theatre: Theatre, open_first: bool) -> None:
    """When the wall opens beside the chats, and when it closes."""
    page = await crowded(theatre)
    for is_open in (True, False) if open_first else (True, False, True):
        await page.evaluate(WALL, is_open)
        assert 0 == await below(page)


async def test_the_newest_stays_when_the_wall_opens_with_it(theatre: Theatre) -> None:
    """What a round's beginning says and the room it takes come at the same moment."""
    page = await crowded(theatre)
    await chat(page).evaluate(WITH_NEXT)
    await theatre.stage.adapter.send(place("ioana"), says("Runda 1 a început."), "k")
    await expect(page.locator("#wall")).to_be_visible()

    assert 0 == await below(page)
    await expect(chat(page).get_by_text("Runda 1 a început.")).to_be_in_viewport(ratio=1)


async def test_whoever_reads_what_was_before_goes_on_reading_that(theatre: Theatre) -> None:
    """The newest is offered, not forced upon them."""
    page = await crowded(theatre)
    await chat(page).get_by_role("log").evaluate("list => { list.scrollTop = 0; }")
    await below(page)
    await page.evaluate(WALL, True)

    assert 500 < await below(page)


async def test_a_window_that_shrinks_keeps_the_newest(theatre: Theatre) -> None:
    """As a telephone's does when its keyboard comes."""
    page = await crowded(theatre)
    await page.set_viewport_size({"width": 1280, "height": 500})

    await expect(chat(page).get_by_role("article").last).to_be_in_viewport(ratio=1)
