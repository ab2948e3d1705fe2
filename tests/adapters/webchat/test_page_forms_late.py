"""Forms of the page that are taken later than the page waits, or whose answer is lost, in a real browser."""

import pytest
from playwright.async_api import Locator, Page, expect

from bot.adapters.webchat import room
from bot.model.form import FormState
from tests.adapters.webchat.stage import place
from tests.adapters.webchat.theatre import ANNOUNCE, Theatre, ask, chat, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop

STAYS = "Formularul „Întrebare nouă” este încă deschis. Se închide singur de îndată ce îl preluăm."
TAKEN = "Am primit ce ați scris în „Întrebare nouă”."


async def waiting(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> tuple[Page, Locator]:
    """A page whose form was sent and is not taken while it waits for the answer."""
    monkeypatch.setattr(room, "PATIENCE", 0.05)
    await theatre.stage.adapter.send(place("ioana"), ANNOUNCE, "announce")
    page = await theatre.open()
    asked = await ask(page)
    await asked.get_by_label("Întrebarea").fill("Unde este?")
    theatre.stage.inbox.silent = True
    async with page.expect_response("**/chat/forms/**"):
        await asked.get_by_role("button", name="Trimite întrebarea").click()
    return page, asked


async def test_a_form_that_is_not_taken_yet_stays(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what was written in it, and as one that may be sent again: a complaint may have been lost."""
    page, asked = await waiting(theatre, monkeypatch)
    await expect(chat(page).get_by_role("status")).to_contain_text(STAYS)
    await expect(asked.get_by_label("Întrebarea")).to_have_value("Unde este?")
    await expect(asked.locator("xpath=ancestor::article")).not_to_have_attribute("aria-busy", "true")


async def test_a_form_that_is_taken_late_goes(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    """As soon as it is taken, and a sentence says that it was."""
    page, asked = await waiting(theatre, monkeypatch)
    theatre.stage.inbox.catch_up()
    await expect(asked).to_have_count(0)
    await expect(chat(page).get_by_role("status")).to_contain_text(TAKEN)


async def test_text_of_a_form_that_is_taken_late_is_not_offered_again(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or it would be sent twice."""
    page, asked = await waiting(theatre, monkeypatch)
    theatre.stage.inbox.catch_up()
    await expect(asked).to_have_count(0)
    await ask(page)
    await expect(asked.get_by_label("Întrebarea")).to_have_value("")


async def test_text_put_aside_is_forgotten_when_its_form_is_taken(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where another form has taken its place before that was known."""
    page, asked = await waiting(theatre, monkeypatch)
    theatre.stage.inbox.silent = False
    await chat(page).get_by_role("button", name="📣 Anunț").click()
    await expect(asked).to_have_count(0)
    theatre.stage.forms.became["f1"] = FormState.SENT
    theatre.stage.inbox.catch_up()
    await expect(chat(page).get_by_role("status")).to_contain_text(TAKEN)
    await ask(page)
    await expect(asked.get_by_label("Întrebarea")).to_have_value("")


async def test_a_form_whose_standing_was_not_heard_goes_with_the_next_sign(theatre: Theatre) -> None:
    """The connection was lost just when the page asked: the form was taken, and is not offered again."""
    page = await theatre.open()
    await page.route("**/chat/forms/**", lambda route: route.abort())
    asked = await ask(page)
    await asked.get_by_label("Întrebarea").fill("Unde este?")
    await asked.get_by_role("button", name="Trimite întrebarea").click()
    await expect(chat(page).get_by_role("status")).to_contain_text("Am trimis întrebarea.")
    await page.unroute("**/chat/forms/**")
    await write(page, "Bună ziua")
    await expect(asked).to_have_count(0)
    await ask(page)
    await expect(asked.get_by_label("Întrebarea")).to_have_value("")


async def test_a_form_whose_answer_was_lost_is_taken(theatre: Theatre) -> None:
    """The server has heard it: nobody is told to open it again."""
    page = await theatre.open()
    await page.route("**/chat/submit", lambda route: route.abort())
    asked = await ask(page)
    async with page.expect_event("requestfailed"):
        await asked.get_by_role("button", name="Trimite întrebarea").click()
    await expect(chat(page).get_by_role("alert")).to_contain_text("Nu am putut trimite")
    theatre.stage.forms.became["f1"] = FormState.SENT
    await write(page, "Bună ziua")
    await expect(chat(page).get_by_role("status")).to_contain_text(TAKEN)
