"""What a host has to tell the newcomers: the ideas of the round before at their table, counted, the newest first."""

from collections.abc import Sequence

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Document, Row, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import N, T, Text
from bot.model.values import Naming, Role, RoundState
from handlers.cafe.behalf import behalf_rows
from handlers.cafe.collecting import shortened
from handlers.cafe.routes import BRIEFING, HERE, concealed, known, router
from storage import cafe_plans, cafe_room, tallies
from storage.cafe_room import Said
from storage.cafes import CafeRow

ALL, WHOLE = "cafe.older", "cafe.whole"
MOST = 15
A_PAGE = 25
MOST_IN_A_FILE = 5000


class AllIdeas(Press, name="caf.ideas"):
    """What was said at one's table so far; `number` is the page, from 0 on."""

    cafe: int
    number: int


class ReadWhole(Press, name="caf.whole"):
    """What was said at one's table so far, every word of it."""

    cafe: int


@router.view(BRIEFING, watches=(HERE,))
async def briefing(look: Look, cafe: int, number: int) -> Card | None:
    """For the host of a table, when the round after it begins, and once more when what came late to it is in."""
    row = await cafe_plans.cafe(look.db, cafe)
    table = await cafe_room.table_hosted(look.db, cafe, look.person_id)
    if row is None or table is None:
        return None
    counted = await tallies.tallies(look.db, cafe)
    ideas = sum(one.ideas for one in counted if (one.round_number, one.table_number) == (number, table))
    if not ideas:
        return None
    head = N(
        "🏠 *Table {t}:* {n} idea in round {number}, for those who are new.",
        "🏠 *Table {t}:* {n} ideas in round {number}, for those who are new.",
        ideas,
        t=table,
        number=number,
    )
    if concealed(row):
        return card(head, T("You will read them when those who run the café show them to all."))
    said = await cafe_room.said_at(look.db, cafe, table, [number], most=MOST)
    earlier = range(1, number + 1)
    more = await _more(look, cafe, table, earlier, said)
    return card(head, *_lines(row, said), rows=[more, _whole(cafe, said), *await behalf_rows(look, cafe)])


async def _before(look: Look, cafe: int) -> int:
    """The round before the one that began last."""
    begun = [one.number for one in await cafe_plans.rounds(look.db, cafe) if one.state is not RoundState.WAITING]
    return max(begun, default=0) - 1


def _lines(row: CafeRow, said: Sequence[Said]) -> list[Text]:
    """With names only where that was promised."""
    named = row.naming is Naming.NAMED
    return [
        T("• {text} ({name})", text=shortened(one.text), name=one.name)
        if named and one.name
        else T("• {text}", text=shortened(one.text))
        for one in said
    ]


async def _more(look: Look, cafe: int, table: int, rounds: Sequence[int], said: Sequence[Said]) -> Row:
    """What leads to all of them, where there are more."""
    if not said or not await cafe_room.said_at(look.db, cafe, table, rounds, most=1, before=said[-1].id):
        return ()
    return (Button(T("📜 All ideas"), AllIdeas(cafe, 0)),)


@router.press(AllIdeas, who=Role.KNOWN, about="cafe")
async def all_ideas(ctx: Ctx, press: AllIdeas) -> Show:
    """All of them, for the host of the table alone."""
    row = await known(ctx.db, press.cafe)
    if await cafe_room.table_hosted(ctx.db, press.cafe, ctx.my_id) is None:
        raise Sorry(T("Only the host of a table reads its ideas here."))
    if concealed(row):
        raise Sorry(T("You will read them when those who run the café show them to all."))
    return Show(ALL, press.cafe, press.number)


@router.view(ALL)
async def pages(look: Look, cafe: int, page: int) -> Card | None:
    """What was said at the reader's table in the rounds that are over; a page that is not there is the nearest."""
    row = await cafe_plans.cafe(look.db, cafe)
    table = await cafe_room.table_hosted(look.db, cafe, look.person_id)
    if row is None or table is None or concealed(row):
        return None
    rounds = range(1, await _before(look, cafe) + 1)
    counted = await tallies.tallies(look.db, cafe)
    ideas = sum(one.ideas for one in counted if one.round_number in rounds and one.table_number == table)
    last = max(0, (ideas - 1) // A_PAGE)
    here = min(max(page, 0), last)
    said = (await cafe_room.said_at(look.db, cafe, table, rounds, most=(here + 1) * A_PAGE))[here * A_PAGE :]
    head = T("🏠 *Table {t}:* all ideas so far", t=table)
    if last:
        head = T("🏠 *Table {t}:* all ideas so far, page {n} of {m}", t=table, n=here + 1, m=last + 1)
    newer = (Button(T("◂ Newer"), AllIdeas(cafe, here - 1)),) if here else ()
    older = (Button(T("Older ▸"), AllIdeas(cafe, here + 1)),) if here < last else ()
    rows = [(*newer, *older), _whole(cafe, said), *await behalf_rows(look, cafe)]
    return card(head, *_lines(row, said), rows=rows)


def _whole(cafe: int, said: Sequence[Said]) -> Row:
    """The way to long ideas, where one is shown cut."""
    cut = any(shortened(one.text, len(one.text)) != shortened(one.text) for one in said if one.text)
    return (Button(T("📖 Read them whole"), ReadWhole(cafe)),) if cut else ()


@router.press(ReadWhole, who=Role.KNOWN, about="cafe")
async def read_whole(ctx: Ctx, press: ReadWhole) -> None:
    """As a file: a message would cut them as well."""
    await all_ideas(ctx, AllIdeas(press.cafe, 0))
    await ctx.also(WHOLE, press.cafe)


@router.view(WHOLE)
async def whole(look: Look, cafe: int) -> Card | None:
    """All ideas of the reader's table in the rounds that are over, the newest first."""
    row = await cafe_plans.cafe(look.db, cafe)
    table = await cafe_room.table_hosted(look.db, cafe, look.person_id)
    if row is None or table is None or concealed(row):
        return None
    rounds = range(1, await _before(look, cafe) + 1)
    said = await cafe_room.said_at(look.db, cafe, table, rounds, most=MOST_IN_A_FILE)
    named = row.naming is Naming.NAMED
    lines = [f"• {one.text} ({one.name})" if named and one.name else f"• {one.text}" for one in said]
    content = "\n\n".join(lines).encode()
    head = T("🏠 *Table {t}:* all ideas so far", t=table)
    return card(head, documents=(Document(f"table-{table}.txt", "text/plain; charset=utf-8", content),))
