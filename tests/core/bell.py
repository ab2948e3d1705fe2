"""A feature with deadlines: a bell that leaves a mark each time it rings."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core import Desk, Router
from storage.deadlines import DueRow
from storage.people import MARK
from tests.core.workshop import MONDAY, Workshop

HOUR = timedelta(hours=1)
DUE_AT = MONDAY + HOUR


@dataclass
class Bell:
    """Deadlines `bell` leave a mark each time they ring; some are broken for a while."""

    rung: list[tuple[int, datetime]] = field(default_factory=list)
    broken: dict[int, int] = field(default_factory=dict)
    missed: list[list[int]] = field(default_factory=list)
    deaf: bool = False
    router: Router = field(default_factory=lambda: Router("bell"))

    def __post_init__(self) -> None:
        self.router.due("bell")(self.ring)
        self.router.when_skipped(self.miss)

    async def ring(self, desk: Desk, number: int) -> None:
        """Leave a mark, or fail after having left it."""
        self.rung.append((number, desk.now))
        await desk.db.execute(MARK.insert(), {"name": f"bell {number} {len(self.rung)}", "value": {}})
        if self.broken.get(number, 0) > 0:
            self.broken[number] -= 1
            raise LookupError("a bug of this feature")

    async def miss(self, desk: Desk, rows: list[DueRow]) -> None:
        """Remember what was too late."""
        if self.deaf:
            raise LookupError("a bug of this feature")
        self.missed.append([int(row.subject) for row in rows])

    @property
    def numbers(self) -> list[int]:
        """Which rang, in order."""
        return [number for number, _ in self.rung]


async def plan(workshop: Workshop, number: int, *dues: datetime, until_: datetime | None = None) -> None:
    """From now on these are a bell's deadlines."""
    times = [(due, until_) for due in dues]
    await workshop.write(lambda tx: workshop.desk(tx).schedule("bell", number, times=times))
