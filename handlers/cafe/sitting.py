"""Who sits where, a round on a card: what a facilitator looks at before she opens the room, and calls out in it."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, card
from bot.model.press import Press
from bot.model.text import T, Text
from bot.model.values import CafeState, Role
from handlers.cafe.routes import PARTS, Console, ShowPlan, known, router, run_by
from storage import cafe_plans, cafe_room

SITTING = "cafe.sitting"
MOST_NAMES = 30  # of a table


class Sitting(Press, name="caf.sitting"):
    """Who sits where in this round."""

    cafe: int
    number: int


def sitting_button(cafe: int) -> Button:
    """What leads there."""
    return Button(T("🪑 Who sits where"), Sitting(cafe, 1))


@router.press(Sitting, who=Role.FACILITATOR, about="cafe")
async def show_seats(ctx: Ctx, press: Sitting) -> Show:
    """One round; the others are a tap away."""
    return Show(SITTING, (await known(ctx.db, press.cafe)).id or 0, press.number)


@router.view(SITTING, watches=(PARTS,))
async def seated(look: Look, cafe: int, number: int) -> Card | None:
    """Each table with its question, its host first."""
    row = await run_by(look, cafe)
    if row is None:
        return None
    rounds = len(row.tasks)
    number = max(1, min(number, rounds))
    names = {one.id: one.name for one in await cafe_plans.room(look.db, cafe)}
    hosts = {one.number: one.host_id for one in await cafe_plans.tables(look.db, cafe)}
    tables = await cafe_room.sizes(look.db, cafe, number)
    lines: list[Text] = [T("🪑 *Round {n} of {m}*", n=number, m=rounds)]
    for table, people in sorted(tables.items()):
        first = sorted(people, key=lambda one: (one != hosts.get(table), names.get(one, "").casefold()))
        there = ", ".join(names[one] for one in first[:MOST_NAMES] if one in names)
        lines += ["", T("*Table {t}, question {q}:* {names}", t=table, q=row.tasks[number - 1][table - 1], names=there)]
    if not tables:
        lines.append(T("Nobody has a seat in it yet."))
    turns = [Button(T("Round {n}", n=one), Sitting(cafe, one)) for one in range(1, rounds + 1) if one != number]
    back = ShowPlan(cafe) if row.state is CafeState.PLANNED else Console(cafe)
    by_three = [tuple(turns[at : at + 3]) for at in range(0, len(turns), 3)]
    return card(*lines, rows=[*by_three, (Button(T("‹ Back"), back),)])
