"""Who sits where: worked out beside everything else, mended when somebody comes late or leaves."""

from collections.abc import Sequence

from bot.core import Desk, End, Finish, Work
from bot.model.values import CafeState, RoundState
from handlers.cafe.routes import router
from handlers.cafe.seating.making import seat
from handlers.cafe.seating.plan import Guest, Plan, Unseatable, Wanted
from handlers.cafe.seating.rules import check
from handlers.shared.cafes import SEAT, plan_changed
from storage import cafe_plans
from storage.cafe_plans import Seat
from storage.cafes import CafeRow
from storage.jobs import JobState
from storage.tx import Tx


async def work_out(desk: Desk, cafe: CafeRow, by: int) -> None:
    """Seat everybody anew, soon."""
    number = cafe.id or 0
    await cafe_plans.replace_seats(desk.db, number, [])
    await desk.begin_job(SEAT, {"cafe": number, "seed": cafe.seed}, programme=cafe.programme_id, by=by)
    await plan_changed(desk, number)


async def wanted(tx: Tx, cafe: CafeRow) -> Wanted:
    """What the seating is made from: who is there, the tables with their hosts, the rules."""
    number = cafe.id or 0
    guests = [one for one in await cafe_plans.room(tx, number) if one.left_at is None]
    there = {one.id for one in guests}
    tables = await cafe_plans.tables(tx, number)
    return Wanted(
        people=[Guest(one.id, one.organisation_id or "", one.sector) for one in guests],
        tables=len(cafe.tasks[0]),
        rounds=len(cafe.tasks),
        hosts={row.number: row.host_id for row in tables if row.host_id is not None and row.host_id in there},
        together=_pairs(cafe.together, there),
        apart=_pairs(cafe.apart, there),
        seed=cafe.seed,
    )


def _pairs(pairs: Sequence[Sequence[int]], there: set[int]) -> list[tuple[int, ...]]:
    return [tuple(pair) for pair in pairs if set(pair) <= there]


async def plan(tx: Tx, cafe: CafeRow) -> Plan | None:
    """The seating as it stands; None before it is worked out."""
    rounds: dict[int, dict[int, list[int]]] = {}
    for one in await cafe_plans.seats(tx, cafe.id or 0):
        rounds.setdefault(one.round_number, {}).setdefault(one.table_number, []).append(one.person_id)
    if not rounds:
        return None
    tables = range(1, len(cafe.tasks[0]) + 1)
    numbers = range(1, len(cafe.tasks) + 1)
    seated = tuple(tuple(tuple(rounds.get(n, {}).get(t, ())) for t in tables) for n in numbers)
    return Plan(await wanted(tx, cafe), seated)


def rows(found: Plan) -> list[Seat]:
    """A seating as it is stored."""
    return [
        Seat(number, table, int(person))
        for number, seated in enumerate(found.rounds, 1)
        for table, people in enumerate(seated, 1)
        for person in people
    ]


def _size(cafe: CafeRow) -> tuple[int, int]:
    """How many rounds and tables there are; which question stands where moves nobody."""
    return len(cafe.tasks), len(cafe.tasks[0])


@router.job(SEAT)
async def worked(work: Work) -> Finish:
    """Half a second of computing, in a thread. What was changed meanwhile has a job of its own."""
    number, seed = work.row.input["cafe"], work.row.input["seed"]

    async def read(tx: Tx) -> tuple[CafeRow | None, Wanted | None]:
        cafe = await cafe_plans.cafe(tx, number)
        return cafe, None if cafe is None else await wanted(tx, cafe)

    cafe, wish = await work.scan(read)
    found: Plan | None = None
    if wish is not None and wish.people:
        try:
            check(wish)
            found = await work.compute(seat, wish)
        except Unseatable:  # the plan's card says why
            found = None

    async def finish(desk: Desk) -> End:
        now = await cafe_plans.cafe(desk.db, number)
        begun = any(one.state is not RoundState.WAITING for one in await cafe_plans.rounds(desk.db, number))
        if now is None or now.seed != seed or now.state is CafeState.OVER or begun or _size(now) != _size(cafe or now):
            return End(JobState.CANCELLED, {})
        if found is not None:
            await cafe_plans.replace_seats(desk.db, number, rows(found))
        await plan_changed(desk, number)
        return End(JobState.DONE, {})

    return finish
