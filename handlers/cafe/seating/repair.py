"""A plan after somebody has left, or has come late: what was is not touched, and of what comes as little as can be."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.model.text import T
from handlers.cafe.seating.hall import Hall, hall
from handlers.cafe.seating.plan import Group, Guest, Id, Plan, Seated, Unseatable, Wanted
from handlers.cafe.seating.tables import Future


def repaired(plan: Plan, *, done: int, leaving: Collection[Id] = (), arriving: Sequence[Guest] = ()) -> Plan:
    """The plan without those who leave and with those who come; the first `done` rounds stay as they were.

    Who comes takes a chair at a small table; somebody moves only where sizes would differ by more than one. A host who
    leaves is replaced by one who sat at that table last. Raises Unseatable when the rules can not hold any more.
    """
    gone = set(leaving)
    wanted = plan.wanted
    people = [*(guest for guest in wanted.people if guest.id not in gone), *arriving]
    now = replace(
        wanted,
        people=people,
        hosts={table: host for table, host in wanted.hosts.items() if host not in gone},
        together=_without(wanted.together, gone),
        apart=_without(wanted.apart, gone),
    )
    best = _seated(plan, now, done)
    for table in sorted(table for table, host in wanted.hosts.items() if host in gone):
        chosen: tuple[tuple[int, int], Wanted, Plan | None] | None = None
        for candidate in _successors(plan, now, table, done):
            tried = replace(now, hosts={**now.hosts, table: candidate})
            try:
                new = _seated(plan, tried, done)
            except Unseatable:  # who always sits with another host can not be one
                continue
            if new is not None:
                worth = changes(plan, new, done), Future.of(hall(tried), new.rounds).cost()
                if chosen is None or worth < chosen[0]:
                    chosen = worth, tried, new
        if chosen is not None:
            _, now, best = chosen
    if best is None:
        raise Unseatable(
            T("With those who are there now not all rules can hold; drop a rule about who sits together or apart.")
        )
    return best


def changes(before: Plan, after: Plan, done: int) -> int:
    """How many places, of people in both plans, are others than before; a place is a person's table in one round."""
    return sum(
        1
        for was, now in zip(before.rounds[done:], after.rounds[done:], strict=True)
        for one, table in _tables(now).items()
        if _tables(was).get(one, table) != table
    )


def _tables(seated: Seated) -> dict[Id, int]:
    return {one: table for table, group in enumerate(seated) for one in group}


def _without(groups: Sequence[Group], gone: set[Id]) -> list[Group]:
    left = (tuple(one for one in group if one not in gone) for group in groups)
    return [group for group in left if len(group) > 1]


def _successors(plan: Plan, now: Wanted, table: int, done: int) -> Iterator[Id]:
    """Those who may become host: who sat at the table last, if none of them can, who would come there next."""
    there = {guest.id for guest in now.people}
    taken = set(now.hosts.values())
    bound = {one for group in now.together for one in group}
    places = [done - 1, done] if done else [0]
    for place in places:
        if place >= len(plan.rounds):
            continue
        able = [one for one in plan.rounds[place][table - 1] if one in there and one not in taken]
        free = [one for one in able if one not in bound] or able
        yield from free
        if free:
            return


def _seated(plan: Plan, now: Wanted, done: int) -> Plan | None:
    """The rounds to come, mended; None where the rules can not hold."""
    room: Hall = hall(now)
    future = Future.of(room, plan.rounds)
    for place in range(done, len(plan.rounds)):
        if not future.mend(place):
            return None
    return Plan(now, (*plan.rounds[:done], *room.seated(future.seats).rounds[done:]))
