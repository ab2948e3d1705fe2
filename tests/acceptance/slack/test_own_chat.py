"""What only Slack has, through the whole program: the Home tab, shortcuts, modals, accounts that close."""

import pytest

from bot.model.values import Reason, Sending
from handlers.people.doors import PersonalLink
from storage.deliveries import DELIVERY
from tests.acceptance.slack.steps import arrives, stranger
from tests.adapters.contract.town import Town
from tests.handlers.steps import found, invite


async def test_a_link_that_is_typed(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no address leads to us, a personal link is what is to be typed on Slack."""
    monkeypatch.setattr(here.room.program.house.links, "deep_link", lambda _token: "")
    ilinca = await arrives(here, "ilinca")

    await ilinca.forges(PersonalLink(here.lab.people["radu"]).pack())

    assert f"To be typed in a chat with me: /sfat start {await here.token('radu')}" in await ilinca.sees()


async def test_the_home_tab(here: Town) -> None:
    """Shows what is mine; its buttons are answered in the chat, and it follows."""
    ana = await arrives(here, "ana")
    await invite(here.lab, "ana")
    await ana.user.opens_home()
    await here.settle()
    home = ana.user.home
    assert home is not None and "not answered yet" in home.plain

    await ana.user.presses(home.labels[0], on=home)
    await here.settle()
    await ana.presses("✅ I am coming")
    await ana.user.opens_home()
    await here.settle()

    home = ana.user.home
    assert home is not None and "not answered yet" not in home.plain


async def test_the_home_tab_of_a_stranger(here: Town) -> None:
    """Leads on: to a form in a modal."""
    zoe = await stranger(here)
    await zoe.user.opens_home()
    await here.settle()
    assert zoe.user.home is not None

    await zoe.user.presses("Begin", on=zoe.user.home)
    await here.settle()

    assert zoe.user.modal is not None or await zoe.chat()


async def test_a_message_sent_to_the_organisers(here: Town) -> None:
    """By its shortcut, wherever it stands: shown first, then sent with a tap."""
    ilinca, ana = await arrives(here, "ilinca"), await arrives(here, "ana")
    channel = here.slack.channel("ateliere", ana.user)
    said = (await ana.user.says("Is there parking? <!here>", channel)).message
    assert said is not None

    await ana.user.message_shortcut("ask", said)
    await here.settle()
    assert "Is there parking? <!here>" in await ana.sees()
    await ana.presses("📤 Send")

    assert "Is there parking? <!here>" in await ilinca.sees()
    assert ((), ()) == (ilinca.user.chat[-1].mentions, ilinca.user.chat[-1].broadcasts)


async def test_a_message_that_a_stranger_sends_to_the_organisers(here: Town) -> None:
    """They are told why it went nowhere, and the way in."""
    await arrives(here, "ilinca")
    zoe = await stranger(here)
    said = (await zoe.user.says("Is there parking?", here.slack.channel("ateliere", zoe.user))).message
    assert said is not None

    await zoe.user.message_shortcut("ask", said)
    await here.settle()

    assert "I do not know you yet. Please send /sfat start, or open your personal link." == await zoe.sees()


async def test_a_form_that_was_asked_for_in_words(here: Town) -> None:
    """A written word brings nothing that could open a modal, so a button does."""
    ilinca = await arrives(here, "ilinca")
    await ilinca.user.says("/new_event")
    await here.settle()
    assert None is ilinca.user.modal

    await ilinca.presses("Open the form")
    await ilinca.opens_form()


@pytest.mark.parametrize("typed", ["eveniment nou", "new event", "EVENIMENT_NOU"])
async def test_a_form_that_was_asked_for_by_the_command(here: Town, typed: str) -> None:
    """Opens at once, with a space where the command's name has an underscore too."""
    ilinca = await arrives(here, "ilinca")

    await ilinca.user.command("/sfat", typed)
    await ilinca.opens_form()

    assert ["A new event"] == [view.title for view in [ilinca.user.modal] if view]


async def test_an_account_that_was_closed(here: Town) -> None:
    """Is not written to; the delivery says why."""
    ana = await arrives(here, "ana")
    await ana.user.deactivate()
    await here.settle()
    number = len(await ana.chat())

    await invite(here.lab, "ana")

    assert number == len(await ana.chat())


async def test_an_account_that_was_closed_without_a_word(here: Town) -> None:
    """The refusal tells."""
    await arrives(here, "ana")
    here.slack.fail("chat.postMessage", error="user_disabled")
    await invite(here.lab, "ana")

    (row,) = [row for row in await found(here.lab, DELIVERY) if row.kind == "event.invitation"]
    assert (Sending.FAILED, Reason.DEACTIVATED) == (row.state, row.reason)


async def test_what_is_no_text(here: Town) -> None:
    """A file, a picture, a voice message: the person is asked to write it."""
    ana = await arrives(here, "ana")
    for name in ("list.xlsx", "photo.png", "voice.m4a"):
        await ana.user.shares(name, b"x")
        await here.settle()
        assert "I can only read text here. Please write it." == await ana.sees()


async def test_an_edited_message(here: Town) -> None:
    """An edit is not read, and the person is told."""
    ana = await arrives(here, "ana")
    said = (await ana.user.says("da")).message
    assert said is not None
    await here.settle()

    await ana.user.edits(said, "nu")
    await here.settle()

    assert "I do not read edited messages." in await ana.sees()
