"""Who sits where, as a file: what `sfat seat` would print, and a stranger finds right."""

import json
from typing import Any

import pytest

from storage.activity import newest
from tests.handlers.cafe.checker import judge
from tests.handlers.cafe.steps import facilitator, guests, plans, starts
from tests.handlers.steps import in_english
from tests.room import Seat
from tests.seeds import Lab

EVERYBODY = ("ana", "dan", "mia", "radu")
FILE = "📄 Who sits where, as a file"


async def planned(lab: Lab) -> Seat:
    """Two tables, two rounds, four people; Dan is to sit apart from Radu."""
    await guests(lab, *EVERYBODY)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses("🔀 Who with whom")
    await ilinca.fills(one="dan", other="radu", how="apart")
    await ilinca.says("/cafe E1")
    return ilinca


def taken(seat: Seat) -> tuple[str, dict[str, Any]]:
    """The name and the content of the file that came last."""
    (document,) = seat.messages[-1].drawn.documents
    return document.name, json.loads(document.content)


@pytest.mark.both
async def test_a_stranger_finds_the_plan_right(lab: Lab) -> None:
    """By what was asked for: everybody sits once a round, hosts stay, and who is to sit apart does."""
    ilinca = await planned(lab)
    await ilinca.presses("⚙️ More")
    await ilinca.presses(FILE)
    name, given = taken(ilinca)
    dan, radu = lab.people["dan"], lab.people["radu"]
    asked = {
        "people": [{"id": lab.people[one]} for one in EVERYBODY],
        "tables": 2,
        "rounds": 2,
        "hosts": given["hosts"],
        "apart": [[dan, radu]],
    }
    verdict = judge({**asked, "people": given["people"]}, given)

    assert ("seating-E1.json", ["people", "hosts", "rounds"]) == (name, list(given))
    assert [one["id"] for one in asked["people"]] == sorted(one["id"] for one in given["people"])
    assert ({"1": lab.people["ana"], "2": lab.people["mia"]}, []) == (given["hosts"], verdict.wrong)


async def test_people_have_their_organisation_and_no_name(lab: Lab) -> None:
    """Numbers, and the sector."""
    ilinca = await planned(lab)
    await ilinca.presses("⚙️ More")
    await ilinca.presses(FILE)
    _, given = taken(ilinca)
    (ana,) = [one for one in given["people"] if one["id"] == lab.people["ana"]]

    assert {"id": lab.people["ana"], "org": lab.organisations["nord"], "sector": "culture"} == ana
    assert "People stand there by their numbers, without names." in ilinca.sees


async def test_from_the_open_room_with_who_has_left(lab: Lab) -> None:
    """They stand there with the round in which they sat, and in no later one."""
    ilinca = await planned(lab)
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)
    await ilinca.presses("👥 Room")
    await ilinca.presses("Dan Munteanu")
    await ilinca.presses("🚪 Has left")
    await ilinca.presses(FILE)
    _, given = taken(ilinca)
    sat = [lab.people["dan"] in (one for table in seated.values() for one in table) for seated in given["rounds"]]

    assert ([True, False], True) == (sat, lab.people["dan"] in {one["id"] for one in given["people"]})


async def test_where_nobody_is_seated_there_is_no_file(lab: Lab) -> None:
    """It says why."""
    await in_english(lab)
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses("⚙️ More")
    await ilinca.presses(FILE)

    assert "Nobody is here yet; who comes takes a seat at the door." == ilinca.sees


async def test_who_took_it_stands_in_the_log(lab: Lab) -> None:
    """As with every export."""
    ilinca = await planned(lab)
    await ilinca.presses("⚙️ More")
    await ilinca.presses(FILE)
    async with lab.room.read() as tx:
        actions = [row.action for row in await newest(tx, 5)]

    assert "export seating" in actions
