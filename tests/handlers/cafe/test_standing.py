"""Where the tables stand: said on a button of the plan, read by whoever sits there, by their group and by the room."""

import re
from collections import Counter
from collections.abc import Mapping

import httpx
import pytest

from handlers.cafe.standing import SetStanding
from storage import cafe_plans
from tests.handlers.cafe.places_steps import group_of_table
from tests.handlers.cafe.steps import facilitator, guests, plans, plans_by_chat, starts
from tests.handlers.cafe.test_wall import wall
from tests.room import Seat
from tests.seeds import Lab

BUTTON = "📍 Where the tables stand"
WINDOW, DOOR = "by the window", "at the *door*"
BEGUN = "The café has begun; its plan can not be changed any more."


async def planned(lab: Lab, *names: str) -> Seat:
    """A café with two tables, which stand nowhere in particular; who runs it."""
    await guests(lab, *(names or ("ana", "dan", "mia", "radu")))
    ilinca = await facilitator(lab)
    await plans(ilinca)
    return ilinca


async def says_where(ilinca: Seat, text: str) -> None:
    """In the form behind the button."""
    await ilinca.presses(BUTTON)
    await ilinca.fills(standing=text)
    await ilinca.room.settle()


async def titles(lab: Lab) -> list[str]:
    """Where the tables stand, in their order."""
    async with lab.room.read() as tx:
        return [one.title for one in await cafe_plans.tables(tx, 1)]


async def opens_and_starts(ilinca: Seat) -> None:
    """From the plan that stands."""
    await ilinca.presses("🚪 Open the room")
    await starts(ilinca)


async def seated(lab: Lab, number: int = 1) -> Mapping[int, int]:
    """The table of each person in a round."""
    async with lab.room.read() as tx:
        return {one.person_id: one.table_number for one in await cafe_plans.seats(tx, 1) if one.round_number == number}


@pytest.mark.both
async def test_the_round_says_where_the_table_stands(lab: Lab) -> None:
    """To whoever sits at it, the host too, as it was written: marks are only signs."""
    people = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await says_where(ilinca, f"{WINDOW}\n{DOOR}")
    await opens_and_starts(ilinca)
    where = {1: f"Table 1 ({WINDOW})", 2: f"Table 2 ({DOOR})"}
    told = [re.findall(r"Table \d \(.*?\)", seat.all_text) for seat in people]

    assert Counter(where[table] for table in (await seated(lab)).values()) == Counter(one for (one,) in told)


async def test_the_plan_says_it(lab: Lab) -> None:
    """In the order of the tables."""
    ilinca = await planned(lab)
    before = ilinca.sees
    await says_where(ilinca, f"{WINDOW}\n{DOOR}")

    assert "📍" not in before
    assert f"📍 Tables: 1: {WINDOW}, 2: {DOOR}" in ilinca.sees.splitlines()


async def test_the_group_of_the_table_reads_it(lab: Lab) -> None:
    """When the room opens, and in the round."""
    ilinca = await planned(lab)
    await says_where(ilinca, f"-\n{WINDOW}")
    north = await group_of_table(lab, ilinca, 2)
    await ilinca.says("/cafe E1")
    await opens_and_starts(ilinca)
    opened, begun = (one.text for one in north.messages)

    assert f"This is the group of table 2 ({WINDOW}); its host is " in opened
    assert begun.startswith(f"Round 1 of 2 · Table 2 ({WINDOW}) · Host: ")


async def test_the_wall_shows_it(lab: Lab, site: httpx.AsyncClient) -> None:
    """Beside the number of the table."""
    ilinca = await planned(lab)
    await says_where(ilinca, WINDOW)
    await opens_and_starts(ilinca)
    found = await wall(site, ilinca)

    assert [(1, WINDOW), (2, "")] == [(one["number"], one["title"]) for one in found["tables"]]


async def test_what_is_said_when_the_room_is_open_is_read_at_once(lab: Lab) -> None:
    """In a form that was open before: the group that was told already reads it, and the facilitator runs the room."""
    ilinca = await planned(lab)
    north = await group_of_table(lab, ilinca, 2)
    await ilinca.says("/cafe E1")
    await ilinca.presses(BUTTON)
    form = ilinca.told
    await ilinca.presses("🚪 Open the room")
    before = north.sees
    ilinca.told = form
    await ilinca.fills(standing=f"-\n{WINDOW}")
    await lab.room.settle()

    assert before.replace("table 2", f"table 2 ({WINDOW})") == north.sees != before
    assert any("Start round 1" in label for label in ilinca.labels)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        (WINDOW, [WINDOW, ""]),
        (f"-\n{WINDOW}", ["", WINDOW]),
        (f"–\n {WINDOW} ", ["", WINDOW]),
        (f"1. {WINDOW}\n2) at  the door", [WINDOW, "at the door"]),
        ("2. etaj", ["2. etaj", ""]),
        (f"\n{WINDOW}\n\n\n", [WINDOW, ""]),
        ("ă" * 60, ["ă" * 60, ""]),
        ("", ["", ""]),
    ],
)
async def test_what_may_be_written(lab: Lab, text: str, stands: list[str]) -> None:
    """Fewer lines than tables are fine; a number that is not the table's is part of the place."""
    ilinca = await planned(lab)
    await says_where(ilinca, text)

    assert stands == await titles(lab)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a\nb\nc", "Those are 3 places; at most 2 fit, one for each table."),
        ("a\n" + "b" * 61, "Table 2: please write at most 60 characters."),
    ],
)
async def test_what_does_not_fit(lab: Lab, text: str, complaint: str) -> None:
    """Beside the field, with what does; nothing is changed."""
    ilinca = await planned(lab)
    await says_where(ilinca, text)

    assert ({"standing": complaint}, ["", ""]) == (ilinca.complaints, await titles(lab))


async def test_it_is_changed_later(lab: Lab) -> None:
    """The form begins with what was said; a dash keeps the order."""
    ilinca = await planned(lab)
    await says_where(ilinca, f"-\n{WINDOW}")
    await ilinca.presses(BUTTON)
    (field,) = ilinca.form.fields
    await ilinca.fills(standing=DOOR)

    assert (f"-\n{WINDOW}", [DOOR, ""]) == (field.value, await titles(lab))


async def test_it_stays_with_the_tables_that_stay(lab: Lab) -> None:
    """A table more stands nowhere in particular; one that went and came back too."""
    ilinca = await planned(lab)
    await says_where(ilinca, f"{WINDOW}\n{DOOR}")
    found = []
    for tables in ("3", "1", "2"):
        await ilinca.presses("✏️ Change")
        await ilinca.fills(tables=tables)
        found.append(await titles(lab))

    assert [[WINDOW, DOOR, ""], [WINDOW], [WINDOW, ""]] == found


async def test_nobody_moves(lab: Lab) -> None:
    """Who sits where is another matter."""
    ilinca = await planned(lab)
    before = await seated(lab)
    await says_where(ilinca, WINDOW)

    assert before == await seated(lab) != {}


async def test_by_chat_it_is_one_message_or_none(lab: Lab) -> None:
    """Where the platform has no forms; what stands there can be left, or taken away."""
    await guests(lab, "ana", "dan")
    ilinca = await lab.arrives("ilinca")
    await plans_by_chat(ilinca)
    found = []
    for answer in ("Skip", f"{WINDOW}\n{DOOR}", "Keep it", "Leave it empty"):
        await ilinca.presses(BUTTON)
        await (ilinca.says(answer) if "\n" in answer else ilinca.presses(answer))
        found.append(await titles(lab))

    assert [["", ""], [WINDOW, DOOR], [WINDOW, DOOR], ["", ""]] == found


async def test_once_a_round_has_begun_it_stays(lab: Lab) -> None:
    """Refused at the button, and from a form that was open before."""
    ilinca = await planned(lab)
    await ilinca.presses(BUTTON)
    form = ilinca.told
    await ilinca.says("/cafe E1")
    await opens_and_starts(ilinca)
    await ilinca.forges(SetStanding(1).pack())
    pressed = ilinca.sees
    ilinca.told = form
    await ilinca.fills(standing=WINDOW)

    assert (BEGUN, BEGUN, ["", ""]) == (pressed, ilinca.sees, await titles(lab))


async def test_whoever_does_not_run_it_changes_nothing(lab: Lab) -> None:
    """Nor is offered to."""
    (ana,) = await guests(lab, "ana")
    await plans(await facilitator(lab))
    await ana.forges(SetStanding(1).pack())

    assert (False, ["", ""]) == (BUTTON in ana.sees, await titles(lab))


async def test_whoever_is_sent_somewhere_hears_where_it_stands(lab: Lab) -> None:
    """When the room opens, and at the gong; it can be said as long as no round has begun."""
    seats = await guests(lab, "ana", "dan", "mia", "radu")
    ilinca = await facilitator(lab)
    await plans(ilinca)
    await ilinca.presses("🚪 Open the room")
    await says_where(ilinca, f"{WINDOW}\n{WINDOW}")
    await ilinca.says("/cafe E1")
    await starts(ilinca)
    await ilinca.presses("🔔 Gong now")
    texts = "\n".join(seat.all_text for seat in seats)

    assert [2, 2, 4] == [
        len(re.findall(rf"{words} table \d \({WINDOW}\)", texts))
        for words in ("you are the host of", "you sit at", "(?:stay at|move to)")
    ]
