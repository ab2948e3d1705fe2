"""The facilitator exchanges two people by hand; the rules that always hold still do."""

from bot.model.text import T
from handlers.cafe.seating.plan import Id, Plan, Seated, Unseatable
from handlers.cafe.seating.rules import companies


def exchanged(plan: Plan, one: Id, other: Id, *, done: int) -> Plan:
    """The plan in which two people have each other's places in all rounds but the first `done`.

    Raises Unseatable where one of them is a host, or somebody would be parted, or brought together, against a rule.
    """
    people = {guest.id for guest in plan.wanted.people}
    hosts = set(plan.wanted.hosts.values())
    for who in (one, other):
        if who not in people:
            raise Unseatable(T("{who} is not in this plan; choose somebody who is.", who=str(who)))
        if who in hosts:
            raise Unseatable(T("{who} is a host and stays; choose somebody who travels.", who=str(who)))
    places = {one: other, other: one}
    rounds = tuple(
        seated if place < done else tuple(tuple(places.get(who, who) for who in table) for table in seated)
        for place, seated in enumerate(plan.rounds)
    )
    new = Plan(plan.wanted, rounds)
    _check(new, done)
    return new


def _check(plan: Plan, done: int) -> None:
    for seated in plan.rounds[done:]:
        table = _tables(seated)
        for company in companies(plan.wanted):
            for who in company:
                if table[who] != table[company[0]]:
                    raise Unseatable(
                        T(
                            "{who} and {other} are to sit together; exchange both, or drop that rule.",
                            who=str(company[0]),
                            other=str(who),
                        )
                    )
        for group in plan.wanted.apart:
            for place, who in enumerate(group):
                for other in group[place + 1 :]:
                    if table[who] == table[other]:
                        raise Unseatable(
                            T(
                                "{who} and {other} are to sit apart, but would share a table; choose somebody else.",
                                who=str(who),
                                other=str(other),
                            )
                        )


def _tables(seated: Seated) -> dict[Id, int]:
    return {one: table for table, group in enumerate(seated) for one in group}
