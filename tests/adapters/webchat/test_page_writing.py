"""Writing on the page in a real browser: by keyboard, once, and never lost."""

import pytest
from playwright.async_api import expect

from bot.model.card import Drawn
from bot.model.text import Span
from bot.model.update import Said
from tests.adapters.webchat.stage import MANAGER, place
from tests.adapters.webchat.theatre import Theatre, chat, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop


async def test_written_text_stands_once(theatre: Theatre) -> None:
    """What a person sends stands in their chat exactly once, and the box is empty again."""
    page = await theatre.open()
    await write(page, "Vin cu un coleg")
    await expect(chat(page).get_by_role("article").filter(has_text="Vin cu un coleg")).to_have_count(1)
    await expect(chat(page).get_by_role("textbox")).to_have_value("")


async def test_enter_sends(theatre: Theatre) -> None:
    """The Enter key sends, Shift and Enter begin a new line."""
    page = await theatre.open()
    box = chat(page).get_by_role("textbox")
    await box.press_sequentially("unu")
    await box.press("Shift+Enter")
    await box.press_sequentially("doi")
    await box.press("Enter")
    await expect(box).to_have_value("")
    await expect(chat(page).get_by_role("article")).to_have_count(2)
    assert [Said("unu\ndoi")] == await theatre.heard()


async def test_long_text_is_given_back(theatre: Theatre) -> None:
    """A text that is too long is refused with a sentence in the person's language and stays in the box."""
    page = await theatre.open()
    await write(page, "x" * 4097)
    await expect(chat(page).get_by_role("alert")).to_contain_text("peste 4096 de caractere")
    await expect(chat(page).get_by_role("textbox")).to_have_value("x" * 4097)


async def test_failed_text_can_be_sent_again(theatre: Theatre) -> None:
    """A text that could not be kept is offered again and then stands once and is heard once."""
    page = await theatre.open()
    theatre.stage.inbox.broken = True
    await write(page, "Mai sunt locuri?")
    again = chat(page).get_by_role("button", name="Încearcă din nou")
    await again.wait_for()
    theatre.stage.inbox.broken = False
    await again.click()
    await expect(again).to_have_count(0)
    await expect(chat(page).get_by_role("article").filter(has_text="Mai sunt locuri?")).to_have_count(1)
    assert [Said("Mai sunt locuri?")] == await theatre.heard()


async def test_double_click_sends_once(theatre: Theatre) -> None:
    """A second click on the way sends nothing and complains of nothing."""
    page = await theatre.open()
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    await chat(page).get_by_role("textbox").fill("Mai sunt locuri?")
    await chat(page).get_by_role("button", name="Trimite", exact=True).dblclick(delay=60)
    await expect(chat(page).get_by_role("article").filter(has_text="Mai sunt locuri?")).to_have_count(1)
    await expect(chat(page).get_by_role("alert")).to_be_empty()
    assert ([Said("Mai sunt locuri?")], 1) == (await theatre.heard(), len(posts))


async def test_sending_nothing_leads_to_the_box(theatre: Theatre) -> None:
    """The button without a text brings the keyboard to where one is written."""
    page = await theatre.open()
    await chat(page).get_by_role("button", name="Trimite", exact=True).click()
    await expect(chat(page).get_by_role("textbox")).to_be_focused()
    assert [] == theatre.stage.inbox.heard


async def test_reload_keeps_what_is_being_written(theatre: Theatre) -> None:
    """A text that was begun is in its box again, and in no other's."""
    page = await theatre.open()
    await chat(page).get_by_role("textbox").fill("Vin cu un co")
    await page.reload()
    await expect(chat(page).get_by_role("textbox")).to_have_value("Vin cu un co")
    await expect(chat(page, "Dan Ilie").get_by_role("textbox")).to_have_value("")


async def test_what_was_sent_is_no_draft(theatre: Theatre) -> None:
    """After a reload the box is empty, and the text stands once."""
    page = await theatre.open()
    await write(page, "Vin cu un coleg")
    await page.reload()
    await expect(chat(page).get_by_role("article").filter(has_text="Vin cu un coleg")).to_have_count(1)
    await expect(chat(page).get_by_role("textbox")).to_have_value("")


async def test_every_stop_of_the_keyboard_can_be_seen(theatre: Theatre) -> None:
    """Tab leads through the page in its order, and a ring shows where the keyboard is."""
    page = await theatre.open()
    await page.get_by_role("button", name="Următorul moment").wait_for()  # it comes after the chats
    rings = []
    await page.keyboard.press("Tab")
    while await page.evaluate("document.activeElement !== document.body"):
        rings.append(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
        await page.keyboard.press("Tab")
    # The clock's two, two languages, and in each of four chats its log, its box and its button; two on the invitation.
    assert ["solid"] * (2 + 2 + 4 * 3 + 2) == rings


async def test_keyboard_keeps_its_place(theatre: Theatre) -> None:
    """When a card changes while one of its buttons has the keyboard, the same button of the new card has it."""
    page = await theatre.open()
    await chat(page).get_by_role("button", name="❓ Întreb").focus()
    drawn = theatre.stage.transcript.lines["ioana"][0].drawn
    await theatre.stage.adapter.edit(place("ioana"), "1", Drawn(((Span("Altfel"),),), drawn.rows))
    await chat(page).get_by_text("Altfel").wait_for()
    await expect(chat(page).get_by_role("button", name="❓ Întreb")).to_be_focused()


async def test_a_file_is_sent_by_who_may(theatre: Theatre) -> None:
    """The manager chooses a file; its name stands in the chat once, and the inbox hears of it."""
    theatre.stage.uploads.taken["elena"] = (".csv", ".xlsx")
    page = await theatre.open()
    async with page.expect_file_chooser() as choosing:
        await chat(page, MANAGER.name).get_by_role("button", name="Trimite un fișier (.csv, .xlsx)").click()
    chooser = await choosing.value
    await chooser.set_files({"name": "organizații.csv", "mimeType": "text/csv", "buffer": b"id,name\n"})
    article = chat(page, MANAGER.name).get_by_role("article").filter(has_text="📎 organizații.csv")
    await expect(article).to_have_count(1)
    assert [b"id,name\n"] == list(theatre.stage.uploads.kept.values())


async def test_others_are_offered_no_files(theatre: Theatre) -> None:
    """There is nothing to choose."""
    page = await theatre.open()
    assert 0 == await chat(page).get_by_role("button", name="Trimite un fișier").count()


async def test_files_are_offered_while_they_are_taken(theatre: Theatre) -> None:
    """On a page that is open, from the message on that tells of it: a round begins, and is over."""
    page, clip = await theatre.open(), "Trimite un fișier (.jpg)"
    theatre.stage.uploads.taken["ioana"] = (".jpg",)
    await theatre.stage.adapter.send(place("ioana"), Drawn(((Span("Începe runda 1."),),)), "begins")
    await expect(chat(page).get_by_role("button", name=clip)).to_be_visible()
    theatre.stage.uploads.taken.clear()
    await theatre.stage.adapter.send(place("ioana"), Drawn(((Span("Runda 1 s-a încheiat."),),)), "ends")
    await expect(chat(page).get_by_role("button", name=clip)).to_be_hidden()
