"""Where the tables of a café stand, who sees names and when the wall shows ideas, as a programme file says it."""

from typing import NamedTuple

import pytest
from sqlalchemy import update

from bot.model.values import Naming
from storage import cafe_plans
from storage.cafes import CAFE
from tests.handlers.import_files import bring_in
from tests.handlers.imports.stage import complaints, event, unmarked
from tests.handlers.imports.test_cafes import CAFE_FILE, FRAME, planned
from tests.handlers.imports.test_cafes_read import with_cafe
from tests.room import Room

SAID = '    places: [by the window, "-"]\n    naming: facilitator\n    hidden: true\n'
FULL = CAFE_FILE.replace(FRAME, FRAME + SAID)


class Standing(NamedTuple):
    """What holds of it."""

    titles: list[str]
    naming: Naming
    hidden: bool


USUAL = Standing(["", "", ""], Naming.NAMED, hidden=False)
AS_SAID = Standing(["by the window", "", ""], Naming.FACILITATOR, hidden=True)


async def holds(room: Room) -> Standing:
    """Of the only café."""
    cafe = await planned(room)
    assert cafe is not None
    async with room.read() as tx:
        titles = [one.title for one in await cafe_plans.tables(tx, cafe.id or 0)]
    return Standing(titles, cafe.naming, cafe.hidden)


@pytest.mark.both
async def test_it_may_be_in_the_file(room: Room) -> None:
    """Fewer places than tables are fine; a dash leaves one out."""
    await bring_in(room, FULL)

    assert AS_SAID == await holds(room)


async def test_without_it_it_is_as_usual(room: Room) -> None:
    """Nowhere in particular, with names, at once."""
    await bring_in(room, CAFE_FILE)

    assert USUAL == await holds(room)


async def test_again_it_is_the_same(room: Room) -> None:
    """With the keys, and without them: what a file does not name stays."""
    await bring_in(room, FULL)
    again = await bring_in(room, FULL)
    silent = await bring_in(room, CAFE_FILE)

    assert (0, 0, AS_SAID) == (again.changes, silent.changes, await holds(room))


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        (
            '[by the window, "-"]',
            "[at the door, by the window]",
            AS_SAID._replace(titles=["at the door", "by the window", ""]),
        ),
        ('[by the window, "-"]', "[]", AS_SAID._replace(titles=["", "", ""])),
        ("naming: facilitator", "naming: anonymous", AS_SAID._replace(naming=Naming.ANONYMOUS)),
        ("hidden: true", "hidden: false", AS_SAID._replace(hidden=False)),
    ],
)
async def test_what_a_later_file_says_of_it_holds(room: Room, old: str, new: str, after: Standing) -> None:
    """Each by itself is a change of the plan."""
    await bring_in(room, FULL)
    counts = await bring_in(room, FULL.replace(old, new))

    assert (1, after) == (counts.kinds["cafes"].changed, await holds(room))


async def test_a_table_less_takes_its_place_with_it(room: Room) -> None:
    """The rest stays as it is, though the file no longer says so."""
    await bring_in(room, FULL.replace('"-"', "at the door"))
    await bring_in(room, CAFE_FILE.replace("tables: 3", "tables: 1"))

    assert AS_SAID._replace(titles=["by the window"]) == await holds(room)


async def test_an_open_room_is_left_as_it_is(room: Room) -> None:
    """What was promised there holds."""
    await bring_in(room, FULL)
    await room.write(lambda tx: tx.execute(update(CAFE).values(state="open")))
    await bring_in(room, FULL.replace("by the window", "at the door").replace("facilitator", "named"))

    assert AS_SAID == await holds(room)


@pytest.mark.parametrize("naming", list(Naming))
def test_each_way_of_naming(naming: Naming) -> None:
    """By the word that the program itself uses."""
    found = event(with_cafe(f"    questions: [Q1]\n    naming: {naming.value}\n")).cafe

    assert found is not None
    assert naming is found.naming


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (
            "    questions: [Q1]\n    naming: ¦nobody\n",
            "“nobody” does not say who sees names beside ideas; choose among named, facilitator, anonymous.",
        ),
        ("    questions: [Q1]\n    hidden: ¦perhaps\n", "“perhaps” is neither yes nor no;"),
        ("    questions: [Q1]\n    places: ¦[a, b]\n", "Those are 2 places; at most 1 fit, one for each table."),
        ("    questions: [Q1]\n    places: [¦" + "x" * 61 + "]\n", "is longer than 60 characters; shorten it."),
        ("    questions: [Q1]\n    places: [¦{a: b}]\n", "Here belongs a value in words or figures."),
        ("    questions: [Q1]\n    naming: ¦[named]\n", "Under naming belongs one value, not a list or a table."),
        ("    questions: [Q1]\n    tables: ¦0\n    places: [a, b]\n", "“0” is not a whole number from 1 to 60;"),
        ("    places: ¦[a]\n", "name their ids under questions"),
        ("    naming: ¦named\n", "name their ids under questions"),
        ("    hidden: ¦true\n", "name their ids under questions"),
    ],
)
def test_refused(added: str, said: str) -> None:
    """At its line and column, and nothing else with it."""
    text, places = unmarked(with_cafe(added))
    found = complaints(text)

    assert (places, True) == ([(line, column) for line, column, _ in found], all(said in one for _, _, one in found))


def test_as_many_places_as_tables_are_taken() -> None:
    """Of as many letters as fit."""
    text = "ă" * 60
    found = event(with_cafe(f"    questions: [Q1, Q2]\n    places: [{text}, {text}]\n")).cafe

    assert found is not None
    assert (text, text) == found.standing
