"""What is polled is heard in order, stored before it is confirmed, and in nobody's log."""

import asyncio
import logging
from asyncio import Future
from collections.abc import Sequence

import pytest
import telegram

from bot.adapters.telegram import reception
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.hear import Me, heard
from bot.model.update import Command, Edited, Envelope, Now, Reached, Said
from tests.adapters.telegram.conftest import MemoryInbox, listening, ours
from tests.fakes.telegram import FakeTelegram, User


async def test_what_people_do_is_heard_in_order(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """Everything that waits comes in one batch, and in the order it happened."""
    ana.start("abc")
    text = ana.says("da, vin")
    ana.edits(text, "nu vin")
    ana.sends_voice()
    ana.blocks()
    async with listening(adapter, inbox):
        await fake.until(lambda: not fake.pending)
    (batch,) = inbox.batches
    heard = [envelope.update for envelope in batch]
    voice = heard[3]
    assert isinstance(voice, Said) and voice.what == "voice"
    assert [Command("start", ("abc",)), Said("da, vin"), Edited(), voice, Reached(False)] == heard


async def test_what_is_not_for_us_is_counted_and_confirmed(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """A sticker in a group goes no further, and does not come again."""
    ana.sends_sticker(group=fake.group(-5, bot_is_admin=True))
    async with listening(adapter, inbox):
        await fake.until(lambda: not fake.pending)
        assert ([], 1) == (inbox.batches, adapter._reception.passed_over)


async def test_nothing_is_confirmed_that_is_not_stored(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """While the inbox fails, the same update comes again and again, and Telegram keeps it."""
    inbox.broken = True
    ana.says("da")
    async with listening(adapter, inbox):
        await fake.until(lambda: inbox.refusals >= 3)
        assert 1 == len(fake.pending)
        inbox.broken = False
        await fake.until(lambda: not fake.pending)
    assert [Said("da")] == inbox.updates


async def test_nothing_is_asked_for_without_room(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """What is not asked for stays with Telegram, and is there when there is room again."""
    inbox = MemoryInbox()
    inbox.has_room.clear()
    async with listening(adapter, inbox):
        ana.says("da")
        await asyncio.sleep(0.1)
        waiting = (len(fake.pending), inbox.updates)
        inbox.has_room.set()
        await fake.until(lambda: not fake.pending)
    assert ((1, []), [Said("da")]) == (waiting, inbox.updates)


class KilledInbox(MemoryInbox):
    """Stores, and does not live to say so."""

    async def hear(self, envelopes: Sequence[Envelope]) -> list["Future[Now]"]:
        await super().hear(envelopes)
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]


async def test_a_killed_poll_loses_nothing(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """What was stored but not yet confirmed comes again to the next process, which knows it by its source."""
    first, second = KilledInbox(), MemoryInbox()
    ana.says("da")
    async with listening(adapter, first):
        async with asyncio.timeout(5):
            while not first.batches:
                await asyncio.sleep(0.01)
    async with listening(adapter, second):
        await fake.until(lambda: not fake.pending)
    assert first.batches == second.batches


async def test_a_failing_inbox_is_said_once_and_without_words(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has one line, which repeats nothing of what the error quotes."""
    inbox.broken = True
    ana.says("da")
    async with listening(adapter, inbox):
        await fake.until(lambda: inbox.refusals >= 3)
    assert ["What people write cannot be taken in just now; Telegram keeps it. (OSError)"] == ours(caplog)


async def test_what_the_library_cannot_read_is_not_in_the_way(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """One update that is not as the library knows it is passed over; what comes with it is heard."""
    ana.says("before")
    fake.world.updates.put("my_chat_member", {"chat": {"id": 1}, "date": "soon"})
    ana.says("after")
    async with listening(adapter, inbox):
        await fake.until(lambda: not fake.pending)

    assert [Said("before"), Said("after")] == inbox.updates


async def test_what_cannot_be_translated_is_not_in_the_way(
    adapter: TelegramAdapter,
    fake: FakeTelegram,
    inbox: MemoryInbox,
    ana: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One update that we stumble over is passed over and logged by its number; the next ones are heard."""

    def stumble(update: telegram.Update, me: Me) -> Envelope | None:
        if update.message is not None and update.message.text == "cuvinte":
            raise KeyError("cuvinte")
        return heard(update, me)

    monkeypatch.setattr(reception, "heard", stumble)
    ana.says("cuvinte")
    ana.says("da")
    async with listening(adapter, inbox):
        await fake.until(lambda: not fake.pending)
    (line,) = ours(caplog)
    assert ([Said("da")], True) == (inbox.updates, line.endswith("could not be read: KeyError"))


async def test_it_asks_for_no_more_than_there_is(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox
) -> None:
    """A hundred updates and fifty seconds; what goes beyond is cut without a word."""
    async with listening(adapter, inbox):
        await fake.until(lambda: fake.called("getUpdates"))
    asked = fake.called("getUpdates")[0].params
    assert (True, True) == (0 < int(asked["limit"]) <= 100, 0 < int(asked["timeout"]) <= 50)


async def test_nothing_logs_the_token(
    fake: FakeTelegram, adapter: TelegramAdapter, inbox: MemoryInbox, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor what people say, nor their names, at any level of ours."""
    caplog.set_level(logging.DEBUG, "bot")
    fake.fail("getUpdates", cut=True)
    ana.says("cuvinte")
    async with listening(adapter, inbox):
        await fake.until(lambda: inbox.batches)
    assert not any(word in " ".join(ours(caplog)) for word in (fake.token, "cuvinte", "Ana"))
