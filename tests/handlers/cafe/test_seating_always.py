"""What holds of every plan, whoever comes, and of every repair of one."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot.cli.seat import read_wanted
from handlers.cafe.seating.document import document
from handlers.cafe.seating.making import seat
from handlers.cafe.seating.plan import Guest, Plan, Unseatable
from handlers.cafe.seating.repair import changes, repaired
from tests.handlers.cafe.checker import judge
from tests.handlers.cafe.instances import Cafe, plan_of

hurried = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
CASES, WITHIN = 150, 0.95


@some.composite
def cafes(draw: some.DrawFn) -> Cafe:
    """From 8 to 200 people at tables of about three to seven, with and without hosts and rules."""
    people = draw(some.integers(8, 200))
    tables = max(people // draw(some.integers(3, 7)), 2)
    hosts = draw(some.sampled_from([0, tables, tables // 2]))
    pairs = (people - hosts) // 8
    return Cafe(
        people,
        tables,
        draw(some.integers(1, 6)),
        hosts,
        draw(some.integers(0, people)),
        draw(some.integers(1, 9)),
        draw(some.integers(0, min(pairs, 4))),
        draw(some.integers(0, min(pairs, 4))),
    )


@pytest.mark.usefixtures("in_a_hurry")
@hurried
@given(cafe=cafes(), seed=some.integers(-5, 10**12))
def test_the_rules_hold_in_every_round(cafe: Cafe, seed: int) -> None:
    """Everybody sits once, sizes differ by one at most, hosts stay, together and apart are kept."""
    asked = cafe.asked(seed)

    assert [] == judge(asked, plan_of(asked)).wrong


@pytest.mark.usefixtures("in_a_hurry")
@hurried
@given(cafe=cafes(), seed=some.integers(0, 99))
def test_the_same_people_and_seed_give_the_same_plan(cafe: Cafe, seed: int) -> None:
    """Also when they are asked for twice in one process."""
    assert plan_of(cafe.asked(seed)) == plan_of(cafe.asked(seed))


@pytest.mark.usefixtures("in_a_hurry")
def test_hardly_anybody_comes_to_a_table_twice() -> None:
    """In 95 % of cafés nobody at all, hosts or none, as long as there are as many tables as rounds, and more of them
    than chairs at one. It is no promise: meetings count for more, and where some tables have no host it may happen."""
    dice = random.Random(28)
    never = 0
    for _ in range(CASES):
        people = dice.randint(8, 200)
        tables = max(people // dice.randint(3, 7), 2)
        while -(-people // tables) >= tables:
            tables += 1
        asked = Cafe(people, tables, min(dice.randint(2, 6), tables), dice.choice([0, tables])).asked(
            dice.randrange(99)
        )
        never += judge(asked, plan_of(asked)).returns == 0

    assert WITHIN * CASES <= never


def after(plan: Plan, done: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a repaired plan is asked for in the rounds to come, and what it gives."""
    wanted = plan.wanted
    asked = {
        "people": [{"id": guest.id} for guest in wanted.people],
        "tables": wanted.tables,
        "rounds": wanted.rounds - done,
        "hosts": {str(table): host for table, host in wanted.hosts.items()},
        "together": wanted.together,
        "apart": wanted.apart,
    }
    given_now: Any = document(plan)
    return asked, {**given_now, "rounds": given_now["rounds"][done:]}


def broken(dice: random.Random, cafe: Cafe) -> tuple[Plan, Plan, int, int]:
    """A plan, the same after some have left or come, how many rounds were over, and how many people it was about."""
    plan = seat(read_wanted(cafe.asked(dice.randrange(1000))))
    done = dice.randrange(cafe.rounds)
    many = max(cafe.people // 20, 1)
    leaving = dice.sample([guest.id for guest in plan.wanted.people], dice.randint(0, many))
    arriving = [Guest(f"N{number}", "O1", "S1") for number in range(dice.randint(0, many))]
    new = repaired(plan, done=done, leaving=leaving, arriving=arriving)
    return plan, new, done, len(leaving) + len(arriving)


@pytest.mark.usefixtures("in_a_hurry")
@hurried
@given(cafe=cafes(), dice=some.randoms(use_true_random=False))
def test_a_repair_keeps_the_rules_and_the_past(cafe: Cafe, dice: random.Random) -> None:
    """Whoever is there sits by the rules in what comes, every table has its host again, and what was is as it was."""
    try:
        plan, new, done, _ = broken(dice, cafe)
    except Unseatable:
        return
    hosts = plan.wanted.hosts

    assert (hosts.keys(), plan.rounds[:done]) == (new.wanted.hosts.keys(), new.rounds[:done])
    assert [] == judge(*after(new, done)).wrong


@pytest.mark.usefixtures("in_a_hurry")
def test_a_repair_changes_little() -> None:
    """In 95 % of cases at most three places more than people have left and come, all rounds to come together."""
    dice = random.Random(20)
    few = 0
    for _ in range(CASES):
        people = dice.randint(8, 200)
        tables = max(people // dice.randint(4, 6), 2)
        cafe = Cafe(people, tables, dice.randint(2, 5), dice.choice([0, tables]))
        plan, new, done, about = broken(dice, cafe)
        few += changes(plan, new, done) <= about + 3

    assert WITHIN * CASES <= few
