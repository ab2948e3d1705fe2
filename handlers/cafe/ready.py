"""What is said of a café that can not start, or starts without somebody who hosts."""

from bot.model.problems import Sorry
from bot.model.text import N, Sentence, T
from handlers.cafe.said import by_name, ranges
from handlers.cafe.seating.plan import Unseatable
from handlers.cafe.seating.rules import check
from handlers.cafe.seats import wanted
from storage import cafe_plans
from storage.cafes import CafeRow
from storage.tx import Tx


async def no_seats(tx: Tx, row: CafeRow, number: int) -> Sorry:
    """Why nobody has a seat in a round: nobody is here, no seating is possible, or it is still being worked out."""
    guests = await cafe_plans.room(tx, row.id or 0)
    if all(one.left_at is not None for one in guests):
        return Sorry(T("Nobody is here yet; who comes takes a seat at the door."))
    if problem := await unseatable(tx, row):
        return Sorry(problem)
    return Sorry(T("Nobody has a seat in round {n} yet. Please try again in a moment.", n=number))


async def unseatable(tx: Tx, row: CafeRow) -> Sentence | None:
    """Why those who are expected or here can not be seated as planned, if so; where nobody is, nobody has to be."""
    guests = await cafe_plans.room(tx, row.id or 0)
    if all(one.left_at is not None for one in guests):
        return None
    try:
        check(await wanted(tx, row))
    except Unseatable as problem:
        return by_name(problem.message, {one.id: one.name for one in guests})
    return None


async def hostless(tx: Tx, row: CafeRow) -> Sentence | None:
    """Which tables have no host who is here."""
    here = {one.id for one in await cafe_plans.room(tx, row.id or 0) if one.left_at is None}
    lacking = [one.number for one in await cafe_plans.tables(tx, row.id or 0) if one.host_id not in here]
    if not lacking:
        return None
    return N("⚠️ Table {which} has no host.", "⚠️ Tables {which} have no host.", len(lacking), which=ranges(lacking))
