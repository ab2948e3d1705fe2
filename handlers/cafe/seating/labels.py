"""Which group sits at which table, where no host decides it: so that as few as possible come to a table twice."""

from itertools import combinations

from handlers.cafe.seating.hall import Hall, Seats

PASSES = 6


def fewest_returns(hall: Hall, seats: Seats) -> Seats:
    """The same groups in each round, with tables exchanged as long as that spares somebody a table they know."""
    free = hall.unhosted
    tables = [[0] * hall.wanted.tables for _ in seats]
    for groups, seated in zip(tables, seats, strict=True):
        for person in range(hall.people):
            groups[seated[person]] |= 1 << person
    for _ in range(PASSES):
        better = False
        for place, groups in enumerate(tables):
            others = [other for number, other in enumerate(tables) if number != place]
            for here, there in combinations(free, 2):
                as_is = _known(others, here, groups[here]) + _known(others, there, groups[there])
                if as_is and _known(others, there, groups[here]) + _known(others, here, groups[there]) < as_is:
                    groups[here], groups[there] = groups[there], groups[here]
                    better = True
        if not better:
            break
    moved = []
    for groups, seated in zip(tables, seats, strict=True):
        table = {group: number for number, group in enumerate(groups)}
        of = {seated[person]: table[group] for group in groups for person in _members(group)}
        moved.append([of[one] for one in seated])
    return moved


def _known(others: list[list[int]], table: int, group: int) -> int:
    """How many of a group sit at a table in any other round."""
    before = 0
    for groups in others:
        before |= groups[table]
    return (before & group).bit_count()


def _members(group: int) -> list[int]:
    members = []
    while group:
        low = group & -group
        group ^= low
        members.append(low.bit_length() - 1)
    return members
