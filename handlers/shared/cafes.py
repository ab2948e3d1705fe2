"""The plan of a world café, however it is made: what fits, and which question stands on which table in which round."""

from collections.abc import Mapping, Sequence

from bot.core import Desk
from bot.model.values import Words
from storage import cafe_plans
from storage.cafes import CafeQuestionRow, CafeRow
from storage.tx import Tx

MOST_QUESTIONS, MOST_TABLES, MOST_ROUNDS, MOST_MINUTES, MOST_GRACE = 24, 60, 12, 180, 30
# Topics: its plan; what shows a page, a round or a table of it (subject: café and number). The job that seats people.
PLANNED, PARTS, SEAT = "cafe", "cafe.parts", "cafe.seat"


def tasks(questions: int, tables: int, rounds: int) -> list[list[int]]:
    """For each round the question of each table.

    With as many tables as questions each keeps its own, and people move; with fewer the questions move on as well, in
    their order, so that every one has its turn.
    """
    keeps = tables % questions == 0
    step = 0 if keeps else tables
    return [[(table + step * number) % questions + 1 for table in range(tables)] for number in range(rounds)]


async def replanned(desk: Desk, cafe: int) -> None:
    """The plan has changed, or who is there: every card that shows it, or a part of it, is drawn again."""
    await desk.touch(PLANNED, cafe)
    await desk.touch_all(PARTS, range(MOST_TABLES + 1), of=(cafe,))


async def lay_plan(
    tx: Tx,
    row: CafeRow,
    words: Sequence[Words],
    *,
    tables: int,
    rounds: int,
    minutes: int,
    builds: Mapping[int, int] | None = None,
    grid: Sequence[Sequence[int]] = (),
) -> None:
    """From now on this is the plan: these questions at so many tables, so many rounds of so many minutes. What is
    being worked out for the plan before is of no use.

    `grid` says which question stands on which table, for each round; where it says nothing, that stays as long as it
    fits. `builds` says which question builds on which; where it says nothing (None), that stays with the questions.
    """
    number = row.id or 0
    before = await cafe_plans.questions(tx, number)
    if grid:
        row.tasks = [list(one) for one in grid]
    elif not fits(row, len(before), len(words), tables, rounds):
        row.tasks = tasks(len(words), tables, rounds)
    row.minutes = minutes
    row.seed += 1
    await cafe_plans.save(tx, row, "naming", "hidden", "grace", "tasks", "minutes", "seed")
    on = still_builds(before, words) if builds is None else builds
    await cafe_plans.replace_questions(tx, number, [(text, on.get(place)) for place, text in enumerate(words, 1)])
    await cafe_plans.lay_out(tx, number, tables, [minutes] * rounds)


def still_builds(before: Sequence[CafeQuestionRow], words: Sequence[Words]) -> dict[int, int]:
    """Which question builds on which, when others stand there: each is found again by its words, wherever it stands
    now; where as many stand there as before, one that was only said better by its place."""
    said = {text.texts.get(text.original): place for place, text in enumerate(words, 1)}
    now = {one.ordinal: said.get(one.words.texts.get(one.words.original)) for one in before}
    if len(before) == len(words):
        free = set(now) - set(now.values())
        now = {ordinal: place or (ordinal if ordinal in free else None) for ordinal, place in now.items()}
    pairs = [(now[one.ordinal], now.get(one.builds_on or 0)) for one in before]
    return {one: other for one, other in pairs if one is not None and other is not None and one != other}


def fits(row: CafeRow, before: int, questions: int, tables: int, rounds: int) -> bool:
    """Whether what stands at the tables of a café of `before` questions does for so many as well."""
    return before == questions and len(row.tasks) == rounds and all(len(one) == tables for one in row.tasks)
