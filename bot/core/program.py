"""Program: everything that runs together, started and stopped in order."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.core.courier import Courier
from bot.core.desk import House
from bot.core.dispatch import Dispatch
from bot.core.files import Fetching
from bot.core.intake import Intake
from bot.core.jobs import Jobs
from bot.core.menus import Menus
from bot.core.ports import Adapter, Clock
from bot.core.schedule import Schedule
from storage import inbox, jobs, outbox, recovery
from storage.database import Database

log = logging.getLogger(__name__)

CRASHED_TWICE_REST = timedelta(seconds=10)
KEEP_FINISHED = timedelta(days=3)
TIDY_SECONDS = 3600.0
ORPHAN_SECONDS = 10.0  # what came longer ago and is worked by nobody is taken up


@dataclass(repr=False)
class Program:
    """One process of Sfat without its site: store, dispatch, courier, schedule, platforms."""

    db: Database
    house: House
    clock: Clock
    adapters: Mapping[str, Adapter]
    intake: Intake = field(init=False)
    courier: Courier = field(init=False)
    jobs: Jobs = field(init=False)
    schedule: Schedule = field(init=False)
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.courier = Courier(self.db, self.house, self.clock, self.adapters)
        platforms = {name: adapter.capabilities for name, adapter in self.adapters.items()}
        dispatch = Dispatch(self.house, self.clock, platforms)
        fetching = Fetching(self.db, self.house, self.clock, self.adapters)
        self.intake = Intake(self.db, dispatch, self.house.keys, self.staged, fetching)
        self.jobs = Jobs(self.db, self.house, self.clock, self.staged)
        self.schedule = Schedule(self.db, self.house, self.clock, self.courier.wake)

    def staged(self) -> None:
        """Something was committed that may have messages to send or deadlines to wake for."""
        self.courier.wake()
        self.schedule.look_soon()
        self.jobs.wake()

    async def start(self, *, pulse: bool = True) -> None:
        """Take up what the last process left, then everything new. Platforms are connected already."""
        said_once = [view.name for view in self.house.routes.views.values() if not view.once_more]
        real = self.clock.real()
        await self.db.write(lambda tx: recovery.recover(tx, real, CRASHED_TWICE_REST, said_once))
        await self.db.write(jobs.recover)
        self._run(self.courier.run(), "courier")
        self._run(self.jobs.run(), "jobs")
        await self.intake.recover()
        if pulse:
            await self.schedule.start()
        for name, adapter in self.adapters.items():
            self._run(adapter.run(self.intake), name)
        self._run(Menus(self.db, self.house, self.clock, self.adapters).run(), "menus")
        self._run(self._tidy(), "tidy")
        self._run(self._take_up_orphans(), "orphans")

    async def stop(self) -> None:
        """Stop hearing, finish what has begun, let go."""
        self.schedule.stop()
        platforms = [task for task in self._tasks if task.get_name() in self.adapters]
        await _end(platforms)
        await self.intake.close()
        await self.courier.stop()
        await _end([task for task in self._tasks if task not in platforms])
        for adapter in self.adapters.values():
            await adapter.close()
        await self.db.close()

    def failed(self) -> BaseException | None:
        """Why a part that should run for ever has ended; None while all run."""
        for task in self._tasks:
            if task.done() and not task.cancelled():
                return task.exception() or RuntimeError(f"{task.get_name()} ended")
        return None

    async def settled(self) -> bool:
        """Whether everything that is due is out: nothing heard and unworked, nothing ready or on its way."""
        if not self.intake.idle or not self.courier.idle or not self.jobs.idle:
            return False
        async with self.db.read() as tx:
            unworked = await inbox.waiting(tx) or await jobs.waits(tx)
            return not unworked and not await outbox.unfinished(tx, self.clock.now())

    @property
    def troubles(self) -> Sequence[str]:
        """What is wrong just now, a sentence each; empty when the program is ready."""
        found = [self.db.trouble, *(adapter.trouble for adapter in self.adapters.values())]
        return [sentence for sentence in found if sentence]

    async def _tidy(self) -> None:
        while True:
            before, files_before = self.clock.real() - KEEP_FINISHED, self.clock.now() - KEEP_FINISHED
            try:
                await self.db.write(partial(inbox.forget, before=before))
                await self.db.write(partial(jobs.forget_old_files, before=files_before))
            except DBAPIError:
                log.info("old updates are forgotten later")
            await asyncio.sleep(TIDY_SECONDS)

    async def _take_up_orphans(self) -> None:
        """Somebody may have replayed a dead letter, and a commit may have arrived without our hearing of it."""
        while True:
            await asyncio.sleep(ORPHAN_SECONDS)
            try:
                await self.intake.recover(self.clock.real() - timedelta(seconds=ORPHAN_SECONDS))
            except DBAPIError:
                log.info("what nobody works is looked for later")

    def _run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))


async def _end(tasks: Sequence["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
