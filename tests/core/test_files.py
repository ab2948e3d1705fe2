"""Files that people send: fetched before their transaction, only from those who may send them, and kept sealed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.core import files
from bot.core.ports import LARGEST_FILE
from bot.core.uploads import StoredUploads
from bot.model.address import Account, Place
from bot.model.problems import PortError, Refused, TryLater, Unknown, Unreachable
from bot.model.update import Envelope, FileHandle, Said
from bot.model.values import Reason, Role, Scope
from storage.files import FILE, FILE_PART
from storage.people import ACTIVITY, GRANT, GrantRow
from storage.tx import add
from tests.core.hearing import envelope
from tests.core.shelf import Shelf
from tests.core.workshop import MONDAY, Workshop, open_workshop

TABLE = b"id,name\nO1,Atelierul Nord\n" * 20_000
NOT_READ = "I did not understand this. /help lists what I can do."


@pytest.fixture
def shelf() -> Shelf:
    """A feature that takes tables from managers."""
    return Shelf()


@pytest.fixture
async def workshop(url: str, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workshop]:
    """A workshop with a shelf; `ilinca` manages everything, `ana` is known."""
    opened = await open_workshop(url, shelf.router)
    ilinca, _ = await opened.people("ilinca", "ana")
    grant = GrantRow(person_id=ilinca, role=Role.MANAGER, scope=Scope.INSTALLATION, since=MONDAY)
    await opened.write(lambda tx: add(tx, grant))
    yield opened
    await opened.close()


async def sends(
    workshop: Workshop, user: str, content: bytes = TABLE, name: str = "o.csv", size: int | None = None
) -> str:
    """Somebody sends a file; what they read then."""
    handle = FileHandle(f"h{len(workshop.memory.files)}", name, "text/csv", len(content) if size is None else size)
    workshop.memory.files[handle.id] = content
    (told,) = await workshop.program.intake.hear([envelope(user, Said("", "file", handle))])
    await told
    await workshop.settle()
    return workshop.texts(user)[-1]


async def rows(workshop: Workshop, table: Any) -> list[Any]:
    """The rows of a table."""
    async with workshop.read() as tx:
        return list((await tx.execute(select(table).order_by(table.c.id))).all())


@pytest.mark.both
async def test_a_managers_file_is_handed_over(workshop: Workshop, shelf: Shelf) -> None:
    """With its name, its bytes, and the number under which it is kept."""
    assert "Taken: o.csv" == await sends(workshop, "ilinca")
    (received,), (kept,) = shelf.received, await rows(workshop, FILE)
    assert (kept.id, "o.csv", TABLE) == (received.file, received.name, received.content)
    assert ("o.csv", "text/csv", len(TABLE), None) == (kept.name, kept.media_type, kept.size, kept.programme_id)


@pytest.mark.both
async def test_what_is_kept_is_sealed_in_parts(workshop: Workshop, shelf: Shelf) -> None:
    """And can be put together again."""
    await sends(workshop, "ilinca")
    bodies = [row.body for row in await rows(workshop, FILE_PART)]
    async with workshop.read() as tx:
        whole = await files.read_file(tx, workshop.program.house.keys, shelf.received[0].file)
    assert (2, True, TABLE) == (len(bodies), all("Atelierul" not in body for body in bodies), whole)


@pytest.mark.parametrize("user", ["ana", "stranger"])
async def test_nothing_is_fetched_from_anybody_else(workshop: Workshop, shelf: Shelf, user: str) -> None:
    """They read what they read before there were files."""
    assert NOT_READ == await sends(workshop, user)
    assert ([], [], []) == (workshop.memory.fetches, shelf.received, await rows(workshop, FILE))


async def test_a_role_that_has_ended_fetches_nothing(workshop: Workshop, shelf: Shelf) -> None:
    """Rights are asked when the file comes."""
    await workshop.write(lambda tx: tx.execute(GRANT.update().values(until=MONDAY)))
    assert NOT_READ == await sends(workshop, "ilinca")
    assert [] == workshop.memory.fetches


async def test_a_role_that_ends_while_it_is_fetched(
    workshop: Workshop, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are asked again inside the transaction, and the refusal is recorded."""
    fetch = workshop.memory.fetch

    async def slowly(handle: FileHandle, limit: int) -> bytes:
        await workshop.write(lambda tx: tx.execute(GRANT.update().values(until=MONDAY)))
        return await fetch(handle, limit)

    monkeypatch.setattr(workshop.memory, "fetch", slowly)
    assert "Only the organisers can do this" in await sends(workshop, "ilinca")
    assert ([], [], ["refused"]) == (
        shelf.received,
        await rows(workshop, FILE),
        [row.result for row in await rows(workshop, ACTIVITY)],
    )


@pytest.mark.parametrize("name", ["plan.pdf", "o.xlsm", "csv", ""])
async def test_other_files_are_not_fetched(workshop: Workshop, shelf: Shelf, name: str) -> None:
    """Who may send files is told which."""
    assert "I can read files of these kinds here: .csv, .xlsx." == await sends(workshop, "ilinca", name=name)
    assert [] == workshop.memory.fetches


async def test_endings_in_capitals(workshop: Workshop, shelf: Shelf) -> None:
    """As some machines write them."""
    assert "Taken: O.CSV" == await sends(workshop, "ilinca", name="O.CSV")


async def test_a_file_that_says_it_is_too_large(workshop: Workshop, shelf: Shelf) -> None:
    """It is not even asked for."""
    assert "larger than 20 MB" in await sends(workshop, "ilinca", size=LARGEST_FILE + 1)
    assert [] == workshop.memory.fetches


async def test_a_file_that_is_larger_than_it_says(workshop: Workshop, shelf: Shelf) -> None:
    """25 MB, told as one byte."""
    said = await sends(workshop, "ilinca", b"x" * 25 * 1024 * 1024, size=1)
    assert ("I could not fetch the file" in said, []) == (True, shelf.received)


@pytest.mark.parametrize(
    ("faults", "fetches", "taken"),
    [
        ([TryLater(0)], 2, True),
        ([Unknown(), Unknown()], 3, True),
        ([TryLater(0)] * 4, 4, False),
        ([Refused("gone")], 1, False),
        ([Unreachable(Reason.BLOCKED)], 1, False),
    ],
)
async def test_what_may_be_better_in_a_while_is_tried_again(
    workshop: Workshop,
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    faults: list[PortError],
    fetches: int,
    taken: bool,
) -> None:
    """Then one clear sentence."""
    monkeypatch.setattr(files, "MOST_REST", 0)
    workshop.memory.broken_fetches = list(faults)
    said = await sends(workshop, "ilinca")
    assert (fetches, taken) == (len(workshop.memory.fetches), said == "Taken: o.csv")
    assert taken or "I could not fetch the file, and nothing was changed." in said


async def test_a_bug_of_a_platform_says_nothing_of_the_file(
    workshop: Workshop, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its message could quote it."""

    async def broken(_handle: FileHandle, _limit: int) -> bytes:
        raise ValueError("Atelierul Nord")

    monkeypatch.setattr(workshop.memory, "fetch", broken)
    assert "I could not fetch the file" in await sends(workshop, "ilinca")
    assert ("ValueError" in caplog.text, "Atelierul" in caplog.text) == (True, False)


async def test_in_a_group_no_file_is_heard(workshop: Workshop, shelf: Shelf) -> None:
    """Whoever sends it."""
    workshop.memory.files["h"] = TABLE
    account, place = Account("memory", "m1", "ilinca"), Place("memory", "m1", "group", private=False)
    said = Said("", "file", FileHandle("h", "o.csv"))
    (told,) = await workshop.program.intake.hear([Envelope("g1", account, place, said)])
    await told
    assert ([], []) == (workshop.memory.fetches, shelf.received)


async def test_a_process_that_ends_while_it_fetches(url: str, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The update stays in the inbox, and the next process fetches the file."""
    workshop = await open_workshop(url, shelf.router)
    (ilinca,) = await workshop.people("ilinca")
    grant = GrantRow(person_id=ilinca, role=Role.MANAGER, scope=Scope.INSTALLATION, since=MONDAY)
    await workshop.write(lambda tx: add(tx, grant))
    begun = asyncio.Event()

    async def for_ever(_handle: FileHandle, _limit: int) -> bytes:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(workshop.memory, "fetch", for_ever)
    await workshop.program.intake.hear([envelope("ilinca", Said("", "file", FileHandle("h", "o.csv")))])
    await asyncio.wait_for(begun.wait(), 5)
    await asyncio.wait_for(workshop.close(), 5)

    workshop = await open_workshop(url, shelf.router)
    workshop.memory.files["h"] = TABLE  # too late for the first try, which finds nothing
    await workshop.settle()
    assert ["Taken: o.csv"] == workshop.texts("ilinca") and [TABLE] == [one.content for one in shelf.received]
    await workshop.close()


@pytest.mark.both
async def test_uploads_come_back(workshop: Workshop) -> None:
    """What a page has sent is found again by its handle; from most nothing is taken."""
    uploads = StoredUploads(workshop.program.db, workshop.program.house, workshop.clock)
    manager, other = Account("memory", "m1", "ilinca"), Account("memory", "m1", "ana")
    handle = await uploads.keep(manager, "o.csv", TABLE)
    assert TABLE == await uploads.read(handle)
    assert ((".csv", ".xlsx"), ()) == (await uploads.endings(manager), await uploads.endings(other))
    with pytest.raises(Refused):
        await uploads.keep(other, "o.csv", TABLE)


async def test_an_upload_that_is_kept_no_longer(workshop: Workshop) -> None:
    """None, also when its key is gone."""
    uploads = StoredUploads(workshop.program.db, workshop.program.house, workshop.clock)
    handle = await uploads.keep(Account("memory", "m1", "ilinca"), "o.csv", b"a")
    await workshop.write(lambda tx: tx.execute(FILE_PART.update().values(body="sealed with another key")))
    assert (None, None) == (await uploads.read(handle), await uploads.read(FileHandle("99", "x")))
