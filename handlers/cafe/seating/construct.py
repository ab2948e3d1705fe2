"""Rotations in which nobody meets twice, found by arithmetic where they exist.

People are put into classes, one person of each class at every table. In each round a class moves on by an offset of its
own: person i of class s sits at table i + offset(s, round). Two people of one class then never meet, and two of
different classes meet at most once if the difference of their offsets is another in every round. Hosts are the class
whose offset is always 0; so whoever never meets a host twice never comes to a table twice. "+" is addition in a group
with as many elements as there are tables: the clock of that many hours, or one of the others with that many.
"""

from collections.abc import Iterator
from itertools import product

from handlers.cafe.seating.dice import Dice, shuffle
from handlers.cafe.seating.fields import powers, prime_power
from handlers.cafe.seating.hall import Hall, Seats
from handlers.cafe.seating.plan import largest

STARTS = 50
"""How often the search begins anew in one group; luck in the first classes counts for more than patience."""
STEPS = 1_000
"""How many offsets are tried after each start."""
TRIES = 8
"""How many next classes are tried for the same first ones."""

Rows = list[list[int]]
Sum = list[list[int]]


def rotations(hall: Hall, roll: Dice) -> Iterator[Seats]:
    """Places for people by number, without regard to who keeps to whom or away from whom; the most promising first.

    Where only some tables have a host, people who move round the other tables take the places of hosts there.
    """
    wanted = hall.wanted
    tables, rounds, each = wanted.tables, wanted.rounds, largest(hall.people, wanted.tables)
    hosted = bool(wanted.hosts)
    best: tuple[list[list[int]], Rows] | None = None
    for plus, rows in _found(tables, each if hosted else each + 1, rounds, roll):
        if len(rows) == (each if hosted else each + 1):
            yield _seats(hall, plus, rows if hosted else rows[1:])
            return
        if best is None or len(rows) > len(best[1]):
            best = plus, rows
    if not hosted and tables % each == 0 and hall.people == each * tables:
        for plus, rows in _found(tables, each, rounds - 1, roll):
            if len(rows) == each:
                yield _with_a_round_by_class(_seats(hall, plus, rows), hall, each)
                return
    if best is not None and len(best[1]) > 1:  # some classes go twice, and their people meet the same one each time
        plus, rows = best
        twice = [rows[1 + one % (len(rows) - 1)] for one in range(each - len(rows))]
        yield _seats(hall, plus, (rows + twice)[:each])


def _found(tables: int, rows: int, rounds: int, roll: Dice) -> Iterator[tuple[Sum, Rows]]:
    """Groups by their addition tables, and up to `rows` classes' offsets in each."""
    if rounds < 1:
        return
    field = prime_power(tables)
    if field and rounds <= tables:
        prime, power = field
        steps = powers(prime, power)
        shifted = [
            [0, *(steps[(row + place) % len(steps)] for place in range(rounds - 1))] for row in range(tables - 1)
        ]
        yield _sum((prime,) * power), [[0] * rounds, *shifted][:rows]
        return
    for orders in _factors(tables, 2):
        plus = _sum(orders)
        yield plus, _offsets(plus, rows, rounds, roll)


def _sum(orders: tuple[int, ...]) -> Sum:
    """The addition table of clocks of so many hours, side by side; the first is the highest digit."""
    places = list(product(*(range(order) for order in orders)))
    number = {place: one for one, place in enumerate(places)}
    return [
        [number[tuple((a + b) % order for a, b, order in zip(one, other, orders, strict=True))] for other in places]
        for one in places
    ]


def _factors(number: int, least: int) -> Iterator[tuple[int, ...]]:
    """The ways to write a number as a product in which each factor divides the one after it."""
    yield (number,)
    for factor in range(least, number):
        if number % (factor * factor) == 0:
            yield from ((factor, *rest) for rest in _factors(number // factor, factor) if rest[0] % factor == 0)


def _offsets(plus: list[list[int]], rows: int, rounds: int, roll: Dice) -> Rows:
    """Up to `rows` classes' offsets, 0 in the first round; those of the first class are all 0."""
    size = len(plus)
    if rounds > size:
        return [[0] * rounds]
    minus = [[0] * size for _ in range(size)]
    for one in range(size):
        for other in range(size):
            minus[plus[one][other]][other] = one
    most: Rows = []
    for _ in range(STARTS):
        search = _Search(minus, min(rows, size), rounds, roll)
        search.deepen()
        most = max(most, search.most, key=len)
        if len(most) >= min(rows, size):
            break
    return most


class _Search:
    """Classes one after the other, each with offsets whose differences to all before are new in every round."""

    def __init__(self, minus: list[list[int]], rows: int, rounds: int, roll: Dice) -> None:
        self._minus, self._rows, self._rounds, self._roll = minus, rows, rounds, roll
        self._found: Rows = [[0] * rounds]
        self._left = STEPS
        self.most: Rows = [[0] * rounds]

    def deepen(self) -> bool:
        """Whether all classes were found; `most` holds as many as were."""
        if len(self._found) > len(self.most):
            self.most = list(self._found)
        if len(self._found) >= self._rows:
            return True
        for tried, row in enumerate(self._next([0], [1] * len(self._found))):
            self._found.append(row)
            if self.deepen():
                return True
            self._found.pop()
            if self._left <= 0 or tried >= TRIES:
                break
        return False

    def _next(self, row: list[int], used: list[int]) -> Iterator[list[int]]:
        """Each way to fill a row up; `used` has the differences to each class so far, as sets of bits."""
        place = len(row)
        if place == self._rounds:
            yield list(row)
            return
        values = list(range(1, len(self._minus)))
        shuffle(values, self._roll)
        for value in values:
            self._left -= 1
            if self._left <= 0:
                return
            minus = self._minus[value]
            new = [1 << minus[before[place]] for before in self._found]
            if any(bit & had for bit, had in zip(new, used, strict=True)):
                continue
            yield from self._next([*row, value], [had | bit for had, bit in zip(used, new, strict=True)])


def _seats(hall: Hall, plus: list[list[int]], rows: Rows) -> Seats:
    """Hosts where they stay, the others class by class, then the chairs that stay empty."""
    tables = hall.wanted.tables
    hosts = {table - 1: hall.ids.index(host) for table, host in hall.wanted.hosts.items()}
    travellers = iter([one for one in range(hall.chairs) if one not in set(hosts.values())])
    seats = [[0] * hall.chairs for _ in range(hall.wanted.rounds)]
    if hosts:
        rows = rows[1:]
        free = [(number, next(travellers)) for number in range(len(hall.unhosted))]
        for place, seated in enumerate(seats):
            for table, host in hosts.items():
                seated[host] = table
            for number, person in free:
                seated[person] = hall.unhosted[(number + place) % len(hall.unhosted)]
    for row in rows:
        for index in range(tables):
            person = next(travellers)
            for seated, offset in zip(seats, row, strict=False):
                seated[person] = plus[index][offset]
    return seats


def _with_a_round_by_class(seats: Seats, hall: Hall, each: int) -> Seats:
    """One round more, last: people of one class, who never met, at as many tables as they fill."""
    seats[-1] = [person // each for person in range(hall.people)]
    return seats
