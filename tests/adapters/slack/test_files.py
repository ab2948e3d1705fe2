"""Files both ways: tables that people send, pictures that they are shown."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.wire import Wire
from bot.model.card import Document, Drawn
from bot.model.problems import Refused, TryLater
from bot.model.update import FileHandle, Said
from tests.adapters.slack.conftest import MemoryInbox, listening, private
from tests.adapters.slack.payloads import im, update
from tests.fakes.slack import TOKEN, FakeSlack, Person

LIMIT = 20 * 1024 * 1024
TABLE = b"id,name\nO1,Atelierul Nord\n"
MAP = Document("harta.png", "image/png", b"\x89PNG\r\n\x1a\n", "Harta: de la gară, pe malul Begăi")


@pytest.fixture
async def handle(slack: FakeSlack, adapter: SlackAdapter, inbox: MemoryInbox, ana: Person) -> AsyncIterator[FileHandle]:
    """What the adapter hears of a table that Ana sends."""
    async with listening(slack, adapter, inbox):
        ana.shares("organizații.csv", TABLE)
        await slack.until(lambda: inbox.envelopes)
        (said,) = inbox.updates
        assert isinstance(said, Said) and said.file is not None
        yield said.file


async def test_a_file_is_fetched(slack: FakeSlack, adapter: SlackAdapter, handle: FileHandle) -> None:
    """Its name, type and size come with the message, its bytes only on request."""
    assert [] == slack.called("files.info")
    assert ("organizații.csv", "text/csv", len(TABLE)) == (handle.name, handle.media_type, handle.size)
    assert TABLE == await adapter.fetch(handle, LIMIT)


async def test_more_than_is_wanted(
    slack: FakeSlack, adapter: SlackAdapter, handle: FileHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what Slack says of it, without being asked for; and counted while it comes in."""
    with monkeypatch.context() as shut:
        shut.setattr(adapter._wire, "download", None)
        with pytest.raises(Refused):
            await adapter.fetch(handle, len(TABLE) - 1)
    file = slack.world.files[handle.id]
    address = str(file.wire()["url_private_download"])
    assert await adapter._wire.download(address, len(TABLE)) == TABLE
    assert await adapter._wire.download(address, len(TABLE) - 1) is None


async def test_a_file_that_is_gone(slack: FakeSlack, adapter: SlackAdapter, handle: FileHandle) -> None:
    """Deleted by its sender since, or by Slack."""
    slack.world.files.clear()
    with pytest.raises(Refused):
        await adapter.fetch(handle, LIMIT)
    slack.violations.clear()  # the stand-in counts a file that is not there as our invention


async def test_a_page_to_sign_in_is_no_file(slack: FakeSlack, adapter: SlackAdapter, handle: FileHandle) -> None:
    """Slack shows one, with status 200, to whom it does not let in."""
    slack.world.scopes -= {"files:read"}
    address = str(slack.world.files[handle.id].wire()["url_private_download"])
    assert await adapter._wire.download(address, LIMIT) is None
    slack.violations.clear()


@pytest.mark.parametrize("fault", [{"status": 429, "retry_after": 3}, {"status": 500}, {"cut": True, "times": 2}])
async def test_faults_on_the_way(
    slack: FakeSlack, adapter: SlackAdapter, handle: FileHandle, fault: dict[str, object]
) -> None:
    """Asking twice is seen by nobody, so it is simply tried again."""
    slack.fail("files.info", **fault)  # type: ignore[arg-type]
    with pytest.raises(TryLater):
        await adapter.fetch(handle, LIMIT)


@pytest.mark.parametrize(
    "address",
    ["https://evil.example.org/f", "http://files.slack.com/f", "https://slack.com.example.org/f", "file:///x"],
)
async def test_our_token_goes_to_slack_only(adapter: SlackAdapter, address: str) -> None:
    """Nobody else is asked for a file."""
    assert await adapter._wire.download(address, LIMIT) is None


def test_slacks_own_machines() -> None:
    """Files lie elsewhere than the Web API."""
    wire = Wire("https://slack.com/api/", TOKEN)
    assert wire._is_slacks("https://files.slack.com/files-pri/T1-F1/download/o.csv")


@pytest.mark.parametrize("file", [{"mimetype": "text/csv"}, {"id": "F1", "is_external": True}])
def test_what_slack_does_not_keep_is_not_fetched(file: dict[str, object]) -> None:
    """It is a file all the same."""
    assert Said("", "file") == update(im("", subtype="file_share", files=[file]))


async def test_nothing_of_a_file_is_logged(
    slack: FakeSlack, adapter: SlackAdapter, handle: FileHandle, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither its name nor its content nor our token."""
    caplog.set_level(logging.DEBUG)
    await adapter.fetch(handle, LIMIT)
    assert not any(word in caplog.text for word in (TOKEN, "organizații", "Atelierul"))


@pytest.mark.parametrize(
    ("document", "expected"), [(MAP, MAP.alt), (replace(MAP, alt=""), ""), (replace(MAP, media_type="text/csv"), "")]
)
async def test_a_picture_has_its_alternative_text(
    slack: FakeSlack, adapter: SlackAdapter, ana: Person, document: Document, expected: str
) -> None:
    """For those who do not see it."""
    await adapter.send(private(ana), Drawn((), documents=(document,)), "1")
    assert [expected] == [file.alt_text for file in slack.world.files.values()]


async def test_a_long_alternative_text_is_cut(slack: FakeSlack, adapter: SlackAdapter, ana: Person) -> None:
    """Slack takes a thousand characters."""
    await adapter.send(private(ana), Drawn((), documents=(replace(MAP, alt="x" * 1100),)), "1")
    assert ["x" * 999 + "…"] == [file.alt_text for file in slack.world.files.values()]
