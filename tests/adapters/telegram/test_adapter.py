"""Connecting, listening, answering presses, menus: against a strict server."""

import asyncio
import logging
from asyncio import Future
from collections.abc import Sequence

import pytest
import telegram

from bot.adapters.telegram import reception
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.hear import Me, heard
from bot.core.ports import MenuEntry, Unusable
from bot.model.card import Drawn, DrawnButton
from bot.model.problems import TryLater
from bot.model.text import Span
from bot.model.update import Command, Edited, Envelope, Now, Pressed, Reached, Said
from tests.adapters.telegram.conftest import BOT, MemoryInbox, listening, private
from tests.fakes.telegram import FakeTelegram, User

CARD = Drawn(((Span("Veniți?"),),), ((DrawnButton("Da", "rsvp:7:yes"),),))


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
    assert [[Command("start", ("abc",)), Said("da, vin"), Edited(), Said("", "voice"), Reached(False)]] == [
        [envelope.update for envelope in batch] for batch in inbox.batches
    ]


async def test_what_is_not_for_us_is_counted_and_confirmed(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User
) -> None:
    """Talk in a group goes no further, and does not come again."""
    ana.says("vorbim între noi", fake.group(-5, bot_is_admin=True))
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


async def test_a_press_is_answered_without_toast_when_there_is_none(
    adapter: TelegramAdapter, fake: FakeTelegram, inbox: MemoryInbox, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a second the little clock ends; other updates have not waited for that."""
    monkeypatch.setattr(reception, "PATIENCE", 0.3)
    await adapter.send(private(ana), CARD, "k")
    inbox.toast = None
    async with listening(adapter, inbox):
        ana.press("Da")
        await fake.until(lambda: inbox.batches)
        ana.says("și eu")
        await fake.until(lambda: len(inbox.batches) == 2)
        early = len(fake.called("answerCallbackQuery"))
        await fake.until(lambda: fake.called("answerCallbackQuery"))
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


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What our own modules logged."""
    return [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
