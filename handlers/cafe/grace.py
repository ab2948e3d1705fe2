"""The grace after a gong: how long what people still write belongs to the round that has ended."""

from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.card import Button
from bot.model.form import Field, Form, Kind, Sheet
from bot.model.press import Press
from bot.model.text import N, Sentence, T
from bot.model.values import Role
from handlers.cafe.preparing import not_begun
from handlers.cafe.routes import PLAN, known, router
from handlers.shared.cafes import plan_changed
from storage import cafe_plans
from storage.cafes import CafeRow

GRACE = "cafe.grace"
MINUTES = (1, 2, 3, 5, 10)


class SetGrace(Press, name="caf.grace"):
    """Say how long the grace is."""

    cafe: int


def grace_button(cafe: int) -> Button:
    """What leads to the question."""
    return Button(T("⏳ Grace after the gong"), SetGrace(cafe))


def grace(row: CafeRow) -> Sentence:
    """What holds."""
    return T("⏳ What is written {grace} after the gong still belongs to the round.", grace=_minutes(row.grace))


def _minutes(number: int) -> Sentence:
    return N("{n} minute", "{n} minutes", number)


@router.press(SetGrace, who=Role.FACILITATOR, about="cafe")
async def ask(ctx: Ctx, press: SetGrace) -> Form:
    """One question, before a round has begun."""
    await not_begun(ctx, await known(ctx.db, press.cafe))
    return Form(GRACE, (press.cafe,))


async def sheet(look: Look, cafe: int) -> Sheet:
    """Some lengths to choose from."""
    now = (await known(look.db, cafe)).grace
    options = tuple((str(one), _minutes(one)) for one in sorted({now, *MINUTES}))
    label = T("How long after the gong does what people write still belong to the round?")
    field = Field("grace", label, Kind.CHOICE, int, options=options, initial=str(now))
    return Sheet(T("⏳ Grace after the gong"), (field,), T("Show the plan"))


@router.form(GRACE, who=Role.FACILITATOR, sheet=sheet, about="cafe")
async def decided(ctx: Ctx, values: Mapping[str, Any], cafe: int) -> Show:
    """It holds from the first gong on."""
    row = await known(ctx.db, cafe)
    await not_begun(ctx, row)
    row.grace = values["grace"]
    await cafe_plans.save(ctx.db, row, "grace")
    await plan_changed(ctx, cafe)
    await ctx.record("set grace", f"cafe {cafe}", by=ctx.my_id, role="facilitator", programme=row.programme_id)
    return Show(PLAN, cafe)
