"""Annealing: exchange people of two tables in one round, and take a worse plan the more seldom the later it is.

An empty chair is exchanged like a person. So which tables are the larger ones changes from round to round, and what no
exchange of people alone would reach comes within reach. Work is counted, never timed, so that a slow machine finds the
same plan.
"""

from dataclasses import dataclass, field

from handlers.cafe.seating.dice import Dice
from handlers.cafe.seating.hall import Hall, Seats

APART = 24
"""A pair at one table that is to sit apart weighs as much as this many repeated meetings."""
WORST = 6
"""A try that makes the plan worse by more than this is never taken."""
LEVELS = 60
"""In how many steps it cools."""
COOLING = 0.93
"""How much more seldom a plan that is worse by one is taken at the next level."""
NEVER = 1000
"""The price of what must not be done."""
ASIDE = 6
"""What an exchange of whole companies costs, in tries of single people."""


@dataclass
class Room:
    """Who sits where, the people of each table as a set of bits, and whom each person meets in all other rounds."""

    hall: Hall
    seats: Seats
    strict: bool
    """Whether a table is met like a person, so that nobody comes to one twice."""
    tables: list[list[int]] = field(default_factory=list)
    met: list[list[int]] = field(default_factory=list)
    """For each round and person; -1 where it is to be found anew."""
    empty: list[list[int]] = field(default_factory=list)
    """Whether an empty chair stands at a table."""
    guarded: bool = False
    """Whether anybody is to sit apart from anybody."""
    cost: int = 0

    def __post_init__(self) -> None:
        hall, people = self.hall, self.hall.people
        for seated in self.seats:
            tables = [0] * hall.wanted.tables
            for person in range(people):
                tables[seated[person]] |= 1 << person
            if self.strict:
                for table in range(hall.wanted.tables):
                    tables[table] |= 1 << (people + table)
            self.tables.append(tables)
            empty = [0] * hall.wanted.tables
            for chair in range(people, hall.chairs):
                empty[seated[chair]] += 1
            self.empty.append(empty)
            self.met.append([-1] * people + [0] * (hall.chairs - people))
        self.guarded = any(hall.apart)
        self.cost = self._counted()

    def find(self, place: int, person: int) -> int:
        """Whom a person meets in all rounds but one, without themselves."""
        others = 0
        for other, (tables, seated) in enumerate(zip(self.tables, self.seats, strict=True)):
            if other != place:
                others |= tables[seated[person]]
        others &= ~(1 << person)
        self.met[place][person] = others
        return others

    def price(self, place: int, one: int, other: int) -> int:
        """What it costs in one round that two people of two tables, or a person and an empty chair, change places."""
        seated, tables, met, people = self.seats[place], self.tables[place], self.met[place], self.hall.people
        if one >= people:
            one, other = other, one
        here, there = seated[one], seated[other]
        if one >= people or (other >= people and self.empty[place][here]):
            return NEVER
        left, entered = tables[here] ^ 1 << one, tables[there]
        knows = met[one]
        if knows < 0:
            knows = self.find(place, one)
        change = 0
        if other < people:
            entered ^= 1 << other
            known = met[other]
            if known < 0:
                known = self.find(place, other)
            change = (known & left).bit_count() - (known & entered).bit_count()
        change += (knows & entered).bit_count() - (knows & left).bit_count()
        if self.guarded:
            away, off = self.hall.apart[one], self.hall.apart[other] if other < people else 0
            change += APART * ((away & entered).bit_count() - (away & left).bit_count())
            change += APART * ((off & left).bit_count() - (off & entered).bit_count())
        return change

    def exchange(self, place: int, ones: list[int], others: list[int]) -> int:
        """What it costs in one round that `ones`, of one table, and as many `others`, of another, change places."""
        tables, seated, met, apart, people = (
            self.tables[place],
            self.seats[place],
            self.met[place],
            self.hall.apart,
            self.hall.people,
        )
        here, there = tables[seated[ones[0]]], tables[seated[others[0]]]
        change = 0
        for one, other in zip(ones, others, strict=True):
            for mover, left, entered, gone in ((one, here, there, other), (other, there, here, one)):
                if mover >= people:
                    continue
                known = met[mover] if met[mover] >= 0 else self.find(place, mover)
                rest = left & ~(1 << mover)
                new = entered & ~(1 << gone) if gone < people else entered
                change += (known & new).bit_count() - (known & rest).bit_count()
                change += APART * ((apart[mover] & new).bit_count() - (apart[mover] & rest).bit_count())
            here = (here & ~(1 << one) if one < people else here) | (1 << other if other < people else 0)
            there = (there & ~(1 << other) if other < people else there) | (1 << one if one < people else 0)
        return change

    def move(self, place: int, ones: list[int], others: list[int], change: int) -> int:
        """Do what `exchange` has priced. Returns how many must be looked at anew, over all rounds."""
        tables, seated, people = self.tables[place], self.seats[place], self.hall.people
        here, there = seated[ones[0]], seated[others[0]]
        touched = tables[here] | tables[there]
        for movers, left, entered in ((ones, here, there), (others, there, here)):
            for one in movers:
                seated[one] = entered
                if one < people:
                    tables[left] ^= 1 << one
                    tables[entered] ^= 1 << one
                else:
                    self.empty[place][left] -= 1
                    self.empty[place][entered] += 1
        self.cost += change
        touched &= (1 << people) - 1
        stale = []
        while touched:
            low = touched & -touched
            touched ^= low
            stale.append(low.bit_length() - 1)
        for other, met in enumerate(self.met):
            if other != place:
                for person in stale:
                    met[person] = -1
        return len(stale) * (len(self.met) - 1)

    def _counted(self) -> int:
        people = self.hall.people
        everybody = (1 << people) - 1
        before, twice, once = [0] * people, 0, 0
        for tables, seated in zip(self.tables, self.seats, strict=True):
            for person in range(people):
                table = tables[seated[person]] & ~(1 << person)
                again = before[person] & table
                twice += (again & everybody).bit_count() + APART * (self.hall.apart[person] & table).bit_count()
                once += (again >> people).bit_count()
                before[person] |= table
        return twice // 2 + once


def anneal(room: Room, roll: Dice, work: int, warm: float, enough: int) -> tuple[int, Seats]:
    """The cheapest plan that was met, and its cost. It ends with `work`, about as many tries, or at a cost of `enough`.

    `warm` is how often, in the beginning, a plan is taken that is worse by one.
    """
    movable, company, price = room.hall.movable, room.hall.company, room.price
    number, rounds, places = len(movable), room.hall.wanted.rounds, room.seats
    alone = [len(company[one]) == 1 for one in range(room.hall.chairs)]
    best, kept = room.cost, [list(seated) for seated in places]
    done, odds = 0, warm
    for level in range(LEVELS if number > 1 else 0):
        accept = [1.0]
        for _ in range(WORST):  # multiplied, not raised to a power: that is the same on every machine
            accept.append(accept[-1] * odds)
        odds *= COOLING
        while done < work * (level + 1) // LEVELS and best > enough:
            done += 1
            place = int(roll() * rounds)
            one, other = movable[int(roll() * number)], movable[int(roll() * number)]
            if places[place][one] == places[place][other]:
                continue
            if alone[one] and alone[other]:
                sides, change = None, price(place, one, other)
            else:
                done += ASIDE
                sides = _sides(room, place, one, other, roll)
                change = room.exchange(place, *sides) if sides else NEVER
            if change > 0 and (change > WORST or roll() >= accept[change]):
                continue
            ones, others = sides or ([one], [other])
            done += room.move(place, ones, others, change) // 4
            if room.cost < best:
                best, kept = room.cost, [list(seated) for seated in places]
    return best, kept


def _sides(room: Room, place: int, one: int, other: int, roll: Dice) -> tuple[list[int], list[int]] | None:
    """Two companies, filled up with others of their tables till as many go as come; None where they do not."""
    hall, seated = room.hall, room.seats[place]
    here, there = seated[one], seated[other]
    ones, others = list(hall.company[one]), list(hall.company[other])
    while len(ones) != len(others):
        short, table = (ones, here) if len(ones) < len(others) else (others, there)
        free = [person for person in hall.movable if seated[person] == table and person not in short]
        if not free:
            return None
        short.extend(hall.company[free[int(roll() * len(free))]])
    empty, people = room.empty[place], hall.people
    coming, going = sum(person >= people for person in others), sum(person >= people for person in ones)
    if empty[here] - going + coming > 1 or empty[there] - coming + going > 1:
        return None
    return ones, others
