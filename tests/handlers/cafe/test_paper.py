"""A pile of paper: the address in the chat, and what its page keeps, once."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from storage import papers
from storage.ideas import IDEA
from storage.tx import Tx
from tests.handlers.cafe.paper_steps import SITE, address, batch, kept, process, runs, save
from tests.handlers.steps import found
from tests.seeds import Lab

THREE = ("More rooms.", "Ateliere serale", "<b>Nu</b> & =1+1")


@pytest.mark.both
async def test_what_is_typed_in_is_kept(lab: Lab, site: httpx.AsyncClient) -> None:
    """Each line with its question, table and round, as paper; markup and formulas as they were written."""
    here = await address(await runs(lab))
    answer = await save(site, here, batch(*THREE))

    assert (200, 3) == (answer.status_code, answer.json()["new"])
    assert [(text, 2, 2, "paper") for text in THREE] == await kept(lab)


async def test_telephone_numbers_and_addresses_are_noticed(lab: Lab, site: httpx.AsyncClient) -> None:
    """Of what is new; the page says how many there are."""
    here = await address(await runs(lab))
    sent = batch("Call me on 0722 123 456", "ana@example.org", "More rooms.")
    answers = [(await save(site, here, sent)).json() for _ in range(2)]

    assert [(3, 2), (0, 0)] == [(one["new"], one["personal"]) for one in answers]


@pytest.mark.both
async def test_it_stands_on_the_wall_and_in_the_console(lab: Lab, site: httpx.AsyncClient) -> None:
    """At once, whichever process serves them."""
    ilinca = await runs(lab)
    here = await address(ilinca)
    await ilinca.says("/cafe E1")
    await ilinca.presses("📺 Wall")
    (wall,) = [line for line in ilinca.sees.splitlines() if line.startswith(f"{SITE}/wall/")]
    await ilinca.presses("↩️ Back")
    await save(site, here, batch("More rooms."))
    await lab.room.settle()
    shown = json.loads((await site.get(f"{wall}/now")).text)

    assert (["More rooms."], 1) == ([one["text"] for one in shown["ideas"]], shown["total"])
    assert "Table 2, question 2: 1 idea\n" in ilinca.sees


@pytest.mark.both
async def test_the_same_submission_is_kept_once(lab: Lab, site: httpx.AsyncClient) -> None:
    """A double click, a reload, an answer that was lost: the second time nothing is new."""
    here = await address(await runs(lab))
    sent = batch("More rooms.", "More money.", "More rooms.")
    answers = [(await save(site, here, sent)).json()["new"] for _ in range(3)]

    assert ([3, 0, 0], 3) == (answers, len(await kept(lab)))


@pytest.mark.shared
async def test_the_same_submission_at_two_processes(
    lab: Lab, site: httpx.AsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At one moment: one of them keeps it, however long the other has looked before."""
    here = await address(await runs(lab))
    look = papers.came_before

    async def slowly(tx: Tx, marks: Sequence[str]) -> set[str]:
        known = await look(tx, marks)
        await asyncio.sleep(0.2)
        return known

    monkeypatch.setattr(papers, "came_before", slowly)
    sent = batch(*THREE)
    async with process(lab, tmp_path) as other:
        answers = await asyncio.gather(*(save(each, here, sent) for each in (site, other)))

    assert ([200, 200], [0, 3]) == ([one.status_code for one in answers], sorted(one.json()["new"] for one in answers))
    assert 3 == len(await kept(lab))


async def test_a_line_that_was_added_after_a_lost_answer(lab: Lab, site: httpx.AsyncClient) -> None:
    """Is kept with the second try; what had arrived is not there twice."""
    here = await address(await runs(lab))
    await save(site, here, batch("More rooms.", key="ab" * 16))
    await save(site, here, batch("More rooms.", "More money.", key="ab" * 16))

    assert ["More rooms.", "More money."] == [text for text, *_ in await kept(lab)]


async def test_the_same_words_of_two_sheets_are_two_ideas(lab: Lab, site: httpx.AsyncClient) -> None:
    """Two people wrote them."""
    here = await address(await runs(lab))
    for _ in range(2):
        await save(site, here, batch("More rooms."))

    assert 2 == len(await kept(lab))


@pytest.mark.both
async def test_what_was_typed_in_is_taken_back(lab: Lab, site: httpx.AsyncClient) -> None:
    """It is gone from what stands, and does not come back with a late second try."""
    here = await address(await runs(lab))
    sent = batch("More rooms.")
    (idea,) = (await save(site, here, sent)).json()["typed"]
    answers = [await site.post(f"{here}/undo", json={"idea": idea["id"]}) for _ in range(2)]
    again = (await save(site, here, sent)).json()

    assert ([200, 200], [], 0, []) == (
        [one.status_code for one in answers],
        answers[0].json()["typed"],
        again["new"],
        await kept(lab),
    )


async def test_the_page_asks_verbatim(lab: Lab, site: httpx.AsyncClient) -> None:
    """Rounds that have begun, each with its tables and what is asked there; who is in the room."""
    shown = (await site.get(f"{await address(await runs(lab))}/now")).json()
    (one,) = shown["rounds"]

    assert [(1, "What do we need?"), (2, "Who is missing?")] == [(at["number"], at["text"]) for at in one["tables"]]
    assert ["Ana Câmpeanu", "Dan Munteanu", "Mia Lindqvist", "Radu <b>Ionescu</b>"] == [
        p["name"] for p in shown["people"]
    ]
    assert ["Atelierul Nord", "Biroul Malul Begăi", "Hubul Oxid & Co"] == [o["name"] for o in shown["organisations"]]


async def test_letters_of_an_old_keyboard(lab: Lab, site: httpx.AsyncClient) -> None:
    """Are shown as they should be, and kept as they were typed."""
    here = await address(await runs(lab))
    shown = (await save(site, here, batch("Spaţii pentru artişti"))).json()

    assert ["Spații pentru artiști"] == [one["text"] for one in shown["typed"]]
    assert ["Spaţii pentru artişti"] == [text for text, *_ in await kept(lab)]


async def test_whose_it_is(lab: Lab, site: httpx.AsyncClient) -> None:
    """A person brings their organisation; an organisation stands by itself."""
    here = await address(await runs(lab))
    await save(site, here, batch("One", person=lab.people["ana"]))
    await save(site, here, batch("Two", organisation=lab.organisations["oxid"]))
    rows = [(row.person_id, row.organisation_id) for row in await found(lab, IDEA)]

    assert [(lab.people["ana"], lab.organisations["nord"]), (None, lab.organisations["oxid"])] == rows


async def test_without_names_nothing_leads_to_anybody(lab: Lab, site: httpx.AsyncClient) -> None:
    """Nobody is offered, and nobody is kept, whatever is sent; the instant is rounded."""
    here = await address(await runs(lab, naming="anonymous"))
    shown = (await site.get(f"{here}/now")).json()
    await save(site, here, batch("One", person=lab.people["ana"], organisation=lab.organisations["nord"]))
    (row,) = await found(lab, IDEA)

    assert (True, [], []) == (shown["nameless"], shown["people"], shown["organisations"])
    assert (None, None, True, 0) == (row.person_id, row.organisation_id, row.anonymous, row.at.second)


async def test_the_next_morning(lab: Lab, site: httpx.AsyncClient) -> None:
    """When the café is over the pile is typed in all the same."""
    ilinca = await runs(lab)
    await ilinca.presses("🔔 Gong now")
    await ilinca.presses("🏁 End the café")
    await ilinca.presses("🏁 End it")
    await lab.room.until(lab.room.clock.now() + timedelta(hours=12))

    assert 1 == (await save(site, await address(ilinca), batch("More rooms."))).json()["new"]


async def test_it_stands_in_the_harvest(lab: Lab, site: httpx.AsyncClient) -> None:
    """As what came on paper."""
    ilinca = await runs(lab)
    await save(site, await address(ilinca), batch("More rooms."))
    await ilinca.says("/harvest E1")
    await ilinca.presses("CSV")
    (file,) = ilinca.messages[-1].drawn.documents

    assert b",paper,More rooms." in file.content
