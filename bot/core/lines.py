"""Lines: what is claimed waits in a line for each chat, first in line first, until the chat may take it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.core.errand import Errand
from bot.core.pace import Bucket
from bot.core.ports import Rates

MOST_BUCKETS = 10_000


@dataclass
class Line:
    """The errands to one chat."""

    bucket: Bucket
    errands: list[Errand] = field(default_factory=list)
    busy: bool = False


@dataclass
class Lines:
    """All of them. `rates` tells what a platform's chats may take."""

    rates: Callable[[str], Rates]
    by_place: dict[int, Line] = field(default_factory=dict)
    _buckets: dict[int, Bucket] = field(default_factory=dict)

    def add(self, errand: Errand) -> None:
        """Into its chat's line, where it belongs."""
        line = self.by_place.get(errand.place_id)
        if line is None:
            line = self.by_place[errand.place_id] = Line(self._bucket(errand))
        line.errands.append(errand)
        line.errands.sort(key=lambda one: one.order)

    def close_if_empty(self, errand: Errand) -> None:
        """A line without anybody in it is none."""
        if not self.by_place[errand.place_id].errands:
            del self.by_place[errand.place_id]

    def ready(self) -> list[Line]:
        """Lines whose first errand is not under way; the one that goes first of all first."""
        waiting = [line for line in self.by_place.values() if line.errands and not line.busy]
        return sorted(waiting, key=lambda line: line.errands[0].order)

    def open_by(self, soon: float) -> int:
        """How many chats can be written to by then."""
        return sum(line.bucket.closed_until <= soon for line in self.by_place.values())

    def numbers(self) -> set[int]:
        """The deliveries in all lines."""
        return {errand.row.id for line in self.by_place.values() for errand in line.errands}

    def untried(self) -> list[int]:
        """Those that are not under way."""
        return [errand.row.id for line in self.by_place.values() for errand in line.errands[line.busy :]]

    def drop_untried(self) -> None:
        """They are no longer ours."""
        for place, line in list(self.by_place.items()):
            del line.errands[line.busy :]
            if not line.errands:
                del self.by_place[place]

    def _bucket(self, errand: Errand) -> Bucket:
        """What the errand's chat may still take; forgotten only when there are very many."""
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets = {place: line.bucket for place, line in self.by_place.items()}
        return self._buckets.setdefault(
            errand.place_id, Bucket(self.rates(errand.place.platform), errand.place.private)
        )
