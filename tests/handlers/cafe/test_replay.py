"""A whole café played again: two hundred answers of a synthetic harvest, written by those who sat there."""

import asyncio
import csv
import random
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.model.update import Command, Envelope, Said
from bot.model.values import Role, Scope
from storage import cafe_plans, linkage
from storage.cafe_plans import Seat as Place
from storage.ideas import IDEA
from storage.people import AFFILIATION, ORGANISATION, GrantRow, PersonRow
from storage.tx import Tx, add
from tests.handlers.import_files import bring_in
from tests.handlers.import_steps import SAMPLE
from tests.room import Room, Seat

EVENING = datetime(2020, 10, 20, 8, tzinfo=UTC)  # the day of the sample's café, when it begins
ROUNDS = 3
KEPT = ("question", "table", "round", "text")
STEP = timedelta(seconds=20)
Row = dict[str, str]


def harvest() -> list[Row]:
    """The rows that were said at a table; those without one were written after the event."""
    path = Path(__file__).parents[2] / "data" / "harvest-ro.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["table"] and row["round"]]


@pytest.fixture
async def room(url: str) -> AsyncIterator[Room]:
    """A room on the day of the sample's café."""
    opened = await Room.open(url, EVENING - timedelta(hours=2))
    yield opened
    await opened.close()


async def facilitator(room: Room) -> Seat:
    """Somebody who runs everything."""

    async def work(tx: Tx) -> int:
        ilinca = await add(tx, PersonRow(name="Ilinca Văluranu", language="en"))
        now = room.clock.now()
        await add(tx, GrantRow(person_id=ilinca, role=Role.MANAGER, scope=Scope.INSTALLATION, since=now))
        return (await linkage.personal_link(tx, ilinca, room.clock.now())).id or 0

    seat = room.seat("ilinca", native=True)
    await seat.says(f"/start {await room.token('p', await room.write(work))}")
    return seat


async def people(room: Room) -> dict[str, list[int]]:
    """Everybody of the sample, by the key of their organisation."""
    found = select(ORGANISATION.c.key, AFFILIATION.c.person_id).join(
        AFFILIATION, AFFILIATION.c.organisation_id == ORGANISATION.c.id
    )
    by_organisation: dict[str, list[int]] = {}
    async with room.read() as tx:
        for key, person in (await tx.execute(found.order_by(AFFILIATION.c.id))).all():
            by_organisation.setdefault(key, []).append(person)
    return by_organisation


def who_wrote(rows: Sequence[Row], by_organisation: dict[str, list[int]]) -> dict[str, int]:
    """For each row somebody of its organisation who sat at its table in its round; for those without,
    and where all of it sat elsewhere, of another."""
    sits: dict[tuple[int, str], str] = {}
    wrote = {}
    everybody = [person for those in by_organisation.values() for person in those]
    for row in sorted(rows, key=lambda row: not row["organisation"]):
        for person in [*by_organisation.get(row["organisation"], ()), *everybody]:
            if sits.setdefault((person, row["round"]), row["table"]) == row["table"]:
                wrote[row["id"]] = person
                break
    return wrote


async def hear(room: Room, envelopes: Sequence[Envelope]) -> None:
    """All of them at once."""
    await asyncio.gather(*await room.program.intake.hear(envelopes))
    await room.settle()


async def seated(room: Room, rows: Sequence[Row]) -> dict[str, Seat]:
    """Those who wrote have come and sit where they sat; by row."""
    by_organisation = await people(room)
    wrote = who_wrote(rows, by_organisation)
    assert len(rows) == len(wrote), "somebody must have sat there"
    of = {person: key for key, those in by_organisation.items() for person in those}

    async def work(tx: Tx) -> dict[int, int]:
        keys = {row.key: row.id for row in (await tx.execute(select(ORGANISATION.c.key, ORGANISATION.c.id))).all()}
        links = {}
        for person in sorted(set(wrote.values())):
            links[person] = (await linkage.personal_link(tx, person, room.clock.now())).id or 0
            await cafe_plans.let_in(tx, 1, person, keys[of[person]], room.clock.now())
        places = {Place(int(row["round"]), int(row["table"]), wrote[row["id"]]) for row in rows}
        await cafe_plans.replace_seats(tx, 1, sorted(places))
        return links

    links = await room.write(work)
    seats = {person: room.seat(f"p{person}") for person in links}
    starts = [Command("start", (await room.token("p", link),)) for link in links.values()]
    await hear(room, [seat.envelope(start) for seat, start in zip(seats.values(), starts, strict=True)])
    return {row: seats[person] for row, person in wrote.items()}


def moments(rows: Sequence[Row], chance: random.Random) -> list[tuple[timedelta, Row]]:
    """When each row of a round is written: at any moment from its start to a minute and a half after its gong."""
    return sorted(
        ((chance.randrange(int(timedelta(minutes=21.5) / STEP)) * STEP, row) for row in rows), key=lambda one: one[0]
    )


async def played(room: Room, rows: Sequence[Row], writers: dict[str, Seat], chance: random.Random) -> None:
    """A round, with what was written in it, moment by moment."""
    begins = room.clock.now()
    together: dict[timedelta, list[Envelope]] = {}
    for after, row in moments(rows, chance):
        said = Said(row["text"], message=row["id"])
        together.setdefault(after, []).append(writers[row["id"]].envelope(said))
    for after, envelopes in together.items():
        await room.until(begins + after)
        await hear(room, envelopes)
    await room.until(begins + timedelta(minutes=23))


async def landed(room: Room) -> dict[str, tuple[str, ...]]:
    """What was kept, by the message it was written in: question, table, round, text."""
    found = select(IDEA.c.message, IDEA.c.question, IDEA.c.table_number, IDEA.c.round_number, IDEA.c.text)
    async with room.read() as tx:
        return {message: tuple(map(str, rest)) for message, *rest in (await tx.execute(found)).all()}


async def test_what_was_said_lands_on_its_question(room: Room) -> None:
    """At least 99 of a hundred, with table and round, word for word, and without a tap."""
    rows, chance = harvest(), random.Random(1)
    await bring_in(room, SAMPLE.read_bytes())
    ilinca = await facilitator(room)
    await ilinca.says("/cafe E-2020-10-20")
    await ilinca.presses("🚪 Open the room")
    writers = await seated(room, rows)
    await room.until(EVENING)
    for number in range(1, ROUNDS + 1):
        await ilinca.presses(f"▶️ Start round {number}")
        await played(room, [row for row in rows if row["round"] == str(number)], writers, chance)
    kept = await landed(room)

    right = sum(kept.get(row["id"]) == tuple(row[name] for name in KEPT) for row in rows)
    assert 0.99 <= right / len(rows), f"{right} of {len(rows)}"
