"""Presses are answered in time: with a toast, with a link, or with nothing."""

import asyncio

import pytest

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.model.update import Pressed
from tests.adapters.telegram.conftest import CARD, MemoryInbox, listening, ours, private
from tests.fakes.telegram import FakeTelegram, User


async def test_a_press_gets_its_toast(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """What the inbox knows in time is shown at once, cut to what Telegram shows."""
    message = await adapter.send(private(ana), CARD, "k")
    inbox.toast = "x" * 300
    async with listening(adapter, inbox):
        ana.press("Da")
        await fake.until(lambda: ana.toasts)
    assert ([Pressed("rsvp:7:yes", message)], ["x" * 199 + "…"]) == (
        inbox.updates,
        [toast.text for toast in ana.toasts],
    )


async def test_a_press_opens_the_bots_chat(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """A link goes alone: with a text beside it people's apps would not open it."""
    await adapter.send(private(ana), CARD, "k")
    inbox.toast, inbox.link = "Apăsați Start", adapter.deep_link("abc")
    async with listening(adapter, inbox):
        ana.press("Da")
        await fake.until(lambda: ana.toasts)
    assert [("", "https://t.me/sfat_test_bot?start=abc")] == [(toast.text, toast.url) for toast in ana.toasts]


async def test_a_link_elsewhere_is_not_opened(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """Telegram would refuse it, and the button would go on turning; the text says what to do."""
    await adapter.send(private(ana), CARD, "k")
    inbox.toast, inbox.link = "Deschideți linkul", "https://sfat.example.ro/rsvp/abc"
    async with listening(adapter, inbox):
        ana.press("Da")
        await fake.until(lambda: ana.toasts)
    assert [("Deschideți linkul", "")] == [(toast.text, toast.url) for toast in ana.toasts]


async def test_a_press_is_answered_without_toast_when_there_is_none(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """After a second the little clock ends; other updates have not waited for that."""
    await adapter.send(private(ana), CARD, "k")
    inbox.toast = None
    async with listening(adapter, inbox):
        ana.press("Da")
        await fake.until(lambda: inbox.batches)
        ana.says("și eu")
        await fake.until(lambda: len(inbox.batches) == 2)
        early = len(fake.called("answerCallbackQuery"))
        await fake.until(lambda: fake.called("answerCallbackQuery"), 2)
    assert (0, []) == (early, ana.toasts)


async def test_a_press_too_old_is_no_error(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer counts, even when Telegram no longer takes the toast."""
    await adapter.send(private(ana), CARD, "k")
    ana.press("Da")
    fake.expire_queries()
    async with listening(adapter, inbox):
        await fake.until(lambda: fake.called("answerCallbackQuery"))
        await asyncio.sleep(0.05)
    assert ([Pressed], []) == ([type(update) for update in inbox.updates], ours(caplog))


async def test_a_failing_answer_is_logged(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    """A toast that cannot be shown is worth a line, not an end."""
    await adapter.send(private(ana), CARD, "k")
    fake.fail("answerCallbackQuery", status=500)
    async with listening(adapter, inbox):
        ana.press("Da")
        await fake.until(lambda: fake.called("answerCallbackQuery"))
        await asyncio.sleep(0.05)
    assert ["A press could not be answered: ServerFault"] == ours(caplog)
