"""How good a plan is, counted; and what no plan can beat, so that nobody is promised what can not be."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from handlers.cafe.seating.plan import Id, Plan, Seated, Wanted
from handlers.cafe.seating.rules import companies


@dataclass(frozen=True)
class Figures:
    """What a plan comes to, the most important first; less is better everywhere."""

    repeated: int  # meetings of two people who have met before
    returns: int  # seats at a table where the person has been before, hosts and those who stay with them apart
    colleagues: int  # pairs of one organisation at one table in round 1
    alike: int  # pairs of one sector at one table, all rounds together


def figures(plan: Plan) -> Figures:
    """Count a plan out."""
    wanted, rounds = plan.wanted, plan.rounds
    organisation = {guest.id: guest.organisation for guest in wanted.people}
    sector = {guest.id: guest.sector for guest in wanted.people}
    return Figures(
        sum(times - 1 for times in meetings(rounds).values()),
        _returns(wanted, rounds),
        _alike(rounds[:1], organisation),
        _alike(rounds, sector),
    )


def meetings(rounds: Sequence[Seated]) -> Counter[frozenset[Id]]:
    """How often each two people sit at one table; pairs that never do are not there."""
    return Counter(frozenset(pair) for seated in rounds for table in seated for pair in combinations(table, 2))


def least_repeated(wanted: Wanted) -> int:
    """A number of repeated meetings below which no plan can be, by counting. The true least may be higher."""
    return max(_by_tables(wanted), _by_acquaintance(wanted), _by_company(wanted))


def spread(people: int, places: int) -> int:
    """The fewest pairs that share a place when people are spread over places."""
    each, more = divmod(people, places)
    return places * each * (each - 1) // 2 + more * each


def sizes(people: int, tables: int) -> list[int]:
    """How many sit at each table, the larger first."""
    each, more = divmod(people, tables)
    return [each + 1] * more + [each] * (tables - more)


def _by_tables(wanted: Wanted) -> int:
    """Six from one table can not spread over four tables in another round without two pairs staying side by side.

    That holds for each table and each two rounds. Whoever meets m times makes m(m - 1)/2 such pairs and m - 1 repeated
    meetings, so at least two repeated meetings stand behind as many such pairs as there are rounds.
    """
    kept = sum(spread(size, wanted.tables) for size in sizes(len(wanted.people), wanted.tables))
    twos = wanted.rounds * (wanted.rounds - 1) // 2
    return -(-2 * kept * twos // wanted.rounds)


def _by_acquaintance(wanted: Wanted) -> int:
    """More meetings than there are pairs who may meet: what is over is repeated. For all, and for each one by one."""
    people, rounds, hosts = len(wanted.people), wanted.rounds, len(wanted.hosts)
    every = sizes(people, wanted.tables)
    staying = set(wanted.hosts.values())
    strangers = _never_meet(wanted, staying)
    pairs = people * (people - 1) // 2 - len(strangers)
    of_all = rounds * sum(size * (size - 1) // 2 for size in every) - pairs
    if hosts == wanted.tables:
        travellers = people - hosts
        with_hosts = travellers * max(rounds - hosts, 0)
        among = rounds * sum((size - 1) * (size - 2) // 2 for size in every) - travellers * (travellers - 1) // 2
        of_all = max(of_all, with_hosts + max(among, 0))
    not_met = Counter(one for pair in strangers for one in pair)
    of_each = sum(max(rounds * (every[-1] - 1) - (people - 1 - not_met[guest.id]), 0) for guest in wanted.people)
    return max(of_all, -(-of_each // 2), 0)


def _never_meet(wanted: Wanted, staying: set[Id]) -> set[frozenset[Id]]:
    """Pairs who never share a table: two hosts, and those who are kept apart."""
    pairs = [*combinations(staying, 2), *(pair for group in wanted.apart for pair in combinations(group, 2))]
    return {frozenset(pair) for pair in pairs}


def _by_company(wanted: Wanted) -> int:
    """Who sits together in every round meets anew in each but the first."""
    pairs = sum(len(company) * (len(company) - 1) // 2 for company in companies(wanted))
    return pairs * (wanted.rounds - 1)


def _returns(wanted: Wanted, rounds: Sequence[Seated]) -> int:
    hosts = set(wanted.hosts.values())
    staying = {one for company in companies(wanted) if hosts.intersection(company) for one in company}
    visits = Counter((one, table) for seated in rounds for table, group in enumerate(seated) for one in group)
    return sum(times - 1 for (one, _), times in visits.items() if one not in staying)


def _alike(rounds: Sequence[Seated], kind: dict[Id, Id]) -> int:
    """Pairs of one kind at one table; an empty kind is nobody's."""
    counted = (Counter(kind[one] for one in table if kind.get(one, "") != "") for seated in rounds for table in seated)
    return sum(number * (number - 1) // 2 for table in counted for number in table.values())
