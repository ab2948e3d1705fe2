"""The platform's own page: what concerns its reader, answered in the chat."""

import pytest

from bot.model.address import PAGE, Account, Place
from bot.model.update import Envelope, Pressed
from tests.handlers.steps import in_english, invite
from tests.room import Seat
from tests.seeds import Lab


@pytest.fixture
async def english(lab: Lab) -> Lab:
    """The lab, everybody reading English."""
    return await in_english(lab)


class Page:
    """One person's page."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.number = 0

    async def presses(self, payload: str) -> None:
        """Press a button on the page; `home` is opening it."""
        self.number += 1
        account = Account(self.seat.adapter.platform, self.seat.adapter.installation, self.seat.user)
        place = Place(account.platform, account.installation, self.seat.user, PAGE)
        source = f"page {self.seat.user} {self.number}"
        await self.seat.repeats(
            Envelope(source, account, place, Pressed(payload, "home"), self.seat.user, self.seat.language)
        )

    def taps(self, label: str) -> str:
        """What a button of the page asks for."""
        return self.seat.adapter.pages[self.seat.user].data(label)

    @property
    def shows(self) -> str:
        """What stands on it."""
        return self.seat.adapter.pages[self.seat.user].text


@pytest.mark.both
async def test_my_events_and_answers(english: Lab) -> None:
    """Opened again, the page shows how things are then; it is one message, drawn anew."""
    await invite(english, "ana")
    ana = await english.arrives("ana", native=True)
    page = Page(ana)
    await page.presses("home")
    before = page.shows
    await ana.presses("✅")
    await page.presses("home")

    assert "not answered yet" in before
    assert "I am coming" in page.shows


async def test_a_button_is_answered_in_the_chat(english: Lab) -> None:
    """The page stays what it is."""
    await invite(english, "ana")
    ana = await english.arrives("ana", native=True)
    page = Page(ana)
    await page.presses("home")
    before = len(ana.messages)
    await page.presses(page.taps("Consultation"))

    assert before + 1 == len(ana.messages)
    assert "Invitation for Atelierul Nord" in ana.sees
    assert "My events" in page.shows


async def test_a_language_chosen_on_the_page(english: Lab) -> None:
    """The page speaks it at once."""
    ana = await english.arrives("ana", native=True)
    page = Page(ana)
    await page.presses("home")
    await page.presses(page.taps("🌐"))

    assert "ro" == ana.adapter.pages["ana"].drawn.language


async def test_a_stranger(english: Lab) -> None:
    """Who is not known is asked who they are, by a form."""
    vlad = english.room.seat("vlad", native=True, language="en")
    page = Page(vlad)
    await page.presses("home")
    await page.presses(page.taps("Begin"))

    assert "name" in [field.name for field in vlad.form.fields]


async def test_a_stranger_reads_the_language_of_their_account(english: Lab) -> None:
    """As in the chat; the installation's own is for those of whom no platform tells one."""
    page = Page(english.room.seat("vlad", native=True, language="en"))
    await page.presses("home")

    assert "en" == page.seat.adapter.pages["vlad"].drawn.language


async def test_a_manager(english: Lab) -> None:
    """What is managed is there too, and opens in the chat."""
    ilinca = await english.arrives("ilinca", native=True)
    page = Page(ilinca)
    await page.presses("home")
    await page.presses(page.taps("⚙️"))

    assert "event E1" in ilinca.sees
