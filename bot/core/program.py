"""Program: everything that runs together, started and stopped in order."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.core.backlog import Backlog
from bot.core.courier import Courier
from bot.core.desk import House
from bot.core.dispatch import Dispatch
from bot.core.files import Fetching
from bot.core.intake import Intake
from bot.core.jobs import Jobs
from bot.core.membership import WORK, Membership
from bot.core.menus import Menus
from bot.core.ports import Adapter, Clock
from bot.core.schedule import Schedule
from storage import inbox, jobs, outbox
from storage.database import Database
from storage.presence import presence

log = logging.getLogger(__name__)

KEEP_FINISHED = timedelta(days=3)
TIDY_SECONDS = 3600.0
FOR_ALL = ("menus", "tidy")  # besides hearing, what one process does for all
ORPHAN_SECONDS = 10.0  # what came longer ago and is worked by nobody is taken up


@dataclass(repr=False)
class Program:
    """One process of Sfat without its site: store, dispatch, courier, schedule, platforms.

    `listeners` are called with every word of other processes.
    """

    db: Database
    house: House
    clock: Clock
    adapters: Mapping[str, Adapter]
    membership: Membership = field(init=False)
    intake: Intake = field(init=False)
    courier: Courier = field(init=False)
    jobs: Jobs = field(init=False)
    schedule: Schedule = field(init=False)
    listeners: list[Callable[[str], None]] = field(default_factory=list)
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)
    _begun: bool = False
    _orphans: asyncio.Event = field(default_factory=asyncio.Event)
    _on_duty: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.membership = Membership(
            self.db,
            self.clock,
            presence(self.db.url),
            [view.name for view in self.house.routes.views.values() if not view.once_more],
            [*(name for name, one in self.adapters.items() if one.capabilities.one_hears), *FOR_ALL],
            changed=self._attend,
            given_up=self._given_up,
            heard=self._heard,
        )
        self.courier = Courier(self.db, self.house, self.clock, self.adapters, self.membership)
        platforms = {name: adapter.capabilities for name, adapter in self.adapters.items()}
        dispatch = Dispatch(self.house, self.clock, platforms)
        fetching = Fetching(self.db, self.house, self.clock, self.adapters)
        backlog = Backlog(self.db, self.clock, self.house.keys, self.membership)
        self.intake = Intake(
            self.db, dispatch, self.house.keys, self.staged, fetching, self.membership, backlog, self._orphans.set
        )
        self.jobs = Jobs(self.db, self.house, self.clock, self.staged)
        self.schedule = Schedule(self.db, self.house, self.clock, self.courier.wake)

    def staged(self) -> None:
        """Something was committed that may have messages to send or deadlines to wake for."""
        self._look()
        self.membership.tell(WORK)

    def _look(self) -> None:
        self.courier.wake()
        self.schedule.look_soon()
        self.jobs.wake()

    async def start(self, *, pulse: bool = True) -> None:
        """Take up what the last process left, then everything new. Platforms are connected already."""
        await self.membership.join()
        self._run(self.membership.run(), "membership")
        self._run(self.courier.run(), "courier")
        self._run(self.jobs.run(), "jobs")
        await self.intake.recover()
        if pulse:
            await self.schedule.start()
        for name, adapter in self.adapters.items():
            if not adapter.capabilities.one_hears:
                self._run(adapter.run(self.intake), name)
        self._run(self._take_up_orphans(), "orphans")
        self._begun = True
        self._attend()

    async def stop(self) -> None:
        """Stop hearing, finish what has begun, let go."""
        self.schedule.stop()
        self._begun = False
        hearing = [task for task in self._running() if task.get_name() in self.adapters]
        await _end(hearing)
        await self.intake.close()
        await self.courier.stop()
        await _end([task for task in self._running() if task not in hearing])
        await self.membership.leave()
        for adapter in self.adapters.values():
            await adapter.close()
        await self.db.close()

    def failed(self) -> BaseException | None:
        """Why a part that should run for ever has ended; None while all run."""
        for task in self._running():
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

    def _duties(self) -> Mapping[str, Callable[[], Coroutine[Any, Any, None]]]:
        """How each duty is done: hearing where a platform speaks to one only, the menus, tidying up."""
        hearing = {
            name: partial(adapter.run, self.intake)
            for name, adapter in self.adapters.items()
            if adapter.capabilities.one_hears
        }
        return {**hearing, "menus": Menus(self.db, self.house, self.clock, self.adapters).run, "tidy": self._tidy}

    def _attend(self) -> None:
        """Begin the duties that are ours now, and end those that are not (any more)."""
        if not self._begun:
            return
        for name, work in self._duties().items():
            running = self._on_duty.get(name)
            if name in self.membership.duties and running is None:
                self._on_duty[name] = asyncio.create_task(work(), name=name)
            elif name not in self.membership.duties and running is not None:
                self._on_duty.pop(name).cancel()
        self._orphans.set()
        self._look()

    def _given_up(self) -> None:
        self.courier.let_go()

    def _heard(self, word: str) -> None:
        if word == WORK:
            self._look()
        for listener in self.listeners:
            listener(word)

    def _running(self) -> list["asyncio.Task[None]"]:
        return [*self._tasks, *self._on_duty.values()]

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
        """Of processes that are gone. And somebody may have replayed a dead letter, and a commit may have arrived
        without our hearing of it.
        """
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(ORPHAN_SECONDS):
                    await self._orphans.wait()
            self._orphans.clear()
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
