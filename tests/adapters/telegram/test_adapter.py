"""Connecting, links, menus: against a strict server."""

import pytest

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.core.ports import MenuEntry, Rates, Unusable
from bot.core.routes import Routes
from bot.settings import Settings
from handlers import FEATURES
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


async def test_the_house_has_a_menu_that_telegram_takes(
    adapter: TelegramAdapter, fake: FakeTelegram, ana: User
) -> None:
    """Every command by each of its names, in one menu: names of 1 to 32 small letters, no more than 100 of them."""
    routes = [route for router in Routes.of(FEATURES).routers for route in router.commands]
    names = [name for route in routes for name in dict.fromkeys(route.names)]
    await adapter.set_menu(None, {"": [MenuEntry(name, "What it does") for name in names]})
    assert names == [name for name, _ in fake.commands["all_private_chats", ""]]


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


def test_it_is_no_faster_than_telegram_allows() -> None:
    """Unless the operator says so: 30 a second, one a second in a chat after a burst, 20 a minute in a group."""
    rate = Settings.model_fields["telegram_rate"].default
    rates = TelegramAdapter("7:AAtoken", "http://127.0.0.1:9", rate).capabilities.rates
    assert Rates(overall=30, per_chat=1, burst=3, group_per_minute=20) == rates
