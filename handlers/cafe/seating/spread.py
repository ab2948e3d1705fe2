"""Organisations and sectors: two people exchange all their places, so that what the places are worth stays as it is.

Whoever meets whom again hangs on the places alone. So colleagues are parted, and sectors mixed, at no price.
"""

from collections import Counter
from collections.abc import Iterable

from handlers.cafe.seating.dice import Dice
from handlers.cafe.seating.figures import spread
from handlers.cafe.seating.hall import Hall, Seats
from handlers.cafe.seating.plan import Id

FIRST = 200
"""What comes first weighs as much as this many of what comes after it."""
LEVELS = 40
WARM, COOLING = 0.3, 0.9
WORST = 8

Sets = list[int]


def part(hall: Hall, seats: Seats, roll: Dice, work: int) -> Seats:
    """The same places, given to people so that those apart are apart, then colleagues in round 1.

    It ends with `work`, about as many tries of a round, or when nothing better can be.
    """
    organisation = _organisation(hall)
    colleagues = _same(hall, organisation)
    if not any(colleagues) and not any(hall.apart):
        return seats
    nobody = [0] * hall.people
    return _Swaps(hall, seats, (colleagues, 1), nobody, _least(hall, organisation)).best(roll, work)


def mix(hall: Hall, seats: Seats, roll: Dice, work: int) -> Seats:
    """The same places, given to people so that sectors are mixed, and what `part` has reached is kept or bettered."""
    organisation, sector = _organisation(hall), {guest.id: guest.sector for guest in hall.wanted.people}
    alike = _same(hall, sector)
    if not any(alike):
        return seats
    least = FIRST * _least(hall, organisation) + hall.wanted.rounds * _least(hall, sector)
    return _Swaps(hall, seats, (_same(hall, organisation), FIRST), alike, least).best(roll, work)


def _organisation(hall: Hall) -> dict[Id, Id]:
    return {guest.id: guest.organisation for guest in hall.wanted.people}


def _same(hall: Hall, kind: dict[Id, Id]) -> Sets:
    """For each person those of the same kind; an empty kind is nobody's."""
    members: dict[Id, int] = {}
    for person, identity in enumerate(hall.ids):
        members[kind[identity]] = members.get(kind[identity], 0) | 1 << person
    members[""] = 0
    return [members[kind[identity]] & ~(1 << person) for person, identity in enumerate(hall.ids)]


def _least(hall: Hall, kind: dict[Id, Id]) -> int:
    """Pairs of one kind at one table that no round is without: too many for the tables, or always together."""
    counted = Counter(kind[identity] for identity in hall.ids if kind[identity] != "")
    bound: Counter[Id] = Counter()
    for company in hall.companies:
        for of_one, number in Counter(kind[hall.ids[one]] for one in company).items():
            bound[of_one] += number * (number - 1) // 2
    return sum(max(spread(number, hall.wanted.tables), bound[of_one]) for of_one, number in counted.items())


class _Swaps:
    """Places given to people, and what that comes to: `colleagues`, at a weight, count in round 1, `alike` in each."""

    def __init__(self, hall: Hall, seats: Seats, colleagues: tuple[Sets, int], alike: Sets, least: int) -> None:
        self._hall, self._least = hall, least
        of_first, weight = colleagues
        self._seats = [list(seated) for seated in seats]
        every = [(heavy, sets) for heavy, sets in ((weight * FIRST, list(hall.apart)), (1, alike)) if any(sets)]
        self._sets = [every if place else [(weight, of_first), *every] for place in range(len(seats))]
        self._tables = []
        for seated in self._seats:
            tables = [0] * hall.wanted.tables
            for person in range(hall.people):
                tables[seated[person]] |= 1 << person
            self._tables.append(tables)
        self._cost = self._counted()

    def best(self, roll: Dice, work: int) -> Seats:
        """Exchange companies of equal size, warm first, then colder and colder; the best that was met."""
        free = [company for company in self._hall.companies if self._hall.home[company[0]] < 0]
        partners = [[other for other in free if len(other) == len(company)] for company in free]
        best, kept = self._cost, [list(seated) for seated in self._seats]
        odds, number, tries = WARM, len(free), work // len(self._seats) // LEVELS
        for _ in range(LEVELS if number > 1 else 0):
            accept = [1.0]
            for _ in range(WORST):
                accept.append(accept[-1] * odds)
            odds *= COOLING
            for _ in range(tries):
                if best <= self._least:
                    return kept
                chosen = int(roll() * number)
                ones, same = free[chosen], partners[chosen]
                others = same[int(roll() * len(same))]
                if ones is others:
                    continue
                change = self._priced(ones, others)
                if change > 0 and (change > WORST or roll() >= accept[change]):
                    continue
                self._exchange(ones, others, change)
                if self._cost < best:
                    best, kept = self._cost, [list(seated) for seated in self._seats]
        return kept

    def _priced(self, ones: tuple[int, ...], others: tuple[int, ...]) -> int:
        change = 0
        for seated, tables, parts in zip(self._seats, self._tables, self._sets, strict=True):
            here, there = tables[seated[ones[0]]], tables[seated[others[0]]]
            if here == there:
                continue
            for one, other in zip(ones, others, strict=True):
                left, entered = here & ~(1 << one), there & ~(1 << other)
                for weight, sets in parts:
                    mine, theirs = sets[one], sets[other]
                    if mine != theirs:
                        change += weight * (
                            (mine & entered).bit_count()
                            + (theirs & left).bit_count()
                            - (mine & left).bit_count()
                            - (theirs & entered).bit_count()
                        )
                here, there = left | 1 << other, entered | 1 << one
        return change

    def _exchange(self, ones: Iterable[int], others: Iterable[int], change: int) -> None:
        self._cost += change
        for seated, tables in zip(self._seats, self._tables, strict=True):
            for one, other in zip(ones, others, strict=True):
                here, there = seated[one], seated[other]
                if here != there:
                    both = 1 << one | 1 << other
                    tables[here] ^= both
                    tables[there] ^= both
                    seated[one], seated[other] = there, here

    def _counted(self) -> int:
        twice = 0
        for seated, tables, parts in zip(self._seats, self._tables, self._sets, strict=True):
            for weight, sets in parts:
                twice += weight * sum(
                    (sets[person] & tables[seated[person]]).bit_count() for person in range(self._hall.people)
                )
        return twice // 2
