"""A pile of paper: what its page does not keep, and for whom it does not open."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.model.paper import LONGEST, MOST_IDEAS
from bot.web.paper import LARGEST
from storage.ideas import IDEA
from storage.people import GRANT
from tests.handlers.cafe.paper_steps import address, batch, kept, runs, save
from tests.handlers.cafe.steps import facilitator, guests, opens, plans
from tests.handlers.steps import found
from tests.seeds import Lab


async def test_nothing_of_others_is_taken_back(lab: Lab, site: httpx.AsyncClient) -> None:
    """What Ana said in her chat is hers."""
    ilinca = await runs(lab)
    await (await lab.arrives("ana")).says("More rooms.")
    (row,) = await found(lab, IDEA)
    answer = await site.post(f"{await address(ilinca)}/undo", json={"idea": row.id})

    assert (404, "idea", 1) == (answer.status_code, answer.json()["why"], len(await kept(lab)))


WRONG = [
    ({"round": 2}, "place"),
    ({"round": 3}, "place"),
    ({"table": 3}, "place"),
    ({"table": 0}, "place"),
    ({"table": "1"}, "place"),
    ({"table": True}, "place"),
    ({"person": 4711}, "who"),
    ({"person": 2**40}, "who"),
    ({"organisation": -1}, "who"),
    ({"ideas": ["a" * (LONGEST + 1)]}, "size"),
    ({"ideas": ["a"] * 101}, "size"),
    ({"ideas": "More rooms."}, "size"),
    ({"key": "short"}, "size"),
]


@pytest.mark.parametrize(("changed", "why"), WRONG)
async def test_what_can_not_be_kept(lab: Lab, site: httpx.AsyncClient, changed: dict[str, Any], why: str) -> None:
    """Nothing of it is kept, and the page hears why."""
    answer = await save(site, await address(await runs(lab)), {**batch("More rooms."), **changed})

    assert (why, []) == (answer.json()["why"], await kept(lab))


@pytest.mark.parametrize("content", [b"", b"[", b"[]", b"[" * 100_000, b"a" * (LARGEST + 1)])
async def test_what_no_page_sends(lab: Lab, site: httpx.AsyncClient, content: bytes) -> None:
    """Is refused in words that a page understands."""
    answer = await site.post(f"{await address(await runs(lab))}/save", content=content)

    assert (413, "size") == (answer.status_code, answer.json()["why"])


async def test_the_most_and_longest_fit(lab: Lab, site: httpx.AsyncClient) -> None:
    """Every letter may be one of the longest in bytes."""
    ideas = [f"{number:03}" + "🎭" * (LONGEST - 3) for number in range(MOST_IDEAS)]
    sent = {**batch("More rooms."), "ideas": ideas}
    address_of = await address(await runs(lab))
    body = json.dumps(sent, ensure_ascii=False).encode()
    answer = await site.post(f"{address_of}/save", content=body)

    assert (200, ideas) == (answer.status_code, sorted(text for text, *_ in await kept(lab)))


@pytest.mark.both
async def test_letters_that_no_database_takes(lab: Lab, site: httpx.AsyncClient) -> None:
    """Are left out; the rest is kept."""
    here = await address(await runs(lab))
    content = json.dumps(batch("Mai\x00 multe \ud83c ateliere 🎭"))
    await site.post(f"{here}/save", content=content)

    assert ["Mai multe  ateliere 🎭"] == [text for text, *_ in await kept(lab)]


async def test_the_address_ends_by_itself(lab: Lab, site: httpx.AsyncClient) -> None:
    """After fourteen days; a new one is had in the chat."""
    ilinca = await runs(lab)
    here = await address(ilinca)
    await lab.room.until(lab.room.clock.now() + timedelta(days=14))
    then = (await site.get(here)).status_code
    await lab.room.until(lab.room.clock.now() + timedelta(days=1))
    page, sent = await site.get(here), await save(site, here, batch("More rooms."))

    assert (200, 404, 404, "gone") == (then, page.status_code, sent.status_code, sent.json()["why"])
    assert "You get a new one in the chat" in page.text


async def test_who_lost_the_role_keeps_nothing(lab: Lab, site: httpx.AsyncClient) -> None:
    """Asked at each request; the page says so."""
    here = await address(await runs(lab))
    await lab.room.write(lambda tx: tx.execute(GRANT.update().values(until=lab.room.clock.now())))
    page, sent = await site.get(here), await save(site, here, batch("More rooms."))

    assert (403, 403, "role", []) == (page.status_code, sent.status_code, sent.json()["why"], await kept(lab))
    assert "You no longer run this café" in page.text


async def test_before_the_room_is_open(lab: Lab, site: httpx.AsyncClient) -> None:
    """No button leads there."""
    await guests(lab, "ana", "mia")
    ilinca = await facilitator(lab)
    await plans(ilinca)

    assert not any("📝" in label for message in ilinca.messages for label in message.labels)


async def test_before_a_round_has_begun(lab: Lab, site: httpx.AsyncClient) -> None:
    """The page opens; there is no question yet."""
    await guests(lab, "ana", "mia")
    ilinca = await facilitator(lab)
    await opens(ilinca)

    assert [] == (await site.get(f"{await address(ilinca)}/now")).json()["rounds"]


async def test_without_an_address_there_is_no_button(lab: Lab) -> None:
    """No button that would lead nowhere."""
    ilinca = await runs(lab)

    assert "📝 Paper" not in ilinca.labels


@pytest.mark.parametrize(("kind", "status"), [("h", 200), *((kind, 404) for kind in "pfjcw")])
async def test_other_tokens_open_nothing(lab: Lab, site: httpx.AsyncClient, kind: str, status: int) -> None:
    """A kind of token opens its own door only."""
    await runs(lab)
    # All but its kind is right: the café, who runs it, a day far ahead.
    token = lab.room.program.house.keys.token(kind, 2**31 + lab.people["ilinca"], 60_000)

    assert [status] * 2 == [(await site.get(path)).status_code for path in (f"/paper/{token}", f"/paper/{token}/now")]
