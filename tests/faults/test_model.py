"""T20: a model of inbox and deliveries, run at random: nothing is lost, nothing happens twice, doubt is bounded."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.model.values import Lane, Sending
from storage.database import Database
from storage.deliveries import DELIVERY
from storage.inbox import INBOX
from storage.people import MARK
from tests.faults.conftest import Figures
from tests.faults.model import KINDS, OVER, Model, Process

Result = TypeVar("Result")

MOST_PROCESSES = 3
NOT_SENT = ("later", "blocked", "too late")
OUT = ("sent", "unknown", "left unknown")
CHOICE = st.integers(0, 1000)


class Machine(RuleBasedStateMachine):
    """Everything that may happen, in any order."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.model = Model(Database(self.url))
        self.run(self.model.begin())
        self.run(self.model.join())
        self.stage("note", Lane.REMINDER, 0, live=True, cause=0)
        self.hear(0, 0)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.runner.run(work)

    def process(self, choice: int, *, ghosts: bool = False) -> Process:
        """One of them; ghosts only while they still have something in hand."""
        left = [ghost for ghost in self.model.ghosts if ghost.errands or ghost.updates]
        found = [*self.model.processes, *(left if ghosts else [])]
        return found[choice % len(found)]

    @precondition(lambda self: len(self.model.processes) < MOST_PROCESSES)
    @rule()
    def join(self) -> None:
        self.run(self.model.join())

    @precondition(lambda self: len(self.model.processes) > 1)
    @rule(choice=CHOICE)
    def crash(self, choice: int) -> None:
        self.run(self.model.crash(self.process(choice)))

    @rule()
    def all_crash(self) -> None:
        for process in list(self.model.processes):
            self.run(self.model.crash(process, recover=False))
        process = self.run(self.model.join())
        self.run(self.model.adopt(process, 5))

    @rule(
        kind=st.sampled_from(KINDS),
        lane=st.sampled_from(Lane),
        later=st.integers(0, 5),
        live=st.booleans(),
        cause=st.integers(0, 9),
    )
    def stage(self, kind: str, lane: Lane, later: int, *, live: bool, cause: int) -> None:
        for person in range(3):
            self.run(self.model.stage(person, kind, lane, later, live=live, cause=f"c{cause}"))

    @rule(choice=CHOICE, most=st.integers(1, 5), lane=st.sampled_from(Lane), seconds=st.sampled_from([0, 1, 5, 40]))
    def claim(self, choice: int, most: int, lane: Lane, seconds: int) -> None:
        self.model.now += timedelta(seconds=seconds)
        self.run(self.model.claim(self.process(choice), most, lane))

    @rule(choice=CHOICE, seconds=st.sampled_from([0, 1, 5, 40]))
    def carry(self, choice: int, seconds: int) -> None:
        """A claim, and all of it goes out."""
        process = self.process(choice)
        self.claim(choice, 5, Lane.BROADCAST, seconds)
        for errand in process.errands.values():
            if not errand.out:
                self.model.send(errand)

    @rule(choice=CHOICE)
    def all_sent(self, choice: int) -> None:
        """All that is out is marked as it should be."""
        process = self.process(choice, ghosts=True)
        for number in [number for number, errand in process.errands.items() if errand.out]:
            self.run(self.model.mark(process, number, "sent"))

    @rule(choice=CHOICE, which=CHOICE)
    def send(self, choice: int, which: int) -> None:
        process = self.process(choice)
        waiting = [errand for errand in process.errands.values() if not errand.out]
        if waiting:
            self.model.send(waiting[which % len(waiting)])

    @rule(choice=CHOICE, which=CHOICE, how=CHOICE)
    def mark(self, choice: int, which: int, how: int) -> None:
        process = self.process(choice, ghosts=True)
        if not process.errands:
            return
        number = sorted(process.errands)[which % len(process.errands)]
        errand = process.errands[number]
        outcomes: tuple[str, ...] = OUT if errand.out else NOT_SENT
        if errand.row.message:  # what stands is edited until it is as it should be
            outcomes = ("sent", "unknown") if errand.out else ("later",)
        elif errand.row.doubts:
            outcomes = ("sent", "left unknown") if errand.out else NOT_SENT
        self.run(self.model.mark(process, number, outcomes[how % len(outcomes)]))

    @rule(choice=CHOICE)
    def put_back(self, choice: int) -> None:
        self.run(self.model.put_back(self.process(choice)))

    @rule()
    def touch(self) -> None:
        self.run(self.model.touch())

    @rule(choice=CHOICE, source=st.integers(0, 9))
    def hear(self, choice: int, source: int) -> None:
        for account in ("ana", "bea"):
            self.run(self.model.hear(self.process(choice), account, f"{account} {source}"))

    @rule(choice=CHOICE, most=st.integers(1, 5))
    def adopt(self, choice: int, most: int) -> None:
        self.run(self.model.adopt(self.process(choice), most))

    @rule(choice=CHOICE, which=CHOICE, ending=st.sampled_from(["done", "done", "broken", "buried"]))
    def work(self, choice: int, which: int, ending: str) -> None:
        process = self.process(choice, ghosts=True)
        if process.updates:
            self.run(self.model.work(process, sorted(process.updates)[which % len(process.updates)], ending))

    @invariant()
    def nothing_is_wrong(self) -> None:
        self.run(self._look())

    async def _look(self) -> None:
        model = self.model
        async with model.db.read() as tx:
            rows = {row.id: row for row in (await tx.execute(select(DELIVERY))).all()}
            updates = {row.id: row for row in (await tx.execute(select(INBOX))).all()}
            effects = [row.value["update"] for row in (await tx.execute(select(MARK))).all()]
        assert set(model.staged.values()) == set(rows), "a delivery is lost"
        assert set(model.heard.values()) == set(updates), "an update is lost"
        assert len(effects) == len(set(effects)), "an update had two effects"
        assert {number for number, row in updates.items() if row.state == "done"} == set(effects)
        hands = {number: one.number for one in model.processes for number in one.errands}
        held = {row.id: row.holder_id for row in rows.values() if row.state is Sending.SENDING}
        assert hands == held, "what is in flight is not what is in hand"
        for number, row in rows.items():
            assert row.holder_id is None or number in held
            assert model.copies[number] <= 1 + model.allowed[number], "more copies than can be in doubt"
            if row.state is Sending.SENT and row.message and row.reason is None:
                assert model.shown[number] >= row.drawn == row.version, "what stands is not what should"

    def teardown(self) -> None:
        try:
            self.run(self._all_comes_to_an_end())
            self.nothing_is_wrong()
        finally:
            self.run(self.model.db.close())
            self.runner.close()

    async def _all_comes_to_an_end(self) -> None:
        """One process is left, and has time: everything is out, or was given up; every update is done or dead."""
        model = self.model
        for process in list(model.processes):
            await model.crash(process, recover=False)
        last = await model.join()
        for _ in range(100):
            model.now += timedelta(hours=1)
            await model.adopt(last, 100)
            for update in sorted(last.updates):
                await model.work(last, update, "done")
            await model.claim(last, 100, Lane.BROADCAST)
            if not last.errands:
                break
            for number, errand in list(last.errands.items()):
                model.send(errand)
                await model.mark(last, number, "sent")
        async with model.db.read() as tx:
            rows = (await tx.execute(select(DELIVERY))).all()
            new = (await tx.execute(select(INBOX.c.id).where(INBOX.c.state == "new"))).all()
        assert [] == new
        for row in rows:
            assert row.state in OVER, f"{row.state} is no end"
            assert row.state is Sending.SENT or row.id in model.given_up, f"{row.state} though nobody gave it up"
            assert row.state is not Sending.SENT or model.copies[row.id] >= 1


def run_it(url: str, examples: int, steps: int) -> None:
    """So many lives of so many steps."""
    machine = type("Machine", (Machine,), {"url": url})
    life = (Phase.generate,)  # a breach is told as it was met: to look for a shorter one would take minutes
    chosen = settings(max_examples=examples, stateful_step_count=steps, deadline=None, database=None, phases=life)
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.both
def test_the_model_holds(url: str) -> None:
    """A few lives."""
    run_it(url, 20, 40)


@pytest.mark.soak
def test_the_model_holds_for_long(url: str, figures: Figures) -> None:
    """Many lives."""
    with figures.shows("T20", "a model of inbox and deliveries at random: breaches", "0 in 100 lives of 60 steps"):
        run_it(url, 100, 60)
