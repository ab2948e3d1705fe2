"""The story clock: it stands still, and is played from one due instant to the next, forwards only."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.clock import WallClock
from bot.core.program import Program
from handlers.cafe.routes import LOOK_DUE
from storage import claiming, happenings

PATIENCE_SECONDS = 60.0
SOON_SECONDS, LATEST_SECONDS = 0.001, 0.01  # between two looks: most is out at once; what rests takes a while
LATER = 1.3  # so much longer each pause is than the one before
LOOKS = (LOOK_DUE,)


class StoryClock(WallClock):
    """Story time is where the story stands; real time stays real."""

    def __init__(self, starts: datetime) -> None:
        super().__init__()
        self._story = starts.astimezone(UTC)

    def now(self) -> datetime:
        """Story time, UTC."""
        return self._story

    def move(self, to: datetime) -> None:
        """Forwards to an instant; one in the past changes nothing."""
        self._story = max(self._story, to.astimezone(UTC))


@dataclass(frozen=True)
class Stop:
    """One stop of the clock: the instant, and whether everything due there was out within the patience."""

    at: datetime
    settled: bool


async def next_instant(program: Program) -> datetime | None:
    """The next instant at which something is due: a deadline, or a delivery that waits for its hour."""
    deadline = await program.schedule.next_due()
    async with program.db.read() as tx:
        delivery, _ = await claiming.next_ready(tx)
    ahead = [at for at in (deadline, delivery) if at is not None and at > program.clock.now()]
    if deadline is not None and deadline <= program.clock.now():
        return program.clock.now()
    return min(ahead, default=None)


async def next_moment(program: Program) -> datetime | None:
    """The next instant of the story: looks at a café, minute by minute, are none of it."""
    now = program.clock.now()
    async with program.db.read() as tx:
        deadline = await happenings.next_due_but(tx, LOOKS)
        delivery, _ = await claiming.next_ready(tx)
    if deadline is not None and deadline <= now:
        return now
    return min((at for at in (deadline, delivery) if at is not None and at > now), default=None)


async def play_next(program: Program, clock: StoryClock) -> Stop | None:
    """To the next due instant: fire, and wait until its deliveries are out. None when nothing is due any more."""
    at = await next_instant(program)
    if at is None:
        return None
    clock.move(at)
    await program.schedule.fire(clock.now())
    program.courier.wake()
    return Stop(clock.now(), await settle(program))


async def play_until(program: Program, clock: StoryClock, until: datetime) -> list[Stop]:
    """Every stop up to and with `until`, where the clock then stands."""
    stops = []
    while (at := await next_instant(program)) is not None and at <= until:
        stop = await play_next(program, clock)
        if stop is not None:
            stops.append(stop)
    clock.move(until)
    program.courier.wake()
    return stops


async def settle(program: Program, patience: float = PATIENCE_SECONDS) -> bool:
    """Wait until everything that is due is out; False when that takes longer than `patience` (seconds)."""
    ends, pause = asyncio.get_running_loop().time() + patience, SOON_SECONDS
    while not await program.settled():
        if asyncio.get_running_loop().time() > ends:
            return False
        if program.courier.idle:
            program.courier.wake()  # what rests between two edits is ready again without anybody saying so
        await asyncio.sleep(pause)
        pause = min(LATER * pause, LATEST_SECONDS)
    return True
