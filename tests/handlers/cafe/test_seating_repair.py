"""Who leaves, who comes late, who changes places with whom: a plan mended by hand's breadth."""

import pytest

from bot.cli.seat import read_wanted
from bot.core.translate import Reader, plain
from handlers.cafe.said import quality
from handlers.cafe.seating.exchange import exchanged
from handlers.cafe.seating.figures import figures
from handlers.cafe.seating.making import seat
from handlers.cafe.seating.plan import Guest, Id, Plan, Unseatable
from handlers.cafe.seating.repair import changes, repaired
from tests.handlers.cafe.instances import Cafe

READER = Reader("en", "UTC")
LATE = Guest("N1", "O1", "S1")


def cafe(people: int, tables: int, rounds: int, hosts: int = 0, *, together: int = 0, apart: int = 0) -> Plan:
    """A plan to be mended."""
    return seat(read_wanted(Cafe(people, tables, rounds, hosts, together=together, apart=apart).asked()))


def table_of(plan: Plan, who: Id, place: int) -> int:
    """The number of the table where somebody sits; rounds are counted from 0."""
    return next(number for number, table in enumerate(plan.rounds[place], 1) if who in table)


def refusal(plan: Plan, one: Id, other: Id) -> str:
    """What is said when two can not be exchanged."""
    with pytest.raises(Unseatable) as refused:
        exchanged(plan, one, other, done=0)
    return plain(refused.value.message, READER)


def test_who_comes_late_takes_an_empty_chair() -> None:
    """At one of the smaller tables, in each round to come; nobody moves for it."""
    plan = cafe(22, 5, 3, 5)

    new = repaired(plan, done=1, arriving=[LATE])

    assert (plan.rounds[0], 0) == (new.rounds[0], changes(plan, new, 1))
    assert [5, 5] == [len(seated[table_of(new, "N1", place) - 1]) for place, seated in enumerate(new.rounds) if place]


def test_who_comes_late_meets_new_people() -> None:
    """In two rounds two tables, and nobody twice, where that is possible."""
    new = repaired(cafe(38, 8, 3, 8), done=1, arriving=[LATE])

    assert (0, 0) == (figures(new).repeated, figures(new).returns)


def test_who_leaves_leaves_a_chair() -> None:
    """Where they would have sat at larger tables nobody moves."""
    plan = cafe(21, 5, 2, 5)
    large = next(table for table in plan.rounds[1] if len(table) == 5)

    new = repaired(plan, done=1, leaving=[large[-1]])

    assert 0 == changes(plan, new, 1)


def test_one_moves_when_a_small_table_loses_somebody() -> None:
    """From a large table, so that sizes stay within one."""
    plan = cafe(22, 5, 2, 5)
    small = next(table for table in plan.rounds[1] if len(table) == 4)

    new = repaired(plan, done=1, leaving=[small[-1]])

    assert (1, [4, 4, 4, 4, 5]) == (changes(plan, new, 1), sorted(map(len, new.rounds[1])))


def test_a_host_who_leaves_is_replaced_from_the_table() -> None:
    """By one who sat there in the round that is over, and who stays there from then on."""
    plan = cafe(30, 6, 3, 6)
    host = plan.wanted.hosts[2]

    new = repaired(plan, done=1, leaving=[host])

    successor = new.wanted.hosts[2]
    assert successor in plan.rounds[0][1] and successor != host
    assert [2, 2] == [table_of(new, successor, place) for place in (1, 2)]


def test_before_the_first_round_the_successor_is_who_would_have_begun_there() -> None:
    """Nobody has been at the table yet."""
    plan = cafe(30, 6, 3, 6)

    new = repaired(plan, done=0, leaving=[plan.wanted.hosts[1]])

    assert new.wanted.hosts[1] in plan.rounds[0][0]


def test_who_came_with_somebody_stays_with_them() -> None:
    """Together holds in what comes also when one moves."""
    plan = cafe(22, 5, 3, 5, together=2)
    one, other = plan.wanted.together[0]

    new = repaired(plan, done=1, leaving=[*plan.wanted.together[1], "P010"], arriving=[LATE])

    assert [table_of(new, one, place) for place in range(3)] == [table_of(new, other, place) for place in range(3)]


def test_too_few_are_left() -> None:
    """It is said how to go on."""
    with pytest.raises(Unseatable) as refused:
        repaired(cafe(8, 3, 3), done=1, leaving=[f"P{number:03}" for number in range(1, 7)])

    said = "There are more tables (3) than people (2); take fewer tables."
    assert said == plain(refused.value.message, READER)


def test_nothing_is_claimed_of_a_mended_plan() -> None:
    """Counting proves nothing where not the same people sit in every round."""
    new = repaired(cafe(24, 4, 3, 4), done=1, leaving=["P024"])

    assert "I do not know whether" in plain(quality(new), READER)


def test_two_are_exchanged() -> None:
    """In all rounds to come, and nobody else moves."""
    plan = cafe(22, 5, 3, 5)

    new = exchanged(plan, "P010", "P017", done=1)

    assert plan.rounds[0] == new.rounds[0]
    was = [(table_of(plan, "P010", place), table_of(plan, "P017", place)) for place in (1, 2)]
    assert was == [(table_of(new, "P017", place), table_of(new, "P010", place)) for place in (1, 2)]
    assert 2 * sum(one != other for one, other in was) == changes(plan, new, 1)


def test_who_can_not_be_exchanged() -> None:
    """Hosts, strangers, those who came with somebody, and those who would meet whom they must not."""
    plan = cafe(22, 5, 3, 5, together=1, apart=1)
    one, other = plan.wanted.apart[0]
    beside = next(
        who for who in plan.rounds[0][table_of(plan, other, 0) - 1][::-1] if who not in (other, "P021", "P022")
    )

    assert "P001 is a host and stays; choose somebody who travels." == refusal(plan, "P009", "P001")
    assert "X is not in this plan; choose somebody who is." == refusal(plan, "X", "P009")
    assert "P021 and P022 are to sit together; exchange both, or drop that rule." == refusal(plan, "P021", "P012")
    said = f"{one} and {other} are to sit apart, but would share a table; choose somebody else."
    assert said == refusal(plan, one, beside)
