"""How the fake Bot API takes answers to presses: toasts, links, and only in time."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import BadRequest

from tests.fakes.telegram import FakeTelegram, User
from tests.fakes.telegram_kit import KEYS


async def test_a_press_is_answered_with_a_toast(bot: Bot, ana: User) -> None:
    """answerCallbackQuery shows its text to who pressed, and ends the waiting."""
    await bot.send_message(ana.id, "?", reply_markup=KEYS)
    number = ana.press("Da")
    waiting = list(ana.unanswered)
    await bot.answer_callback_query(number, "ș" * 200, show_alert=True)
    assert ([number], [], [("ș" * 200, True)]) == (waiting, ana.unanswered, [(t.text, t.alert) for t in ana.toasts])


async def test_a_press_can_be_answered_with_a_link_into_the_bots_chat(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """The link opens at once, and Start there says its token."""
    await bot.send_message(ana.id, "?", reply_markup=KEYS)
    link = f"https://t.me/{fake.username}?start=abc-_9"
    await bot.answer_callback_query(ana.press("Da"), url=link)
    started = ana.follows_toast()
    assert (link, "/start abc-_9", []) == (ana.toasts[-1].url, started.text, fake.violations)


@pytest.mark.parametrize(
    "link",
    [
        "https://sfat.example.ro/rsvp/abc",
        "https://t.me/another_bot?start=abc",
        "https://t.me/sfat_test_bot",
        "https://t.me/sfat_test_bot?start=",
        f"https://t.me/sfat_test_bot?start={'x' * 65}",
    ],
)
async def test_other_links_are_refused(bot: Bot, fake: FakeTelegram, ana: User, link: str) -> None:
    """Only games may open other addresses; the press stays open."""
    await bot.send_message(ana.id, "?", reply_markup=KEYS)
    number = ana.press("Da")
    with pytest.raises(BadRequest, match="Url_invalid"):
        await bot.answer_callback_query(number, url=link)
    assert ([number], 1) == (ana.unanswered, len(fake.violations))


async def test_a_text_keeps_a_link_closed(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """The official apps show the text and leave the link alone."""
    await bot.send_message(ana.id, "?", reply_markup=KEYS)
    await bot.answer_callback_query(ana.press("Da"), "hello", url=f"https://t.me/{fake.username}?start=abc")
    assert ("hello", "") == (ana.toasts[-1].text, ana.toasts[-1].url)
    with pytest.raises(ValueError, match="leads nowhere"):
        ana.follows_toast()


async def test_a_toast_has_200_characters(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """A longer answer is refused, and the press stays open."""
    await bot.send_message(ana.id, "?", reply_markup=KEYS)
    number = ana.press("Da")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(number, "x" * 201)
    assert ([number], 1) == (ana.unanswered, len(fake.violations))


@pytest.mark.parametrize("late", ["told", "150 seconds", "answered before"])
async def test_a_press_can_be_too_old(bot: Bot, fake: FakeTelegram, ana: User, late: str) -> None:
    """An expired or answered press is 400 with the real words, and no violation."""
    await bot.send_message(ana.id, "?", reply_markup=KEYS)
    number = ana.press("Da")
    if late == "answered before":
        await bot.answer_callback_query(number)
    elif late == "told":
        fake.expire_queries()
    else:
        fake.passes(150)
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query(number, "x")
    assert ([], []) == (ana.toasts, fake.violations)


@pytest.mark.parametrize(("seconds", "kept"), [(149, 2), (150, 1)])
async def test_a_press_waits_150_seconds_in_the_queue(
    bot: Bot, fake: FakeTelegram, ana: User, seconds: float, kept: int
) -> None:
    """Presses expire in the queue, messages do not."""
    await bot.send_message(ana.id, "?", reply_markup=KEYS)
    ana.press("Da")
    fake.passes(seconds - 1 + 0.5 if seconds < 150 else seconds)
    assert kept == len(await bot.get_updates())
