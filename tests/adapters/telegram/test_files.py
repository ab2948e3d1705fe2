"""Files both ways: documents that people send, pictures that they are shown."""

import logging
from dataclasses import replace

import pytest

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.model.card import Document, Drawn
from bot.model.problems import Refused, TryLater, Unknown
from bot.model.text import Span
from bot.model.update import FileHandle, Said
from tests.adapters.telegram.conftest import MemoryInbox, listening, private
from tests.adapters.telegram.test_post import card
from tests.fakes.telegram import FakeTelegram, User

LIMIT = 20 * 1024 * 1024
TABLE = b"id,name\nO1,Atelierul Nord\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
MAP = Document("harta.png", "image/png", PNG, "Harta: de la gară, pe malul Begăi")


async def sent_by(ana: User, adapter: TelegramAdapter, inbox: MemoryInbox, fake: FakeTelegram) -> FileHandle:
    """What the adapter hears of a file that somebody sends."""
    ana.sends_document("organizații.csv", TABLE, "text/csv")
    async with listening(adapter, inbox):
        await fake.until(lambda: inbox.batches)
    (said,) = inbox.updates
    assert isinstance(said, Said) and said.file is not None
    return said.file


async def test_a_file_is_fetched(fake: FakeTelegram, adapter: TelegramAdapter, inbox: MemoryInbox, ana: User) -> None:
    """Its name, type and size come with the message, its bytes only on request."""
    handle = await sent_by(ana, adapter, inbox, fake)
    assert [] == fake.called("getFile")
    assert ("organizații.csv", "text/csv", len(TABLE)) == (handle.name, handle.media_type, handle.size)
    assert TABLE == await adapter.fetch(handle, LIMIT)


async def test_more_than_is_wanted(fake: FakeTelegram, adapter: TelegramAdapter, inbox: MemoryInbox, ana: User) -> None:
    """Not even asked for, whatever the message said of its size."""
    handle = await sent_by(ana, adapter, inbox, fake)
    fake.fail("file", status=502)  # else it would be tried later
    with pytest.raises(Refused):
        await adapter.fetch(handle, len(TABLE) - 1)


async def test_more_than_the_server_said(
    fake: FakeTelegram,
    adapter: TelegramAdapter,
    inbox: MemoryInbox,
    ana: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is counted while it comes in."""
    handle = await sent_by(ana, adapter, inbox, fake)
    small = {"file_id": handle.id, "file_unique_id": "u", "file_size": 1}
    monkeypatch.setattr("tests.fakes.telegram_world.Document.wire", lambda _document: small)
    with pytest.raises(Refused):
        await adapter.fetch(handle, len(TABLE) - 1)


async def test_more_than_telegram_hands_out(fake: FakeTelegram, adapter: TelegramAdapter, ana: User) -> None:
    """20 MB."""
    document = fake.world.file("a.csv", "text/csv", b"x" * (LIMIT + 1))
    fake.world.files[document.file_id] = document
    with pytest.raises(Refused):
        await adapter.fetch(FileHandle(document.file_id, "a.csv"), LIMIT)
    fake.violations.clear()


async def test_a_file_that_is_gone(fake: FakeTelegram, adapter: TelegramAdapter, ana: User) -> None:
    """Telegram keeps a file's address for an hour, and its id not for ever."""
    document = fake.world.file("a.csv", "text/csv", TABLE)
    fake.world.files[document.file_id] = document
    fake.fail("file", status=404, description="Not Found")
    with pytest.raises(Refused):
        await adapter.fetch(FileHandle(document.file_id, "a.csv"), LIMIT)


@pytest.mark.parametrize(
    ("method", "fault", "kind"),
    [
        ("getFile", {"status": 429, "retry_after": 3}, TryLater),
        ("getFile", {"status": 500}, TryLater),
        ("file", {"status": 429, "retry_after": 3}, TryLater),
        ("file", {"status": 502}, TryLater),
        ("file", {"cut": True, "times": 2}, Unknown),
    ],
)
async def test_faults_on_the_way(
    method: str,
    fault: dict[str, object],
    kind: type[Exception],
    fake: FakeTelegram,
    adapter: TelegramAdapter,
    inbox: MemoryInbox,
    ana: User,
) -> None:
    """What may be better in a while is told apart from what will not; then it is."""
    handle = await sent_by(ana, adapter, inbox, fake)
    fake.fail(method, **fault)  # type: ignore[arg-type]
    with pytest.raises(kind):
        await adapter.fetch(handle, LIMIT)
    assert TABLE == await adapter.fetch(handle, LIMIT)


async def test_a_server_that_names_a_path_on_its_machine(fake: FakeTelegram, adapter: TelegramAdapter) -> None:
    """A Bot API server of one's own may; nothing on this machine is opened for it."""
    document = replace(fake.world.file("a.csv", "text/csv", TABLE), path=__file__)
    fake.world.files[document.file_id] = document
    with pytest.raises(Refused):
        await adapter.fetch(FileHandle(document.file_id, "a.csv"), LIMIT)


async def test_nothing_of_a_file_is_logged(
    fake: FakeTelegram, adapter: TelegramAdapter, inbox: MemoryInbox, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither its name nor its content nor the address, which holds the token."""
    caplog.set_level(logging.DEBUG, "bot")
    handle = await sent_by(ana, adapter, inbox, fake)
    fake.fail("file", times=2, cut=True)
    with pytest.raises(Unknown) as problem:
        await adapter.fetch(handle, LIMIT)
    await adapter.fetch(handle, LIMIT)
    told = caplog.text + repr(problem.value)
    assert not any(word in told for word in (fake.token, "organizații", "Atelierul"))


async def test_a_picture_is_shown_with_the_text(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """As a photo whose caption the card is, with its buttons."""
    await adapter.send(private(ana), card("Drumul", MAP), "k")
    (sent,) = ana.chat
    assert ("Drumul", [["Da, vin"]], True) == (sent.text, sent.labels, sent.documents[0].as_picture)


async def test_the_alternative_text_is_the_caption_of_a_picture_alone(
    adapter: TelegramAdapter, fake: FakeTelegram, ana: User
) -> None:
    """Telegram has no other place for it."""
    await adapter.send(private(ana), Drawn((), documents=(MAP,)), "k")
    fake.passes(10)
    await adapter.send(private(ana), Drawn(((Span("două"),),), documents=(MAP, MAP)), "k2")
    assert [MAP.alt, "două", MAP.alt, MAP.alt] == [sent.text for sent in ana.chat]


async def test_a_long_alternative_text_is_cut(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """A caption holds 1024 characters."""
    await adapter.send(private(ana), Drawn((), documents=(replace(MAP, alt="x" * 1100),)), "k")
    (sent,) = ana.chat
    assert (True, "…") == (512 < len(sent.text) <= 1024, sent.text[-1])


async def test_a_picture_is_sent_once(adapter: TelegramAdapter, fake: FakeTelegram, ana: User) -> None:
    """Then by Telegram's own id of it."""
    await adapter.send(private(ana), card("a", MAP), "k")
    await adapter.send(private(ana), card("b", MAP), "k2")
    uploaded = [not isinstance(call.params["photo"], str) for call in fake.called("sendPhoto")]
    assert ([True, False], 2) == (uploaded, len(ana.chat))


async def test_the_caption_of_a_picture_is_edited(adapter: TelegramAdapter, ana: User) -> None:
    """The picture stays."""
    message = await adapter.send(private(ana), card("a", MAP), "k")
    await adapter.edit(private(ana), message, card("b", MAP))
    assert [("b", 1)] == [(sent.text, sent.edits) for sent in ana.chat]


@pytest.mark.parametrize(
    "picture",
    [
        Document("mare.png", "image/png", PNG + b"\0" * 10_000_000),
        Document("stricat.png", "image/png", b"no picture"),
        Document("vector.svg", "image/svg+xml", b"<svg/>"),
    ],
)
async def test_what_cannot_be_shown_is_a_document(picture: Document, adapter: TelegramAdapter, ana: User) -> None:
    """More than 10 MB, or nothing that Telegram can draw."""
    await adapter.send(private(ana), card("a", picture), "k")
    (sent,) = ana.chat
    assert (picture.name, False) == (sent.documents[0].name, sent.documents[0].as_picture)
