"""Where the tables stand in the room, such as "by the window": said by hand, a line for each table in their order."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.card import Button
from bot.model.form import Complaint, Field, Form, Kind, Sheet
from bot.model.press import Press
from bot.model.text import Code, T, Text, join
from bot.model.values import CafeState, Role
from handlers.cafe.preparing import not_begun
from handlers.cafe.routes import CONSOLE, PLAN, known, router
from handlers.shared.cafes import LONGEST_STANDING, NOWHERE, plan_changed, stands, too_many_places
from handlers.shared.search import tidy
from storage import cafe_plans
from storage.cafes import CafeTableRow

STANDING = "cafe.standing"


class SetStanding(Press, name="caf.standing"):
    """Say where the tables stand."""

    cafe: int


def standing_button(cafe: int) -> Button:
    """What leads to the form."""
    return Button(T("📍 Where the tables stand"), SetStanding(cafe))


def standing(tables: Sequence[CafeTableRow]) -> list[Text]:
    """What the plan says of it; nothing where nobody has said where they stand."""
    said = [T("{t}: {name}", t=one.number, name=one.title) for one in tables if one.title]
    return [T("📍 Tables: {tables}", tables=join(*said, between=", "))] if said else []


def written(tables: Sequence[CafeTableRow]) -> str:
    """As it stands in the form, and may be sent back."""
    last = max((one.number for one in tables if one.title), default=0)
    return "\n".join(one.title or NOWHERE for one in tables if one.number <= last)


def read_standing(tables: int) -> Callable[[str], list[str]]:
    """Reads a line for each table, in their order; those after the last line stand nowhere in particular, as does one
    with a dash. A line may begin with the number of its table.

    It raises Complaint where there are more lines than tables, and with the table whose line is too long.
    """

    def read(text: str) -> list[str]:
        lines = [line for line in map(tidy, text.splitlines()) if line]
        if len(lines) > tables:
            raise Complaint(too_many_places(len(lines), tables))
        found = [stands(re.sub(rf"^\(?{number}[.):]\s+", "", line)) for number, line in enumerate(lines, 1)]
        for number, line in enumerate(found, 1):
            if len(line) > LONGEST_STANDING:
                raise Complaint(
                    T("Table {t}: please write at most {longest} characters.", t=number, longest=LONGEST_STANDING)
                )
        return found

    return read


@router.press(SetStanding, who=Role.FACILITATOR, about="cafe")
async def ask(ctx: Ctx, press: SetStanding) -> Form:
    """The form, with what was said before."""
    await not_begun(ctx, await known(ctx.db, press.cafe))
    return Form(STANDING, (press.cafe,))


async def sheet(look: Look, cafe: int) -> Sheet:
    """One field, for all tables."""
    tables = await cafe_plans.tables(look.db, cafe)
    field = Field(
        "standing",
        T("Where do the tables stand? A line for each, in their order"),
        Kind.PROSE,
        read_standing(len(tables)),
        optional=True,
        limit=4000,
        hint=T("Such as “by the window”; {dash} where there is nothing to say.", dash=Code(NOWHERE)),
        initial=written(tables),
    )
    return Sheet(T("📍 Where the tables stand"), (field,), T("Show the plan"))


@router.form(STANDING, who=Role.FACILITATOR, sheet=sheet, about="cafe")
async def decided(ctx: Ctx, values: Mapping[str, Any], cafe: int) -> Show:
    """From now on people read it beside the number of their table; it changes nobody's seat."""
    row = await known(ctx.db, cafe)
    await not_begun(ctx, row)
    await cafe_plans.set_titles(ctx.db, cafe, values["standing"] or ())
    await plan_changed(ctx, cafe)
    await ctx.record("set tables", f"cafe {cafe}", by=ctx.my_id, role="facilitator", programme=row.programme_id)
    return Show(PLAN if row.state is CafeState.PLANNED else CONSOLE, cafe)
