"""Which question speaks of another one's answers: said by hand, for the words of the questions stay as they are."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.card import Button
from bot.model.form import Complaint, Field, Form, Sheet
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import Code, T, Text
from bot.model.values import Role
from handlers.cafe.preparing import not_begun
from handlers.cafe.routes import PLAN, known, router
from handlers.shared.cafes import plan_changed
from storage import cafe_plans
from storage.cafes import CafeQuestionRow

BUILDS = "cafe.builds"
MOST_OFFERED = 12
FEWEST = 2  # questions, one of which may build on the other

_NUMBER = re.compile(r"\d{1,9}")


class SetBuilds(Press, name="caf.builds"):
    """Say which question builds on which."""

    cafe: int


def builds_button(cafe: int) -> Button:
    """What leads to the form."""
    return Button(T("🔗 A question builds on another"), SetBuilds(cafe))


def builds(asked: Sequence[CafeQuestionRow]) -> list[Text]:
    """What the plan says of it."""
    return [
        T("🔗 Question {q} builds on question {before}.", q=one.ordinal, before=one.builds_on)
        for one in asked
        if one.builds_on is not None
    ]


def read_builds(questions: int) -> Callable[[str], dict[int, int]]:
    """Reads pairs, such as `6 > 5, 4 on 2`: each question with the one it builds on.

    It raises Complaint with the pair that is wrong.
    """

    def read(written: str) -> dict[int, int]:
        found: dict[int, int] = {}
        for part in re.split(r"[,;\n]", written):
            numbers = [int(one) for one in _NUMBER.findall(part)]
            if not part.strip():
                continue
            if len(numbers) != 2:
                example = Code(_pair((questions, questions - 1)))
                raise Complaint(T("Please write two numbers for each, like this: {example}", example=example))
            one, before = numbers
            for number in numbers:
                if not 1 <= number <= questions:
                    raise Complaint(T("There is no question {q}; they go from 1 to {last}.", q=number, last=questions))
            if one == before:
                raise Complaint(T("Question {q} can not build on itself.", q=one))
            if found.setdefault(one, before) != before:
                raise Complaint(T("Question {q} stands there twice; it builds on one other at most.", q=one))
        return found

    return read


@router.press(SetBuilds, who=Role.FACILITATOR, about="cafe")
async def ask(ctx: Ctx, press: SetBuilds) -> Form:
    """The form, with what was said before."""
    await not_begun(ctx, await known(ctx.db, press.cafe))
    if len(await cafe_plans.questions(ctx.db, press.cafe)) < FEWEST:
        raise Sorry(T("There is only one question here; it builds on no other."))
    return Form(BUILDS, (press.cafe,))


async def sheet(look: Look, cafe: int) -> Sheet:
    """One field. Mostly a question builds on the one before it, so that is offered to be tapped."""
    asked = await cafe_plans.questions(look.db, cafe)
    pairs = [(one.ordinal, one.builds_on) for one in asked if one.builds_on is not None]
    usual = [(number, number - 1) for number in range(len(asked), 1, -1)][:MOST_OFFERED]
    last = _pair((len(asked), len(asked) - 1))
    field = Field(
        "builds",
        T("Which question builds on which?"),
        read=read_builds(len(asked)),
        options=tuple((_pair(one), T("{q} builds on {before}", q=one[0], before=one[1])) for one in usual),
        optional=True,
        limit=400,
        hint=T("The later one first, several parted by commas, like this: {example}", example=Code(last)),
        initial=", ".join(map(_pair, pairs)),
        several=True,
    )
    return Sheet(T("🔗 A question builds on another"), (field,), T("Show the plan"))


def _pair(pair: tuple[int, int]) -> str:
    return f"{pair[0]} > {pair[1]}"


@router.form(BUILDS, who=Role.FACILITATOR, sheet=sheet, about="cafe")
async def decided(ctx: Ctx, values: Mapping[str, Any], cafe: int) -> Show:
    """All pairs that hold from now on; whether the rounds are in that order stands on the plan."""
    row = await known(ctx.db, cafe)
    await not_begun(ctx, row)
    await cafe_plans.set_builds(ctx.db, cafe, values["builds"] or {})
    await plan_changed(ctx, cafe)
    await ctx.record("set questions", f"cafe {cafe}", by=ctx.my_id, role="facilitator", programme=row.programme_id)
    return Show(PLAN, cafe)
