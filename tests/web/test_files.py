"""Addresses that open by themselves: what they answer, to whom nothing is sent twice, and who may keep a copy."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.main import build
from bot.model.card import Document
from bot.settings import Settings
from bot.web.files import Files
from bot.web.site import Site
from tests.handlers.ics import read
from tests.seeds import Lab

NOON = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)
AT_NOON = "Mon, 04 Jan 2027 12:00:00 GMT"


@dataclass
class Shelf:
    """The documents behind tokens, and a clock."""

    documents: dict[str, bytes] = field(default_factory=lambda: {"mine": b"BEGIN:VCALENDAR\r\n"})
    now: datetime = NOON

    async def document(self, token: str) -> Document | None:
        """The document a token opens."""
        content = self.documents.get(token)
        return None if content is None else Document("calendar.ics", "text/calendar; charset=utf-8", content)

    def real(self) -> datetime:
        """Real time."""
        return self.now


@pytest.fixture
def shelf() -> Shelf:
    """One document, at noon."""
    return Shelf()


@pytest.fixture
async def client(shelf: Shelf) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever asks the site."""

    async def nobody(_token: str) -> None:
        return None

    async def gauges() -> dict[str, int]:
        return {}

    site = Site("ro", nobody, str, list, gauges, Files(shelf.document, shelf.real))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site.app()), base_url="http://sfat.test") as asking:
        yield asking


async def test_a_file(client: httpx.AsyncClient) -> None:
    """Its bytes under its own type and name."""
    answer = await client.get("/files/mine")

    told = (answer.status_code, answer.content, answer.headers["content-type"], answer.headers["content-disposition"])
    expected = 'attachment; filename="calendar.ics"'
    assert (200, b"BEGIN:VCALENDAR\r\n", "text/calendar; charset=utf-8", expected) == told


async def test_nobody_on_the_way_keeps_it(client: httpx.AsyncClient) -> None:
    """It is for whoever asked, and no search engine's business."""
    answer = await client.get("/files/mine")

    assert ("private, no-store", "noindex") == (answer.headers["cache-control"], answer.headers["x-robots-tag"])


async def test_head(client: httpx.AsyncClient) -> None:
    """The same headers as with the content."""
    full, short = await client.get("/files/mine"), await client.head("/files/mine")

    assert (200, full.headers) == (short.status_code, short.headers)


async def test_nothing_new_by_tag(client: httpx.AsyncClient) -> None:
    """Whoever shows the tag of what they have gets no content again."""
    tag = (await client.get("/files/mine")).headers["etag"]

    again = await client.get("/files/mine", headers={"if-none-match": f'"older", W/{tag}'})

    assert (304, b"", tag) == (again.status_code, again.content, again.headers["etag"])


async def test_something_new_by_tag(client: httpx.AsyncClient, shelf: Shelf) -> None:
    """Another content has another tag."""
    tag = (await client.get("/files/mine")).headers["etag"]
    shelf.documents["mine"] = b"another"

    again = await client.get("/files/mine", headers={"if-none-match": tag})

    assert (200, b"another") == (again.status_code, again.content)


async def test_nothing_new_by_date(client: httpx.AsyncClient, shelf: Shelf) -> None:
    """The date of what was given out first is enough too."""
    dated = (await client.get("/files/mine")).headers["last-modified"]
    shelf.now += timedelta(hours=1)

    again = await client.get("/files/mine", headers={"if-modified-since": dated})

    assert (AT_NOON, 304) == (dated, again.status_code)


@pytest.mark.parametrize("later", [0, 0.5, 1])
async def test_something_new_by_date(client: httpx.AsyncClient, shelf: Shelf, later: float) -> None:
    """No copy from before a change is ever called the newest, though dates know only whole seconds."""
    dated = (await client.get("/files/mine")).headers["last-modified"]
    shelf.documents["mine"], shelf.now = b"another", NOON + timedelta(seconds=later)

    again = await client.get("/files/mine", headers={"if-modified-since": dated})

    assert (200, "Mon, 04 Jan 2027 12:00:01 GMT") == (again.status_code, again.headers["last-modified"])


async def test_after_a_restart(client: httpx.AsyncClient, shelf: Shelf) -> None:
    """A process that has given out nothing yet knows of no older date, and sends the content."""
    shelf.now += timedelta(hours=1)

    assert 200 == (await client.get("/files/mine", headers={"if-modified-since": AT_NOON})).status_code


async def test_a_tag_decides_alone(client: httpx.AsyncClient) -> None:
    """RFC 9110, 13.1.3: a date beside a tag is not looked at."""
    await client.get("/files/mine")

    asked = {"if-none-match": '"older"', "if-modified-since": AT_NOON}

    assert 200 == (await client.get("/files/mine", headers=asked)).status_code


@pytest.mark.parametrize("written", ["yesterday", "", "Mon, 04 Jan 2027 12:00:00", "99 Jan 2027"])
async def test_a_date_that_is_none(client: httpx.AsyncClient, written: str) -> None:
    """It is as if nothing had been asked."""
    await client.get("/files/mine")

    assert 200 == (await client.get("/files/mine", headers={"if-modified-since": written})).status_code


@pytest.mark.parametrize("token", ["yours", "%00", "x" * 500, "..%2f..%2fetc"])
async def test_nothing_behind_it(client: httpx.AsyncClient, token: str) -> None:
    """A page in the site's language, that nobody keeps either."""
    answer = await client.get(f"/files/{token}")

    assert 404 == answer.status_code
    assert "text/html; charset=utf-8" == answer.headers["content-type"]


async def test_the_page_says_where_a_new_one_is(client: httpx.AsyncClient) -> None:
    """Whoever comes with a dead address reads what to do."""
    answer = await client.get("/files/yours")

    told = "Această adresă nu mai deschide nimic. Una nouă primiți în conversație: /date, apoi 📆."
    assert (True, "no-store") == (told in answer.text, answer.headers["cache-control"])


async def test_only_reading(client: httpx.AsyncClient) -> None:
    """There is nothing to post."""
    assert 405 == (await client.post("/files/mine")).status_code


async def test_the_feed_of_a_person(lab: Lab, tmp_path: Path) -> None:
    """The composed program: the address from the chat opens the calendar, and not what another kind of token opens."""
    mia = await lab.arrives("mia")
    lab.room.program.house.links.public_url = "http://sfat.test"
    await mia.says("/rsvp E1 yes")
    await mia.presses("📆 Calendar feed")
    (address,) = [line for line in mia.sees.splitlines() if line.startswith("http://sfat.test/files/")]
    settings = Settings(
        data_dir=tmp_path, database_url=lab.room.program.db.url, secret_key="a key for tests", webchat="on"
    )
    sfat = build(settings)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(sfat.site)) as asking:
        calendar = await asking.get(address)
        personal = await asking.get(address.replace("/files/f", "/files/p"))
    await sfat.program.db.close()

    assert ("Consultation on the plan", 404) == (read(calendar.content).event.text("SUMMARY"), personal.status_code)
