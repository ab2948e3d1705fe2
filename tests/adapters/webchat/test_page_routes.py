"""What a browser may fetch: the page, its files, its state, documents."""

import httpx
import pytest

from bot.adapters.webchat.headers import SECURITY_HEADERS
from bot.model.card import Document, Drawn
from bot.model.form import FormState
from bot.model.update import Command
from tests.adapters.webchat.stage import Stage, place, says

PAPER = Document("raport ș.csv", "text/csv", b"a,b")


async def test_page_opens_for_a_visitor(client: httpx.AsyncClient) -> None:
    """A browser that speaks for somebody gets the page."""
    response = await client.get("/chat")
    assert (200, "text/html; charset=utf-8") == (response.status_code, response.headers["content-type"])


async def test_page_is_closed_without_a_visitor(stranger: httpx.AsyncClient) -> None:
    """A browser that speaks for nobody reads, with status 403, that the personal link opens the chat."""
    response = await stranger.get("/chat")
    assert (403, True) == (response.status_code, "linkul personal" in response.text)


@pytest.mark.parametrize("path", ["/chat", "/chat/static/chat.css", "/chat/state", "/chat/static/none.css"])
async def test_every_answer_has_the_security_headers(client: httpx.AsyncClient, path: str) -> None:
    """Pages, files, data and refusals carry every security header."""
    headers = (await client.get(path)).headers
    assert dict(SECURITY_HEADERS) == {name: headers[name] for name in SECURITY_HEADERS}


def test_policy_allows_nothing_inline() -> None:
    """The content security policy names our own origin and no exception from it."""
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert ("default-src 'self'", False) == (policy.split("; ")[0], "unsafe" in policy)


async def test_pages_have_nothing_inline(client: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    """Neither page has a style, a script or a handler of its own, which the policy would stop."""
    pages = [(await client.get("/chat")).text, (await stranger.get("/chat")).text]
    found = [mark for mark in ("<style", " style=", " onclick=", "></script>") for page in pages if mark in page]
    assert ["></script>"] == found  # the one that loads chat.js from its address


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("chat.js", "text/javascript; charset=utf-8"),
        ("chat.css", "text/css; charset=utf-8"),
        ("logo.svg", "image/svg+xml"),
    ],
)
async def test_static_files_have_their_types(client: httpx.AsyncClient, name: str, media_type: str) -> None:
    """A file of the page comes under its media type."""
    assert media_type == (await client.get(f"/chat/static/{name}")).headers["content-type"]


@pytest.mark.parametrize("name", ["none.js", "__init__.py", "..%2Fadapter.py", "%2e%2e/adapter.py"])
async def test_only_known_files_are_served(client: httpx.AsyncClient, name: str) -> None:
    """Any other name under the static address is not found."""
    assert 404 == (await client.get(f"/chat/static/{name}")).status_code


async def test_known_file_is_not_sent_twice(client: httpx.AsyncClient) -> None:
    """A browser that has the file already is told so."""
    tag = (await client.get("/chat/static/chat.js")).headers["etag"]
    response = await client.get("/chat/static/chat.js", headers={"If-None-Match": f'"older", W/{tag}'})
    assert (304, b"") == (response.status_code, response.content)


async def test_state_shows_the_own_chat_only(stage: Stage, client: httpx.AsyncClient) -> None:
    """The state has the people of the cookie and no others."""
    await stage.adapter.send(place("dan"), says("Numai pentru Dan"), "k")
    response = await client.get("/chat/state")
    assert (["ioana"], False) == ([person["key"] for person in response.json()["people"]], "Dan" in response.text)


async def test_state_has_what_the_page_needs(client: httpx.AsyncClient) -> None:
    """The state tells the language, the zone, whether there is a clock, and each person with their lines."""
    expected = {
        "language": "ro",
        "clock": False,
        "zone": "Europe/Bucharest",
        "people": [
            {
                "key": "ioana",
                "name": "Ioana Pop",
                "about": "Asociația Vecinii din Fabric",
                "language": "ro",
                "files": [],
                "lines": [],
            }
        ],
    }
    assert expected == (await client.get("/chat/state")).json()


@pytest.mark.parametrize("path", ["/chat/state", "/chat/stream", "/chat/documents/ioana/1/0"])
async def test_nothing_is_shown_to_a_stranger(stranger: httpx.AsyncClient, path: str) -> None:
    """Without a cookie that opens a chat, state, stream and documents are refused."""
    response = await stranger.get(path)
    assert (403, "not_yours") == (response.status_code, response.json()["error"])


async def test_private_answers_are_not_kept(client: httpx.AsyncClient) -> None:
    """No cache keeps what stands in somebody's chat."""
    assert "no-store" == (await client.get("/chat/state")).headers["cache-control"]


async def send_paper(stage: Stage) -> str:
    """A card with a document for Ioana; returns the document's address."""
    message = await stage.adapter.send(place("ioana"), Drawn((), documents=(PAPER,)), "k")
    return f"/chat/documents/ioana/{message}/0"


async def test_document_stands_in_the_state(stage: Stage, client: httpx.AsyncClient) -> None:
    """A document is named with its address, without its content."""
    address = await send_paper(stage)
    (line,) = (await client.get("/chat/state")).json()["people"][0]["lines"]
    assert [{"name": "raport ș.csv", "url": address, "picture": False, "alt": ""}] == line["documents"]


async def test_document_is_saved_not_shown(stage: Stage, client: httpx.AsyncClient) -> None:
    """A document is an attachment under its own name, Romanian letters included."""
    response = await client.get(await send_paper(stage))
    expected = "attachment; filename=\"raport _.csv\"; filename*=UTF-8''raport%20%C8%99.csv"
    assert (b"a,b", expected) == (response.content, response.headers["content-disposition"])


async def test_document_of_another_is_refused(stage: Stage, client: httpx.AsyncClient) -> None:
    """A visitor cannot fetch a document from a chat that is not theirs."""
    await stage.adapter.send(place("dan"), Drawn((), documents=(PAPER,)), "k")
    assert 403 == (await client.get("/chat/documents/dan/1/0")).status_code


async def test_document_that_is_not_there(client: httpx.AsyncClient) -> None:
    """An unknown document of an own chat is not found."""
    assert 404 == (await client.get("/chat/documents/ioana/99/0")).status_code


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def test_link_lets_in(stranger: httpx.AsyncClient) -> None:
    """A token that opens a chat sets the cookie and leads to the page."""
    response = await stranger.post("/chat/enter", content="token=ioana", headers=FORM)
    assert (303, "/chat", "ioana") == (
        response.status_code,
        response.headers["location"],
        response.cookies["sfat_chat"],
    )


async def test_coming_in_is_a_start(stage: Stage, stranger: httpx.AsyncClient) -> None:
    """Whoever comes in by a link says `/start TOKEN` by it, and is asked nothing more."""
    await stranger.post("/chat/enter", content="token=ioana", headers=FORM)

    assert [Command("start", ("ioana",))] == [envelope.update for envelope in stage.inbox.heard]


@pytest.mark.parametrize(
    ("address", "origin", "secure"),
    [
        ("http://chat.example", None, False),
        ("https://chat.example", None, True),
        ("http://chat.example", "https://chat.example", True),
    ],
)
async def test_cookie_is_guarded(stranger: httpx.AsyncClient, address: str, origin: str | None, secure: bool) -> None:
    """Scripts never see the cookie, other sites never send it, and once over TLS it stays there, proxy or not."""
    headers = FORM if origin is None else FORM | {"Origin": origin}
    response = await stranger.post(f"{address}/chat/enter", content="token=ioana", headers=headers)
    parts = {part.strip().lower() for part in response.headers["set-cookie"].split(";")}
    assert ({"httponly", "samesite=lax", "path=/"} | ({"secure"} if secure else set())) == parts & {
        "httponly",
        "samesite=lax",
        "path=/",
        "secure",
    }


@pytest.mark.parametrize("content", ["token=wrong", "token=", "", "other=ioana"])
async def test_wrong_link_leads_to_the_closed_page(stranger: httpx.AsyncClient, content: str) -> None:
    """A token that opens nothing sets no cookie and shows how to come in."""
    response = await stranger.post("/chat/enter", content=content, headers=FORM)
    assert (403, False, True) == (
        response.status_code,
        "set-cookie" in response.headers,
        "linkul personal" in response.text,
    )


async def test_a_form_of_many_fields_is_not_read(stranger: httpx.AsyncClient) -> None:
    """Ours has one; twenty are taken."""
    statuses = [
        (await stranger.post("/chat/enter", content=f"token=ioana{'&a=1' * more}", headers=FORM)).status_code
        for more in (19, 20)
    ]
    assert [303, 400] == statuses


async def test_entering_by_get_does_nothing(stranger: httpx.AsyncClient) -> None:
    """No GET lets anybody in."""
    assert 405 == (await stranger.get("/chat/enter?token=ioana")).status_code


async def test_entering_from_another_site_is_refused(stranger: httpx.AsyncClient) -> None:
    """Another site cannot log a browser in."""
    response = await stranger.post(
        "/chat/enter", content="token=ioana", headers=FORM | {"Origin": "https://evil.example"}
    )
    assert (403, "foreign_origin") == (response.status_code, response.json()["error"])


async def test_a_page_may_ask_about_its_forms(stage: Stage, client: httpx.AsyncClient) -> None:
    """What has become of each, never from a browser's memory."""
    stage.forms.became["8"] = FormState.ASIDE
    answers = [await client.get(f"/chat/forms/ioana/{key}") for key in ("7", "8")]
    assert [("open", "no-store"), ("aside", "no-store")] == [
        (answer.json()["standing"], answer.headers["cache-control"]) for answer in answers
    ]


async def test_nobody_asks_about_forms_of_others(client: httpx.AsyncClient) -> None:
    """A browser asks for the people it speaks for."""
    assert 403 == (await client.get("/chat/forms/dan/7")).status_code
