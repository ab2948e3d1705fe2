"""What a form of the page offers beside writing, in a real browser."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.adapters.webchat.stage import place
from tests.adapters.webchat.theatre import ANNOUNCE, Theatre, chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop


async def announcing(theatre: Theatre) -> tuple[Page, Locator]:
    """The page, and the form of an announcement on it."""
    await theatre.stage.adapter.send(place("ioana"), ANNOUNCE, "announce")
    page = await theatre.open()
    await chat(page).get_by_role("button", name="📣 Anunț").click()
    return page, chat(page).get_by_role("form", name="Anunț")


def offer(asked: Locator, question: str, name: str) -> Locator:
    """A button that belongs to a question, as a screen reader finds it."""
    return asked.get_by_role("group", name=question).get_by_role("button", name=name)


async def test_a_press_writes_what_is_offered(theatre: Theatre) -> None:
    """What was pressed is sent as if it had been typed."""
    _, asked = await announcing(theatre)
    await offer(asked, "Cui?", "Toate organizațiile").click()
    await offer(asked, "Când?", "Acum").click()
    await asked.get_by_role("button", name="Previzualizare").click()
    await expect(asked).to_have_count(0)
    assert [{"segment": "all", "when": "now"}] == [dict(one.values) for one in theatre.submitted]


async def test_several_stand_side_by_side(theatre: Theatre) -> None:
    """Where several fit, a press adds to what is written."""
    _, asked = await announcing(theatre)
    await asked.get_by_role("textbox", name="Cui?").fill("OXID")
    await offer(asked, "Cui?", "Spații verzi").click()
    await expect(asked.get_by_role("textbox", name="Cui?")).to_have_value("OXID, lab:L1")


async def test_the_second_press_takes_it_away(theatre: Theatre) -> None:
    """What stood beside it stays."""
    _, asked = await announcing(theatre)
    await asked.get_by_role("textbox", name="Cui?").fill("OXID, LAB:l1")
    await offer(asked, "Cui?", "Spații verzi").click()
    await expect(asked.get_by_role("textbox", name="Cui?")).to_have_value("OXID")


async def test_a_title_is_one_of_several(theatre: Theatre) -> None:
    """Its spaces part nothing, and its words are no offers of their own."""
    _, asked = await announcing(theatre)
    await asked.get_by_role("textbox", name="Cui?").fill("OXID „For all (of us)”")
    await expect(offer(asked, "Cui?", "Toate organizațiile")).to_have_attribute("aria-pressed", "false")
    await offer(asked, "Cui?", "Grup: For all (of us)").click()
    await expect(asked.get_by_role("textbox", name="Cui?")).to_have_value("OXID")


async def test_one_takes_the_place_of_another(theatre: Theatre) -> None:
    """Where only one fits, a press writes it instead."""
    _, asked = await announcing(theatre)
    await asked.get_by_role("textbox", name="Când?").fill("mâine")
    await offer(asked, "Când?", "Acum").click()
    await expect(asked.get_by_role("textbox", name="Când?")).to_have_value("now")


async def test_what_is_typed_is_marked(theatre: Theatre) -> None:
    """Whoever types an offered word sees, and hears, that it was understood."""
    _, asked = await announcing(theatre)
    await asked.get_by_role("textbox", name="Cui?").fill("all")
    await expect(offer(asked, "Cui?", "Toate organizațiile")).to_have_attribute("aria-pressed", "true")


async def test_the_keyboard_reaches_what_is_offered(theatre: Theatre) -> None:
    """Tab leads from the box to its offers, and the space bar presses."""
    page, asked = await announcing(theatre)
    await asked.get_by_role("textbox", name="Cui?").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(asked.get_by_role("textbox", name="Cui?")).to_have_value("all")


async def test_a_reload_keeps_what_was_pressed(theatre: Theatre) -> None:
    """As it keeps what was typed."""
    page, asked = await announcing(theatre)
    await offer(asked, "Cui?", "Toate organizațiile").click()
    await page.reload()
    await expect(asked.get_by_role("textbox", name="Cui?")).to_have_value("all")


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("North Side", "North Side, all"),
        ("Grup: North Side", "Grup: North Side, all"),
        ("grupul „Alt grup”", "grupul „Alt grup”, all"),
        ("OXID  BEGA; ", "OXID  BEGA, all"),
        ("North for all", "North for all, all"),
        ("„Sus, all, jos”", "„Sus, all, jos”, all"),
        ("all lab:L1", "lab:L1"),
        ("North Side, ALL; Grup: For us", "North Side; Grup: For us"),
        ("North, all Side", "North, all Side, all"),
        ("all, North Side, all", "North Side"),
    ],
)
async def test_a_press_tears_nothing_apart(theatre: Theatre, typed: str, then: str) -> None:
    """A title needs no quotation marks: what was typed stays as it was, whatever is added to it or cut."""
    _, asked = await announcing(theatre)
    await asked.get_by_role("textbox", name="Cui?").fill(typed)
    await offer(asked, "Cui?", "Toate organizațiile").click()
    await expect(asked.get_by_role("textbox", name="Cui?")).to_have_value(then)


async def test_a_comma_is_left_where_an_offer_was_cut(theatre: Theatre) -> None:
    """Or two that stood apart would become one title."""
    _, asked = await announcing(theatre)
    await asked.get_by_role("textbox", name="Cui?").fill("North, lab:L1 South")
    await offer(asked, "Cui?", "Spații verzi").click()
    await expect(asked.get_by_role("textbox", name="Cui?")).to_have_value("North, South")


async def test_a_word_of_a_title_is_no_offer(theatre: Theatre) -> None:
    """What a press would not cut is not marked."""
    _, asked = await announcing(theatre)
    await asked.get_by_role("textbox", name="Cui?").fill("North for all")
    await expect(offer(asked, "Cui?", "Toate organizațiile")).to_have_attribute("aria-pressed", "false")


async def test_words_side_by_side_are_marked(theatre: Theatre) -> None:
    """Offers need no comma between them."""
    _, asked = await announcing(theatre)
    await asked.get_by_role("textbox", name="Cui?").fill("lab:L1 all")
    await expect(asked.get_by_role("group", name="Cui?").locator("[aria-pressed=true]")).to_have_count(2)
