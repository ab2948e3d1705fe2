"""The site's few pages: what a visitor reads, in which language, and that it can be read."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from bot.model.card import Document
from bot.web import pages
from bot.web.files import Files
from bot.web.site import Site
from storage.views import Invitee
from tests.adapters.webchat.test_looks import contrast

INVITEES = {"ana": Invitee("Atelierul <Nord>", "ro"), "emma": Invitee("", "en")}
PAIRS = [("ink", "surface"), ("soft", "surface"), ("on-accent", "accent"), ("on-accent", "accent-strong")]


async def invitee(token: str) -> Invitee | None:
    """Two personal links open something."""
    return INVITEES.get(token)


async def document(token: str) -> Document | None:
    """No token opens a file."""
    return None


async def gauges() -> dict[str, int]:
    """No figures."""
    return {}


def browser(address: str, *, has_chat: bool = False, has_slack: bool = False) -> httpx.AsyncClient:
    """A browser before a site; the bot is reached at this address ("" = not at all)."""
    files = Files(document, lambda: datetime.now(UTC))
    site = Site("ro", invitee, address.format, lambda: (), gauges, files, has_chat=has_chat, has_slack=has_slack)
    return httpx.AsyncClient(transport=httpx.ASGITransport(site.app()), base_url="http://lab.example")


@pytest.fixture
async def visitor() -> AsyncIterator[httpx.AsyncClient]:
    """A browser before a site with a chat and a bot."""
    async with browser("https://t.me/bot?start={}", has_chat=True) as client:
        yield client


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/rsvp/old", 404), ("/files/old", 404), ("/nowhere", 404)])
async def test_whoever_is_not_known_reads_both_languages(visitor: httpx.AsyncClient, path: str, status: int) -> None:
    """The installation's own first; each is marked as what it is."""
    answer = await visitor.get(path)

    assert (status, ["ro", "en"]) == (answer.status_code, re.findall(r' lang="(\w+)"', answer.text))


@pytest.mark.parametrize(("token", "language", "words"), [("ana", "ro", "Continuați"), ("emma", "en", "Continue in")])
async def test_a_personal_link_speaks_its_owners_language(
    visitor: httpx.AsyncClient, token: str, language: str, words: str
) -> None:
    """And no other."""
    answer = await visitor.get(f"/rsvp/{token}")

    assert [language] == re.findall(r' lang="(\w+)"', answer.text)
    assert words in answer.text


async def test_names_are_text(visitor: httpx.AsyncClient) -> None:
    """An organisation may be called anything."""
    assert "Atelierul &lt;Nord&gt;" in (await visitor.get("/rsvp/ana")).text


async def test_opening_a_link_leads_on_by_two_ways(visitor: httpx.AsyncClient) -> None:
    """To the bot by an address; into the page by a button that posts, so that looking changes nothing."""
    answer = await visitor.get("/rsvp/ana")

    assert 'href="https://t.me/bot?start=ana"' in answer.text
    assert '<form method="post" action="/chat/enter">' in answer.text


@pytest.mark.parametrize(("token", "words"), [("ana", "În Slack, scrieți:"), ("emma", "In Slack, write:")])
async def test_a_personal_link_says_what_to_write_in_slack(token: str, words: str) -> None:
    """Slack opens no chat by an address, so the command stands there, selected whole by one press."""
    async with browser("", has_slack=True) as client:
        answer = await client.get(f"/rsvp/{token}")

    assert f'<p>{words}</p><code class="typed">/sfat start {token}</code>' in answer.text
    assert re.search(r"\.typed \{[^}]*-webkit-user-select: all; user-select: all", pages.CSS)


@pytest.mark.parametrize(("token", "words"), [("ana", "reveniți peste câteva minute"), ("emma", "in a few minutes")])
async def test_a_personal_link_is_no_dead_end(token: str, words: str) -> None:
    """Before the bot's name is known no address leads on: the page says when to come back, and what can be written."""
    async with browser("") as client:
        answer = await client.get(f"/rsvp/{token}")

    assert words in answer.text
    assert f">/start {token}</code>" in answer.text


async def test_nothing_is_to_be_written_where_a_press_leads_on(visitor: httpx.AsyncClient) -> None:
    """Without Slack, the two ways are enough."""
    assert "/start" not in (await visitor.get("/rsvp/ana")).text.replace("?start=", "")


async def test_what_a_page_needs_is_there(visitor: httpx.AsyncClient) -> None:
    """Its style and its picture."""
    needed = re.findall(r'(?:href|src)="(/[\w.]+\.\w+)"', (await visitor.get("/")).text)

    assert {"/site.css", "/site.svg"} == set(needed)
    assert {200} == {(await visitor.get(path)).status_code for path in needed}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(dark: bool, text: str, ground: str) -> None:
    """A contrast of at least 4.5 (WCAG 2.2, 1.4.3), by day and by night."""
    light_part, dark_part = pages.CSS.split("@media (prefers-color-scheme: dark)", 1)
    colours = {
        name: colour
        for part in ([light_part, dark_part] if dark else [light_part])
        for name, colour in re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)
    }

    assert contrast(colours[text], colours[ground]) >= 4.5
