"""Who is expected in the room, and who is proposed as a host."""

from collections.abc import Sequence

from bot.core import Ctx
from bot.model.values import CafeState
from handlers.cafe.seats import work_out
from storage import cafe_plans, marks
from storage.cafe_plans import Guest
from storage.cafes import CafeRow
from storage.tx import Tx


async def expect(ctx: Ctx, row: CafeRow) -> None:
    """Whoever said yes is expected in the room; who takes it back before it opens is not."""
    coming = dict(await cafe_plans.coming(ctx.db, row.event_id))
    for person, organisation in coming.items():
        await cafe_plans.let_in(ctx.db, row.id or 0, person, organisation, ctx.now)
    for guest in await cafe_plans.room(ctx.db, row.id or 0):
        if guest.id not in coming and guest.left_at is None and row.state is CafeState.PLANNED:
            await cafe_plans.let_out(ctx.db, row.id or 0, guest.id, ctx.now)


async def seat_anew(ctx: Ctx, row: CafeRow) -> None:
    """Others are expected, or others host: what is being worked out is of no use any more."""
    row.seed += 1
    await cafe_plans.save(ctx.db, row, "seed")
    await propose_hosts(ctx, row)
    await work_out(ctx, row, ctx.my_id)


async def propose_hosts(ctx: Ctx, row: CafeRow) -> None:
    """A host for each table that has none, and is not meant to have none: of as many organisations as there are."""
    number = row.id or 0
    guests = [one for one in await cafe_plans.room(ctx.db, number) if one.left_at is None]
    there = {one.id for one in guests}
    tables = await cafe_plans.tables(ctx.db, number)
    meant = await hostless_on_purpose(ctx.db, number)
    stay = {table.host_id for table in tables if table.host_id in there}
    free = [one for one in of_many_organisations(guests) if one.id not in stay]
    empty = [table.number for table in tables if table.host_id not in there and table.number not in meant]
    # Somebody has to travel: a table where everybody stays mixes nobody.
    enough = max(0, len(guests) // 2 - len(stay))
    chosen = [one.id for one in free[: min(len(empty), enough)]]
    hosts = dict.fromkeys(empty, None) | dict(zip(empty, chosen, strict=False))
    await cafe_plans.set_hosts(ctx.db, number, hosts)


async def hostless_on_purpose(tx: Tx, cafe: int) -> set[int]:
    """The tables for which somebody said that nobody stays there."""
    return set((await marks.mark(tx, _mark(cafe)) or {}).get("tables", ()))


async def mean_no_host(tx: Tx, cafe: int, table: int, *, meant: bool) -> None:
    """From now on nobody is proposed for this table, or somebody may be again."""
    tables = await hostless_on_purpose(tx, cafe)
    changed = tables | {table} if meant else tables - {table}
    if changed != tables:
        await marks.set_mark(tx, _mark(cafe), {"tables": sorted(changed)})


def _mark(cafe: int) -> str:
    return f"cafe {cafe} without hosts"


def of_many_organisations(guests: Sequence[Guest]) -> list[Guest]:
    """One of each organisation first, then the second of each, and so on."""
    seen: dict[int | None, int] = {}
    ranked = []
    for one in guests:
        seen[one.organisation_id] = seen.get(one.organisation_id, 0) + 1
        ranked.append((seen[one.organisation_id], one.id, one))
    return [one for _, _, one in sorted(ranked, key=lambda found: found[:2])]
