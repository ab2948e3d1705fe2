"""A world café for the crowd: its room is open, round 1 runs for hours, and everybody sits at one of its tables."""

import asyncio
from datetime import timedelta

from bot.core.clock import WallClock
from bot.model.values import CafeState, RoundState, Words
from handlers.shared.cafes import MOST_TABLES, lay_plan
from storage import cafe_plans, cafe_rounds, tallies
from storage.cafes import CAFE_GUEST, CAFE_SEAT, CafeRow
from storage.database import Database
from storage.tx import Tx, add
from tests.bench.crowd import bulk

A_TABLE = 5  # people, as long as there are tables
CAFE, ROUNDS, MINUTES = 1, 3, 180
FIRST_PERSON = 2  # before them the crowd's manager was written
QUESTIONS = ("Ce ne lipsește?", "Cine lipsește?", "Unde?", "Cu ce bani?", "Până când?", "Cine începe?")


def lay(url: str, people: int) -> None:
    """Write the café into the database of a crowd of so many people."""
    asyncio.run(_lay(url, people))


async def _lay(url: str, people: int) -> None:
    db = Database(url)
    await db.write(lambda tx: _write(tx, people))
    await db.close()


async def _write(tx: Tx, people: int) -> None:
    now = WallClock().now()
    row = CafeRow(programme_id=1, event_id=1, state=CafeState.OPEN, made_at=now)
    row.id = await add(tx, row)
    tables = min(MOST_TABLES, max(1, people // A_TABLE))
    words = [Words.plain(text, "ro") for text in QUESTIONS]
    await lay_plan(tx, row, words, tables=tables, rounds=ROUNDS, minutes=MINUTES)
    numbers = range(FIRST_PERSON, FIRST_PERSON + people)
    here = {"cafe_id": row.id}
    await bulk(
        tx,
        CAFE_GUEST,
        [{**here, "person_id": n, "organisation_id": at // 4 + 1, "came_at": now} for at, n in enumerate(numbers)],
    )
    await bulk(
        tx,
        CAFE_SEAT,
        [
            {**here, "round_number": number, "table_number": at % tables + 1, "person_id": n}
            for number in range(1, ROUNDS + 1)
            for at, n in enumerate(numbers)
        ],
    )
    first = (await cafe_plans.rounds(tx, row.id))[0]
    runs = {"started_at": now, "ends_at": now + timedelta(minutes=MINUTES)}
    await cafe_rounds.move(tx, first, RoundState.WAITING, RoundState.RUNNING, **runs)
    await tallies.begin(tx, row.id, 1, row.tasks, now)
