"""What a page may send: who may, what is taken, what is refused, and what comes back."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from bot.adapters.webchat import room
from bot.model.card import DrawnButton
from bot.model.form import DrawnField, DrawnForm, Kind
from bot.model.update import Command, Envelope, Now, Pressed, Said, Submitted, Update
from tests.adapters.webchat.stage import IOANA, Stage, account, place, says

ID = "11111111-2222-4333-8444-555555555555"
FORM = DrawnForm(
    "f1",
    "Întrebare",
    (DrawnField("day", "Ziua", Kind.DAY, value="31.02", complaint="Nu există.", repairs=(("1 martie", "01.03"),)),),
    "Trimite",
    "Renunț",
)


def typed(text: str = "Bună ziua", **other: Any) -> dict[str, Any]:
    """What the page posts for a typed text."""
    return {"person": "ioana", "id": str(uuid4()), "text": text} | other


def press(payload: str = "rsvp:1:yes", **other: Any) -> dict[str, Any]:
    """What the page posts for a pressed button."""
    return {"person": "ioana", "id": str(uuid4()), "message": "7", "payload": payload} | other


async def test_text_reaches_the_inbox(stage: Stage, client: httpx.AsyncClient) -> None:
    """A typed text becomes an envelope from the visitor's own chat, under the page's id."""
    await client.post("/chat/say", json=typed(id=ID))
    assert [Envelope(ID, account("ioana"), place("ioana"), Said("Bună ziua"), "Ioana Pop", "ro")] == stage.inbox.heard


@pytest.mark.parametrize(
    ("text", "update"),
    [
        ("bună", Said("bună")),
        ("  două\r\nrânduri\x00 ", Said("două\nrânduri")),
        ("/rsvp 7 yes", Command("rsvp", ("7", "yes"))),
        ("/Eveniment_Nou", Command("eveniment_nou")),
        ("/întreabă ceva", Command("întreabă", ("ceva",))),
        ("/", Command("")),
        ("/ rsvp", Command("", ("rsvp",))),
        ("//help", Command("/help")),
        ("/etc/hosts acum", Command("etc/hosts", ("acum",))),
        ("da/nu", Said("da/nu")),
    ],
)
async def test_texts_are_read(stage: Stage, client: httpx.AsyncClient, text: str, update: Update) -> None:
    """A text that starts with a slash is meant as a command, also as one that nobody knows; any other is said."""
    await client.post("/chat/say", json=typed(text))
    assert [update] == [envelope.update for envelope in stage.inbox.heard]


async def test_text_stands_in_the_chat(stage: Stage, client: httpx.AsyncClient) -> None:
    """What a person typed stands in their own chat as theirs, line by line."""
    await client.post("/chat/say", json=typed("<b>unu</b>\ndoi"))
    (line,) = stage.transcript.lines["ioana"]
    assert (False, "<b>unu</b>\ndoi", 2) == (line.ours, line.drawn.plain, len(line.drawn.lines))


async def test_retried_text_stands_once(stage: Stage, client: httpx.AsyncClient) -> None:
    """The same id sent twice is one line and one update."""
    for _ in range(2):
        await client.post("/chat/say", json=typed(id=ID))
    assert (1, 1) == (len(stage.transcript.lines["ioana"]), len(stage.inbox.heard))


async def test_press_reaches_the_inbox(stage: Stage, client: httpx.AsyncClient) -> None:
    """A pressed button becomes its payload and its message."""
    await client.post("/chat/press", json=press())
    assert [Pressed("rsvp:1:yes", "7")] == [envelope.update for envelope in stage.inbox.heard]


async def test_press_leaves_no_line(stage: Stage, client: httpx.AsyncClient) -> None:
    """A press says nothing in the chat."""
    await client.post("/chat/press", json=press())
    assert {} == stage.transcript.lines


async def test_form_reaches_the_inbox(stage: Stage, client: httpx.AsyncClient) -> None:
    """A filled-in form becomes its key and its values."""
    await client.post("/chat/submit", json={"person": "ioana", "id": ID, "key": "f1", "values": {"day": "01.03"}})
    assert [Submitted("f1", {"day": "01.03"})] == [envelope.update for envelope in stage.inbox.heard]


async def test_toast_comes_back(stage: Stage, client: httpx.AsyncClient) -> None:
    """What can not wait for a card is the answer to the request."""
    stage.inbox.script = lambda _: Now(toast="Am notat.")
    response = await client.post("/chat/press", json=press())
    assert {"toast": "Am notat.", "form": None, "cards": []} == response.json()


async def test_form_comes_back(stage: Stage, client: httpx.AsyncClient) -> None:
    """A form comes with its fields, complaints and repairs."""
    stage.inbox.script = lambda _: Now(form=FORM)
    form = (await client.post("/chat/press", json=press())).json()["form"]
    assert ("f1", "Nu există.", [["1 martie", "01.03"]]) == (
        form["key"],
        form["fields"][0]["complaint"],
        form["fields"][0]["repairs"],
    )


async def test_passing_card_comes_back(stage: Stage, client: httpx.AsyncClient) -> None:
    """A card that is not kept comes with its text and buttons."""
    stage.inbox.script = lambda _: Now(cards=(says("Numai acum", rows=((DrawnButton("Da", "d:1"),),)),))
    (card,) = (await client.post("/chat/press", json=press())).json()["cards"]
    assert ("Numai acum", "d:1") == (card["spans"][0][0]["text"], card["rows"][0][0]["data"])


async def test_slow_effect_is_not_waited_for(
    stage: Stage, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the effect takes too long the answer is empty, for it is stored and will come as a card."""
    monkeypatch.setattr(room, "PATIENCE", 0.01)
    stage.inbox.silent = True
    response = await client.post("/chat/say", json=typed())
    assert (200, "") == (response.status_code, response.json()["toast"])


@pytest.mark.parametrize("path", ["/chat/say", "/chat/press"])
async def test_what_is_not_stored_is_not_acknowledged(stage: Stage, client: httpx.AsyncClient, path: str) -> None:
    """When the database refuses, the page is told to try again."""
    stage.inbox.broken = True
    response = await client.post(path, json=typed() if path.endswith("say") else press())
    assert (503, "not_kept") == (response.status_code, response.json()["error"])


async def test_retry_after_a_failure_arrives_once(stage: Stage, client: httpx.AsyncClient) -> None:
    """A text whose storing failed may be sent again: it stands once and is heard once."""
    stage.inbox.broken = True
    await client.post("/chat/say", json=typed(id=ID))
    stage.inbox.broken = False
    response = await client.post("/chat/say", json=typed(id=ID))
    assert (200, 1, 1) == (response.status_code, len(stage.transcript.lines["ioana"]), len(stage.inbox.heard))


async def test_nothing_is_taken_before_the_inbox_opens() -> None:
    """Until the adapter runs, nothing is acknowledged."""
    stage = Stage({"": [IOANA]})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(stage.app), base_url="http://chat.example") as client:
        response = await client.post("/chat/say", json=typed())
    assert (503, {}) == (response.status_code, stage.transcript.lines)


GOOD = {
    "/chat/say": typed(),
    "/chat/press": press(),
    "/chat/submit": {"person": "ioana", "id": ID, "key": "f", "values": {}},
}


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://chat.example:81", "http://chat.example.evil"]
)
async def test_another_site_is_refused(stage: Stage, client: httpx.AsyncClient, path: str, origin: str) -> None:
    """A request whose origin is not our own host's has no effect."""
    response = await client.post(path, json=GOOD[path], headers={"Origin": origin})
    assert (403, "foreign_origin", []) == (response.status_code, response.json()["error"], stage.inbox.heard)


@pytest.mark.parametrize("origin", ["http://chat.example", "https://chat.example"])
async def test_own_origin_is_taken(client: httpx.AsyncClient, origin: str) -> None:
    """Our own page may post, also behind a proxy that ends TLS."""
    assert 200 == (await client.post("/chat/say", json=typed(), headers={"Origin": origin})).status_code


@pytest.mark.parametrize("path", GOOD)
async def test_nobody_speaks_for_another(stage: Stage, client: httpx.AsyncClient, path: str) -> None:
    """A browser that speaks for Ioana does not speak for Dan."""
    response = await client.post(path, json=GOOD[path] | {"person": "dan"})
    assert (403, "not_yours", []) == (response.status_code, response.json()["error"], stage.inbox.heard)


@pytest.mark.parametrize("path", GOOD)
async def test_stranger_speaks_for_nobody(stage: Stage, stranger: httpx.AsyncClient, path: str) -> None:
    """A browser without a cookie speaks for nobody."""
    response = await stranger.post(path, json=GOOD[path])
    assert (403, []) == (response.status_code, stage.inbox.heard)


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_only_json_is_taken(client: httpx.AsyncClient, media_type: str) -> None:
    """What a form of another site could send without being asked is not read."""
    response = await client.post("/chat/say", content=b"{}", headers={"Content-Type": media_type})
    assert (415, "wrong_type") == (response.status_code, response.json()["error"])


@pytest.mark.parametrize(("size", "status"), [(64 * 1024, 400), (64 * 1024 + 1, 413)])
async def test_size_is_bounded(client: httpx.AsyncClient, size: int, status: int) -> None:
    """64 KiB are read, one byte more is refused."""
    response = await client.post("/chat/say", content=b" " * size, headers={"Content-Type": "application/json"})
    assert status == response.status_code


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 60_000, b'"text"', b"1" * 5000])
async def test_unreadable_is_refused(client: httpx.AsyncClient, content: bytes) -> None:
    """What is no JSON object is refused with a sentence."""
    response = await client.post("/chat/say", content=content, headers={"Content-Type": "application/json"})
    assert (400, "unreadable") == (response.status_code, response.json()["error"])


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/chat/say", {"more": 1}),
        ("/chat/say", {"text": 1}),
        ("/chat/say", {"text": None}),
        ("/chat/say", {"id": "no uuid"}),
        ("/chat/say", {"id": ID.replace("-", "")}),
        ("/chat/say", {"id": "AAAAAAAA-2222-4333-8444-555555555555"}),
        ("/chat/say", {"person": ["ioana"]}),
        ("/chat/press", {"payload": ""}),
        ("/chat/press", {"payload": "x" * 65}),
        ("/chat/press", {"payload": "ș"}),
        ("/chat/press", {"message": 7}),
        ("/chat/press", {"message": "-7"}),
        ("/chat/press", {"message": "7" * 20}),
        ("/chat/submit", {"values": []}),
        ("/chat/submit", {"values": {"day": 1}}),
        ("/chat/submit", {"values": {str(n): "" for n in range(101)}}),
        ("/chat/submit", {"key": "x" * 201}),
    ],
)
async def test_malformed_fields_are_refused(
    stage: Stage, client: httpx.AsyncClient, path: str, change: dict[str, Any]
) -> None:
    """A field too many or of the wrong shape is refused with a sentence, and nothing is heard."""
    response = await client.post(path, json=GOOD[path] | change)
    assert (400, "wrong_fields", []) == (response.status_code, response.json()["error"], stage.inbox.heard)


@pytest.mark.parametrize("path", GOOD)
async def test_missing_field_is_refused(client: httpx.AsyncClient, path: str) -> None:
    """A field that is missing is refused."""
    fields = {name: value for name, value in GOOD[path].items() if name != "id"}
    assert 400 == (await client.post(path, json=fields)).status_code


async def test_half_a_character_is_refused(client: httpx.AsyncClient) -> None:
    """A lone surrogate, which no database stores, is refused."""
    content = f'{{"person": "ioana", "id": "{ID}", "text": "\\ud800"}}'
    response = await client.post("/chat/say", content=content, headers={"Content-Type": "application/json"})
    assert (400, "wrong_fields") == (response.status_code, response.json()["error"])


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [("x" * 4096, 200, None), ("x" * 4097, 400, "too_long"), ("😀" * 4096, 200, None), (" \n ", 400, "empty")],
)
async def test_length_of_a_text(client: httpx.AsyncClient, text: str, status: int, code: str | None) -> None:
    """A text has 1 to 4096 characters, whatever they weigh."""
    response = await client.post("/chat/say", json=typed(text))
    assert (status, code) == (response.status_code, response.json().get("error"))


async def test_refused_text_stands_nowhere(stage: Stage, client: httpx.AsyncClient) -> None:
    """A text that is refused leaves nothing half-done."""
    await client.post("/chat/say", json=typed("x" * 4097))
    assert ({}, []) == (stage.transcript.lines, stage.inbox.heard)


async def test_after_the_end_nothing_is_taken() -> None:
    """Once the adapter no longer runs, nothing is acknowledged."""
    stage = Stage({"": [IOANA]})
    running = asyncio.create_task(stage.adapter.run(stage.inbox))
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.wait({running})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(stage.app), base_url="http://chat.example") as client:
        assert 503 == (await client.post("/chat/say", json=typed())).status_code
