"""The wall of a café from the chat: its address, what is kept from it, what stands first, what is shown when."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.main import build
from bot.settings import Settings
from storage import walls
from storage.tables import metadata
from tests.handlers.cafe.steps import facilitator, guests, opens, starts
from tests.room import Seat
from tests.seeds import Lab

SITE = "http://sfat.test"


@pytest.fixture
async def site(lab: Lab, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A browser before a site that shares nothing but the database with whoever runs the café."""
    lab.room.program.house.links.public_url = SITE
    settings = Settings(
        data_dir=tmp_path, database_url=lab.room.program.db.url, secret_key="a key for tests", webchat="on"
    )
    sfat = build(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(sfat.site), base_url=SITE) as asking:
        yield asking
    await sfat.program.db.close()


async def runs(lab: Lab, **more: str) -> tuple[Seat, Seat]:
    """A round that runs; who runs it, and Ana, who sits in it."""
    (ana, *_) = await guests(lab, "ana", "mia", "radu")
    ilinca = await facilitator(lab)
    await opens(ilinca, **more)
    await starts(ilinca)
    return ilinca, ana


async def address(ilinca: Seat) -> str:
    """Where the wall is, as the console says."""
    await ilinca.says("/cafe E1")
    await ilinca.presses("📺 Wall")
    (line,) = [line for line in ilinca.sees.splitlines() if line.startswith(f"{SITE}/wall/")]
    return line


async def wall(site: httpx.AsyncClient, ilinca: Seat, view: str = "room") -> Any:
    """What the wall shows."""
    return json.loads((await site.get(f"{await address(ilinca)}/now?view={view}&lang=en")).text)


async def moderates(ilinca: Seat, text: str) -> None:
    """Look at an idea among the newest."""
    await address(ilinca)
    await ilinca.presses("🧹 Hide or pin")
    await ilinca.presses(text)


@pytest.mark.both
async def test_what_is_said_is_on_the_wall(lab: Lab, site: httpx.AsyncClient) -> None:
    """At once, in another process, with its question, its table, and the name that was promised to stand there."""
    ilinca, ana = await runs(lab)
    await ana.says("Mai multe ateliere, *nu* <b>conferințe</b>.")
    found = await wall(site, ilinca)

    (one,) = found["ideas"]
    told = (one["text"], one["by"], found["total"], found["round"]["state"])
    assert ("Mai multe ateliere, *nu* <b>conferințe</b>.", "Ana Câmpeanu, Atelierul Nord", 1, "running") == told


@pytest.mark.parametrize("naming", ["facilitator", "anonymous"])
async def test_no_names_where_none_were_promised(lab: Lab, site: httpx.AsyncClient, naming: str) -> None:
    """Neither beside an idea nor at a table."""
    ilinca, ana = await runs(lab, naming=naming)
    await ana.says("More rooms.")
    shown = json.dumps(await wall(site, ilinca), ensure_ascii=False)

    assert (True, []) == (
        "More rooms." in shown,
        [name for name in ("Ana Câmpeanu", "Mia Lindqvist", "Radu", "Atelierul Nord") if name in shown],
    )


async def test_a_name_that_was_taken_away(lab: Lab, site: httpx.AsyncClient) -> None:
    """The idea stays, without it."""
    ilinca, ana = await runs(lab)
    await ana.says("More rooms.")
    await ana.presses("🙈 Without my name")
    await ana.presses("🙈 Take my name away")

    assert [("More rooms.", "")] == [(one["text"], one["by"]) for one in (await wall(site, ilinca))["ideas"]]


async def test_what_was_withdrawn_is_gone(lab: Lab, site: httpx.AsyncClient) -> None:
    """From the ideas and from the words."""
    ilinca, ana = await runs(lab)
    await ana.says("More rooms.")
    await ana.presses("🗑 Withdraw")

    found = (await wall(site, ilinca))["ideas"], (await wall(site, ilinca, "cloud"))["cloud"]
    assert ([], []) == found


async def test_the_words_are_those_of_the_newest(
    lab: Lab, site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many ideas there are, no more are read than these."""
    monkeypatch.setattr(walls, "MOST_TEXTS", 2)
    ilinca, ana = await runs(lab)
    for words in ("bridges", "benches", "gardens"):
        await ana.says(words)

    assert {"benches", "gardens"} == {one["word"] for one in (await wall(site, ilinca, "cloud"))["cloud"]}


@pytest.mark.both
async def test_an_idea_is_hidden_for_a_reason(lab: Lab, site: httpx.AsyncClient) -> None:
    """It is on the wall no more, nor are its words; those who run the café read why."""
    ilinca, ana = await runs(lab)
    await ana.says("Call me at home.")
    await moderates(ilinca, "Call me at home.")
    await ilinca.presses("🙈 Hide")
    await ilinca.fills(reason="a private matter")
    why = ilinca.sees

    assert why.endswith("🙈 Not on the wall: a private matter")
    assert ([], []) == ((await wall(site, ilinca))["ideas"], (await wall(site, ilinca, "cloud"))["cloud"])


async def test_a_hidden_idea_is_shown_again(lab: Lab, site: httpx.AsyncClient) -> None:
    """It stands among the others as before."""
    ilinca, ana = await runs(lab)
    await ana.says("More rooms.")
    await moderates(ilinca, "More rooms.")
    await ilinca.presses("🙈 Hide")
    await ilinca.fills(reason="not sure")
    await moderates(ilinca, "🙈 More rooms.")
    await ilinca.presses("👁 Show it again")

    assert ["More rooms."] == [one["text"] for one in (await wall(site, ilinca))["ideas"]]


async def test_a_pinned_idea_stands_first(lab: Lab, site: httpx.AsyncClient) -> None:
    """Before newer ones, until it is put back."""
    ilinca, ana = await runs(lab)
    for text in ("More rooms.", "More money."):
        await ana.says(text)
    await moderates(ilinca, "More rooms.")
    await ilinca.presses("📌 Pin")
    pinned = [one["text"] for one in (await wall(site, ilinca))["ideas"]]
    await moderates(ilinca, "📌 More rooms.")
    await ilinca.presses("Unpin")

    assert ["More rooms.", "More money."] == pinned
    assert ["More money.", "More rooms."] == [one["text"] for one in (await wall(site, ilinca))["ideas"]]


@pytest.mark.both
async def test_older_ideas_can_be_moderated_too(lab: Lab, site: httpx.AsyncClient) -> None:
    """Page by page."""
    ilinca, ana = await runs(lab)
    for number in range(10):
        await ana.says(f"Idea number {number}")
    await address(ilinca)
    await ilinca.presses("🧹 Hide or pin")
    first = list(ilinca.labels)
    await ilinca.presses("Older ▸")

    assert ("Idea number 9", "Idea number 2") == (first[0], first[7])
    assert ["Idea number 1", "Idea number 0", "🔄 Newest", "↩️ Back"] == ilinca.labels


@pytest.mark.both
async def test_nothing_is_read_before_it_is_revealed(lab: Lab, site: httpx.AsyncClient) -> None:
    """Planned so: the wall counts; once it is revealed, everybody reads."""
    ilinca, ana = await runs(lab, wall="secret")
    await ana.says("More rooms.")
    before, words = await wall(site, ilinca), await wall(site, ilinca, "cloud")
    await ilinca.presses("👁 Reveal the ideas")
    toast = ilinca.told.toast
    after = await wall(site, ilinca)

    assert (True, 1, [], []) == (before["secret"], before["total"], before["ideas"], words["cloud"])
    assert ("The wall shows the ideas now.", False, 1) == (toast, after["secret"], len(after["ideas"]))
    assert "👁 Reveal the ideas" not in ilinca.labels


async def test_a_new_address_closes_the_one_before(lab: Lab, site: httpx.AsyncClient) -> None:
    """Whoever had the old one reads a friendly page."""
    ilinca, _ = await runs(lab)
    old = await address(ilinca)
    await ilinca.presses("🔒 New address")
    asked = ilinca.sees
    await ilinca.presses("🔒 Yes, a new address")
    new = await address(ilinca)

    answers = [(await site.get(path)).status_code for path in (old, f"{old}/now", new, f"{new}/now")]
    assert asked.endswith("The old one stops working at once, also on the projector.")
    assert [404, 404, 200, 200] == answers


async def test_an_address_is_changed_once_however_many_cards_ask(lab: Lab, site: httpx.AsyncClient) -> None:
    """The second one answers that it was done; both name the café."""
    ilinca, _ = await runs(lab)
    await address(ilinca)
    shown = ilinca.sees.splitlines()[0]
    await ilinca.presses("🔒 New address")
    asked, button = ilinca.sees, ilinca.messages[-1].data("🔒 Yes, a new address")
    await ilinca.presses("🔒 Yes, a new address")
    new = await address(ilinca)
    await ilinca.forges(button)
    toast = ilinca.told.toast

    assert "📺 The wall of the café · Consultation on the plan" == shown
    assert asked.startswith("🔒 Consultation on the plan: give the wall a new address?")
    assert ("That had been done already.", new) == (toast, await address(ilinca))


@pytest.mark.parametrize("kind", ["p", "f", "j", "c", "s"])
async def test_other_tokens_open_no_wall(lab: Lab, site: httpx.AsyncClient, kind: str) -> None:
    """A kind of token opens its own door only."""
    await runs(lab)
    token = await lab.room.token(kind, 1)

    assert [404, 404] == [(await site.get(path)).status_code for path in (f"/wall/{token}", f"/wall/{token}/now")]


async def test_without_an_address_there_is_no_wall(lab: Lab) -> None:
    """No button that would lead nowhere."""
    ilinca, _ = await runs(lab)

    assert "📺 Wall" not in ilinca.labels


async def test_a_look_changes_nothing(lab: Lab, site: httpx.AsyncClient) -> None:
    """No row is written by looking."""
    ilinca, ana = await runs(lab)
    await ana.says("More rooms.")
    here = await address(ilinca)
    commits = lab.room.program.db.commits
    async with lab.room.read() as tx:
        before = await _everything(tx)
    for path in ("", "/now", "/now?view=cloud", "/join.svg"):
        await site.get(here + path)
    async with lab.room.read() as tx:
        after = await _everything(tx)

    assert (before, commits) == (after, lab.room.program.db.commits)


async def _everything(tx: Any) -> dict[str, Any]:
    return {name: (await tx.execute(table.select())).all() for name, table in metadata.tables.items()}


async def test_what_does_not_count_takes_no_room(lab: Lab, site: httpx.AsyncClient) -> None:
    """It is kept, and stands in no place of an idea."""
    ilinca, ana = await runs(lab)
    for text in ("More rooms.", "idem"):
        await ana.says(text)

    assert ["More rooms."] == [one["text"] for one in (await wall(site, ilinca))["ideas"]]
