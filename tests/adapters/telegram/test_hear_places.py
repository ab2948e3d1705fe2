"""From what becomes of chats, groups and channels on Telegram to envelopes."""

from dataclasses import replace
from typing import Any

import pytest
import telegram

from bot.adapters.telegram.hear import heard
from bot.model.address import Account, Place
from bot.model.update import Continues, Envelope, Placed, Reached
from tests.adapters.telegram.payloads import CHANNEL, GROUP, ME, NOBODY, PRIVATE, change, hear, message, told


@pytest.mark.parametrize(("status", "reached"), [("kicked", False), ("member", True)])
def test_blocking_and_coming_back(status: str, reached: bool) -> None:
    """Telegram tells when a person blocks the bot, and when they let it in again."""
    assert Reached(reached) == told(hear(my_chat_member=change(PRIVATE, status)))


@pytest.mark.parametrize(
    ("chat", "status", "rights", "is_open"),
    [
        (GROUP, "member", {}, True),
        (GROUP, "administrator", {}, True),
        (GROUP, "left", {}, False),
        (GROUP, "kicked", {}, False),
        (GROUP, "restricted", {}, False),
        (GROUP, "restricted", {"can_send_messages": True}, True),
        (GROUP, "restricted", {"can_send_messages": True, "is_member": False}, False),
        (CHANNEL, "administrator", {"can_post_messages": True}, True),
        (CHANNEL, "administrator", {"can_post_messages": False}, False),
        (CHANNEL, "member", {}, False),
        (CHANNEL, "left", {}, False),
    ],
)
def test_being_put_into_a_group_or_channel(
    chat: dict[str, Any], status: str, rights: dict[str, Any], is_open: bool
) -> None:
    """Open is where the bot may write; the title comes along."""
    assert Placed(is_open, chat["title"]) == told(hear(my_chat_member=change(chat, status, **rights)))


def test_whoever_put_us_there_is_named() -> None:
    """The account is theirs, the place the group's, and not private."""
    expected = Envelope(
        "99",
        Account("telegram", "7", "11"),
        Place("telegram", "7", "-1005", private=False),
        Placed(True, "Lab"),
        "Ana Pop",
        "ro",
    )
    assert expected == hear(my_chat_member=change(GROUP, "member"))


@pytest.mark.parametrize(
    "update",
    [
        {"my_chat_member": change(GROUP, "kicked", NOBODY)},
        {"message": message(GROUP, NOBODY, new_chat_title="Lab 2")},
        {"message": message(GROUP, NOBODY, migrate_from_chat_id=-9)},
    ],
)
def test_administrators_who_do_not_show_themselves_count(update: dict[str, Any]) -> None:
    """Telegram puts a bot in their place; what becomes of the group is true all the same."""
    envelope = hear(**update)
    assert envelope is not None
    assert str(NOBODY["id"]) == envelope.account.user


def test_a_bot_that_blocks_is_nothing() -> None:
    """In private only people count."""
    assert hear(my_chat_member=change(PRIVATE, "kicked", NOBODY)) is None


def test_another_title() -> None:
    """The place is open, or its members could not tell us."""
    envelope = hear(message=message(GROUP, new_chat_title="Atelierul Nord"))
    assert envelope is not None
    assert (Placed(True, "Atelierul Nord"), "-1005") == (envelope.update, envelope.place.chat)


@pytest.mark.parametrize(
    ("status", "reads_all", "hears"), [("member", False, False), ("member", True, True), ("administrator", False, True)]
)
def test_whether_we_hear_what_people_say_there(status: str, reads_all: bool, hears: bool) -> None:
    """In privacy mode only an administrator does."""
    update = telegram.Update.de_json({"update_id": 99, "my_chat_member": change(GROUP, status)}, None)
    placed = told(heard(update, replace(ME, reads_all=reads_all)))

    assert isinstance(placed, Placed) and hears is placed.hears


@pytest.mark.parametrize(
    "news",
    [
        {"forum_topic_created": {"name": "Masa 3", "icon_color": 7322096}},
        {"forum_topic_edited": {"name": "Masa 3"}},
    ],
)
def test_a_topic_is_a_place_of_its_own(news: dict[str, Any]) -> None:
    """Known by its name from when it is made or renamed."""
    envelope = hear(message=message(GROUP, message_thread_id=3, is_topic_message=True, **news))
    assert envelope is not None
    assert (Placed(True, "Lab › Masa 3"), "3") == (envelope.update, envelope.place.thread)


def test_a_group_that_became_a_supergroup() -> None:
    """The supergroup says what its id was; the old group's word of it is nothing."""
    envelope = hear(message=message(GROUP, migrate_from_chat_id=-9))
    assert envelope is not None
    assert (Continues("-9"), Place("telegram", "7", "-1005", private=False)) == (envelope.update, envelope.place)
