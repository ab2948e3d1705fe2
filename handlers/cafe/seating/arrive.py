"""Where a search begins: anybody anywhere, so that chairs and rules come out."""

from handlers.cafe.seating.dice import Dice, shuffle
from handlers.cafe.seating.hall import Hall, Seats
from handlers.cafe.seating.plan import largest

TRIES = 200


def at_random(hall: Hall, roll: Dice) -> Seats | None:
    """Any seats with companies whole and sizes within one, and most of those apart who are to be; None if not found."""
    seats = []
    for _ in range(hall.wanted.rounds):
        seated = next((found for _ in range(TRIES) if (found := _one_round(hall, roll)) is not None), None)
        if seated is None:
            return None
        seats.append(seated)
    return seats


def _one_round(hall: Hall, roll: Dice) -> list[int] | None:
    tables = hall.wanted.tables
    seated = [*hall.home, *[-1] * (hall.chairs - hall.people)]
    room = [largest(hall.people, tables)] * tables
    people = [0] * tables
    for person, table in enumerate(hall.home):
        if table >= 0:
            room[table] -= 1
            people[table] |= 1 << person
    if min(room) < 0:
        return None
    waiting = [company for company in hall.companies if hall.home[company[0]] < 0]
    shuffle(waiting, roll)
    waiting.sort(key=lambda company: (-len(company), -sum(hall.apart[one].bit_count() for one in company)))
    shared = sum(len(company) > 1 for company in waiting)
    empty = [(chair,) for chair in range(hall.people, hall.chairs)]
    with_empty: set[int] = set()
    for company in (*waiting[:shared], *empty, *waiting[shared:]):
        chair = company[0] >= hall.people
        fits = [table for table in range(tables) if room[table] >= len(company) and not (chair and table in with_empty)]
        away = 0 if chair else _away(hall, company)
        fits = [table for table in fits if not people[table] & away] or fits
        if not fits:
            return None
        table = fits[int(roll() * len(fits))]
        room[table] -= len(company)
        if chair:
            with_empty.add(table)
        for one in company:
            seated[one] = table
            people[table] |= 0 if chair else 1 << one
    return seated


def _away(hall: Hall, company: tuple[int, ...]) -> int:
    away = 0
    for one in company:
        away |= hall.apart[one]
    return away
