"""Wishes that can not all be met are refused with a sentence; those that are only unusual are warned of."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.translate import Reader, plain
from handlers.cafe.said import quality
from handlers.cafe.seating.making import seat
from handlers.cafe.seating.plan import Guest, Unseatable, Wanted
from handlers.cafe.seating.rules import unusual

READER = Reader("en", "UTC")
ROMANIAN = Reader("ro", "UTC")


def cafe(people: int = 12, tables: int = 3, rounds: int = 3, **rules: Any) -> Wanted:
    """People P1, P2 … and rules."""
    wanted = Wanted([Guest(f"P{number}") for number in range(1, people + 1)], tables, rounds)
    return replace(wanted, **rules)


REFUSED = [
    (cafe(0), "Nobody is to be seated; name the people first."),
    (cafe(tables=0), "A café has at least one table; say how many."),
    (cafe(rounds=0), "A café has at least one round; say how many."),
    (cafe(rounds=25), "A café has at most 1000 people and 24 rounds; divide it into several."),
    (cafe(2), "There are more tables (3) than people (2); take fewer tables."),
    (cafe(hosts={4: "P1"}), "There is no table 4 for a host; tables go from 1 to 3."),
    (cafe(hosts={1: "P1", 2: "P1"}), "P1 can not be host of two tables; choose one."),
    (
        cafe(hosts={1: "X"}),
        "X is to host a table, but is not in the list of people; add them or choose another host.",
    ),
    (
        cafe(together=[("P1", "X")]),
        "A rule names X, who is not in the list of people; add them or drop the rule.",
    ),
    (
        cafe(apart=[("X", "P1")]),
        "A rule names X, who is not in the list of people; add them or drop the rule.",
    ),
    (
        cafe(hosts={1: "P1", 2: "P2"}, together=[("P1", "P2")]),
        "P1 and P2 are to sit together, but each is host of a table; change one of the two.",
    ),
    (
        cafe(together=[("P1", "P2"), ("P2", "P3")], apart=[("P3", "P1")]),
        "P3 and P1 are to sit together and also apart; drop one of the two rules.",
    ),
    (cafe(apart=[("P1", "P1")]), "A rule keeps P1 apart from themselves; drop it."),
    (
        cafe(together=[("P1", "P2", "P3"), ("P3", "P4", "P5")]),
        "P1, P2, P3, P4, P5 are to sit together, but no table is so large (chairs: 4); "
        "part them, or take fewer tables.",
    ),
    (
        cafe(6, 2, together=[("P1", "P2"), ("P3", "P4"), ("P5", "P6")]),
        "Those who are to sit together do not fit the tables; make their groups smaller, or take fewer tables.",
    ),
    (
        cafe(apart=[("P1", "P2", "P3", "P4")]),
        "No plan was found in which all who are to sit apart do; drop one of these rules, or take more tables.",
    ),
]


@pytest.mark.parametrize(("wanted", "said"), REFUSED, ids=lambda one: one[:24] if isinstance(one, str) else "")
def test_it_is_said_why_not(wanted: Wanted, said: str) -> None:
    """One sentence, with whom it is about and how to go on."""
    with pytest.raises(Unseatable) as refused:
        seat(wanted)

    assert said == plain(refused.value.message, READER)


def test_the_same_person_twice() -> None:
    """In the list of people."""
    with pytest.raises(Unseatable) as refused:
        seat(replace(cafe(8), people=[Guest("P1")] * 8))

    assert "P1 is in the list of people twice; leave one." == plain(refused.value.message, READER)


WARNED = [
    (cafe(20, 4), []),
    (cafe(6, 1, 1), []),
    (cafe(7, 2, 3), ["With 7 people, one or two tables without rotation work better.", "People at a table: 3 or 4;"]),
    (cafe(30, 3), ["People at a table: 10; talks go best with 4 to 6, so with 5 to 7 tables."]),
    (cafe(9, 3), ["People at a table: 3; talks go best with 4 to 6."]),
]


@pytest.mark.parametrize(("wanted", "said"), WARNED, ids=lambda one: "" if isinstance(one, list) else str(one.tables))
def test_what_is_unusual_is_no_refusal(wanted: Wanted, said: list[str]) -> None:
    """Few people who rotate, and tables that are smaller than 4 or larger than 6."""
    told = [plain(warning, READER) for warning in unusual(wanted)]

    assert [True] * len(said) == [one.startswith(begin) for one, begin in zip(told, said, strict=True)]
    assert 3 == len(seat(wanted).rounds) or wanted.rounds == 1


QUALITY = [
    (cafe(20, 5, hosts={n: f"P{n}" for n in range(1, 6)}), "Nobody sits with the same person twice."),
    (
        cafe(24, 4, hosts={n: f"P{n}" for n in range(1, 5)}),
        "16 meetings of two people are repeated ones; counting shows that no plan has fewer.",
    ),
    (
        cafe(9, 2, hosts={1: "P1", 2: "P2"}),
        "14 meetings of two people are repeated ones; I do not know whether fewer are possible.",
    ),
]


@pytest.mark.parametrize(("wanted", "said"), QUALITY, ids=("none", "proved", "unknown"))
def test_the_facilitator_is_told_how_good_it_is(wanted: Wanted, said: str) -> None:
    """In one sentence, and without a promise that can not be kept."""
    assert said == plain(quality(seat(wanted)), READER)


@pytest.mark.romanian
def test_the_facilitator_is_told_in_romanian() -> None:
    """With the plural that 32 needs."""
    said = "32 de întâlniri între două persoane se repetă; numărătoarea arată că niciun plan nu are mai puține."

    assert said == plain(quality(seat(cafe(40, 4, 2))), ROMANIAN)
