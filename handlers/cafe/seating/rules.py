"""Wishes that contradict each other, said before anything is tried; and those that are only unusual."""

from collections import Counter
from collections.abc import Iterable

from bot.model.text import N, Sentence, T
from handlers.cafe.seating.plan import Group, Id, Unseatable, Wanted, largest, order

FEWEST_PEOPLE = 8
SIZES = range(4, 7)
MOST_PEOPLE, MOST_ROUNDS = 1000, 24


def check(wanted: Wanted) -> None:
    """Raises Unseatable with the first wish that can not be met beside the others."""
    _numbers(wanted)
    _names(wanted)
    _hosts(wanted)
    _groups(wanted)


def companies(wanted: Wanted) -> list[Group]:
    """Everybody with those they always sit with; A with B and B with C makes one company of three."""
    of: dict[Id, set[Id]] = {guest.id: {guest.id} for guest in wanted.people}
    for group in wanted.together:
        merged = {one for member in group for one in of[member]}
        of.update(dict.fromkeys(merged, merged))
    return sorted({tuple(sorted(company, key=order)) for company in of.values()}, key=lambda one: order(one[0]))


def unusual(wanted: Wanted) -> list[Sentence]:
    """What can be done but is not how a café works best."""
    said = []
    people, tables = len(wanted.people), wanted.tables
    if people < FEWEST_PEOPLE and (tables > 2 or wanted.rounds > 1):
        said.append(
            N(
                "With {n} person, one or two tables without rotation work better.",
                "With {n} people, one or two tables without rotation work better.",
                people,
            )
        )
    small, large = people // tables, largest(people, tables)
    if small not in SIZES or large not in SIZES:
        fewer, more = largest(people, SIZES[-1]), max(people // SIZES[0], 1)
        size: Sentence | int = large if small == large else T("{small} or {large}", small=small, large=large)
        if fewer >= more:
            said.append(T("People at a table: {size}; talks go best with 4 to 6.", size=size))
        else:
            said.append(
                T(
                    "People at a table: {size}; talks go best with 4 to 6, so with {fewer} to {more} tables.",
                    size=size,
                    fewer=fewer,
                    more=more,
                )
            )
    return said


def _numbers(wanted: Wanted) -> None:
    if not wanted.people:
        raise Unseatable(T("Nobody is to be seated; name the people first."))
    if wanted.rounds < 1:
        raise Unseatable(T("A café has at least one round; say how many."))
    if len(wanted.people) > MOST_PEOPLE or wanted.rounds > MOST_ROUNDS:
        raise Unseatable(
            T(
                "A café has at most {people} people and {rounds} rounds; divide it into several.",
                people=MOST_PEOPLE,
                rounds=MOST_ROUNDS,
            )
        )
    if wanted.tables < 1:
        raise Unseatable(T("A café has at least one table; say how many."))
    if wanted.tables > len(wanted.people):
        raise Unseatable(
            T(
                "There are more tables ({tables}) than people ({people}); take fewer tables.",
                tables=wanted.tables,
                people=len(wanted.people),
            )
        )


def _names(wanted: Wanted) -> None:
    for one, times in Counter(guest.id for guest in wanted.people).items():
        if times > 1:
            raise Unseatable(T("{who} is in the list of people twice; leave one.", who=_shown(one)))
    known = {guest.id for guest in wanted.people}
    for one in wanted.hosts.values():
        if one not in known:
            raise Unseatable(
                T(
                    "{who} is to host a table, but is not in the list of people; add them or choose another host.",
                    who=_shown(one),
                )
            )
    for one in (one for group in (*wanted.together, *wanted.apart) for one in group):
        if one not in known:
            raise Unseatable(
                T("A rule names {who}, who is not in the list of people; add them or drop the rule.", who=_shown(one))
            )


def _hosts(wanted: Wanted) -> None:
    for table in wanted.hosts:
        if not 1 <= table <= wanted.tables:
            raise Unseatable(
                T(
                    "There is no table {table} for a host; tables go from 1 to {tables}.",
                    table=table,
                    tables=wanted.tables,
                )
            )
    for one, times in Counter(wanted.hosts.values()).items():
        if times > 1:
            raise Unseatable(T("{who} can not be host of two tables; choose one.", who=_shown(one)))


def _groups(wanted: Wanted) -> None:
    hosts = set(wanted.hosts.values())
    room = largest(len(wanted.people), wanted.tables)
    of: dict[Id, Group] = {}
    for company in companies(wanted):
        of.update(dict.fromkeys(company, company))
        if len(hosts.intersection(company)) > 1:
            first, second = [one for one in company if one in hosts][:2]
            raise Unseatable(
                T(
                    "{who} and {other} are to sit together, but each is host of a table; change one of the two.",
                    who=_shown(first),
                    other=_shown(second),
                )
            )
        if len(company) > room:
            raise Unseatable(
                T(
                    "{names} are to sit together, but no table is so large (chairs: {room}); "
                    "part them, or take fewer tables.",
                    names=", ".join(map(str, company)),
                    room=room,
                )
            )
    for one, other in _pairs(wanted.apart):
        if one == other:
            raise Unseatable(T("A rule keeps {who} apart from themselves; drop it.", who=_shown(one)))
        if other in of[one]:
            raise Unseatable(
                T(
                    "{who} and {other} are to sit together and also apart; drop one of the two rules.",
                    who=_shown(one),
                    other=_shown(other),
                )
            )


def _pairs(groups: Iterable[Group]) -> Iterable[tuple[Id, Id]]:
    for group in groups:
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                yield one, other


def _shown(one: Id) -> str:
    return str(one)
