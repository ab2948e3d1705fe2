"""Seating plans, judged by a checker that shares no code with what makes them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.seat import read_wanted
from handlers.cafe.seating.figures import figures, least_repeated
from handlers.cafe.seating.hall import hall
from handlers.cafe.seating.labels import fewest_returns
from handlers.cafe.seating.making import price, seat
from tests.handlers.cafe.checker import judge
from tests.handlers.cafe.instances import Cafe, plan_of

ROOT = Path(__file__).parents[3]

# Repeated meetings, and pairs of colleagues at one table in round 1: no more than these.
NAMED = [
    (Cafe(22, 5, 3, 5), 0, 0),
    (Cafe(30, 6, 3, 6), 0, 0),
    (Cafe(24, 4, 3, 4), 16, 0),
    (Cafe(20, 4, 3, 4), 8, 0),
    (Cafe(30, 5, 3, 5), 10, 0),
    (Cafe(20, 5, 5, 5), 0, 0),
    (Cafe(40, 8, 5, 8), 0, 0),
    (Cafe(140, 28, 3, 28), 0, 0),
    (Cafe(140, 24, 4, 24), 0, 0),
    (Cafe(200, 34, 5, 34), 0, 0),
    (Cafe(16, 4, 5), 0, 0),
    (Cafe(20, 5, 5), 0, 0),
    (Cafe(60, 10, 6), 0, 0),
    (Cafe(32, 8, 9), 0, 0),
]
OTHERS = [
    (Cafe(8, 2, 2, 2), 4, 0),
    (Cafe(8, 2, 3), 8, 0),
    (Cafe(9, 2, 3, 2), 14, 0),
    (Cafe(9, 3, 4), 0, 0),
    (Cafe(10, 2, 3, 2, organisations=5), 18, 0),
    (Cafe(11, 3, 3, 3), 4, 0),
    (Cafe(13, 3, 3, 3, organisations=4), 8, 1),
    (Cafe(12, 3, 3, organisations=4, sectors=3), 6, 0),
    (Cafe(15, 3, 3, 3, organisations=5, sectors=3, together=1), 12, 0),
    (Cafe(17, 4, 3), 2, 0),
    (Cafe(18, 4, 4, 4, organisations=6, sectors=3, together=1, apart=1), 6, 0),
    (Cafe(19, 4, 3, 4, organisations=10), 6, 0),
    (Cafe(23, 5, 3, 5, organisations=8, apart=3), 0, 0),
    (Cafe(25, 5, 6), 0, 0),
    (Cafe(26, 5, 4, 2, organisations=9), 3, 0),
    (Cafe(27, 5, 4, 5, organisations=9, sectors=3, together=1, apart=1), 6, 0),
    (Cafe(22, 5, 3, 5, organisations=11, together=2), 4, 0),
    (Cafe(28, 6, 4, 6, organisations=14, together=1, apart=1), 3, 0),
    (Cafe(33, 6, 3), 0, 0),
    (Cafe(35, 7, 4, 7, organisations=12, sectors=5), 0, 0),
    (Cafe(30, 6, 3, 6, organisations=15, together=2, apart=2), 4, 0),
    (Cafe(24, 4, 3, 4, organisations=8, together=2, apart=2), 16, 0),
    (Cafe(37, 7, 3, 7, organisations=20, sectors=6, together=1, apart=2), 2, 0),
    (Cafe(42, 7, 6, 7), 0, 0),
    (Cafe(45, 9, 8, 9), 0, 0),
    (Cafe(48, 8, 5, 8, organisations=20), 0, 0),
    (Cafe(50, 10, 5, 4, organisations=25, sectors=5), 0, 0),
    (Cafe(60, 12, 5, 12, organisations=20, sectors=6, together=3, apart=4), 12, 0),
    (Cafe(64, 8, 9), 0, 0),
    (Cafe(70, 14, 4, 14, organisations=30, sectors=6, apart=12), 0, 0),
    (Cafe(77, 13, 4, 6, organisations=25, sectors=5, together=3, apart=3), 9, 0),
    (Cafe(81, 9, 10), 0, 0),
    (Cafe(90, 18, 3, 18, organisations=30, sectors=5, together=8, apart=8), 16, 0),
    (Cafe(100, 17, 3, organisations=40, sectors=7), 0, 0),
    (Cafe(111, 20, 4, 20, organisations=33, sectors=6, together=5, apart=5), 15, 0),
    (Cafe(120, 20, 6, 20, organisations=50, sectors=8), 0, 0),
    (Cafe(140, 28, 3, 28, organisations=32, sectors=6, together=4, apart=6), 8, 0),
    (Cafe(150, 30, 4, organisations=60, sectors=7, together=10, apart=10), 30, 0),
    (Cafe(199, 34, 5, 34, organisations=50, sectors=6), 0, 0),
    (Cafe(200, 40, 6, organisations=64, sectors=8), 0, 0),
    (Cafe(200, 50, 4, 50, organisations=70, sectors=8, together=12, apart=12), 36, 0),
]
ALL = [*NAMED, *OTHERS]
PROVED = [
    cafe for cafe, repeated, _ in ALL if repeated and cafe not in (Cafe(9, 2, 3, 2), Cafe(10, 2, 3, 2, organisations=5))
]


@pytest.mark.parametrize(("cafe", "repeated", "colleagues"), ALL, ids=str)
def test_nobody_has_found_a_better_plan(cafe: Cafe, repeated: int, colleagues: int) -> None:
    """The rules hold in every round, and the best that is known is reached."""
    asked = cafe.asked()

    verdict = judge(asked, plan_of(asked))

    assert [] == verdict.wrong
    assert (repeated, colleagues) >= (verdict.repeated, verdict.colleagues)


@pytest.mark.parametrize("seed", range(2, 6))
@pytest.mark.parametrize(("cafe", "repeated", "colleagues"), NAMED, ids=str)
def test_any_seed_will_do(cafe: Cafe, repeated: int, colleagues: int, seed: int) -> None:
    """What is reached is no luck."""
    asked = cafe.asked(seed)

    assert repeated >= judge(asked, plan_of(asked)).repeated


@pytest.mark.parametrize("cafe", PROVED, ids=str)
def test_the_least_possible_is_counted_out(cafe: Cafe) -> None:
    """Where meetings must be repeated, the count shows that these are the fewest."""
    asked = cafe.asked()

    assert judge(asked, plan_of(asked)).repeated == least_repeated(read_wanted(asked))


@pytest.mark.parametrize("cafe", [cafe for cafe, *_ in NAMED if cafe.rounds <= cafe.tables], ids=str)
def test_nobody_comes_to_a_table_twice(cafe: Cafe) -> None:
    """As long as there are as many tables as rounds."""
    asked = cafe.asked()

    assert 0 == judge(asked, plan_of(asked)).returns


@pytest.mark.parametrize("cafe", [Cafe(60, 12, 5, 12, 20, 6, 3, 4), Cafe(17, 4, 3), Cafe(9, 2, 3, 2, 3)], ids=str)
def test_our_own_figures_are_right(cafe: Cafe) -> None:
    """What the facilitator is told is what a stranger counts."""
    asked = cafe.asked()
    plan = seat(read_wanted(asked))
    ours, theirs = figures(plan), judge(asked, plan_of(asked))

    counted = (ours.repeated, ours.returns, ours.colleagues, ours.alike)
    assert (theirs.repeated, theirs.returns, theirs.colleagues, theirs.alike) == counted


@pytest.mark.parametrize("cafe", [Cafe(30, 6, 3, 6), Cafe(140, 28, 3, 28)], ids=str)
def test_sectors_are_mixed(cafe: Cafe) -> None:
    """Pairs of one sector at a table are at most a tenth more than in every plan."""
    asked = cafe.asked()
    small, large = divmod(cafe.people, cafe.sectors)
    kinds = [small + (kind < large) for kind in range(cafe.sectors)]
    evenly = [[kind // cafe.tables, kind % cafe.tables] for kind in kinds]
    least = cafe.rounds * sum(cafe.tables * each * (each - 1) // 2 + more * each for each, more in evenly)

    assert 1.1 * least >= judge(asked, plan_of(asked)).alike


def test_colleagues_are_parted_where_there_are_no_sectors() -> None:
    """Five of each organisation, and nothing else to go by."""
    asked = Cafe(60, 12, 3, 12, organisations=12).asked()
    for person in asked["people"]:
        person["sector"] = None

    assert 0 == judge(asked, plan_of(asked)).colleagues


def test_tables_are_numbered_so_that_few_come_back() -> None:
    """Four groups of two that have met at tables where one of each has been before: other numbers, and nobody has."""
    room = hall(read_wanted(Cafe(8, 4, 2).asked()))
    seats = [[0, 0, 1, 1, 2, 2, 3, 3], [0, 1, 0, 1, 2, 3, 2, 3]]

    assert [4, 0] == [price(room, numbered)[2] for numbered in (seats, fewest_returns(room, seats))]


def test_the_order_of_the_list_does_not_matter() -> None:
    """The same people and the same seed give the same plan."""
    asked = Cafe(23, 5, 3, 5, 8, 4, 1, 3).asked()
    turned = {**asked, "people": asked["people"][::-1], "apart": asked["apart"][::-1]}

    assert plan_of(asked)["rounds"] == plan_of(turned)["rounds"]


def test_another_seed_gives_another_plan() -> None:
    """Otherwise it would be no seed."""
    assert plan_of(Cafe(22, 5, 3, 5).asked(1))["rounds"] != plan_of(Cafe(22, 5, 3, 5).asked(2))["rounds"]


def test_every_process_makes_the_same_plan() -> None:
    """Whatever Python's own salt for sets and dictionaries is."""
    program = (
        "from tests.handlers.cafe.instances import Cafe, plan_of;print(plan_of(Cafe(26, 5, 4, 2, 9, 4, 1, 1).asked()))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": salt, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for salt in ("0", "1", "77")
    }

    assert 1 == len(told)
