"""What a seating plan is made from, and what it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.model.text import Sentence

Id = int | str
Group = tuple[Id, ...]
Seated = tuple[Group, ...]
"""Who sits where in one round: the people of table 1, of table 2, and so on."""


@dataclass(frozen=True)
class Guest:
    """Somebody who wants a chair. An empty organisation or sector is nobody's colleague."""

    id: Id
    organisation: Id = ""
    sector: Id = ""


@dataclass(frozen=True)
class Wanted:
    """What is asked for. `hosts` are those who stay, by table (1 is the first); groups hold in every round."""

    people: Sequence[Guest]
    tables: int
    rounds: int
    hosts: Mapping[int, Id] = field(default_factory=dict)
    together: Sequence[Group] = ()
    apart: Sequence[Group] = ()
    seed: int = 1


@dataclass(frozen=True)
class Plan:
    """Who sits where, round after round. `wanted` tells of whom, and by which rules."""

    wanted: Wanted
    rounds: tuple[Seated, ...]


class Unseatable(Exception):
    """There is no such plan; `message` says why and how to go on."""

    def __init__(self, message: Sentence) -> None:
        super().__init__(message.msgid)
        self.message = message


def order(identity: Id) -> tuple[bool, int, str]:
    """What people are sorted by, so that a plan does not hang on the order in which they were listed."""
    return (False, identity, "") if isinstance(identity, int) else (True, 0, identity)


def largest(people: int, tables: int) -> int:
    """How many sit at the largest table, where sizes differ by one at most."""
    return -(-people // tables)
