"""How the fake Bot API hands out updates, slows down, and fails when told to."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TimedOut

from tests.fakes.conftest import Raw
from tests.fakes.telegram import FakeTelegram, User

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Da", callback_data="yes")]])


async def test_an_update_stays_until_a_higher_offset(bot: Bot, ana: User) -> None:
    """getUpdates gives the same updates again until it is asked for a higher one."""
    ana.says("da")
    first = [u.update_id for u in await bot.get_updates()]
    again = [u.update_id for u in await bot.get_updates(offset=first[0])]
    rest = [u.update_id for u in await bot.get_updates(offset=first[0] + 1)]
    none = await bot.get_updates(offset=first[1] + 1)
    assert (first, first[1:], (), 1) == (again, rest, none, first[1] - first[0])


async def test_a_negative_offset_keeps_the_newest(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """offset=-1 gives the last update and forgets those before."""
    last = ana.says("da").id
    updates = await bot.get_updates(offset=-1)
    assert ([last], 1) == ([u.effective_message.message_id for u in updates if u.effective_message], len(fake.pending))


async def test_a_batch_has_a_limit(bot: Bot, ana: User) -> None:
    """`limit` is honoured, and never more than 100 come at once."""
    for number in range(120):
        ana.says(str(number))
    assert (5, 100) == (len(await bot.get_updates(limit=5)), len(await bot.get_updates()))


async def test_a_long_poll_ends_with_the_update(bot: Bot, fake: FakeTelegram) -> None:
    """A waiting poll answers as soon as something comes."""
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await fake.until(lambda: fake.called("getUpdates"))
    began = time.monotonic()
    fake.user(7).start()
    assert (1, True) == (len(await poll), time.monotonic() - began < 1)


async def test_a_long_poll_ends_with_its_time(bot: Bot) -> None:
    """A poll waits its timeout and then comes back empty."""
    began = time.monotonic()
    assert ((), True) == (await bot.get_updates(timeout=1), 0.9 < time.monotonic() - began < 2)


async def test_the_earlier_of_two_polls_gets_the_conflict(bot: Bot, raw: Raw, fake: FakeTelegram) -> None:
    """Two polls at a time: the first ends in 409, the second goes on; that is no violation."""
    earlier = asyncio.create_task(bot.get_updates(timeout=10))
    await fake.until(lambda: fake.called("getUpdates"))
    later = asyncio.create_task(raw("getUpdates", timeout=10))
    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot instance"):
        await earlier
    fake.user(7).start()
    assert (1, 1, []) == (len((await later).json()["result"]), fake.conflicts, fake.violations)


async def test_a_dead_poller_is_no_conflict(bot: Bot, fake: FakeTelegram) -> None:
    """A poll whose client is gone takes no updates with it and does not count as a conflict."""
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(f"{fake.url}/bot{fake.token}/getUpdates?timeout=20", timeout=0.1)
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await fake.until(lambda: 2 == len(fake.called("getUpdates")))
    fake.user(7).start()
    assert (1, 0) == (len(await poll), fake.conflicts)


async def test_a_webhook_and_polling_exclude_each_other(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """While a webhook is set getUpdates is 409; deleteWebhook brings back what waited."""
    await bot.set_webhook("https://sfat.example.ro/telegram/webhook", secret_token="s3cret", max_connections=10)
    info = await bot.get_webhook_info()
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert (1, 10, 1) == (info.pending_update_count, info.max_connections, len(await bot.get_updates()))


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "http://sfat.example.ro/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://e.ro:8080/"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://e.ro/", "secret_token": "ș"}, "secret token contains unallowed characters"),
        ({"url": "https://e.ro/", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_a_webhook_is_checked(fake: FakeTelegram, raw: Raw, params: dict[str, Any], why: str) -> None:
    """A webhook the real server would refuse is refused, and polling goes on."""
    answer = await raw("setWebhook", **params)
    assert (f"Bad Request: {why}", "", 1) == (answer.json()["description"], fake.webhook.url, len(fake.violations))


async def test_allowed_updates_are_remembered(bot: Bot, fake: FakeTelegram, ana: User) -> None:
    """What was not asked for never comes, also for later polls that do not repeat the list."""
    await bot.get_updates(allowed_updates=[Update.MY_CHAT_MEMBER])
    ana.says("unheard")
    ana.blocks()
    kinds = [next(key for key in update if key != "update_id") for update in fake.pending]
    assert (["message", "my_chat_member"], 1) == (kinds, len(fake.unwanted))


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


async def test_five_hundred_presses_at_once(bot: Bot, fake: FakeTelegram) -> None:
    """`deliver_many` queues them all before any poll takes one, in order."""
    group = fake.group(-5)
    await bot.send_message(-5, "?", reply_markup=KEYS)
    people = [fake.user(number) for number in range(1, 501)]
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await fake.until(lambda: fake.called("getUpdates"))
    numbers = fake.deliver_many((person, "Da", group) for person in people)
    assert (100, 500, numbers) == (
        len(await poll),
        len(fake.pending),
        [update["callback_query"]["id"] for update in fake.pending],
    )


PROGRAM = """
import asyncio, sys, time, aiohttp
async def main(url):
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=32)) as client:
        async def work(n):
            for _ in range(n):
                async with client.post(url, data={"chat_id": "7", "text": "x"}) as answer:
                    assert answer.status in (200, 429), await answer.text()
        await work(20)
        began = time.monotonic()
        await asyncio.gather(*(work(50) for _ in range(32)))
        print(1600 / (time.monotonic() - began))
asyncio.run(main(sys.argv[1]))
"""


async def test_it_is_fast(fake: FakeTelegram, ana: User) -> None:
    """Fast enough not to be what a measurement measures: some hundred calls a second even on a busy machine."""
    url = f"{fake.url}/bot{fake.token}/sendMessage"
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, url, stdout=asyncio.subprocess.PIPE)
    output, _ = await child.communicate()
    assert float(output) > 500
