"""Judges a seating plan as a stranger would: by what was asked for and what was given, with no code of ours."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """What is wrong with a plan, in words, and what it comes to."""

    wrong: list[str]
    repeated: int
    returns: int
    colleagues: int
    alike: int


def judge(asked: dict[str, Any], given: dict[str, Any]) -> Verdict:
    """Compare a plan with what was asked for."""
    hosts = asked.get("hosts", {}).values()
    wrong = [] if len(given["rounds"]) == asked["rounds"] else ["the number of rounds"]
    met: dict[Any, int] = defaultdict(int)
    been: dict[Any, int] = defaultdict(int)
    for number, seated in enumerate(given["rounds"], 1):
        wrong += [f"round {number}: {problem}" for problem in _problems(asked, seated)]
        for table, group in seated.items():
            for pair in combinations(sorted(group, key=repr), 2):
                met[pair] += 1
            for one in group:
                been[one, table] += 1
    return Verdict(
        wrong,
        sum(times - 1 for times in met.values()),
        sum(times - 1 for (one, _), times in been.items() if one not in hosts),
        sum(_pairs(asked, given["rounds"][0], "org")),
        sum(sum(_pairs(asked, seated, "sector")) for seated in given["rounds"]),
    )


def _problems(asked: dict[str, Any], seated: dict[str, list[Any]]) -> Iterator[str]:
    ids = [person["id"] for person in asked["people"]]
    if list(seated) != [str(table) for table in range(1, asked["tables"] + 1)]:
        yield f"tables {list(seated)}"
    if sorted((one for table in seated.values() for one in table), key=repr) != sorted(ids, key=repr):
        yield "somebody sits nowhere, or twice"
    sizes = [len(table) for table in seated.values()]
    if max(sizes) - min(sizes) > 1:
        yield f"sizes {sizes}"
    where = {one: table for table, group in seated.items() for one in group}
    yield from (f"host {host} has moved" for table, host in asked.get("hosts", {}).items() if where[host] != table)
    for group in asked.get("together", []):
        if len({where[one] for one in group}) > 1:
            yield f"{group} are parted"
    for group in asked.get("apart", []):
        if len({where[one] for one in group}) < len(group):
            yield f"{group} share a table"


def _pairs(asked: dict[str, Any], seated: dict[str, list[Any]], kind: str) -> list[int]:
    of = {person["id"]: person.get(kind) for person in asked["people"]}
    return [
        sum(bool(of[one]) and of[one] == of[other] for one, other in combinations(group, 2))
        for group in seated.values()
    ]
