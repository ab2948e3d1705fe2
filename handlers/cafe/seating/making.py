"""Making a plan: construct, anneal where that is not enough, number the tables, part colleagues, mix sectors."""

from bot.model.text import T
from handlers.cafe.seating.anneal import Room, anneal
from handlers.cafe.seating.arrive import at_random
from handlers.cafe.seating.construct import rotations
from handlers.cafe.seating.dice import Dice, dice
from handlers.cafe.seating.figures import least_repeated
from handlers.cafe.seating.hall import Hall, Seats, hall
from handlers.cafe.seating.joining import joined
from handlers.cafe.seating.labels import fewest_returns
from handlers.cafe.seating.plan import Plan, Unseatable, Wanted, largest
from handlers.cafe.seating.spread import mix, part

BUILT, RANDOM, AGAIN = (60_000, 0.08), (190_000, 0.3), (130_000, 0.12)
"""How many tries each search may take, together about half a second; and how often a plan that is worse by one is taken
at first: from a good beginning seldom, from a random one often."""
NEAR = 4
"""A beginning with fewer avoidable repeated meetings than one for so many people is a good one."""
PARTING, MIXING = 40_000, 120_000
"""How many tries of a round the parting of colleagues and the mixing of sectors may take."""

Price = tuple[int, int, int]
"""Pairs that should be apart and are not, repeated meetings, returns to a table."""


def seat(wanted: Wanted) -> Plan:
    """The best plan that was found; the same people, rules and seed always give the same one.

    First come together, apart and hosts, which hold in every round, and sizes within one; then the fewest repeated
    meetings, the fewest returns to a table, the fewest colleagues side by side in round 1, and the best mixed sectors.
    Raises Unseatable when the rules contradict each other, or when no plan that keeps them was found.
    """
    room = hall(wanted)
    roll = dice(wanted.seed)
    enough = least_repeated(wanted)
    best = _constructed(room, roll)
    if best is None or price(room, best) > (0, enough, 0):
        best = _annealed(room, roll, best, enough)
    best = part(room, fewest_returns(room, best), roll, PARTING)
    if price(room, best)[0]:
        raise Unseatable(
            T("No plan was found in which all who are to sit apart do; drop one of these rules, or take more tables.")
        )
    return room.seated(mix(room, best, roll, MIXING))


def price(room: Hall, seats: Seats) -> Price:
    """What decides between two plans, the most important first."""
    everybody = (1 << room.people) - 1
    close = Room(room, seats, strict=True)
    apart = twice = returns = 0
    before = [0] * room.people
    for tables, seated in zip(close.tables, seats, strict=True):
        for person in range(room.people):
            table = tables[seated[person]] & ~(1 << person)
            again = before[person] & table
            before[person] |= table
            apart += (room.apart[person] & table).bit_count()
            twice += (again & everybody).bit_count()
            returns += (again >> room.people).bit_count() if room.home[person] < 0 else 0
    return apart // 2, twice // 2, returns


def _constructed(room: Hall, roll: Dice) -> Seats | None:
    found = []
    for seats in rotations(room, roll):
        together = joined(room, seats, roll)
        if together is not None:
            found.append(part(room, together, roll, PARTING) if any(room.apart) else together)
    return min(found, key=lambda seats: price(room, seats), default=None)


def _annealed(room: Hall, roll: Dice, built: Seats | None, enough: int) -> Seats:
    """The best of: what was constructed, annealed a little; anybody anywhere, annealed well; and the best once more."""
    wanted = room.wanted
    hosted = not room.unhosted
    no_returns = wanted.rounds <= wanted.tables and (hosted or largest(room.people, wanted.tables) < wanted.tables)
    found = [] if built is None else [built]
    if built is not None and price(room, built)[1] - enough < room.people // NEAR:
        found.append(_better(room, built, roll, BUILT, enough, strict=no_returns))
    if not any(_perfect(room, seats, enough, no_returns) for seats in found):
        begun = at_random(room, roll)
        if begun is not None:
            found.append(_better(room, begun, roll, RANDOM, enough, strict=no_returns))
    if not found:
        raise Unseatable(
            T("Those who are to sit together do not fit the tables; make their groups smaller, or take fewer tables.")
        )
    best = min(found, key=lambda seats: price(room, seats))
    if not _perfect(room, best, enough, no_returns):
        strict = no_returns and (hosted or price(room, best)[1] <= enough)
        found.append(_better(room, best, roll, AGAIN, enough, strict=strict))
    return min(found, key=lambda seats: price(room, seats))


def _perfect(room: Hall, seats: Seats, enough: int, no_returns: bool) -> bool:
    apart, repeated, returns = price(room, seats)
    return apart == 0 and repeated <= enough and (returns == 0 or not no_returns)


def _better(room: Hall, seats: Seats, roll: Dice, work: tuple[int, float], enough: int, *, strict: bool) -> Seats:
    tries, warm = work
    return anneal(Room(room, [list(seated) for seated in seats], strict), roll, tries, warm, enough)[1]
