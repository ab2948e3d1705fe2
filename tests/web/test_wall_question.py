"""What was said to one question, on the wall in a real browser: as much as fits, and how much more there is."""

import pytest
from playwright.async_api import Page, expect

from storage.tallies import Tally
from tests.web.hall import SAID, Serving, sample

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop

OUTSIDE = """cards => {
  const room = document.getElementById("main").getBoundingClientRect();
  return cards.map(card => card.getBoundingClientRect())
    .filter(card => card.right > room.right + 1 || card.bottom > room.bottom + 1).length;
}"""


async def said(served: Serving, count: int, width: int = 1920, language: str = "ro") -> Page:
    """The first question, to which so many ideas were written."""
    wall = sample([SAID[number % len(SAID)] for number in range(count)])
    ideas = [one._replace(question=1) for one in wall.ideas]
    served.hall.wall = wall._replace(ideas=ideas, counted=[Tally(1, 1, 1, count, count, None)])
    return await served.open(f"?view=question&q=1&lang={language}", width)


@pytest.mark.parametrize("count", [21, 60])
async def test_what_is_seen_and_what_is_more_are_all(served: Serving, count: int) -> None:
    """At least eight are seen; none sticks out."""
    page = await said(served, count)
    cards = page.locator(".idea:visible")
    seen = await cards.count()
    more = await page.locator(".more").inner_text()

    assert (True, 0) == (seen >= 8, await cards.evaluate_all(OUTSIDE))
    assert str(count - seen) in more.split()


async def test_nothing_more_is_said_when_all_are_seen(served: Serving) -> None:
    """And the newest is large."""
    page = await said(served, 3)

    await expect(page.locator(".idea:visible")).to_have_count(3)
    await expect(page.locator(".more")).to_be_hidden()
    await expect(page.locator(".many")).to_have_count(0)


@pytest.mark.parametrize(
    ("more", "language", "sentence"),
    [
        (1, "ro", "și încă 1 idee"),
        (3, "ro", "și încă 3 idei"),
        (20, "ro", "și încă 20 de idei"),
        (1, "en", "and 1 more idea"),
        (20, "en", "and 20 more ideas"),
    ],
)
async def test_how_many_more(served: Serving, more: int, language: str, sentence: str) -> None:
    """On a telephone the newest forty are scrolled through; what is older is counted."""
    page = await said(served, 40 + more, 390, language)

    await expect(page.locator(".idea:visible")).to_have_count(40)
    await expect(page.locator(".more")).to_have_text(sentence)
