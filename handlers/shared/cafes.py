"""The plan of a world café, however it is made: what fits, and which question stands on which table in which round."""

from collections.abc import Sequence

from bot.model.values import Words
from storage import cafe_plans
from storage.cafes import CafeRow
from storage.tx import Tx

MOST_QUESTIONS, MOST_TABLES, MOST_ROUNDS, MOST_MINUTES = 24, 60, 12, 180
PLANNED, SEAT = "cafe", "cafe.seat"  # the topic of its plan; the job that works out who sits where


def tasks(questions: int, tables: int, rounds: int) -> list[list[int]]:
    """For each round the question of each table.

    With as many tables as questions each keeps its own, and people move; with fewer the questions move on as well, in
    their order, so that every one has its turn.
    """
    keeps = tables % questions == 0
    step = 0 if keeps else tables
    return [[(table + step * number) % questions + 1 for table in range(tables)] for number in range(rounds)]


async def lay_plan(tx: Tx, row: CafeRow, words: Sequence[Words], *, tables: int, rounds: int, minutes: int) -> None:
    """From now on this is the plan: these questions at so many tables, so many rounds of so many minutes. What is
    being worked out for the plan before is of no use. Which question stands where stays as long as it fits."""
    number = row.id or 0
    before = await cafe_plans.questions(tx, number)
    if not fits(row, len(before), len(words), tables, rounds):
        row.tasks = tasks(len(words), tables, rounds)
    row.minutes = minutes
    row.seed += 1
    await cafe_plans.save(tx, row)
    await cafe_plans.replace_questions(tx, number, [(text, None) for text in words])
    await cafe_plans.lay_out(tx, number, tables, [minutes] * rounds)


def fits(row: CafeRow, before: int, questions: int, tables: int, rounds: int) -> bool:
    """Whether what stands at the tables of a café of `before` questions does for so many as well."""
    return before == questions and len(row.tasks) == rounds and all(len(one) == tables for one in row.tasks)
