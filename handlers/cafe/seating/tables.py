"""The rounds to come as tables that can be mended: chairs taken, sizes evened out, with the fewest people moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.cafe.seating.hall import Hall, Seats
from handlers.cafe.seating.plan import Id, Seated, largest

NOWHERE = -1
CLASH = 4
"""Two at one table who must not be weigh as much as this many chairs too many."""

Company = tuple[int, ...]
Moves = list[tuple[Company, int]]


@dataclass
class Future:
    """Everybody's tables in all rounds. A person who was not there, or is not seated yet, is NOWHERE."""

    hall: Hall
    seats: Seats
    planned: Seats
    """The tables as they were before anything was mended."""
    groups: list[list[int]]
    """For each round and table, who sits there."""

    @classmethod
    def of(cls, hall: Hall, rounds: Sequence[Seated]) -> "Future":
        """The people of today in a plan that may name others, or lack some."""
        number: dict[Id, int] = {identity: one for one, identity in enumerate(hall.ids)}
        seats, groups = [], []
        for seated in rounds:
            tables, together = [NOWHERE] * hall.people, [0] * hall.wanted.tables
            for table, group in enumerate(seated):
                for one in (number[identity] for identity in group if identity in number):
                    tables[one] = table
                    together[table] |= 1 << one
            seats.append(tables)
            groups.append(together)
        return cls(hall, seats, [list(tables) for tables in seats], groups)

    def mend(self, place: int) -> bool:
        """Seat everybody in one round. False where the rules can not hold."""
        self._bring_together(place)
        waiting = [company for company in self.hall.companies if self.seats[place][company[0]] == NOWHERE]
        for company in sorted(waiting, key=len, reverse=True):
            self._put(place, company, self._best_table(place, company))
        while any(self._wrong_at(place)):
            best = min(self._priced(place, self._moves(place)), default=None)
            best = best or min(self._priced(place, self._exchanges(place)), default=None)
            if best is None:
                return False
            for company, table in best[1]:
                self._put(place, company, table)
        return True

    def cost(self) -> int:
        """Meetings and visits beyond the first, all rounds together."""
        known, twice, again = [0] * self.hall.people, 0, 0
        visited: set[tuple[int, int]] = set()
        for seated, groups in zip(self.seats, self.groups, strict=True):
            for one, table in enumerate(seated):
                if table != NOWHERE:
                    others = groups[table] & ~(1 << one)
                    twice += (known[one] & others).bit_count()
                    known[one] |= others
                    again += (one, table) in visited
                    visited.add((one, table))
        return twice // 2 + again

    def _bring_together(self, place: int) -> None:
        """Hosts to their tables, and each company to where its host, or else the first who has a seat, sits."""
        seated = self.seats[place]
        for company in self.hall.companies:
            home = self.hall.home[company[0]]
            table = home if home >= 0 else next((seated[one] for one in company if seated[one] != NOWHERE), NOWHERE)
            self._put(place, company, table)

    def _best_table(self, place: int, company: Company) -> int:
        """For those who have no seat: where nobody is whom they must not meet, a small table, of strangers."""
        groups = self.groups[place]
        return min(
            range(len(groups)),
            key=lambda table: (
                self._clashes(place, company, table),
                groups[table].bit_count(),
                self._met(place, company, table),
            ),
        )

    def _put(self, place: int, company: Company, table: int) -> None:
        for one in company:
            before = self.seats[place][one]
            if before != NOWHERE:
                self.groups[place][before] &= ~(1 << one)
            if table != NOWHERE:
                self.groups[place][table] |= 1 << one
            self.seats[place][one] = table

    def _priced(self, place: int, tries: Iterator[Moves]) -> Iterator[tuple[tuple[int, int, int], Moves]]:
        """Of moves those that bring a round nearer to what is right, and what each is worth; the least is the best."""
        groups = self.groups[place]
        for moves in tries:
            after: dict[int, int] = {}
            for company, table in moves:
                movers = sum(1 << one for one in company)
                here = self.seats[place][company[0]]
                after[here] = after.get(here, groups[here]) & ~movers
                after[table] = after.get(table, groups[table]) | movers
            better = sum(self._wrong(group) - self._wrong(groups[table]) for table, group in after.items())
            if better < 0:
                moved = sum(
                    self.planned[place][one] not in (NOWHERE, table) for company, table in moves for one in company
                )
                yield (better, moved, sum(self._met(place, company, table) for company, table in moves)), moves

    def _moves(self, place: int) -> Iterator[Moves]:
        """Everybody to every table, where one of the two is wrong."""
        wrong = self._wrong_at(place)
        for company in self._free():
            here = self.seats[place][company[0]]
            for table, much in enumerate(wrong):
                if table != here and (wrong[here] or much):
                    yield [(company, table)]

    def _exchanges(self, place: int) -> Iterator[Moves]:
        """Everybody of a table that is wrong, with everybody else."""
        seated, wrong = self.seats[place], self._wrong_at(place)
        for one in self._free():
            here = seated[one[0]]
            for other in self._free() if wrong[here] else ():
                there = seated[other[0]]
                if there != here:
                    yield [(one, there), (other, here)]

    def _free(self) -> list[Company]:
        return [company for company in self.hall.companies if self.hall.home[company[0]] < 0]

    def _wrong_at(self, place: int) -> list[int]:
        return [self._wrong(group) for group in self.groups[place]]

    def _wrong(self, group: int) -> int:
        """By how many chairs a table is too large or too small, and how many sit there who must not."""
        small, large = self.hall.people // len(self.groups[0]), largest(self.hall.people, len(self.groups[0]))
        size = group.bit_count()
        wrong = max(size - large, small - size, 0)
        kept_apart = group & self.hall.guarded
        while kept_apart:
            low = kept_apart & -kept_apart
            kept_apart ^= low
            wrong += CLASH * (self.hall.apart[low.bit_length() - 1] & group).bit_count()
        return wrong

    def _clashes(self, place: int, company: Company, table: int) -> int:
        return sum((self.hall.apart[one] & self.groups[place][table]).bit_count() for one in company)

    def _met(self, place: int, company: Company, table: int) -> int:
        """Meetings and visits beyond the first that a company has at a table in one round."""
        again = 0
        for one in company:
            known = 0
            for other, seated in enumerate(self.seats):
                if other != place and seated[one] != NOWHERE:
                    known |= self.groups[other][seated[one]]
                    again += seated[one] == table
            again += (known & self.groups[place][table] & ~(1 << one)).bit_count()
        return again
