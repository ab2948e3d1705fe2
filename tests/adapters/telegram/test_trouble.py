"""Faults of the poll: said once, waited out, and over when Telegram answers again."""

import asyncio

import pytest

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.model.problems import TryLater
from tests.adapters.telegram.conftest import CARD, MemoryInbox, listening, ours, private
from tests.fakes.telegram import FakeTelegram, User


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 409}, "Another program polls with the same token"),
        ({"status": 401}, "Telegram does not accept the token"),
        ({"status": 502}, "Telegram cannot be used at http"),
        ({"cut": True}, "Telegram cannot be used at http"),
    ],
)
async def test_a_fault_is_said_once_and_passes(
    fault: dict[str, object],
    words: str,
    adapter: TelegramAdapter,
    fake: FakeTelegram,
    inbox: MemoryInbox,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A lasting fault sets `trouble`, is one line in the log, and is over once Telegram answers again."""
    fake.fail("getUpdates", times=3, **fault)  # type: ignore[arg-type]
    async with listening(adapter, inbox):
        await fake.until(lambda: len(fake.called("getUpdates")) == 3)
        during = adapter.trouble
        async with asyncio.timeout(5):  # much less than a long poll: nobody says anything meanwhile
            while adapter.trouble:
                await asyncio.sleep(0.01)
    assert (True, 2, "Telegram can be used again.") == (words in during, len(ours(caplog)), ours(caplog)[-1])


async def test_a_second_poll_is_noticed(adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox) -> None:
    """Two programs with one token: the one that was interrupted says so."""
    async with listening(adapter, inbox):
        await fake.until(lambda: fake.called("getUpdates"))
        other = TelegramAdapter(fake.token, fake.url, 30)
        await other.connect()
        async with listening(other, MemoryInbox()):
            async with asyncio.timeout(5):
                while not adapter.trouble:
                    await asyncio.sleep(0.01)
            assert "Another program polls" in adapter.trouble
        await other.close()


async def test_two_that_poll_by_turns_are_said_once(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Between two conflicts a poll succeeds: that alone does not mean that the other has gone."""
    async with listening(adapter, inbox):
        for _ in range(5):
            polls = len(fake.called("getUpdates"))
            fake.fail("getUpdates", status=409)
            await fake.until(lambda: len(fake.called("getUpdates")) > polls + 2)  # noqa: B023
        during = adapter.trouble
    assert ("Another program polls" in during, 1) == (True, len(ours(caplog)))


async def test_a_revoked_token_is_noticed_when_sending(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """Not only the poll sees a token that is no longer accepted."""
    fake.revoke()
    with pytest.raises(TryLater):
        await adapter.send(private(ana), CARD, "k")
    assert "does not accept the token" in adapter.trouble


async def test_a_flood_of_polls_is_waited_out(
    fake: FakeTelegram, adapter: TelegramAdapter, inbox: MemoryInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The poll rests for as long as Telegram asks."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    fake.fail("getUpdates", status=429, retry_after=7)
    monkeypatch.setattr("bot.adapters.telegram.listen.asyncio.sleep", sleep)
    async with listening(adapter, inbox):
        await fake.until(lambda: len(fake.called("getUpdates")) >= 2)
    assert [7] == waits


async def test_pauses_grow(
    fake: FakeTelegram, adapter: TelegramAdapter, inbox: MemoryInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each further fault is followed by twice the rest, up to 30 s."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    fake.fail("getUpdates", times=14)
    monkeypatch.setattr("bot.adapters.telegram.listen.asyncio.sleep", sleep)
    async with listening(adapter, inbox):
        await fake.until(lambda: len(fake.called("getUpdates")) > 14)
    assert [0.01, 0.02, 0.04, 20.48, 30] == [*waits[:3], waits[11], waits[13]]
