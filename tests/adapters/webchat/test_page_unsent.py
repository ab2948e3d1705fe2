"""Texts that can not be sent, in a real browser: each is kept, in its order, and stands and is heard once."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from bot.model.update import Said, Update
from tests.adapters.webchat.stage import JAMES
from tests.adapters.webchat.theatre import Theatre, chat, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop

TEXTS = ["Prima fără legătură", "A doua fără legătură", "A treia fără legătură"]
ALL = [Said(text) for text in TEXTS]
AGAIN, CHANGE = "Încearcă din nou", "Modifică textul"


async def unsent(page: Page, name: str = "Ioana Pop") -> list[str]:
    """What a notice says could not be sent, once the notice is there."""
    await chat(page, name).get_by_role("alert").get_by_role("button").first.wait_for()
    return await chat(page, name).locator(".unsent blockquote").all_inner_texts()


async def heard(theatre: Theatre, count: int) -> list[Update]:
    """What was heard, once it is so many, or after five seconds."""
    for _ in range(500):
        if len(theatre.stage.inbox.heard) >= count:
            break
        await asyncio.sleep(0.01)
    return await theatre.heard()


async def written(theatre: Theatre) -> Page:
    """A page on which three texts were written while nothing could be kept."""
    page = await theatre.open()
    theatre.stage.inbox.broken = True
    for count, text in enumerate(TEXTS, 1):
        await write(page, text)
        await expect(chat(page).locator(".unsent blockquote")).to_have_count(count)
    return page


async def test_each_text_is_kept(theatre: Theatre) -> None:
    """The notice shows all, in the order in which they were written."""
    assert TEXTS == await unsent(await written(theatre))


async def test_in_a_low_chat_the_box_stays_in_sight(theatre: Theatre) -> None:
    """What is said above it scrolls."""
    page = await written(theatre)
    await page.set_viewport_size({"width": 1280, "height": 360})
    section, box = await chat(page).bounding_box(), await chat(page).get_by_role("textbox").bounding_box()
    assert section is not None and box is not None

    assert box["y"] + box["height"] <= section["y"] + section["height"]


async def test_all_go_in_their_order(theatre: Theatre) -> None:
    """By one press; nothing is heard twice and no notice stays."""
    page = await written(theatre)
    theatre.stage.inbox.broken = False
    await chat(page).get_by_role("button", name=AGAIN).click()

    assert ALL == await heard(theatre, 3)
    await expect(chat(page).get_by_role("alert")).to_be_empty()


async def test_what_is_written_next_goes_after_them(theatre: Theatre) -> None:
    """One that can be sent again takes the earlier ones with it."""
    page = await written(theatre)
    theatre.stage.inbox.broken = False
    await write(page, "A patra")

    assert [*ALL, Said("A patra")] == await heard(theatre, 4)
    await expect(chat(page).get_by_role("alert")).to_be_empty()


async def test_they_stay_while_other_things_are_done(theatre: Theatre) -> None:
    """A press of a button clears nothing away but what it complained of itself."""
    page = await written(theatre)
    theatre.stage.inbox.broken = False
    await chat(page).get_by_role("button", name="✅ Vin").click()

    await expect(chat(page).get_by_role("status")).to_contain_text("Am notat: vin.")
    assert TEXTS == await unsent(page)


async def test_a_reload_keeps_them(theatre: Theatre) -> None:
    """Each by itself, as what could not be sent; the box is free."""
    page = await written(theatre)
    await page.reload()

    assert TEXTS == await unsent(page)
    await expect(chat(page).get_by_role("textbox")).to_have_value("")


async def test_a_reload_sends_them(theatre: Theatre) -> None:
    """Where they can be sent by then; each stands once."""
    page = await written(theatre)
    theatre.stage.inbox.broken = False
    await page.reload()

    for text in TEXTS:
        await expect(chat(page).get_by_role("article").filter(has_text=text)).to_have_count(1)
    assert ALL == await heard(theatre, 3)
    await expect(chat(page).get_by_role("alert")).to_be_empty()


async def test_they_go_when_the_server_is_back(theatre: Theatre) -> None:
    """By themselves; that they are not lost was said."""
    page = await theatre.open()
    await theatre.server.stop()
    for count, text in enumerate(TEXTS, 1):
        await write(page, text)
        await expect(chat(page).locator(".unsent blockquote")).to_have_count(count)
    await expect(chat(page).get_by_role("alert")).to_contain_text("Textele nu s-au pierdut.")
    await theatre.server.start()

    await expect(chat(page).get_by_role("alert")).to_be_empty(timeout=10_000)
    assert ALL == await heard(theatre, 3)


async def test_one_whose_answer_was_lost_counts_once(theatre: Theatre) -> None:
    """It was taken, and comes again under its own id."""
    page = await theatre.open()

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/chat/say", lose)
    await write(page, TEXTS[0])
    assert TEXTS[:1] == await unsent(page)
    await page.unroute("**/chat/say")
    await chat(page).get_by_role("button", name=AGAIN).click()

    await expect(chat(page).get_by_role("alert")).to_be_empty()
    await expect(chat(page).get_by_role("article").filter(has_text=TEXTS[0])).to_have_count(1)
    assert ALL[:1] == await theatre.heard()


async def test_they_can_be_changed(theatre: Theatre) -> None:
    """All are in the box, a line each, and nothing else of them is sent."""
    page = await written(theatre)
    await chat(page).get_by_role("button", name=CHANGE).click()

    await expect(chat(page).get_by_role("textbox")).to_have_value("\n".join(TEXTS))
    await expect(chat(page).get_by_role("alert")).to_be_empty()


@pytest.mark.parametrize("language", ["RO, Română", "EN, English"])
async def test_a_notice_is_in_one_language(theatre: Theatre, language: str) -> None:
    """That of the person, whatever that of the page is."""
    page = await theatre.open()
    theatre.stage.inbox.broken = True
    await page.get_by_role("button", name=language).click()
    for who, text in (("Ioana Pop", "Bună ziua"), (JAMES.name, "Good morning")):
        await chat(page, who).get_by_role("textbox").fill(text)
        await chat(page, who).get_by_role("textbox").press("Enter")
        await unsent(page, who)

    words = [await chat(page, who).get_by_role("alert").inner_text() for who in ("Ioana Pop", JAMES.name)]
    romanian = [
        "Nu am putut păstra mesajul. Vă rugăm să încercați din nou peste câteva clipe.",
        "Bună ziua",
        AGAIN,
        CHANGE,
    ]
    english = [
        "The message could not be kept. Please try again in a moment.",
        "Good morning",
        "Try again",
        "Change the text",
    ]
    assert [romanian, english] == [[line for line in each.splitlines() if line] for each in words]


@pytest.mark.parametrize("language", ["RO, Română", "EN, English"])
async def test_a_notice_of_a_press_is_in_one_language(theatre: Theatre, language: str) -> None:
    """As that of a text is; what is read to whoever does not see belongs to it."""
    page = await theatre.open()
    theatre.stage.inbox.broken = True
    await page.get_by_role("button", name=language).click()
    await chat(page).get_by_role("button", name="✅ Vin").click()
    await chat(page).get_by_role("button", name=AGAIN).wait_for()

    keys = await chat(page).get_by_role("alert").get_by_role("button").all_inner_texts()
    assert ([AGAIN, "Închide"], "ro") == (keys, await chat(page).locator(".notice").get_attribute("lang"))


async def test_a_short_word_is_closed_in_the_language_of_the_person(theatre: Theatre) -> None:
    """Its button has no words to be seen, but some to be heard."""
    page = await theatre.open()
    await page.get_by_role("button", name="EN, English").click()
    await chat(page).get_by_role("button", name="✅ Vin").click()

    await expect(chat(page).get_by_role("status").get_by_role("button", name="Închide")).to_be_visible()
