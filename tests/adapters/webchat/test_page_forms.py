"""Forms of the page in a real browser: labels, complaints, repairs."""

import pytest
from playwright.async_api import Locator, Page, expect

from bot.model.update import Submitted
from tests.adapters.webchat.theatre import Theatre, ask, chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # the browser's loop


async def test_form_takes_answers(theatre: Theatre) -> None:
    """A form is filled in by its labels, sent, and then closed."""
    page = await theatre.open()
    asked = await ask(page)
    await asked.get_by_label("Ziua").fill("01.03.2027")
    await asked.get_by_label("La distanță").check()
    await asked.get_by_label("Întrebarea").fill("Unde este?")
    await asked.get_by_role("button", name="Trimite întrebarea").click()
    await expect(asked).to_have_count(0)
    assert [Submitted("f1", {"day": "01.03.2027", "mode": "away", "text": "Unde este?"})] == theatre.submitted


async def test_form_begins_with_the_keyboard(theatre: Theatre) -> None:
    """When a form opens, the keyboard is in its first field."""
    page = await theatre.open()
    asked = await ask(page)
    await expect(asked.get_by_label("Ziua")).to_be_focused()


async def complain(page: Page) -> Locator:
    """Send a form with a day that does not exist; returns the form with its complaint."""
    asked = await ask(page)
    await asked.get_by_label("Ziua").fill("31.02.2027")
    await asked.get_by_label("Întrebarea").fill("Unde este?")
    await asked.get_by_role("button", name="Trimite întrebarea").click()
    await asked.get_by_text("Februarie are 28 de zile.").wait_for()
    return asked


async def test_complaint_belongs_to_its_field(theatre: Theatre) -> None:
    """A complaint marks its field as wrong, describes it, and the keyboard goes there."""
    field = (await complain(await theatre.open())).get_by_label("Ziua")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_accessible_description("De exemplu: 15.03.2027 Februarie are 28 de zile.")
    await expect(field).to_be_focused()


async def test_complaint_keeps_what_was_written(theatre: Theatre) -> None:
    """What was written in the other fields is still there beside a complaint."""
    asked = await complain(await theatre.open())
    await expect(asked.get_by_label("Întrebarea")).to_have_value("Unde este?")


async def test_a_complaint_goes_when_its_field_is_written_anew(theatre: Theatre) -> None:
    """It was about what stood there before; what would do instead stays on offer."""
    asked = await complain(await theatre.open())
    await asked.get_by_label("Ziua").fill("27.02.2027")
    await expect(asked.get_by_label("Ziua")).not_to_have_attribute("aria-invalid", "true")
    await expect(asked.get_by_text("Februarie are 28 de zile.")).to_have_count(0)
    await expect(asked.get_by_role("button", name="28 februarie")).to_be_visible()


async def test_repair_fills_in_and_sends(theatre: Theatre) -> None:
    """One press on a repair puts the better value in and sends the form."""
    asked = await complain(await theatre.open())
    await asked.get_by_role("button", name="28 februarie").click()
    await expect(asked).to_have_count(0)
    assert ["31.02.2027", "28.02.2027"] == [submitted.values["day"] for submitted in theatre.submitted]


async def test_form_can_be_given_up(theatre: Theatre) -> None:
    """A form that is given up goes away and sends nothing."""
    page = await theatre.open()
    asked = await ask(page)
    await asked.get_by_role("button", name="Renunț").click()
    await expect(asked).to_have_count(0)
    assert [] == theatre.submitted


async def test_reload_keeps_a_half_filled_form(theatre: Theatre) -> None:
    """The open form is there again with what was written in it, and can be sent."""
    page = await theatre.open()
    asked = await ask(page)
    await asked.get_by_label("Ziua").fill("01.03.2027")
    await asked.get_by_label("La distanță").check()
    await page.reload()
    await asked.get_by_label("Întrebarea").fill("Unde este?")
    await asked.get_by_role("button", name="Trimite întrebarea").click()
    await expect(asked).to_have_count(0)
    assert [Submitted("f1", {"day": "01.03.2027", "mode": "away", "text": "Unde este?"})] == theatre.submitted


async def test_reload_keeps_a_complaint(theatre: Theatre) -> None:
    """What is wrong, and the button that mends it, stay beside the field."""
    page = await theatre.open()
    asked = await complain(page)
    await page.reload()
    await asked.get_by_role("button", name="28 februarie").click()
    await expect(asked).to_have_count(0)
    assert "28.02.2027" == theatre.submitted[-1].values["day"]


@pytest.mark.parametrize("ended_by", ["Renunț", "Trimite întrebarea"])
async def test_form_that_is_over_is_forgotten(theatre: Theatre, ended_by: str) -> None:
    """Sent or given up, it does not come back with the page."""
    page = await theatre.open()
    asked = await ask(page)
    await asked.get_by_label("Ziua").fill("01.03.2027")
    await asked.get_by_role("button", name=ended_by).click()
    await expect(asked).to_have_count(0)
    await page.reload()
    await expect(chat(page).get_by_role("textbox")).to_have_count(1)


async def test_form_is_forgotten_after_a_day(theatre: Theatre) -> None:
    """As long as the server keeps a form open, no longer."""
    page = await theatre.open()
    await page.clock.install()
    asked = await ask(page)
    await asked.get_by_label("Ziua").fill("01.03.2027")
    await page.clock.fast_forward("23:00:00")
    await page.reload()
    await asked.get_by_label("Întrebarea").fill("Unde este?")
    await page.clock.fast_forward("01:00:01")
    await page.reload()
    await expect(chat(page).get_by_role("textbox")).to_have_count(1)
