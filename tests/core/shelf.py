"""A feature that takes files from managers, and works jobs: how long, how often it fails, what it leaves behind."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.core import Ctx, Desk, End, Finish, Look, Received, Router, Work
from bot.model.card import Card, card
from bot.model.text import T
from bot.model.values import Role
from storage import jobs
from storage.jobs import JobState
from storage.people import MARK

COUNT = "count"


@dataclass
class Shelf:
    """Files that came; jobs that count the letters of a file and mark that they did. `hinder` runs in each job."""

    received: list[Received] = field(default_factory=list)
    worked: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    hinder: Callable[[Work], object] | None = None
    counting: Callable[[bytes, Work], int] | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    router: Router = field(default_factory=lambda: Router("shelf"))

    def __post_init__(self) -> None:
        self.gate.set()
        self.router.file(who=Role.MANAGER, endings=(".csv", ".xlsx"))(self.take)
        self.router.job(COUNT)(self.count)
        self.router.view("shelf.job", watches=("job",))(self.job)

    async def take(self, ctx: Ctx, received: Received) -> Card:
        """Keep a file."""
        self.received.append(received)
        return card(T("Taken: {name}", name=received.name))

    async def count(self, work: Work) -> Finish:
        """Count the letters of the job's file, in a thread."""
        self.worked.append(work.row.id or 0)
        await self.gate.wait()
        if self.hinder is not None:
            self.hinder(work)
        content = await work.file() or b""
        letters = await work.compute(self.counting or self._count, content, work)

        async def finish(desk: Desk) -> End:
            await desk.db.execute(MARK.insert(), {"name": f"counted {work.row.id}", "value": {}})
            return End(JobState.DONE, {"letters": letters})

        return finish

    def _count(self, content: bytes, work: Work) -> int:
        self.threads.append(threading.get_ident())
        work.seen(len(content))
        return len(content)

    async def job(self, look: Look, number: int) -> Card | None:
        """How far the job is."""
        row = await jobs.job(look.db, number)
        if row is None:
            return None
        return card(T("{state}: {done} of {total}", state=row.state.value, done=row.progress, total=row.total))
