"""The wall in a real browser: what a room sees, from the back row and on a telephone, and that nothing acts."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.model.values import CafeState, RoundState
from tests.web.hall import Serving, idea, rounds, sample

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop

HOSTILE = (
    "<b>Nu mai faceți strategii</b>, faceți un singur lucru. <script>alert('test')</script>",
    '<img src=x onerror="alert(1)"> <svg onload=alert(2)>',
    "<!channel> ne auzim marți? <@U0000000> https://example.org/nu-apasa",
    "javascript:alert(3) {{7*7}} ${7*7} %s \u2066\u202eabc",
    "a" * 400,
)
ROWS = ("H020", "H024", "H043", "H112", "H121", "H131", "H184")  # of the sample harvest: what acts somewhere
VIEWS = ("", "?view=question&q=2", "?view=cloud", "?lang=en")


def from_the_harvest() -> tuple[str, ...]:
    """What was said in these rows of the sample."""
    path = Path(__file__).parents[1] / "data" / "harvest-ro.csv"
    with path.open(encoding="utf-8", newline="") as file:
        said = {row["id"]: row["text"] for row in csv.DictReader(file)}
    return tuple(said[number] for number in ROWS)


TEXTS_THAT_ACT = (HOSTILE, from_the_harvest())

# Every text that is seen: its size, its own colour, and the ground of the nearest element that has one.
TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    const text = walk.currentNode.textContent.trim();
    if (!text || element.closest("noscript") || !element.checkVisibility({ visibilityProperty: true })) continue;
    let ground = element;
    while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") ground = ground.parentElement;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    found.push([text, size, style.color, getComputedStyle(ground).backgroundColor]);
  }
  return JSON.stringify(found);
}"""


async def texts(page: Page) -> list[tuple[str, float, str, str]]:
    """What is seen, how large, in which colour on which ground."""
    await page.wait_for_function("document.getAnimations().every((one) => one.playState === 'finished')")
    found: list[Any] = json.loads(await page.evaluate(TEXTS))
    assert len(found) > 10
    return [tuple(one) for one in found]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as a browser tells them (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def stand(served: Serving, how: str) -> None:
    """The room in one of its states."""
    wall = sample(tables=60 if how == "full" else 4)
    state = {"paused": RoundState.PAUSED, "late": RoundState.LATE, "ended": RoundState.ENDED}.get(how)
    served.hall.wall = wall._replace(rounds=rounds(state)) if state else wall
    if how == "secret":
        served.hall.wall = wall._replace(secret=True, ideas=[])
    if how == "empty":
        served.hall.wall, served.hall.join = sample([])._replace(rounds=rounds(RoundState.WAITING)), ""
    if how == "many":
        served.hall.wall = sample([f"Ideea cu numărul {number}" for number in range(80)])
    if how == "over":
        served.hall.wall = wall._replace(state=CafeState.OVER)


STATES = ("running", "paused", "late", "ended", "secret", "empty", "over", "full")
SEEN = [*((how, "") for how in STATES), *(("running", query) for query in VIEWS[1:]), ("many", VIEWS[1])]


async def test_when_it_is_over_no_round_is_named(served: Serving) -> None:
    """How many ideas there were is."""
    stand(served, "over")
    page = await served.open()

    await expect(page.locator("#round")).to_have_text(re.compile(r"^\d+ de idei$"))


async def test_names_beside_tables_say_that_they_host(served: Serving) -> None:
    """Nobody takes them for whoever sits there."""
    page = await served.open()

    await expect(page.locator(".host").first).to_have_text(re.compile("^Gazda: "))


@pytest.mark.parametrize(("how", "query"), SEEN)
async def test_it_is_read_from_the_back_row(served: Serving, how: str, query: str) -> None:
    """Nothing is smaller than 28 pixels at 1920 by 1080."""
    stand(served, how)
    page = await served.open(query)

    assert [] == [(text, size) for text, size, *_ in await texts(page) if size < 28]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("how", "query"), SEEN)
async def test_it_can_be_told_from_its_ground(served: Serving, how: str, query: str, dark: bool) -> None:
    """Every text has a contrast of at least 4.5 with what it stands on (WCAG 2.2, 1.4.3)."""
    stand(served, how)
    page = await served.open(query, dark=dark)

    assert [] == [(text, ink, ground) for text, _, ink, ground in await texts(page) if contrast(ink, ground) < 4.5]


@pytest.mark.parametrize("query", VIEWS)
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844), (320, 640)])
async def test_nothing_sticks_out(served: Serving, width: int, height: int, query: str) -> None:
    """Nothing is scrolled sideways; on a projector nothing is scrolled at all."""
    served.hall.wall = sample(HOSTILE)
    page = await served.open(query, width, height)
    too_wide, too_high = await page.evaluate(
        "[document.documentElement.scrollWidth > innerWidth, document.documentElement.scrollHeight > innerHeight]"
    )

    assert (False, False) == (too_wide, too_high and width > 900)


@pytest.mark.parametrize("said", TEXTS_THAT_ACT, ids=["by hand", "from the harvest"])
@pytest.mark.parametrize("query", VIEWS)
async def test_what_people_write_does_not_act(served: Serving, query: str, said: tuple[str, ...]) -> None:
    """It stands there letter by letter; no script, picture or link comes of it, and no complaint of the browser."""
    served.hall.wall = sample(said)
    page = await served.open(query)
    made = await page.locator("main script, main img, main svg, main a, main b:not(.asked b)").count()

    assert (0, []) == (made, served.complaints)
    if query == "":
        await expect(page.get_by_text(said[0])).to_have_count(1)


@pytest.mark.parametrize("query", VIEWS)
async def test_no_request_leaves_the_server(served: Serving, query: str) -> None:
    """Everything comes from where the page came from."""
    served.hall.wall = sample(HOSTILE)
    await served.open(query)

    assert [] == [url for url in served.requests if not url.startswith(served.origin + "/")]


async def test_an_idea_comes_by_itself(served: Serving) -> None:
    """Within two looks, as the newest."""
    page = await served.open()
    served.hall.wall = served.hall.wall._replace(ideas=[idea(10, "Un parc lângă gară"), *served.hall.wall.ideas])

    await expect(page.locator(".newest")).to_contain_text("Un parc lângă gară", timeout=5000)


async def test_many_at_once_are_all_seen(served: Serving) -> None:
    """What a room that writes 300 a minute says between two looks is whole on the screen, every one of them."""
    page = await served.open()
    many = [idea(number, f"Ideea cu numărul {number} despre spații deschise seara") for number in range(30, 10, -1)]
    served.hall.wall = served.hall.wall._replace(ideas=[*many, *served.hall.wall.ideas])
    await expect(page.locator(".busy")).to_be_visible(timeout=5000)

    seen = await page.locator(".idea:not([hidden])").all_inner_texts()
    assert [] == [one.text for one in many[:10] if not any(one.text in text for text in seen)]


async def test_it_calms_down(served: Serving) -> None:
    """When no more come, the newest is large again."""
    page = await served.open()
    many = [idea(number, f"Ideea {number}") for number in range(30, 10, -1)]
    served.hall.wall = served.hall.wall._replace(ideas=many)
    await expect(page.locator(".busy")).to_be_visible(timeout=5000)

    await expect(page.locator(".busy")).to_have_count(0, timeout=8000)


async def test_it_counts_down(served: Serving) -> None:
    """By the server's time, between looks too; not while the round is paused."""
    page = await served.open()
    served.hall.now = served.hall.now.replace(minute=1, second=0)

    await expect(page.locator("#time")).to_have_text("11:34", timeout=5000)


async def test_it_comes_back_by_itself(served: Serving) -> None:
    """While the server is away the room is told; then it goes on."""
    page = await served.open()
    await served.server.stop()
    await expect(page.get_by_text("Legătura s-a întrerupt")).to_be_visible(timeout=8000)
    served.hall.wall = sample(["Un parc"])
    await served.server.start()

    await expect(page.locator(".idea")).to_contain_text(["Un parc"], timeout=8000)
    await expect(page.get_by_text("Legătura s-a întrerupt")).to_be_hidden()


async def test_a_withdrawn_address_closes(served: Serving) -> None:
    """A page that stands open says so, and shows nothing any more."""
    page = await served.open()
    served.hall.open = False

    await expect(page.get_by_text("nu mai este ecranul niciunei săli")).to_be_visible(timeout=5000)
    await expect(page.locator(".idea")).to_have_count(0)


async def test_no_words_before_they_are_revealed(served: Serving) -> None:
    """Counts and the clock only, in every view."""
    stand(served, "secret")
    page = await served.open("?view=question&q=1")

    await expect(page.locator("main")).to_contain_text("Ideile se adună")
    await expect(page.locator("#time")).to_have_text("12:34")


@pytest.mark.parametrize(("key", "shown"), [("3", ".asked"), ("c", ".words"), ("r", ".ideas")])
async def test_keys(served: Serving, key: str, shown: str) -> None:
    """A digit shows a question, C the words, R the room."""
    page = await served.open("?view=question&q=2" if key == "r" else "")
    await page.keyboard.press(key)

    await expect(page.locator(shown)).to_be_visible()
