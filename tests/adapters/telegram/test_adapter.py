"""Connecting, links, menus: against a strict server."""

import pytest

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.core.ports import MenuEntry, Unusable
from tests.adapters.telegram.conftest import BOT, private
from tests.fakes.telegram import FakeTelegram, User


async def test_connecting_tells_who_we_are(adapter: TelegramAdapter) -> None:
    """The installation is the bot's id."""
    assert BOT == adapter.installation


async def test_connecting_makes_room_for_the_poll(fake: FakeTelegram, ana: User) -> None:
    """A webhook is taken away, and what waited for it is kept."""
    ana.says("salut")
    fake.world.updates.webhook.url = "https://elsewhere.example.org/"
    adapter = TelegramAdapter(fake.token, fake.url, 30)
    await adapter.connect()
    await adapter.close()
    assert ("", 1) == (fake.webhook.url, len(fake.pending))


@pytest.mark.parametrize("token", ["7000000002:AAEanotherToken", "nonsense"])
async def test_a_wrong_token(fake: FakeTelegram, token: str) -> None:
    """The operator reads what is wrong, and not the token."""
    adapter = TelegramAdapter(token, fake.url, 30)
    with pytest.raises(Unusable, match="Telegram does not accept the token") as error:
        await adapter.connect()
    await adapter.close()
    assert token not in str(error.value)


async def test_an_address_where_nobody_is() -> None:
    """The operator reads which address it was."""
    adapter = TelegramAdapter("7:AAtoken", "http://127.0.0.1:9", 30)
    with pytest.raises(Unusable, match=r"http://127\.0\.0\.1:9"):
        await adapter.connect()
    await adapter.close()


async def test_menus_by_language_and_for_one_place(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """All private chats have the menu of everybody; one chat may have more."""
    await adapter.set_menu(None, {"": [MenuEntry("help", "Help")], "ro": [MenuEntry("ajutor", "Ajutor")]})
    await adapter.set_menu(private(ana), {"": [MenuEntry("report", "R" * 300)]})
    assert {
        ("all_private_chats", ""): [("help", "Help")],
        ("all_private_chats", "ro"): [("ajutor", "Ajutor")],
        ("chat:11", ""): [("report", "R" * 256)],
    } == fake.commands


async def test_an_empty_menu_is_taken_away(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """A chat that had more goes back to the common menu."""
    await adapter.set_menu(private(ana), {"": [MenuEntry("report", "Report")]})
    await adapter.set_menu(private(ana), {"": []})
    assert {} == fake.commands


async def test_a_link_opens_the_bot(adapter: TelegramAdapter) -> None:
    """A token travels in the link."""
    assert "https://t.me/sfat_test_bot?start=abc-_9" == adapter.deep_link("abc-_9")


def test_no_link_before_the_bot_is_known() -> None:
    """Without a name there is no address."""
    assert "" == TelegramAdapter("7:AAtoken", "http://127.0.0.1:9", 30).deep_link("abc")


def test_forms_are_asked_question_by_question() -> None:
    """Telegram has no forms, and its rate is the operator's."""
    capabilities = TelegramAdapter("7:AAtoken", "http://127.0.0.1:9", 25).capabilities
    assert (False, 25) == (capabilities.native_forms, capabilities.rates.overall)
