"""How the fake Bot API hands out updates, and to whom."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

import httpx
import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from tests.fakes.conftest import Raw
from tests.fakes.telegram import FakeTelegram, User
from tests.fakes.telegram_kit import KEYS


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
