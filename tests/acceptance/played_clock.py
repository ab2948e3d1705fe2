"""`python -m tests.acceptance.played_clock run`: Sfat whose story time is set by hand, also while it is not running.

The file that `PLAYED_CLOCK` names holds by how many seconds story time is ahead. Real time, and with it what platforms
and processes want of one another, stays as it is.
"""

import os
import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from apscheduler.schedulers import base

from bot.__main__ import main
from bot.core import schedule
from bot.core.clock import WallClock

CLOCK = "PLAYED_CLOCK"
LOOK_AGAIN = 0.2  # seconds until somebody notices that the clock was set


def set_clock(file: Path, ahead: timedelta) -> None:
    """Story time is so far ahead from now on; it is never read half written."""
    written = file.with_suffix(".new")
    written.write_text(str(ahead.total_seconds()))
    written.replace(file)


def _ahead() -> timedelta:
    return timedelta(seconds=float(Path(os.environ[CLOCK]).read_text()))


class _Played(datetime):
    """What the pulse takes for the time."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "_Played":
        return super().now(tz) + _ahead()


def _now(clock: WallClock) -> datetime:
    return clock.real() + _ahead()


if __name__ == "__main__":
    base.datetime = _Played
    WallClock.now = _now  # type: ignore[assignment,method-assign]
    schedule.LOOK_AGAIN = timedelta(seconds=LOOK_AGAIN)
    sys.exit(main())
