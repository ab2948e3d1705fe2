"""Who with whom: two people change places, always sit together, or never do."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.card import Button, card
from bot.model.form import Complaint, Field, Form, Kind, Sheet
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T, Text, join
from bot.model.values import CafeState, Role, RoundState
from handlers.cafe.crew import tell_crew
from handlers.cafe.naming import reader
from handlers.cafe.reseating import mend, tell_moved
from handlers.cafe.routes import CONSOLE, PLAN, known, router, session
from handlers.cafe.said import by_name
from handlers.cafe.seating.exchange import exchanged
from handlers.cafe.seating.plan import Unseatable
from handlers.cafe.seating.rules import check
from handlers.cafe.seats import plan, rows, wanted, work_out
from handlers.shared.cafes import plan_changed
from storage import cafe_plans
from storage.cafe_plans import Guest
from storage.cafes import CafeRow

WHOM = "cafe.whom"


class How(StrEnum):
    """What is to become of two people."""

    EXCHANGE = "exchange"
    TOGETHER = "together"
    APART = "apart"
    FREE = "free"


LABELS = {
    How.EXCHANGE: T("They change places"),
    How.TOGETHER: T("Always at one table"),
    How.APART: T("Never at one table"),
    How.FREE: T("No rule any more"),
}


class WhoWithWhom(Press, name="caf.whom"):
    """Two people, and what is to become of them."""

    cafe: int


def whom_button(cafe: int) -> Button:
    """What leads to the form."""
    return Button(T("🔀 Who with whom"), WhoWithWhom(cafe))


def rules(row: CafeRow, guests: list[Guest]) -> list[Text]:
    """The rules that hold, by name."""
    names = {one.id: one.name for one in guests if one.left_at is None}
    kinds = ((row.together, T("Always at one table:")), (row.apart, T("Never at one table:")))
    return [
        join(said, " + ".join(names[one] for one in pair))
        for pairs, said in kinds
        for pair in pairs
        if set(pair) <= set(names)
    ]


@router.press(WhoWithWhom, who=Role.FACILITATOR, about="cafe")
async def ask(ctx: Ctx, press: WhoWithWhom) -> Form:
    """The form, for a café that is not over."""
    if (await known(ctx.db, press.cafe)).state is CafeState.OVER:
        raise Sorry(T("This café is over."))
    return Form(WHOM, (press.cafe,))


async def sheet(look: Look, cafe: int) -> Sheet:
    """Two names of those who are expected or here, and what is meant."""
    read = reader(await _here(look, cafe))
    hint = T("A part of the name is enough.")
    options = tuple((how.value, label) for how, label in LABELS.items())
    fields = (
        Field("one", T("Who?"), read=read, hint=hint),
        Field("other", T("And who else?"), read=read, hint=hint),
        Field("how", T("What about these two?"), Kind.CHOICE, How, options=options),
    )
    return Sheet(T("🔀 Who with whom"), fields, T("Save"), check=_two)


async def _here(look: Look | Ctx, cafe: int) -> list[Guest]:
    return [one for one in await cafe_plans.room(look.db, cafe) if one.left_at is None]


def _two(values: Mapping[str, Any]) -> Mapping[str, Complaint]:
    if values.get("one") is None or values.get("one") != values.get("other"):
        return {}
    return {"other": Complaint(T("That is the same person. Please name somebody else."))}


@router.form(WHOM, who=Role.FACILITATOR, sheet=sheet, about="cafe")
async def decided(ctx: Ctx, values: Mapping[str, Any], cafe: int) -> Show:
    """Done at once, or refused with the reason; rounds that have begun stay as they were."""
    row = await known(ctx.db, cafe)
    if row.state is CafeState.OVER:
        raise Sorry(T("This café is over."))
    one, other, how = values["one"], values["other"], values["how"]
    begun = sum(each.state is not RoundState.WAITING for each in await cafe_plans.rounds(ctx.db, cafe))
    try:
        if how is How.EXCHANGE:
            await _exchange(ctx, row, one, other, begun)
        else:
            await _rule(ctx, row, sorted((one, other)), how, begun)
    except Unseatable as problem:
        names = {guest.id: guest.name for guest in await _here(ctx, cafe)}
        raise Sorry(by_name(problem.message, names)) from problem
    if row.state is CafeState.OPEN:
        await _tell(ctx, row, [one, other], how, begun + 1)
    await plan_changed(ctx, cafe)
    await ctx.record(f"seat {how.value}", f"cafe {cafe}", by=ctx.my_id, role="facilitator", programme=row.programme_id)
    return Show(PLAN if row.state is CafeState.PLANNED else CONSOLE, cafe)


async def _tell(ctx: Ctx, row: CafeRow, pair: list[int], how: How, number: int) -> None:
    """Whoever did it, and those who run the café with them, read what was decided and from which round on it holds."""
    names = {guest.id: guest.name for guest in await _here(ctx, row.id or 0)}
    one, other = (names[person] for person in pair)
    said = card(T("🔀 {one} and {other}, from round {n} on: {what}", one=one, other=other, n=number, what=LABELS[how]))
    await tell_crew(ctx, row, said, cause=_cause(ctx, row))
    await ctx.say(said, to=ctx.my_id, cause=_cause(ctx, row), terms=session(row))


def _cause(ctx: Ctx, row: CafeRow) -> str:
    return f"cafe:{row.id}:whom:{ctx.update_id}"


async def _exchange(ctx: Ctx, row: CafeRow, one: int, other: int, begun: int) -> None:
    seats = await plan(ctx.db, row)
    if seats is None:
        raise Sorry(T("Who sits where is still being worked out. Please try again in a moment."))
    if begun == len(row.tasks):
        raise Sorry(T("No round follows in which they could change places."))
    found = exchanged(seats, one, other, done=begun)
    await cafe_plans.replace_seats(ctx.db, row.id or 0, rows(found), begun + 1)
    await tell_moved(ctx, row, seats, found, done=begun, cause=_cause(ctx, row))
    ctx.toast = T("They have changed places.")


async def _rule(ctx: Ctx, row: CafeRow, pair: list[int], how: How, begun: int) -> None:
    """The newest wish about two people replaces the one before; everything is worked out anew, or mended."""
    row.together = [each for each in row.together if each != pair] + ([pair] if how is How.TOGETHER else [])
    row.apart = [each for each in row.apart if each != pair] + ([pair] if how is How.APART else [])
    check(await wanted(ctx.db, row))
    row.seed += 0 if begun else 1
    await cafe_plans.save(ctx.db, row, "together", "apart", "seed")
    if begun:
        await mend(ctx, row, ctx.my_id)
    else:
        await work_out(ctx, row, ctx.my_id)
