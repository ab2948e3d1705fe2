"""Seats mended beside everything else, when somebody has come or gone, or a host is another: as few as can be move."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from bot.core import Desk, End, Finish, Work
from bot.model.card import card
from bot.model.text import N, T, Text, join
from bot.model.values import UNDER_WAY, CafeState, RoundState
from handlers.cafe.crew import tell_crew
from handlers.cafe.routes import HERE, router, session
from handlers.cafe.said import by_name
from handlers.cafe.seating.making import seat
from handlers.cafe.seating.plan import Guest, Id, Plan, Unseatable, Wanted
from handlers.cafe.seating.repair import changes, repaired
from handlers.cafe.seats import plan, rows, wanted
from handlers.shared.cafes import plan_changed
from storage import cafe_plans
from storage.cafes import CafeRow
from storage.jobs import JobState
from storage.tx import Tx

MEND = "cafe.mend"


@dataclass(frozen=True)
class Standing:
    """How it is now: the seats that are kept, who is in the room, hosts who have gone, how many rounds have begun."""

    seats: Plan | None
    wish: Wanted
    gone: dict[int, int]
    done: int

    @property
    def moves(self) -> tuple[Set[Id], Set[Id]]:
        """Who sits in a round to come and has gone, and who is here and sits in none."""
        coming = self.seats.rounds[self.done :] if self.seats else ()
        sit = {one for seated in coming for table in seated for one in table}
        here = {guest.id for guest in self.wish.people}
        return (sit - here, here - sit) if sit else (set(), set())


async def mend(desk: Desk, cafe: CafeRow, by: int) -> None:
    """Seats follow who is in the room, soon."""
    await desk.begin_job(MEND, {"cafe": cafe.id}, programme=cafe.programme_id, by=by)


async def standing(tx: Tx, cafe: CafeRow) -> Standing:
    """How it is now."""
    number = cafe.id or 0
    wish = await wanted(tx, cafe)
    here = {guest.id for guest in wish.people}
    tables = await cafe_plans.tables(tx, number)
    gone = {row.number: row.host_id for row in tables if row.host_id is not None and row.host_id not in here}
    begun = sum(one.state is not RoundState.WAITING for one in await cafe_plans.rounds(tx, number))
    return Standing(await plan(tx, cafe), wish, gone, begun)


def mended(was: Standing) -> Plan:
    """The seats for who is in the room now; the rounds that have begun stay. Raises Unseatable."""
    if was.seats is None:
        return seat(was.wish)
    leaving = [*was.gone.values()]
    people = [*was.wish.people, *(Guest(one) for one in leaving)]
    before = replace(was.wish, people=people, hosts={**was.wish.hosts, **was.gone})
    return repaired(Plan(before, was.seats.rounds), done=was.done, leaving=leaving)


@router.job(MEND)
async def worked(work: Work) -> Finish:
    """Computed in a thread; where something was changed meanwhile, from what is now."""
    number = work.row.input["cafe"]

    async def read(tx: Tx) -> Standing | None:
        cafe = await cafe_plans.cafe(tx, number)
        return None if cafe is None else await standing(tx, cafe)

    was = await work.scan(read)
    found: Plan | None = None
    problem: Unseatable | None = None
    try:
        found = None if was is None or not was.wish.people else await work.compute(mended, was)
    except Unseatable as contradiction:
        problem = contradiction

    async def finish(desk: Desk) -> End:
        cafe = await cafe_plans.cafe(desk.db, number)
        if cafe is None or was is None or cafe.state is CafeState.OVER:
            return End(JobState.CANCELLED, {})
        if await standing(desk.db, cafe) != was:
            if (by := work.row.by_id or cafe.by_id) is not None:
                await mend(desk, cafe, by)
            return End(JobState.CANCELLED, {})
        cause = f"cafe:{number}:mended:{work.row.id}"
        if problem is not None:
            names = {one.id: one.name for one in await cafe_plans.room(desk.db, number)}
            what = by_name(problem.message, names)
            told = T("⚠️ The seats could not be mended, and stay as they are: {what}", what=what)
            await tell_crew(desk, cafe, card(told), cause=cause)
        elif found is not None:
            await _keep(desk, cafe, was, found, cause)
        await plan_changed(desk, number)
        if was.done and (await cafe_plans.rounds(desk.db, number))[was.done - 1].state in UNDER_WAY:
            await desk.touch(HERE, number, was.done)
        return End(JobState.DONE, {})

    return finish


async def _keep(desk: Desk, cafe: CafeRow, was: Standing, found: Plan, cause: str) -> None:
    """The rounds to come, and who hosts instead of whom; those who run it hear how many seats are others now."""
    number = cafe.id or 0
    await cafe_plans.replace_seats(desk.db, number, rows(found), was.done + 1)
    hosts = {table: int(found.wanted.hosts[table]) for table in was.gone if table in found.wanted.hosts}
    await cafe_plans.set_hosts(desk.db, number, {**dict.fromkeys(was.gone, None), **hosts})
    for table, host in hosts.items() if was.done else ():
        await tell_host(desk, cafe, table, host, cause)
    if was.gone:
        await tell_crew(desk, cafe, card(*await _hosts_now(desk, number, was, hosts)), cause=f"{cause}:hosts")
    if was.seats is None:
        return
    await tell_moved(desk, cafe, was.seats, found, done=was.done, cause=cause)
    gone, come = was.moves
    changed = changes(was.seats, found, was.done)
    if gone or changed:
        await tell_crew(desk, cafe, card(_count(len(gone), len(come), changed)), cause=cause)


async def tell_moved(desk: Desk, cafe: CafeRow, before: Plan, after: Plan, *, done: int, cause: str) -> None:
    """Between two rounds people know already where they go: whose table is another now hears it. While a round runs
    the gong will tell them."""
    rounds = await cafe_plans.rounds(desk.db, cafe.id or 0)
    runs = any(one.state in UNDER_WAY for one in rounds)
    if cafe.state is not CafeState.OPEN or runs or done >= len(after.rounds):
        return
    was, now = _tables(before, done), _tables(after, done)
    for one, table in now.items():
        if one in was and was[one] != table:
            told = T("🔀 Your table is another now: in round {n} please sit at table {t}.", n=done + 1, t=table)
            await desk.say(card(told), to=int(one), cause=f"{cause}:moved", terms=session(cafe))


def _tables(seats: Plan, done: int) -> dict[Id, int]:
    """The table of each in the round after so many."""
    return {one: number for number, people in enumerate(seats.rounds[done], 1) for one in people}


async def _hosts_now(desk: Desk, cafe: int, was: Standing, hosts: Mapping[int, int]) -> list[Text]:
    """Who hosts instead of whom, table by table."""
    names = {one.id: one.name for one in await cafe_plans.room(desk.db, cafe)}
    said: list[Text] = []
    for table, left in was.gone.items():
        former = names.get(left, "")
        if table in hosts:
            new = names.get(hosts[table], "")
            said.append(
                T(
                    "🏠 Table {t}: {name} is the host now, instead of {left}, who has left.",
                    t=table,
                    name=new,
                    left=former,
                )
            )
        else:
            said.append(T("⚠️ Table {t} has no host: {left} has left.", t=table, left=former))
    return said


def _count(gone: int, come: int, changed: int) -> Text:
    moves: list[Text] = [N("{n} gone", "{n} gone", gone)] if gone else []
    moves += [N("{n} come", "{n} come", come)] if come else []
    seats = N("{n} seat changes", "{n} seats change", changed)
    if not moves:
        return T("🔁 {seats}.", seats=seats)
    return T("🔁 {moves}: {seats}.", moves=join(*moves, between=", "), seats=seats)


async def tell_host(desk: Desk, cafe: CafeRow, table: int, host: int, cause: str) -> None:
    """Whoever hosts from now on is told what that means."""
    told = T("🏠 You are the host of table {t} now: please stay there when the others move.", t=table)
    await desk.say(card(told), to=host, cause=cause, terms=session(cafe))
