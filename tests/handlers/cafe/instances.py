"""Cafés to be seated, and what is known of them: the fewest repeated meetings that anybody has found, or can prove."""

from dataclasses import dataclass
from typing import Any

from bot.cli.seat import read_wanted
from handlers.cafe.seating.document import document
from handlers.cafe.seating.making import seat


@dataclass(frozen=True)
class Cafe:
    """So many people at so many tables; the first of them are hosts.

    Neighbours in the list are of different organisations and sectors. `together` pairs are the last people, `apart`
    pairs the first that are no hosts.
    """

    people: int
    tables: int
    rounds: int
    hosts: int = 0
    organisations: int = 0
    sectors: int = 4
    together: int = 0
    apart: int = 0

    def asked(self, seed: int = 1) -> dict[str, Any]:
        """The file to be read."""
        ids = [f"P{number:03}" for number in range(1, self.people + 1)]
        last, first = ids[::-1], ids[self.hosts :]
        return {
            "people": [
                {"id": one, "org": f"O{place % (self.organisations or 999)}", "sector": f"S{place % self.sectors}"}
                for place, one in enumerate(ids)
            ],
            "tables": self.tables,
            "rounds": self.rounds,
            "hosts": {str(table + 1): ids[table] for table in range(self.hosts)},
            "together": [last[2 * pair : 2 * pair + 2] for pair in range(self.together)],
            "apart": [first[2 * pair : 2 * pair + 2] for pair in range(self.apart)],
            "seed": seed,
        }

    def __str__(self) -> str:
        rest = f"o{self.organisations}+{self.together}-{self.apart}" if self.organisations or self.together else ""
        return f"{self.people}/{self.tables}/{self.rounds}h{self.hosts}{rest}"


def plan_of(asked: dict[str, Any]) -> dict[str, Any]:
    """The plan for a file, as `sfat seat` prints it."""
    found: dict[str, Any] = document(seat(read_wanted(asked)))
    return found
