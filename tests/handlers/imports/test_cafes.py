"""The world café in a programme file: what becomes of it when it is applied."""

import pytest
from sqlalchemy import update

from bot.model.values import CafeState, EventState
from storage import cafe_plans
from storage.cafes import CAFE, CafeRow
from storage.events import EVENT
from tests.handlers.import_files import PROGRAMME, bring_in
from tests.handlers.import_steps import SAMPLE, event
from tests.handlers.imports.stage import read as read_file
from tests.room import Room

FRAME = "    tables: 3\n    cafe_rounds: 2\n    minutes_per_round: 15\n    questions: [Q2, Q1]\n"
QUESTIONS = (
    "questions:\n"
    '  - {id: Q1, order: 1, ro: "Cum începem?", en: "How do we begin?"}\n'
    '  - {id: Q2, order: 2, ro: "Cine lipsește?"}\n'
)
CAFE_FILE = PROGRAMME.replace("    rsvp_deadline: 2027-02-05\n", f"    rsvp_deadline: 2027-02-05\n{FRAME}{QUESTIONS}")


async def planned(room: Room, key: str = "E1") -> CafeRow | None:
    """The café of an event."""
    number = (await event(room, key)).id or 0
    async with room.read() as tx:
        return await cafe_plans.of_event(tx, number)


async def asked(room: Room) -> list[dict[str, str]]:
    """The questions of the only café, in their order."""
    async with room.read() as tx:
        return [dict(row.words.texts) for row in await cafe_plans.questions(tx, 1)]


@pytest.mark.both
async def test_an_event_ahead_gets_its_cafe(room: Room) -> None:
    """Questions verbatim in the order of the event, with their translation, tables, rounds and minutes."""
    counts = await bring_in(room, CAFE_FILE)
    cafe = await planned(room)
    async with room.read() as tx:
        frame = [row.minutes for row in await cafe_plans.rounds(tx, 1)], len(await cafe_plans.tables(tx, 1))

    assert cafe is not None
    assert (1, CafeState.PLANNED, 15) == (counts.kinds["cafes"].new, cafe.state, cafe.minutes)
    assert [{"ro": "Cine lipsește?"}, {"ro": "Cum începem?", "en": "How do we begin?"}] == await asked(room)
    assert (([15, 15], 3), [[1, 2, 1], [2, 1, 2]]) == (frame, cafe.tasks)


async def test_again_it_is_the_same(room: Room) -> None:
    """Nothing is changed, and nobody is seated anew."""
    await bring_in(room, CAFE_FILE)
    before = await planned(room)

    counts = await bring_in(room, CAFE_FILE)

    assert (0, 1) == (counts.changes, counts.kinds["cafes"].same)
    assert before == await planned(room)


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("tables: 3", "tables: 2", ([[1, 2], [1, 2]], 15)),
        ("cafe_rounds: 2", "cafe_rounds: 1", ([[1, 2, 1]], 15)),
        ("minutes_per_round: 15", "minutes_per_round: 25", ([[1, 2, 1], [2, 1, 2]], 25)),
        ("Cine lipsește?", "Cine mai lipsește?", ([[1, 2, 1], [2, 1, 2]], 15)),
    ],
)
async def test_a_plan_becomes_what_a_later_file_says(
    room: Room, old: str, new: str, after: tuple[list[list[int]], int]
) -> None:
    """As long as nobody has opened the room."""
    await bring_in(room, CAFE_FILE)

    counts = await bring_in(room, CAFE_FILE.replace(old, new))
    await room.settle()
    cafe = await planned(room)

    assert cafe is not None
    assert (1, after) == (counts.kinds["cafes"].changed, (cafe.tasks, cafe.minutes))
    assert [new.startswith("Cine")] == [{"ro": "Cine mai lipsește?"} in await asked(room)]


async def test_an_open_room_is_left_to_those_who_run_it(room: Room) -> None:
    """A file that comes too late changes nothing there."""
    await bring_in(room, CAFE_FILE)
    await room.write(lambda tx: tx.execute(update(CAFE).values(state=CafeState.OPEN.value)))

    counts = await bring_in(room, CAFE_FILE.replace("tables: 3", "tables: 2"))

    assert (0, 1) == (counts.kinds["cafes"].changed, counts.kinds["cafes"].same)


async def test_what_was_set_by_hand_stays(room: Room) -> None:
    """Which question stands where is not in the file; with other words it stays, with other numbers it can not."""
    await bring_in(room, CAFE_FILE)
    await room.write(lambda tx: tx.execute(update(CAFE).values(tasks=[[2, 2, 2], [1, 1, 1]])))
    again = await bring_in(room, CAFE_FILE)
    await bring_in(room, CAFE_FILE.replace("Cine lipsește?", "Cine mai lipsește?"))
    reworded = await planned(room)
    await bring_in(room, CAFE_FILE.replace("tables: 3", "tables: 2"))
    smaller = await planned(room)

    assert reworded is not None
    assert smaller is not None
    assert (0, [[2, 2, 2], [1, 1, 1]]) == (again.changes, reworded.tasks)
    assert [[1, 2], [1, 2]] == smaller.tasks


HAND = "    questions_at_tables: [Q1 Q1 Q2, Q2 Q2 Q1]\n    grace_minutes: 5\n"
BY_HAND = CAFE_FILE.replace(FRAME, FRAME + HAND)


async def test_which_question_stands_where_may_be_in_the_file(room: Room) -> None:
    """By their ids, a line for each round; and the grace. Again it is the same; without it, it stays."""
    await bring_in(room, BY_HAND)
    first = await planned(room)
    again = await bring_in(room, BY_HAND)
    silent = await bring_in(room, CAFE_FILE)

    assert first is not None
    assert ([[2, 2, 1], [1, 1, 2]], 5) == (first.tasks, first.grace)
    assert (0, 0) == (again.changes, silent.changes)


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("[Q1 Q1 Q2, ", "[Q2 Q1 Q2, ", ([[1, 2, 1], [1, 1, 2]], 5)),
        ("grace_minutes: 5", "grace_minutes: 3", ([[2, 2, 1], [1, 1, 2]], 3)),
    ],
)
async def test_what_a_later_file_says_of_it_holds(
    room: Room, old: str, new: str, after: tuple[list[list[int]], int]
) -> None:
    """As with the rest of the plan."""
    await bring_in(room, BY_HAND)
    counts = await bring_in(room, BY_HAND.replace(old, new))
    cafe = await planned(room)

    assert cafe is not None
    assert (1, after) == (counts.kinds["cafes"].changed, (cafe.tasks, cafe.grace))


async def builds(room: Room) -> list[int | None]:
    """On which question each builds, by their places."""
    async with room.read() as tx:
        return [row.builds_on for row in await cafe_plans.questions(tx, 1)]


async def test_a_question_may_build_on_another(room: Room) -> None:
    """By its id in the file, by its place in the café; a file that no longer says so takes nothing away."""
    said = CAFE_FILE.replace("{id: Q1, ", "{id: Q1, builds_on: Q2, ")
    await bring_in(room, said)
    first = await builds(room)
    again = await bring_in(room, said)
    silent = await bring_in(room, CAFE_FILE)

    assert ([None, 1], 0, 0) == (first, again.changes, silent.changes)
    assert [None, 1] == await builds(room)


async def test_a_later_file_may_say_that_it_builds(room: Room) -> None:
    """That is a change of the plan."""
    await bring_in(room, CAFE_FILE)
    counts = await bring_in(room, CAFE_FILE.replace("{id: Q1, ", "{id: Q1, builds_on: Q2, "))

    assert (1, [None, 1]) == (counts.kinds["cafes"].changed, await builds(room))


async def test_a_file_that_says_nothing_of_it_takes_nothing_away(room: Room) -> None:
    """As with everything that a file does not name."""
    await bring_in(room, CAFE_FILE)

    await bring_in(room, PROGRAMME)

    assert await planned(room) is not None


async def test_past_and_cancelled_events_get_none(room: Room) -> None:
    """Nobody will sit there."""
    await bring_in(room, PROGRAMME)
    await room.write(lambda tx: tx.execute(update(EVENT).values(state=EventState.CANCELLED)))
    cancelled = await bring_in(room, CAFE_FILE)
    past = await bring_in(room, CAFE_FILE.replace("id: river", "id: lake").replace("2027-02-", "2026-02-"))

    assert [False, False] == ["cafes" in counts.kinds for counts in (cancelled, past)]


async def test_the_sample_is_over_and_has_none(room: Room) -> None:
    """Its café was in 2020; before that it is planned with its six questions."""
    counts = await bring_in(room, SAMPLE.read_bytes())

    (found,) = (one.cafe for one in read_file(SAMPLE.read_text(encoding="utf-8")).events if one.cafe)
    assert "cafes" not in counts.kinds
    assert (6, 6, 3, 20) == (len(found.questions), found.tables, found.rounds, found.minutes)
    assert {("ro", "en")} == {tuple(one.texts) for one in found.questions}
