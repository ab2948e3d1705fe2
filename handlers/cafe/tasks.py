"""Which question stands on which table in which round, set by hand: written as a line of numbers for each round."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.card import Button
from bot.model.form import Complaint, Field, Form, Kind, Sheet
from bot.model.press import Press
from bot.model.text import Code, T, Text
from bot.model.values import Role
from handlers.cafe.preparing import not_begun
from handlers.cafe.routes import PLAN, known, router
from handlers.shared.cafes import plan_changed
from storage import cafe_plans

TASKS = "cafe.tasks"
Grid = list[list[int]]

_ROUND = re.compile(r"^\D{0,12}?(\d{1,9})\s*[:：](.*)$")
_NUMBER = re.compile(r"\d{1,9}")


class SetTasks(Press, name="caf.tasks"):
    """Say which question stands on which table in which round."""

    cafe: int


def tasks_button(cafe: int) -> Button:
    """What leads to the form."""
    return Button(T("🗂 Questions at tables"), SetTasks(cafe))


def grid(tasks: Sequence[Sequence[int]]) -> list[Text]:
    """What the plan says of it: a line a round, or one when every table keeps its question."""
    if len(tasks) > 1 and all(row == tasks[0] for row in tasks):
        return [T("🗂 In every round, table by table: {questions}", questions=_row(tasks[0], " · "))]
    return [
        T("🗂 Round {n}, table by table: {questions}", n=number, questions=_row(row, " · "))
        for number, row in enumerate(tasks, 1)
    ]


def _row(row: Sequence[int], between: str) -> str:
    return between.join(map(str, row))


def written(tasks: Sequence[Sequence[int]]) -> str:
    """As it stands in the form, and may be sent back."""
    return "\n".join(f"{number}: {_row(row, ' ')}" for number, row in enumerate(tasks, 1))


def read_grid(tasks: Sequence[Sequence[int]], questions: int) -> Callable[[str], Grid]:
    """Reads what was written over a grid that stands: all rounds in their order, or some that begin with their number.

    Whatever parts the numbers will do. It raises Complaint with the round that is wrong and what belongs there.
    """
    rounds, tables = len(tasks), len(tasks[0])

    def read(text: str) -> Grid:
        lines = [line for line in text.splitlines() if line.strip()]
        found = [_ROUND.match(line) for line in lines]
        if not any(found) and len(lines) != rounds:
            sentence = T(
                "Please write a line for each round, {needed} in all; found: {found}. "
                "To change one round only, begin its line like this: {example}",
                needed=rounds,
                found=len(lines),
                example=Code("1:"),
            )
            raise Complaint(sentence)
        changed: dict[int, list[int]] = {}
        for place, (line, named) in enumerate(zip(lines, found, strict=True), 1):
            number, rest = (int(named[1]), named[2]) if named else (place, line)
            if not 1 <= number <= rounds:
                raise Complaint(T("There is no round {n}; they go from 1 to {last}.", n=number, last=rounds))
            if number in changed:
                raise Complaint(T("Round {n} stands there twice; please leave one line for it.", n=number))
            changed[number] = _questions(number, rest, tables, questions)
        return [changed.get(number, list(row)) for number, row in enumerate(tasks, 1)]

    return read


def _questions(number: int, rest: str, tables: int, questions: int) -> list[int]:
    row = [int(one) for one in _NUMBER.findall(rest)]
    for one in row:
        if not 1 <= one <= questions:
            sentence = T(
                "Round {n}: there is no question {q}; they go from 1 to {last}.", n=number, q=one, last=questions
            )
            raise Complaint(sentence)
    if len(row) != tables:
        sentence = T(
            "Round {n}: please write one number for each table, {needed} in all; found: {found}.",
            n=number,
            needed=tables,
            found=len(row),
        )
        raise Complaint(sentence)
    return row


@router.press(SetTasks, who=Role.FACILITATOR, about="cafe")
async def ask(ctx: Ctx, press: SetTasks) -> Form:
    """The form, with what stands there."""
    await not_begun(ctx, await known(ctx.db, press.cafe))
    return Form(TASKS, (press.cafe,))


async def sheet(look: Look, cafe: int) -> Sheet:
    """One field: one message, or one look, changes as much as is wanted."""
    row = await known(look.db, cafe)
    asked = await cafe_plans.questions(look.db, cafe)
    tasks = row.tasks or [[1]]  # it is made before it is laid out
    last = written(tasks).splitlines()[-1]
    field = Field(
        "tasks",
        T("The numbers of the questions, table by table, a line for each round"),
        Kind.PROSE,
        read_grid(tasks, len(asked)),
        limit=4000,
        hint=T("One line alone changes that round only, like this: {example}", example=Code(last)),
        initial=written(tasks),
    )
    return Sheet(T("🗂 Questions at tables"), (field,), T("Show the plan"))


@router.form(TASKS, who=Role.FACILITATOR, sheet=sheet, about="cafe")
async def decided(ctx: Ctx, values: Mapping[str, Any], cafe: int) -> Show:
    """From now on it is like this; people keep their seats. What is unusual about it stands on the plan."""
    row = await known(ctx.db, cafe)
    await not_begun(ctx, row)
    row.tasks = values["tasks"]
    await cafe_plans.save(ctx.db, row, "tasks")
    await plan_changed(ctx, cafe)
    await ctx.record("set questions", f"cafe {cafe}", by=ctx.my_id, role="facilitator", programme=row.programme_id)
    return Show(PLAN, cafe)
