"""What should be: the deliveries and updates of a few processes that come, work, crash and are given up.

It drives the storage's own functions, and keeps beside them what a platform has seen and what may have come of it.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from bot.model.values import Lane, Reason, Sending
from storage import claiming, inbox, outbox, processes, recovery, sending
from storage.database import Database
from storage.deliveries import DELIVERY
from storage.inbox import INBOX
from storage.people import ACCOUNT, MARK, PERSON, PLACE, AccountRow, PersonRow, PlaceRow
from storage.processes import PROCESS, Share
from storage.sending import Sent
from storage.tx import Tx, add
from tests.core.workshop import MONDAY

SAID_ONCE = "shout"
KINDS = ("note", SAID_ONCE)
CRASHED_TWICE_REST = timedelta(seconds=10)
OVER = {Sending.SENT, Sending.FAILED, Sending.UNKNOWN, Sending.SKIPPED, Sending.CANCELLED}


@dataclass
class Errand:
    """A delivery in a process's hands; `out` once the platform has it."""

    row: Any
    out: bool = False


@dataclass
class Process:
    """A process; a ghost has been given up and does not know it."""

    number: int
    errands: dict[int, Errand] = field(default_factory=dict)
    updates: set[int] = field(default_factory=set)

    def readers(self) -> set[int]:
        """To whom it is about to write."""
        return {errand.row.person_id for errand in self.errands.values()}


@dataclass
class Model:
    """Everything there is, on both sides."""

    db: Database
    now: datetime = MONDAY
    people: list[int] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    ghosts: list[Process] = field(default_factory=list)
    copies: Counter[int] = field(default_factory=Counter)
    """How often a message has come, by delivery."""
    allowed: Counter[int] = field(default_factory=Counter)
    """How often it may come once more: after a crash with it on the wire, after an outcome nobody knows."""
    shown: dict[int, int] = field(default_factory=dict)
    """The version that stands, by delivery."""
    given_up: set[int] = field(default_factory=set)
    """The deliveries that may end without having come."""
    staged: dict[str, int] = field(default_factory=dict)
    heard: dict[str, int] = field(default_factory=dict)
    dead: set[int] = field(default_factory=set)

    async def begin(self) -> None:
        """An empty database with three people who can be written to."""

        async def work(tx: Tx) -> None:
            for table in (DELIVERY, INBOX, PROCESS, MARK, ACCOUNT, PLACE, PERSON):
                await tx.execute(delete(table))
            for chat in ("ana", "bea", "dan"):
                person = await add(tx, PersonRow(name=chat, language="en"))
                place = await add(tx, PlaceRow(platform="memory", installation="m1", chat=chat))
                self.people.append(person)
                row = AccountRow(
                    platform="memory", installation="m1", user=chat, person_id=person, place_id=place, used_at=self.now
                )
                await add(tx, row)

        await self.db.write(work)

    # ------------------------------------------------------------------------------------------------------ processes

    async def join(self) -> Process:
        """One more; on SQLite instead of the one there was."""
        if self.db.dialect == "sqlite":
            for one in list(self.processes):
                await self.crash(one, recover=False)

        async def work(tx: Tx) -> int:
            number = await processes.join(tx, len(self.ghosts) + len(self.processes) + 1, self.now, timedelta(9))
            await self._recover(tx)
            return number

        self.processes.append(Process(await self.db.write(work)))
        return self.processes[-1]

    async def crash(self, process: Process, *, recover: bool = True) -> None:
        """It is gone, or frozen; what it had is taken up by whoever is left, or later."""
        self.processes.remove(process)
        self.ghosts.append(process)
        for number, errand in process.errands.items():
            self.allowed[number] += errand.out
            if errand.row.kind == SAID_ONCE or len(process.errands) == 1:
                self.given_up.add(number)

        async def work(tx: Tx) -> None:
            await processes.leave(tx, process.number)
            if recover:
                await self._recover(tx)

        await self.db.write(work)

    async def _recover(self, tx: Tx) -> None:
        await recovery.recover(tx, self.now, CRASHED_TWICE_REST, [SAID_ONCE])

    def _share(self, process: Process) -> Share:
        return Share(process.number, self.processes.index(process), len(self.processes))

    # ----------------------------------------------------------------------------------------------------- deliveries

    async def stage(self, person: int, kind: str, lane: Lane, later: int, *, live: bool, cause: str) -> None:
        """A message is to be sent; the same cause once more stages nothing."""
        values = {
            "kind": kind,
            "subject": "1",
            "person_id": self.people[person],
            "lane": int(lane),
            "due": self.now + timedelta(seconds=later),
            "live": live,
            "cause": cause,
            "once": f"{cause}/{person}",
        }
        number = await self.db.write(lambda tx: outbox.stage(tx, values))
        assert (values["once"] in self.staged) == (number is None)
        if number is not None:
            self.staged[str(values["once"])] = number

    async def claim(self, process: Process, most: int, lane: Lane) -> None:
        """Some of what is ready."""
        share = self._share(process)

        async def work(tx: Tx) -> Sequence[Any]:
            numbers = await claiming.claim(tx, share, now=self.now, real=self.now, most=most, lane=lane)
            if not numbers and not process.errands:
                numbers = await claiming.claim_suspect(tx, share, now=self.now, real=self.now)
            return await claiming.claimed(tx, numbers) if numbers else []

        for row in await self.db.write(work):
            others = [one for one in self.processes if one is not process]
            assert not any(row.person_id in one.readers() for one in others), "two processes write to one person"
            assert row.due <= self.now and (row.not_before is None or row.not_before <= self.now)
            process.errands[row.id] = Errand(row)

    def send(self, errand: Errand) -> None:
        """The platform has it: a message, or an edit of one."""
        errand.out = True
        if not errand.row.message:
            self.copies[errand.row.id] += 1
        self.shown[errand.row.id] = errand.row.version

    async def mark(self, process: Process, number: int, outcome: str) -> None:
        """What became of an errand; a ghost's word does not count."""
        errand = process.errands.pop(number)
        row, ours = errand.row, process in self.processes
        works: dict[str, Callable[[Tx], Awaitable[None]]] = {
            "sent": lambda tx: sending.mark_sent(tx, [self._sent(row)]),
            "later": lambda tx: self._again(tx, row, 3),
            "unknown": lambda tx: self._again(tx, row, 30, doubt=1),
            "left unknown": lambda tx: sending.mark_end(tx, row, Sending.UNKNOWN),
            "blocked": lambda tx: sending.mark_end(tx, row, Sending.FAILED, Reason.BLOCKED),
            "too late": lambda tx: sending.mark_end(tx, row, Sending.SKIPPED, Reason.TOO_LATE),
        }
        if ours and outcome == "unknown":
            self.allowed[number] += 1
        if ours and outcome in {"left unknown", "blocked", "too late"}:
            self.given_up.add(number)
        before = await self.row(number)
        await self.db.write(works[outcome])
        assert ours or before == await self.row(number), "somebody who was given up has marked something"

    def _sent(self, row: Any) -> Sent:
        rest = self.now + timedelta(seconds=1) if row.live else None
        return Sent(row, row.place_id, row.message or f"m{row.id}", f"looks {row.version}", self.now, rest)

    async def _again(self, tx: Tx, row: Any, seconds: int, doubt: int = 0) -> None:
        rest = self.now + timedelta(seconds=seconds)
        await sending.mark_again(tx, row, rest=rest, due=row.due, place_id=None, message=row.message, doubt=doubt)

    async def put_back(self, process: Process) -> None:
        """What is in hand and not tried is others' again."""
        untried = [number for number, errand in process.errands.items() if not errand.out]
        await self.db.write(lambda tx: sending.put_back(tx, untried, process.number))
        for number in untried:
            del process.errands[number]

    async def touch(self) -> None:
        """What all messages show has changed."""
        await self.db.write(lambda tx: outbox.touch(tx, KINDS, "1"))

    async def row(self, number: int) -> Any:
        """A delivery as it is."""
        async with self.db.read() as tx:
            return (await tx.execute(select(DELIVERY).where(DELIVERY.c.id == number))).one()

    # -------------------------------------------------------------------------------------------------------- updates

    async def hear(self, process: Process, account: str, source: str) -> None:
        """An update comes, perhaps not for the first time."""
        about = {"platform": "memory", "installation": "m1", "lane": account, "payload": "{}", "received_at": self.now}
        (number,) = await self.db.write(lambda tx: inbox.store(tx, [{**about, "source": source}], process.number))
        assert (source in self.heard) == (number is None)
        if number is not None:
            self.heard[source] = number
            process.updates.add(number)

    async def adopt(self, process: Process, most: int) -> None:
        """What nobody works any more."""
        found = await self.db.write(lambda tx: inbox.adopt(tx, process.number, most))
        new = {row.id or 0 for row in found}
        assert not any(new & one.updates for one in self.processes), "two processes work one update"
        process.updates |= new

    async def work(self, process: Process, number: int, ending: str) -> None:
        """Work an update: its effect and its end are one; or it breaks off, or is buried."""

        async def effect(tx: Tx) -> None:
            if ending == "buried":
                if await inbox.bury(tx, number, "sealed", self.now):
                    self.dead.add(number)
                return
            if await inbox.finish(tx, number, self.now):
                await tx.execute(MARK.insert(), {"name": f"{number} {self.now}", "value": {"update": number}})
            if ending == "broken":
                raise LookupError("a bug of a feature")

        try:
            await self.db.write(effect)
        except LookupError:
            return
        process.updates.discard(number)
