"""A platform that fails (not: that asks to wait): for one chat, which rests and is given up in the end, or for all.

Times are seconds of the event loop's clock.
"""

from dataclasses import dataclass, field

from bot.core.errand import Errand

TRIES = 8
SEVERAL = 3  # chats that fail while nothing arrives anywhere: then the platform is away
FIRST_REST, MOST_REST = 1.0, 60.0  # seconds


@dataclass
class Faults:
    """What one platform has failed to do lately."""

    worked_at: float = float("-inf")
    failing: set[int] = field(default_factory=set)

    def worked(self, now: float) -> None:
        """Something has arrived: it is not the platform."""
        self.worked_at = now
        self.failing.clear()

    def away(self, errand: Errand, now: float) -> bool:
        """It failed; whether the whole platform seems to be away.

        A try counts where others' messages have arrived since the one before; and from then on, for it is not the
        platform then.
        """
        if errand.faults in (0, *range(2, TRIES)) or self.worked_at > errand.fault_at:
            errand.faults += 1
        errand.fault_at = now
        if errand.faults < 2:
            self.failing.add(errand.place_id)
        return len(self.failing) >= SEVERAL

    def poisonous(self, errand: Errand) -> bool:
        """Whether it has been tried often enough."""
        return errand.faults >= TRIES

    def rest(self, errand: Errand) -> float:
        """Seconds until it is tried again: twice as long each time."""
        return min(MOST_REST, FIRST_REST * 2.0 ** (errand.faults - 1))
