"""Those who sit together in every round, brought together in a plan that was made without regard to them."""

from handlers.cafe.seating.dice import Dice
from handlers.cafe.seating.hall import Hall, Seats


def joined(hall: Hall, seats: Seats, roll: Dice) -> Seats | None:
    """Each company at the table of its host, or of its first: the others exchange with whoever sits there alone.

    None where there is nobody left to exchange with.
    """
    groups = [company for company in hall.companies if len(company) > 1]
    together = {one for company in groups for one in company}
    hosts = {host for host in range(hall.people) if hall.ids[host] in hall.wanted.hosts.values()}
    alone = [one for one in range(hall.chairs) if one not in together and one not in hosts]
    moved = [list(seated) for seated in seats]
    for seated in moved:
        for company in groups:
            first = next((one for one in company if one in hosts), company[0])
            for one in company:
                if seated[one] == seated[first]:
                    continue
                free = [other for other in alone if seated[other] == seated[first]]
                free = [other for other in free if other < hall.people or not _empty_at(hall, seated, seated[one])]
                if not free:
                    return None
                other = free[int(roll() * len(free))]
                seated[one], seated[other] = seated[other], seated[one]
    return moved


def _empty_at(hall: Hall, seated: list[int], table: int) -> bool:
    return any(seated[chair] == table for chair in range(hall.people, hall.chairs))
