"""How the fake Bot API slows down, and fails when told to."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from tests.fakes.conftest import Raw
from tests.fakes.telegram import FakeTelegram, User
from tests.fakes.telegram_kit import KEYS


async def sent(raw: Raw, chat_id: int, count: int) -> list[int]:
    """The statuses of so many messages, one after the other."""
    return [(await raw("sendMessage", chat_id=chat_id, text="x")).status_code for _ in range(count)]


async def test_a_private_chat_takes_three_and_then_one_a_second(fake: FakeTelegram, raw: Raw, ana: User) -> None:
    """Burst of three; a second later there is room for one more, not for two."""
    burst = await sent(raw, ana.id, 4)
    fake.passes(1)
    assert ([200, 200, 200, 429], [200, 429], 2) == (burst, await sent(raw, ana.id, 2), fake.too_many)


async def test_a_group_takes_twenty_a_minute(fake: FakeTelegram, raw: Raw) -> None:
    """The 21st message within a minute is 429, edits would count too; after the minute there is room."""
    fake.group(-5)
    burst = await sent(raw, -5, 21)
    fake.passes(60)
    assert ([200] * 20 + [429], [200]) == (burst, await sent(raw, -5, 1))


async def test_thirty_a_second_overall(fake: FakeTelegram, raw: Raw) -> None:
    """The 31st message within a second is 429 whatever the chat."""
    codes = []
    fake.now = fake.world.rates.now = lambda: 1000.0  # type: ignore[method-assign]
    for number in range(1, 32):
        fake.user(number).start()
        codes += await sent(raw, number, 1)
    assert [200] * 30 + [429] == codes


async def test_a_flood_says_how_long_to_wait(bot: Bot, fake: FakeTelegram, raw: Raw) -> None:
    """429 carries parameters.retry_after and the Retry-After header, in seconds; it is no violation."""
    fake.group(-5)
    await sent(raw, -5, 20)
    answer = await raw("sendMessage", chat_id=-5, text="x")
    with pytest.raises(RetryAfter):
        await bot.send_message(-5, "x")
    body = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 60"}
    assert (body | {"parameters": {"retry_after": 60}}, "60", []) == (
        answer.json(),
        answer.headers["Retry-After"],
        fake.violations,
    )


async def test_edits_count_and_toasts_do_not(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """An edit takes from the chat's window, an answer to a press from none."""
    message = await bot.send_message(ana.id, "1", reply_markup=KEYS)
    for number in [ana.press("Da") for _ in range(40)]:
        await bot.answer_callback_query(number)
    await bot.edit_message_text("2", ana.id, message.message_id)
    await bot.edit_message_text("3", ana.id, message.message_id)
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("4", ana.id, message.message_id)
    assert (1, "3") == (fake.too_many, ana.chat[-1].text)


async def test_an_ordered_failure_happens_once(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """`fail` makes the next call fail without effect, then all is well; it is neither violation nor flood."""
    fake.fail("sendMessage", status=429, retry_after=7)
    with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
        await bot.send_message(ana.id, "lost")
    await bot.send_message(ana.id, "comes")
    assert (["comes"], [], 0) == ([m.text for m in ana.chat], fake.violations, fake.too_many)


@pytest.mark.parametrize("cut", [False, True])
async def test_a_failure_can_come_after_the_effect(bot: Bot, fake: FakeTelegram, ana: User, cut: bool) -> None:
    """The message is there, but the client sees an error or a broken connection."""
    fake.fail("sendMessage", after_effect=True, cut=cut)
    with pytest.raises(NetworkError, match="RemoteProtocolError|ReadError" if cut else "Internal Server Error"):
        await bot.send_message(ana.id, "sent")
    assert ["sent"] == [message.text for message in ana.chat]


async def test_a_gateway_answers_with_a_page(fake: FakeTelegram, raw: Raw) -> None:
    """502 is HTML, as from a proxy."""
    fake.fail("*", status=502)
    answer = await raw("getMe")
    assert (502, "text/html") == (answer.status_code, answer.headers["content-type"].partition(";")[0])


async def test_a_delayed_call_times_out_and_still_happens(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """`delay` makes a client give up; the server does its work all the same."""
    fake.delay("sendMessage", 0.3)
    with pytest.raises(TimedOut):
        await bot.send_message(ana.id, "late", read_timeout=0.1)
    await fake.until(lambda: ana.chat)
    assert ["late"] == [message.text for message in ana.chat]


async def test_every_call_is_written_down(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """`calls` holds method, parameters and a rising time."""
    await bot.send_message(ana.id, "x", message_thread_id=None)
    await bot.send_message(ana.id, "y")
    calls = fake.called("sendMessage")
    assert ([{"chat_id": "7", "text": t} for t in "xy"], True) == ([c.params for c in calls], calls[0].at < calls[1].at)
