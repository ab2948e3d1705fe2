"""The common rate of several processes: slots that the database lends."""

import asyncio

import pytest

from bot.core.ports import Rates
from bot.core.shared_pace import SharedPace
from storage.database import Database
from tests.core.test_pace import most_within

pytestmark = pytest.mark.shared


def paces(db: Database, number: int, rate: float) -> list[tuple[SharedPace, asyncio.Event]]:
    """So many processes' paces for one installation, and what wakes each."""
    made = []
    for _ in range(number):
        news = asyncio.Event()
        shared = SharedPace(Rates(rate), beside=db.beside, installation=lambda: "telegram:1", lent=news.set)
        made.append((shared, news))
    return made


async def send(pace: SharedPace, news: asyncio.Event, until: float, sent: list[float]) -> None:
    """Send whenever it may."""
    loop = asyncio.get_running_loop()
    while loop.time() < until:
        free = pace.free_at(loop.time())
        if free <= loop.time():
            pace.take(loop.time())
            sent.append(loop.time())
            continue
        news.clear()
        try:
            async with asyncio.timeout(min(free - loop.time(), 0.2)):
                await news.wait()
        except TimeoutError:
            continue


@pytest.mark.parametrize(("number", "rate"), [(1, 30), (2, 60), (3, 200)])
async def test_all_together_keep_the_rate_and_use_it(url: str, number: int, rate: int) -> None:
    """However many write, no second has more than the rate; and it is used.

    How much of it, `make bench` measures: a slot is lost when the machine is busy for twelve milliseconds.
    """
    db, sent = Database(url), list[float]()
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(send(pace, news, began + 3, sent) for pace, news in paces(db, number, rate)))
    await db.close()

    assert most_within(sorted(sent), 1.0) <= rate
    assert len(sent) >= rate


async def test_asked_to_wait_all_wait(url: str) -> None:
    """Whoever was told so."""
    db, sent = Database(url), list[float]()
    (one, one_news), (two, two_news) = paces(db, 2, 50)
    loop = asyncio.get_running_loop()
    await asyncio.gather(send(one, one_news, loop.time() + 0.3, []), send(two, two_news, loop.time() + 0.3, []))
    closed = loop.time()
    one.close(closed, 0.6, too_fast=True)
    await asyncio.gather(send(one, one_news, closed + 1.2, sent), send(two, two_news, closed + 1.2, sent))
    await db.close()

    # What was lent before, a tenth of a second's worth, may still go.
    assert not [at for at in sent if closed + 0.25 < at < closed + 0.6]
    assert one.gap(loop.time()) == pytest.approx(two.gap(loop.time()), rel=0.01)
    assert 0.75 < one.tempo.at(loop.time()) < 0.85
