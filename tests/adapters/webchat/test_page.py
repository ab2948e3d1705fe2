"""The page in a real browser: chats, cards, buttons, the clock, and what a browser complains of."""

import asyncio
import base64

import pytest
from playwright.async_api import Route, expect

from bot.model.card import Document, Drawn, DrawnButton
from bot.model.text import Span
from bot.model.update import Envelope, Now, Pressed
from tests.adapters.webchat.stage import DAN, IOANA, JAMES, MANAGER, place, says
from tests.adapters.webchat.theatre import Theatre, ask, chat, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")


async def test_each_persona_has_a_chat(theatre: Theatre) -> None:
    """On a desktop all chats stand side by side, each a landmark with its person's name."""
    page = await theatre.open()
    shown = [await chat(page, who.name).is_visible() for who in (MANAGER, IOANA, JAMES, DAN)]
    assert [True] * 4 == shown


@pytest.mark.parametrize(
    ("buttons", "stands_out"),
    [
        ((("📤 Trimite", "send:1"), ("↩️ Înapoi", "back:1")), ["📤 Trimite"]),
        ((("Ana", "person:1"), ("Dan", "person:2"), ("↩️ Înapoi", "back:1")), []),
        ((("Masa 1", "table:1:1"), ("↩️ Înapoi", "back:1"), ("Masa 2", "table:1:2")), []),
        ((("Toate", "all:1"), ("Ana", "person:1"), ("Dan", "person:2")), ["Toate"]),
    ],
)
async def test_the_button_that_goes_on_stands_out(
    theatre: Theatre, buttons: tuple[tuple[str, str], ...], stands_out: list[str]
) -> None:
    """Among its equals none does: it would look as if it was chosen."""
    page = await theatre.open()
    rows = tuple((DrawnButton(label, data),) for label, data in buttons)
    await theatre.stage.adapter.send(place("dan"), says("Ce urmează?", rows=rows), "buttons")
    await expect(chat(page, DAN.name).get_by_role("button", name=buttons[0][0])).to_be_visible()

    assert stands_out == await chat(page, DAN.name).locator(".key.first").all_inner_texts()


@pytest.mark.parametrize("width", [360, 1440])
async def test_nothing_sticks_out(theatre: Theatre, width: int) -> None:
    """Nothing has to be scrolled sideways on the narrowest phone nor on a desktop."""
    page = await theatre.open(width, 700)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_chat_of_ones_own_has_neither_clock_nor_wall(theatre: Theatre) -> None:
    """They belong to the try-out; whoever uses the web chat sees nothing of them, and nothing is asked for them."""
    page = await theatre.browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    async def without_clock(route: Route) -> None:
        await route.fulfill(json=await (await route.fetch()).json() | {"clock": False})

    await page.route("**/chat/state", without_clock)
    await page.goto(theatre.server.address)
    await chat(page, IOANA.name).wait_for()
    shown = [await page.locator(one).is_visible() for one in ("#clock", "#wall", "iframe", "text=📺")]

    assert ([False] * 4, []) == (shown, [url for url in asked if url.endswith("/chat/clock")])


async def test_phone_shows_one_chat_at_a_time(theatre: Theatre) -> None:
    """On a phone a row of names chooses the chat."""
    page = await theatre.open(390, 844)
    await page.get_by_role("button", name="Dan Ilie").click()
    assert [False, True] == [await chat(page, who.name).is_visible() for who in (IOANA, DAN)]


async def test_phone_counts_what_came_meanwhile(theatre: Theatre) -> None:
    """A message to a chat that is not shown is counted beside its name."""
    page = await theatre.open(390, 844)
    await theatre.stage.adapter.send(place("dan"), says("Bună ziua"), "k")
    await expect(page.get_by_role("button", name="Dan Ilie")).to_contain_text("1")


async def test_message_comes_by_itself(theatre: Theatre) -> None:
    """What is sent while the page is open appears as the last article."""
    page = await theatre.open()
    await theatre.stage.adapter.send(place("ioana"), says("Ne vedem luni."), "k")
    await expect(chat(page).get_by_role("article").last).to_contain_text("Ne vedem luni.")


async def test_the_head_says_in_which_language_one_is_written_to(theatre: Theatre) -> None:
    """Also when it was changed in the chat meanwhile, and after the page was loaded again."""
    page = await theatre.open()
    flag = chat(page).locator(".flag")
    await expect(flag).to_have_text("RO")
    await theatre.stage.adapter.send(place("ioana"), says("See you on Monday.", language="en"), "k")
    await expect(flag).to_have_text("EN")
    await page.reload()
    await expect(flag).to_have_text("EN")


async def test_card_changes_in_place(theatre: Theatre) -> None:
    """An edited card stays one article and shows its new text."""
    page = await theatre.open()
    await theatre.stage.adapter.edit(place("ioana"), "1", says("Am notat."))
    await expect(chat(page).get_by_role("article")).to_contain_text(["Am notat."])


async def test_press_shows_the_toast(theatre: Theatre) -> None:
    """A pressed button brings its short word in the same chat."""
    page = await theatre.open()
    await chat(page).get_by_role("button", name="✅ Vin").click()
    await expect(chat(page).get_by_role("status")).to_contain_text("Am notat: vin.")


async def test_press_names_its_message(theatre: Theatre) -> None:
    """A press comes with the message it stood under."""
    page = await theatre.open()
    await chat(page).get_by_role("button", name="✅ Vin").click()
    await expect(chat(page).get_by_role("status")).to_contain_text("vin")
    assert [Pressed("a:yes", "1")] == [envelope.update for envelope in theatre.stage.inbox.heard]


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=\"document.title='hit'\">", "<script>document.title='hit'</script>"]
)
async def test_markup_is_text(theatre: Theatre, text: str) -> None:
    """Markup in a message is read as it was written and does nothing."""
    page = await theatre.open()
    await write(page, text)
    await expect(chat(page).get_by_role("article").last).to_contain_text(text)
    assert ("Sfat", 0) == (await page.title(), await page.locator("main :is(img, script)").count())


async def test_link_that_could_act_is_text(theatre: Theatre) -> None:
    """An address that is not one to go to is shown without a link."""
    page = await theatre.open()
    await theatre.stage.adapter.send(place("dan"), Drawn(((Span("aici", href="javascript:alert(1)"),),)), "k")
    await expect(chat(page, "Dan Ilie").get_by_role("article")).to_contain_text("aici")
    assert 0 == await chat(page, "Dan Ilie").get_by_role("link").count()


async def test_double_click_presses_once(theatre: Theatre) -> None:
    """The second click of two does not press what has come under the pointer meanwhile."""
    page = await theatre.open()
    other = says("Sigur?", rows=((DrawnButton("🗑 Șterg", "delete"),),))
    edits = []

    def answer_at_once(_: Envelope) -> Now:
        edits.append(asyncio.ensure_future(theatre.stage.adapter.edit(place("ioana"), "1", other)))
        return Now()

    theatre.stage.inbox.script = answer_at_once
    await chat(page).get_by_role("button", name="✅ Vin").dblclick(delay=200)
    await chat(page).get_by_role("button", name="🗑 Șterg").wait_for()
    assert [Pressed("a:yes", "1")] == [envelope.update for envelope in theatre.stage.inbox.heard]


async def test_page_comes_back_after_a_restart(theatre: Theatre) -> None:
    """When the server goes the page says so; when it is back the page shows what came meanwhile."""
    page = await theatre.open()
    await theatre.server.stop()
    banner = page.get_by_text("Legătura s-a întrerupt")
    await banner.wait_for()
    await theatre.stage.adapter.send(place("ioana"), says("Între timp"), "k")
    await theatre.server.start()
    await expect(chat(page).get_by_role("article").last).to_contain_text("Între timp", timeout=10_000)
    await expect(banner).to_be_hidden()


async def test_page_language_is_remembered(theatre: Theatre) -> None:
    """The language chosen for the page is there again when it is loaded anew."""
    page = await theatre.open()
    await page.get_by_role("button", name="EN, English").click()
    await page.reload()
    await expect(chat(page).get_by_role("button", name="Send", exact=True)).to_be_visible()
    assert "en" == await page.evaluate("document.documentElement.lang")


async def test_days_have_their_weekday(theatre: Theatre) -> None:
    """A day is named with its weekday, and times are local to the story's zone."""
    page = await theatre.open()
    await expect(chat(page).get_by_role("log")).to_contain_text("luni, 1 martie 2027")
    await expect(chat(page).get_by_role("article")).to_contain_text(["09:00"])


async def test_clock_moves_on(theatre: Theatre) -> None:
    """The button plays to the next moment, and the list tells what happened there."""
    page = await theatre.open()
    await page.get_by_role("button", name="Următorul moment").click()
    await page.get_by_role("button", name="Ce s-a întâmplat 1").click()
    await expect(page.locator("ol > li")).to_contain_text("Memento trimis: 2 persoane.")


async def test_browser_has_nothing_to_complain_of(theatre: Theatre) -> None:
    """Loading, pressing, asking and moving the clock break neither the policy nor a script."""
    page = await (await theatre.browser.new_context()).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(theatre.server.address)
    await ask(page)
    await page.get_by_role("button", name="Următorul moment").click()
    await expect(page.get_by_text("joi, 18 martie 2027, 10:00").first).to_be_visible()
    assert [] == complaints


async def test_retried_press_names_its_message(theatre: Theatre) -> None:
    """A press that failed is sent again as it was, though its card has changed meanwhile."""
    page = await theatre.open()
    theatre.stage.inbox.broken = True
    await chat(page).get_by_role("button", name="✅ Vin").click()
    again = chat(page).get_by_role("button", name="Încearcă din nou")
    await again.wait_for()
    theatre.stage.inbox.broken = False
    await theatre.stage.adapter.edit(place("ioana"), "1", says("S-a schimbat."))
    await chat(page).get_by_text("S-a schimbat.").wait_for()
    await again.click()
    await expect(chat(page).get_by_role("status")).to_contain_text("vin")
    assert [Pressed("a:yes", "1")] == [envelope.update for envelope in theatre.stage.inbox.heard]


async def test_nothing_moves_for_whoever_asked_for_that(theatre: Theatre) -> None:
    """Where the system says "reduce motion" a short word does not rise and a changed card does not glow."""
    page = await theatre.open()
    await page.emulate_media(reduced_motion="reduce")
    await chat(page).get_by_role("button", name="✅ Vin").click()
    toast = page.locator(".toast")
    await toast.wait_for()
    assert "none" == await toast.evaluate("one => getComputedStyle(one).animationName")


async def test_a_picture_is_shown_with_its_alternative_text(theatre: Theatre) -> None:
    """As an image, found by what is to be seen on it."""
    page = await theatre.open()
    picture = Document("harta.png", "image/png", PIXEL, "Harta: de la gară, pe malul Begăi")
    await theatre.stage.adapter.send(place("ioana"), Drawn((), documents=(picture,)), "k")
    shown = chat(page).get_by_role("img", name="Harta: de la gară, pe malul Begăi")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("image => image.decode().then(() => image.naturalWidth)")


@pytest.mark.parametrize("language", ["RO, Română", "EN, English"])
@pytest.mark.parametrize("width", [1181, 1280, 390])
async def test_the_empty_box_says_what_it_is_for_on_one_line(theatre: Theatre, width: int, language: str) -> None:
    """Also beside the button for files, which narrows it; a placeholder that wraps is cut by the box."""
    theatre.stage.uploads.taken["elena"] = (".csv",)
    page = await theatre.open(width)
    await page.get_by_role("button", name=language).click()
    box = chat(page, MANAGER.name).get_by_role("textbox")
    assert await box.evaluate("box => box.scrollHeight <= box.clientHeight")
