"""Forms of the page that end elsewhere or make room for another, in a real browser."""

import pytest
from playwright.async_api import Locator, Page, expect

from bot.adapters.webchat import routes
from bot.model.form import FormState
from tests.adapters.webchat.stage import place
from tests.adapters.webchat.theatre import ANNOUNCE, Theatre, ask, chat, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop

CLOSED = "Formularul „Întrebare nouă” nu mai este deschis. Dacă aveți încă nevoie de el, deschideți-l din nou."
KEPT = "Ce ați scris în „Întrebare nouă” s-a păstrat și apare când deschideți din nou formularul."


async def begun(theatre: Theatre) -> tuple[Page, Locator]:
    """A page on which somebody has begun to write into a form."""
    await theatre.stage.adapter.send(place("ioana"), ANNOUNCE, "announce")
    page = await theatre.open()
    asked = await ask(page)
    await asked.get_by_label("Întrebarea").fill("Unde este?")
    return page, asked


async def announce(page: Page) -> Locator:
    """Open the other form."""
    await chat(page).get_by_role("button", name="📣 Anunț").click()
    other = chat(page).get_by_role("form", name="Anunț")
    await other.wait_for()
    return other


async def end(page: Page, how: str) -> None:
    """Open the form once more and close it: by one of its buttons, or by a command."""
    asked = await ask(page)
    if how.startswith("/"):
        await write(page, how)
    else:
        await asked.get_by_role("button", name=how).click()
    await expect(asked).to_have_count(0)


async def test_a_command_closes_the_form(theatre: Theatre) -> None:
    """It goes away, and a sentence says so."""
    page, asked = await begun(theatre)
    await write(page, "/renunta")
    await expect(asked).to_have_count(0)
    await expect(chat(page).get_by_role("status")).to_contain_text(CLOSED)


async def test_a_command_in_another_tab_closes_the_form(theatre: Theatre) -> None:
    """On the page that is open, without loading it again."""
    page, asked = await begun(theatre)
    await write(await theatre.open(), "/renunta")
    await expect(asked).to_have_count(0)
    await expect(chat(page).get_by_role("status")).to_contain_text(CLOSED)


async def test_giving_up_closes_the_form_in_every_tab(theatre: Theatre) -> None:
    """The server is told, so that another tab which shows the same form shows it no more."""
    page, asked = await begun(theatre)
    twin = await page.context.new_page()
    kept = await page.evaluate("JSON.stringify(sessionStorage)")
    await twin.add_init_script(f"Object.assign(sessionStorage, {kept})")  # as a browser does for a tab that is doubled
    await twin.goto(theatre.server.address)
    await chat(twin).get_by_role("form").get_by_role("button", name="Renunț").click()
    await expect(asked).to_have_count(0)


async def test_a_form_that_was_sent_elsewhere_is_gone(theatre: Theatre) -> None:
    """Nobody sends it twice."""
    page, asked = await begun(theatre)
    theatre.stage.forms.became["f1"] = FormState.SENT
    await write(await theatre.open(), "Bună ziua")
    await expect(asked).to_have_count(0)
    await expect(chat(page).get_by_role("status")).to_contain_text(CLOSED)


async def test_a_form_that_ended_unheard_is_gone(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed by time or by another process, of which this one hears nothing: the page looks by itself."""
    monkeypatch.setattr(routes, "KEEP_ALIVE", 0.1)
    _, asked = await begun(theatre)
    theatre.stage.forms.became["f1"] = FormState.CLOSED
    await expect(asked).to_have_count(0)


@pytest.mark.parametrize("standing", [FormState.CLOSED, FormState.SENT, FormState.ASIDE])
async def test_a_closed_form_does_not_come_back_with_the_page(theatre: Theatre, standing: FormState) -> None:
    """What was closed while the page was away stays closed."""
    page, asked = await begun(theatre)
    await page.goto("about:blank")
    theatre.stage.forms.became["f1"] = standing
    await page.goto(theatre.server.address)
    sentence = KEPT if standing is FormState.ASIDE else CLOSED
    await expect(chat(page).get_by_role("status")).to_contain_text(sentence)
    await expect(asked).to_have_count(0)


async def test_a_lost_connection_takes_no_form_away(theatre: Theatre) -> None:
    """Nobody knows how it stands, so it stays."""
    page, asked = await begun(theatre)
    await page.route("**/chat/forms/**", lambda route: route.abort())
    async with page.expect_event("requestfailed"):
        await write(page, "/renunta")
    await expect(asked.get_by_label("Întrebarea")).to_have_value("Unde este?")


async def test_another_form_takes_nothing_along(theatre: Theatre) -> None:
    """The new one stands alone and empty; a sentence says where the text is."""
    page, asked = await begun(theatre)
    other = await announce(page)
    await expect(chat(page).get_by_role("status")).to_contain_text(KEPT)
    await expect(asked).to_have_count(0)
    await expect(other.get_by_role("textbox", name="Cui?")).to_have_value("")


async def test_text_comes_back_with_its_form(theatre: Theatre) -> None:
    """What was typed before another form was opened stands there when the first is opened again."""
    page, asked = await begun(theatre)
    await announce(page)
    await ask(page)
    await expect(asked.get_by_label("Întrebarea")).to_have_value("Unde este?")


async def test_text_outlives_a_form_opened_in_another_tab(theatre: Theatre) -> None:
    """The form goes, because only one is open; the text stays in its tab, also when that is loaded again."""
    page, asked = await begun(theatre)
    await announce(await theatre.open())
    await expect(asked).to_have_count(0)
    await page.reload()
    await ask(page)
    await expect(asked.get_by_label("Întrebarea")).to_have_value("Unde este?")


async def test_text_of_a_form_that_was_closed_unnoticed_is_kept(theatre: Theatre) -> None:
    """Sent when it was closed already, it is not taken; the text is there for the next time."""
    page, asked = await begun(theatre)
    theatre.stage.forms.became["f1"] = FormState.CLOSED
    await asked.get_by_role("button", name="Trimite întrebarea").click()
    await expect(chat(page).get_by_role("status")).to_contain_text(KEPT)
    await ask(page)
    await expect(asked.get_by_label("Întrebarea")).to_have_value("Unde este?")


@pytest.mark.parametrize("ended_by", ["Renunț", "Trimite întrebarea", "/renunta"])
async def test_text_of_a_form_that_is_over_is_forgotten(theatre: Theatre, ended_by: str) -> None:
    """Once it is sent or given up, what had been put aside does not come back."""
    page, asked = await begun(theatre)
    await announce(page)
    await end(page, ended_by)
    await ask(page)
    await expect(asked.get_by_label("Întrebarea")).to_have_value("")
