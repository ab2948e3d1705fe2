"""The wall clock: story time and real time are the same. The only place that reads it."""

import logging
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)

_JUMP = timedelta(seconds=2)


class WallClock:
    """The machine's clock. A jump back is said once: deadlines that have fired never fire again, whatever it shows."""

    def __init__(self) -> None:
        self._latest = datetime.now(UTC)

    def now(self) -> datetime:
        """Story time, UTC."""
        return self.real()

    def real(self) -> datetime:
        """Real time, UTC."""
        read = datetime.now(UTC)
        if read < self._latest - _JUMP:
            log.warning("the clock of this machine went back by %s", self._latest - read)
        self._latest = read
        return read
