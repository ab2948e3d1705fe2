"""Two people who turn out to be one: whatever names the one names the other afterwards."""

from typing import Any

import pytest
from sqlalchemy import ForeignKey, Table

from bot.model.values import Role, Scope, Words
from storage import belonging
from storage.announcements import AnnouncementRow
from storage.cafe_plans import let_in
from storage.cafes import CafeRow, CafeSeatRow, CafeTableRow
from storage.columns import metadata
from storage.events import EVENT
from storage.files import FileRow
from storage.ideas import IdeaRow
from storage.inviting import InviteDraftRow
from storage.jobs import JobRow, JobState
from storage.people import AFFILIATION, CONSENT, GRANT, PERSON, GrantRow, PersonRow
from storage.questions import QUESTION
from storage.tx import Tx, add
from tests.handlers.joining_steps import code_of, joins, pair, types
from tests.handlers.steps import found, invite
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


def person_columns() -> dict[Table, list[str]]:
    """Every column of every table that points to a person."""
    found: dict[Table, list[str]] = {}
    for one in metadata.sorted_tables:
        pointing = [key.parent.name for key in one.foreign_keys if points_to_a_person(key)]
        if pointing:
            found[one] = pointing
    return found


def points_to_a_person(key: ForeignKey) -> bool:
    """Whether a foreign key is a person's number."""
    return key.column is PERSON.c.id


def test_every_column_that_names_a_person_is_put_down() -> None:
    """A new one has to say what becomes of it when two people are one."""
    there = {(one.name, name) for one, names in person_columns().items() for name in names}

    assert there == {(column.table.name, column.name) for column in (*belonging.MOVES, *belonging.UNITED)}


async def lived(lab: Lab) -> tuple[Seat, Seat]:
    """Ana and Dan have left something wherever a person can, and Dan some more."""
    ana, dan = await pair(lab)
    await lab.arrives("ilinca")
    await invite(lab, "ana", "dan")
    for seat in (ana, dan):
        await seat.presses("✅ I am coming")
        await seat.says("/data")
        await seat.presses("Stop messages")
        await seat.says("/ask E1")
        await (seat.fills(text="A question?") if seat is dan else seat.says("Another question?"))
    me = lab.people["dan"]

    async def leave(tx: Tx) -> None:
        held = GrantRow(person_id=me, role=Role.MANAGER, scope=Scope.INSTALLATION, since=MONDAY, by_id=me)
        await add(tx, held)
        await add(tx, InviteDraftRow(programme_id=lab.programme, event_id=lab.event, by_id=me, made_at=MONDAY))
        words = Words.plain("Hello", "en")
        await add(tx, AnnouncementRow(programme_id=lab.programme, author_id=me, words=words, made_at=MONDAY))
        await add(tx, PersonRow(name="", language="ro", erased_at=MONDAY, joined_to_id=me))
        await add(tx, FileRow(by_id=me, name="people.csv", sha256="", size=0, made_at=MONDAY))
        await add(tx, JobRow(kind="import", state=JobState.DONE, by_id=me, made_at=MONDAY))
        cafe: dict[str, Any] = {"programme_id": lab.programme, "event_id": lab.event}
        number = await add(tx, CafeRow(**cafe, by_id=me, run_by_id=me, made_at=MONDAY))
        await add(tx, CafeTableRow(cafe_id=number, number=1, host_id=me))
        for person in (me, lab.people["ana"]):
            await let_in(tx, number, person, None, MONDAY)
            await add(tx, CafeSeatRow(cafe_id=number, round_number=1, table_number=1, person_id=person))
        said: dict[str, Any] = {
            "question": 1,
            "round_number": 1,
            "table_number": 1,
            "number": 1,
            "text": "An idea",
            "at": MONDAY,
        }
        await add(tx, IdeaRow(**cafe, **said, cafe_id=number, person_id=me, by_id=me))
        await tx.execute(EVENT.update().where(EVENT.c.id == lab.event).values(organiser_id=me))
        await tx.execute(QUESTION.update().values(answer_by_id=me))

    await lab.room.write(leave)
    return ana, dan


async def named(lab: Lab, person: int) -> set[tuple[str, str]]:
    """The tables and columns in which a person is named; an affiliation that has ended is none."""
    there = set()
    for one, columns in person_columns().items():
        rows = [row for row in await found(lab, one) if one is not AFFILIATION or row.until is None]
        there |= {(one.name, name) for row in rows for name in columns if getattr(row, name) == person}
    return there


@pytest.mark.both
async def test_nothing_is_left_behind_the_number(lab: Lab) -> None:
    """Every column that can names him before, and none after; his own row says only who he turned out to be."""
    ana, dan = await lived(lab)
    everywhere = {(one.name, name) for one, names in person_columns().items() for name in names}
    assert everywhere == await named(lab, lab.people["dan"])

    await joins(lab, ana, dan)

    assert set() == await named(lab, lab.people["dan"])
    (number,) = [row for row in await found(lab, PERSON) if row.id == lab.people["dan"]]
    assert ("", "DAN", lab.people["ana"]) == (number.name, number.key, number.joined_to_id)


async def test_questions_consents_and_roles_are_hers(lab: Lab) -> None:
    """What he asked, agreed to and may do is Ana's."""
    ana, dan = await lived(lab)

    await joins(lab, ana, dan)

    mine = lab.people["ana"]
    assert {mine} == {row.person_id for row in await found(lab, QUESTION)}
    assert [mine, mine] == [row.person_id for row in await found(lab, CONSENT)]
    await ana.says("/help")
    assert "/invite" in ana.sees


async def test_the_question_names_the_roles(lab: Lab) -> None:
    """Who says yes knows what comes with it."""
    ana, dan = await lived(lab)

    await types(dan, await code_of(ana))

    assert "Its roles become yours too: manager." in ana.sees


async def test_a_role_held_by_both_is_held_once(lab: Lab) -> None:
    """Who ends it finds no second one behind it; one that reaches elsewhere stays."""
    ana, dan = await pair(lab)

    async def give(tx: Tx) -> None:
        for name, scope, number in (
            ("ana", Scope.EVENT, lab.event),
            ("dan", Scope.EVENT, lab.event),
            ("dan", Scope.PROGRAMME, lab.programme),
        ):
            person = lab.people[name]
            await add(tx, GrantRow(person_id=person, role=Role.HOST, scope=scope, scope_id=number, since=MONDAY))

    await lab.room.write(give)

    await joins(lab, ana, dan)

    running = [(row.person_id, row.scope) for row in await found(lab, GRANT) if row.until is None]
    mine = lab.people["ana"]
    assert {(mine, Scope.EVENT), (mine, Scope.PROGRAMME)} == {one for one in running if one[0] != lab.people["ilinca"]}
    assert 3 == len(running)
