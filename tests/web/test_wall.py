"""The wall of a café: what its address answers, to whom, and what is never in it."""

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import segno

from bot.model.values import CafeState, RoundState
from bot.web.wall_state import LONGEST, MOST_IDEAS
from storage.tallies import Tally
from tests.web.hall import MORNING, Hall, idea, rounds


@pytest.fixture
def hall() -> Hall:
    """A room with a wall."""
    return Hall()


@pytest.fixture
async def client(hall: Hall) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever asks the site."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(hall.app), base_url="http://sfat.test") as asking:
        yield asking


async def now(client: httpx.AsyncClient, query: str = "") -> Any:
    """What the page of the wall reads."""
    return json.loads((await client.get(f"/wall/here/now{query}")).text)


@pytest.mark.parametrize(
    "path", ["/wall/other", "/wall/other/now", "/wall/other/join.svg", "/wall/%00", "/wall/" + "x" * 500]
)
async def test_a_wrong_token(client: httpx.AsyncClient, path: str) -> None:
    """A friendly page in both languages, that nobody keeps."""
    answer = await client.get(path)

    assert (404, "no-store") == (answer.status_code, answer.headers["cache-control"])
    assert "Pe cel de acum îl găsește facilitatorul" in answer.text
    assert "The facilitator will find the current one in the chat" in answer.text


@pytest.mark.parametrize(
    ("query", "language"), [("", "ro"), ("?lang=en", "en"), ("?lang=xx", "ro"), ("?lang=%22%3E", "ro")]
)
async def test_the_language_of_the_page(client: httpx.AsyncClient, query: str, language: str) -> None:
    """The event's own, unless another one that we speak is asked for."""
    assert f'<html lang="{language}">' in (await client.get(f"/wall/here{query}")).text


async def test_what_is_written_by_people_speaks_its_language(client: httpx.AsyncClient) -> None:
    """Title and questions in the language asked for; ideas as they were written."""
    found = await now(client, "?lang=en")

    assert {"text": "Creative industries: what is missing?", "lang": "en"} == found["title"]
    assert "Who is missing at the table?" == found["questions"][3]["text"]
    assert "Spații goale din centru, date cu chirie simbolică proiectelor creative." == found["ideas"][0]["text"]


async def test_pinned_ideas_and_then_the_newest(client: httpx.AsyncClient) -> None:
    """In this order."""
    assert [2, 9, 8, 7, 6, 5, 4, 3, 1] == [one["id"] for one in (await now(client))["ideas"]]


async def test_one_question(client: httpx.AsyncClient) -> None:
    """Only what was said to it."""
    assert {3} == {one["question"] for one in (await now(client, "?view=question&q=3"))["ideas"]}


@pytest.mark.parametrize(
    "query", ["?view=question&q=x", "?view=question", "?view=question&q=-1", "?view=%F0%9F%99%8F&q=²"]
)
async def test_a_view_that_is_none(client: httpx.AsyncClient, query: str) -> None:
    """Something is shown all the same."""
    assert 200 == (await client.get(f"/wall/here/now{query}")).status_code


async def test_when_it_is_over_all_that_was_said_is_counted(client: httpx.AsyncClient, hall: Hall) -> None:
    """At each table, in whichever round; nothing is asked there any more."""
    first = Tally(1, 1, 1, 3, 3, None)
    counted = [first, first._replace(round_number=3, ideas=2)]
    hall.wall = hall.wall._replace(state=CafeState.OVER, counted=counted)
    table = (await now(client))["tables"][0]

    assert (5, None) == (table["ideas"], table["question"])


async def test_the_words_of_all(client: httpx.AsyncClient) -> None:
    """Forms of one word together, with its marks; no ideas beside them."""
    found = await now(client, "?view=cloud")

    assert {"word": "spații", "times": 3, "size": 6} in found["cloud"]
    assert [] == found["ideas"]


async def test_nothing_new_is_not_sent_again(client: httpx.AsyncClient, hall: Hall) -> None:
    """Time that passes is no news: it stands in a header."""
    tag = (await client.get("/wall/here/now")).headers["etag"]
    hall.now += timedelta(seconds=2)
    again = await client.get("/wall/here/now", headers={"if-none-match": tag})

    later = str(round((MORNING + timedelta(seconds=2)).timestamp() * 1000))
    assert (304, b"", later) == (again.status_code, again.content, again.headers["x-sfat-now"])


async def test_something_new_is(client: httpx.AsyncClient, hall: Hall) -> None:
    """One more idea is another content."""
    tag = (await client.get("/wall/here/now")).headers["etag"]
    hall.wall = hall.wall._replace(ideas=[idea(10, "Un parc"), *hall.wall.ideas])

    assert 200 == (await client.get("/wall/here/now", headers={"if-none-match": tag})).status_code


async def test_what_is_read_is_bounded(client: httpx.AsyncClient, hall: Hall) -> None:
    """However much is said: a look asks for the newest ones only, and of a long one for its beginning."""
    hall.wall = hall.wall._replace(ideas=[idea(1, "ă" * 4000)])
    (one,) = (await now(client))["ideas"]

    assert (MOST_IDEAS, LONGEST) == (hall.asked[-1].most, len(one["text"]))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (RoundState.WAITING, {"ends": None, "left": 0, "late": None}),
        (RoundState.RUNNING, {"ends": 754_000, "left": 0, "late": None}),
        (RoundState.PAUSED, {"ends": None, "left": 754_000, "late": None}),
        (RoundState.LATE, {"ends": None, "left": 0, "late": 120_000}),
    ],
)
async def test_the_clock(client: httpx.AsyncClient, hall: Hall, state: RoundState, expected: dict[str, Any]) -> None:
    """What a page needs to count down: an instant, or what is left while it stands still."""
    hall.wall = hall.wall._replace(rounds=rounds(state))
    found = (await now(client))["round"]
    begins = round(MORNING.timestamp() * 1000)

    relative = {name: found[name] and found[name] - (0 if name == "left" else begins) for name in expected}
    assert (expected, state.value, 1, 3) == (relative, found["state"], found["number"], found["of"])


async def test_the_way_in(client: httpx.AsyncClient) -> None:
    """A picture of ours, of the address that leads to the bot."""
    answer = await client.get("/wall/here/join.svg")

    assert ("image/svg+xml", True) == (answer.headers["content-type"], answer.text.startswith("<svg"))


@pytest.mark.parametrize("address", ["https://t.me/SfatTimisoaraBot?start=here", "https://sfat.test/p/ana?x=1&y=2"])
async def test_the_way_in_leads_to_its_address(client: httpx.AsyncClient, hall: Hall, address: str) -> None:
    """The squares are those of this address, drawn once more here; of another one they would differ."""
    hall.join = address
    drawn = (await client.get("/wall/here/join.svg")).text
    squares = segno.make_qr(address, error="m").svg_inline(omitsize=True, border=2)

    assert re.findall(r' d="([^"]+)"', squares) == re.findall(r' d="([^"]+)"', drawn)


async def test_no_way_in(client: httpx.AsyncClient, hall: Hall) -> None:
    """Where no bot is known there is no picture, and the page is told."""
    hall.join = ""

    assert (404, "") == ((await client.get("/wall/here/join.svg")).status_code, (await now(client))["join"])


@pytest.mark.parametrize("path", ["/wall/here", "/wall/here/now", "/wall/here/join.svg"])
async def test_nobody_on_the_way_keeps_it(client: httpx.AsyncClient, path: str) -> None:
    """It is for whoever has the address, and no search engine's business."""
    headers = (await client.get(path)).headers

    assert ("private, no-store", "noindex") == (headers["cache-control"], headers["x-robots-tag"])


@pytest.mark.parametrize("name", ["wall.css", "wall.js", "wall-draw.js", "wall-clock.js", "wall-words.js"])
async def test_its_files(client: httpx.AsyncClient, name: str) -> None:
    """Asked about each time, sent again only when they are others."""
    first = await client.get(f"/wall-files/{name}")
    again = await client.get(f"/wall-files/{name}", headers={"if-none-match": first.headers["etag"]})

    assert (200, "no-cache", 304) == (first.status_code, first.headers["cache-control"], again.status_code)


@pytest.mark.parametrize("name", ["wall.html", "..%2fpages.py", "none"])
async def test_other_files_are_not_served(client: httpx.AsyncClient, name: str) -> None:
    """Only what the page needs."""
    assert 404 == (await client.get(f"/wall-files/{name}")).status_code


async def test_only_looking(client: httpx.AsyncClient) -> None:
    """There is nothing to post."""
    assert 405 == (await client.post("/wall/here")).status_code


async def test_letters_have_their_commas(client: httpx.AsyncClient, hall: Hall) -> None:
    """Whichever keyboard they were written on; what is kept stays as it was typed."""
    hall.wall = hall.wall._replace(ideas=[idea(1, "Spaţii pentru artişti", by=("Ştefan", ""))])
    (shown,) = (await now(client))["ideas"]

    assert ("Spații pentru artiști", "Ștefan") == (shown["text"], shown["by"])


FRAMING = ("x-frame-options", "content-security-policy")


async def test_no_page_is_shown_inside_another(client: httpx.AsyncClient) -> None:
    """Neither the wall nor what it asks for."""
    found = [(await client.get(f"/wall/here{path}")).headers for path in ("", "/now", "/join.svg")]

    assert [("DENY", True)] * 3 == [(one[FRAMING[0]], "frame-ancestors 'none'" in one[FRAMING[1]]) for one in found]
