"""How long a seating takes, and whether it is the best that is known: of every café that is known by name."""

import time
from collections.abc import Iterator

from bot.cli.seat import read_wanted
from handlers.cafe.seating.document import document
from handlers.cafe.seating.making import seat
from tests.bench.report import Figure, at_least, at_most
from tests.bench.scale import Scale
from tests.handlers.cafe.checker import judge
from tests.handlers.cafe.test_seating import NAMED

AT_ONCE = 1.0  # seconds


def seatings(scale: Scale) -> Iterator[Figure]:
    """One after the other in this process, in the order in which they are listed; each seed on its own."""
    seeds = range(1, scale.of(3, 1) + 1)
    took: dict[str, float] = {}
    best = 0
    for seed in seeds:
        for cafe, repeated, colleagues in NAMED:
            asked = cafe.asked(seed)
            wanted = read_wanted(asked)
            began = time.perf_counter()
            plan = seat(wanted)
            took[f"{cafe}, seed {seed}"] = time.perf_counter() - began
            verdict = judge(asked, document(plan))
            best += not verdict.wrong and (verdict.repeated, verdict.colleagues) <= (repeated, colleagues)
    slowest = max(took, key=lambda one: took[one])
    yield at_most("S1", f"seating: the slowest of {len(took)} ({slowest})", [took[slowest]], AT_ONCE, "s")
    yield at_least("S1", f"seating: as good as the best that is known, of {len(took)}", [best], len(took))
