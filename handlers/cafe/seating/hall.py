"""The same wishes by number: people are 0, 1, 2 …, and sets of them are the bits of an integer.

Sets as integers are what makes thousands of tries a second possible: "whom of this table has she met" is one `&`
and one count of bits.
"""

from dataclasses import dataclass
from functools import cached_property

from handlers.cafe.seating.plan import Id, Plan, Wanted, largest, order
from handlers.cafe.seating.rules import check, companies

Seats = list[list[int]]
"""For each round, the table (0 is the first) of each person, and after the people of each empty chair."""


@dataclass(frozen=True)
class Hall:
    """People by number in the order of their ids; `companies` are those who sit together, most of them of one."""

    wanted: Wanted
    ids: tuple[Id, ...]
    home: tuple[int, ...]
    companies: tuple[tuple[int, ...], ...]
    apart: tuple[int, ...]

    @cached_property
    def people(self) -> int:
        """How many there are."""
        return len(self.ids)

    @cached_property
    def chairs(self) -> int:
        """How many there are when every table is as large as the largest. Those too many stay empty, one a table."""
        return largest(self.people, self.wanted.tables) * self.wanted.tables

    @cached_property
    def company(self) -> tuple[tuple[int, ...], ...]:
        """With whom each person sits in any case, themselves among them; an empty chair is a company of its own."""
        of = {person: company for company in self.companies for person in company}
        return tuple(of.get(one, (one,)) for one in range(self.chairs))

    @cached_property
    def movable(self) -> tuple[int, ...]:
        """Those who change tables, and the empty chairs."""
        return tuple(one for one in range(self.chairs) if one >= self.people or self.home[one] < 0)

    @cached_property
    def guarded(self) -> int:
        """Who is to sit apart from anybody, as a set."""
        return sum(1 << one for one, away in enumerate(self.apart) if away)

    @cached_property
    def unhosted(self) -> tuple[int, ...]:
        """The tables (0 is the first) where nobody stays."""
        return tuple(table for table in range(self.wanted.tables) if table + 1 not in self.wanted.hosts)

    def seated(self, seats: Seats) -> Plan:
        """The plan by ids; whoever stays at a table comes first there."""
        rounds = []
        for tables in seats:
            people: list[list[int]] = [[] for _ in range(self.wanted.tables)]
            for person in sorted(range(self.people), key=lambda one: self.home[one] < 0):
                people[tables[person]].append(person)
            rounds.append(tuple(tuple(self.ids[one] for one in table) for table in people))
        return Plan(self.wanted, tuple(rounds))


def hall(wanted: Wanted) -> Hall:
    """The wishes by number. Raises Unseatable when they contradict each other."""
    check(wanted)
    ids = tuple(sorted((guest.id for guest in wanted.people), key=order))
    number = {identity: one for one, identity in enumerate(ids)}
    together = tuple(tuple(sorted(number[one] for one in company)) for company in companies(wanted))
    home = [-1] * len(ids)
    company = {person: group for group in together for person in group}
    for table, host in wanted.hosts.items():
        for person in company[number[host]]:
            home[person] = table - 1
    apart = [0] * len(ids)
    for group in wanted.apart:
        for one in group:
            for other in group:
                if one != other:
                    apart[number[one]] |= 1 << number[other]
    return Hall(wanted, ids, tuple(home), tuple(sorted(together)), tuple(apart))
