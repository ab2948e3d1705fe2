"""Files that people send from the page: from whom they are taken, how large, and what the chat hears of them."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest

from bot.core.ports import LARGEST_FILE
from bot.model.problems import Refused
from bot.model.update import FileHandle, Said
from tests.adapters.webchat.stage import Stage

ID = "11111111-2222-4333-8444-555555555555"
TABLE = b"id,name\nO1,Atelierul Nord\n"


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """Ioana may send tables."""
    stage.uploads.taken["ioana"] = (".csv", ".xlsx")
    return stage


async def send(
    client: httpx.AsyncClient,
    content: bytes | AsyncIterator[bytes] = TABLE,
    name: str = "organizații.csv",
    person: str = "ioana",
    **headers: str,
) -> httpx.Response:
    """What the page does when somebody has chosen a file."""
    given = {"Content-Type": "application/octet-stream", "X-File-Name": quote(name)} | headers
    return await client.post(f"/chat/files/{person}/{ID}", content=content, headers=given)


async def test_a_file_reaches_the_inbox(stage: Stage, client: httpx.AsyncClient) -> None:
    """By a handle with which it is fetched, as from any platform."""
    assert 200 == (await send(client)).status_code
    (heard,) = stage.inbox.heard
    handle = FileHandle("1", "organizații.csv", size=len(TABLE))
    assert (ID, Said("", "file", handle)) == (heard.source, heard.update)
    assert TABLE == await stage.adapter.fetch(handle, LARGEST_FILE)


async def test_its_name_stands_in_the_chat(stage: Stage, client: httpx.AsyncClient) -> None:
    """As the person's own words; the content does not."""
    await send(client, name="../../etc/<b>organizații</b>\n.csv")
    (line,) = stage.transcript.lines["ioana"]
    assert (False, "📎 ../../etc/<b>organizații</b> .csv", ()) == (
        line.ours,
        line.drawn.plain,
        line.drawn.documents,
    )


async def test_a_long_name_is_cut(stage: Stage, client: httpx.AsyncClient) -> None:
    """At what most machines can keep."""
    await send(client, name="x" * 300)
    (heard,) = stage.inbox.heard
    assert Said("", "file", FileHandle("1", "x" * 255, size=len(TABLE))) == heard.update


async def test_from_others_not_a_byte_is_kept(stage: Stage, client: httpx.AsyncClient) -> None:
    """The chat hears that there was a file, so that it can say something kind."""
    stage.uploads.taken.clear()
    assert 200 == (await send(client)).status_code
    assert ([Said("", "file")], {}) == ([envelope.update for envelope in stage.inbox.heard], stage.uploads.kept)


async def test_a_stranger_is_refused(stage: Stage, stranger: httpx.AsyncClient) -> None:
    """A browser that speaks for nobody."""
    answer = await send(stranger)
    assert (403, "not_yours", [], {}) == (
        answer.status_code,
        answer.json()["error"],
        stage.inbox.heard,
        stage.uploads.kept,
    )


async def test_another_sites_page_is_refused(stage: Stage, client: httpx.AsyncClient) -> None:
    """As with everything that a page posts."""
    answer = await send(client, Origin="https://evil.example.org")
    assert (403, "foreign_origin", {}) == (answer.status_code, answer.json()["error"], stage.uploads.kept)


async def test_a_form_of_another_site_has_another_type(stage: Stage, client: httpx.AsyncClient) -> None:
    """Only a script of our own page sends bare bytes."""
    answer = await client.post(f"/chat/files/ioana/{ID}", files={"file": ("a.csv", TABLE)})
    assert (415, {}) == (answer.status_code, stage.uploads.kept)


async def test_it_is_counted_while_it_comes_in(stage: Stage, client: httpx.AsyncClient) -> None:
    """More than 20 MB are not read to their end, whatever length was announced."""
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 10 * LARGEST_FILE:
            read += 1024 * 1024
            yield b"x" * 1024 * 1024

    answer = await send(client, endless())
    assert (413, "file_too_big", [], {}) == (
        answer.status_code,
        answer.json()["error"],
        stage.inbox.heard,
        stage.uploads.kept,
    )


async def test_a_file_of_20_mb_is_taken(stage: Stage, client: httpx.AsyncClient) -> None:
    """To the last byte."""
    assert 200 == (await send(client, b"x" * LARGEST_FILE)).status_code
    assert [LARGEST_FILE] == [len(content) for content in stage.uploads.kept.values()]


@pytest.mark.parametrize("bad", ["1", "AAAAAAAA-2222-4333-8444-555555555555"])
async def test_an_id_that_is_none(stage: Stage, client: httpx.AsyncClient, bad: str) -> None:
    """Or one of two spellings: a retry must be known again."""
    headers = {"Content-Type": "application/octet-stream"}
    answer = await client.post(f"/chat/files/ioana/{bad}", content=TABLE, headers=headers)
    assert (400, "wrong_fields", {}) == (answer.status_code, answer.json()["error"], stage.uploads.kept)


async def test_what_cannot_be_stored_is_not_acknowledged(stage: Stage, client: httpx.AsyncClient) -> None:
    """The page may send it again."""
    stage.uploads.broken = True
    answer = await send(client)
    assert (503, "not_kept", []) == (answer.status_code, answer.json()["error"], stage.inbox.heard)


async def test_the_same_again_counts_once(stage: Stage, client: httpx.AsyncClient) -> None:
    """Under the page's own id."""
    await send(client)
    await send(client)
    assert (1, 1) == (len(stage.inbox.heard), len(stage.transcript.lines["ioana"]))


async def test_the_page_is_told_who_may_send_what(stage: Stage, client: httpx.AsyncClient) -> None:
    """So that it offers nothing in vain."""
    (person,) = (await client.get("/chat/state")).json()["people"]
    assert [".csv", ".xlsx"] == person["files"]


@pytest.mark.parametrize("handle", [FileHandle("9", "gone.csv"), FileHandle("1", "large.csv")])
async def test_what_can_not_be_fetched(stage: Stage, client: httpx.AsyncClient, handle: FileHandle) -> None:
    """What is kept no longer, or is more than was asked for."""
    await send(client)
    with pytest.raises(Refused):
        await stage.adapter.fetch(handle, len(TABLE) - 1)


async def test_what_is_taken_may_be_asked_again(stage: Stage, client: httpx.AsyncClient) -> None:
    """By a page that is open longer than the round in which files are taken."""
    before = (await client.get("/chat/files/ioana")).json()["files"]
    stage.uploads.taken["ioana"] = (".jpg",)

    assert ([".csv", ".xlsx"], [".jpg"]) == (before, (await client.get("/chat/files/ioana")).json()["files"])


async def test_nobody_asks_for_somebody_else(client: httpx.AsyncClient) -> None:
    """Who may send what is theirs to know."""
    assert 403 == (await client.get("/chat/files/dan")).status_code
