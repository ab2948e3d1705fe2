"""What Slack sends to the app: carried by socket or by post, timed, and sent again when nobody said that it came.

An acknowledgement has three seconds. Events are then sent three times more: at once, after one minute, after five.
Interactions and commands are not: the person sees an error.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.fakes.slack_clock import Clock
from tests.fakes.slack_errors import Json
from tests.fakes.slack_things import Message

EVENTS, INTERACTIVE, COMMANDS = "events_api", "interactive", "slash_commands"
ACK_WITHIN = 3.0  # seconds
RETRIES = (0.0, 60.0, 300.0)  # seconds before the second, third and fourth attempt


@dataclass(frozen=True)
class Ack:
    """One acknowledgement: `name` is the type of event or payload, `attempt` 0 the first, `late` after 3 s."""

    kind: str
    name: str
    seconds: float
    attempt: int = 0
    late: bool = False


@dataclass(frozen=True)
class Answer:
    """How one attempt ended: with an acknowledgement and its body, or for `reason`; `final` wants no retry."""

    ok: bool
    body: Any = None
    reason: str = ""
    final: bool = False


@dataclass(eq=False)
class Delivery:
    """One thing to be delivered. `await` it to wait for the end of the first attempt; `message` is what a person wrote.

    `unwanted` was not sent, because the app has not subscribed to it or lacks the scope.
    """

    kind: str
    name: str
    payload: Json
    message: Message | None = None
    apply: Callable[[Any], None] = lambda _: None
    fail: Callable[[str], None] = lambda _: None
    answers: list[Answer] = field(default_factory=list)
    unwanted: bool = False
    _over: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def acknowledged(self) -> bool:
        """Whether any attempt was acknowledged in time."""
        return any(answer.ok for answer in self.answers)

    def over(self) -> None:
        """An attempt has ended."""
        self._over.set()

    def __await__(self) -> Generator[Any, None, Delivery]:
        yield from self._over.wait().__await__()
        return self


class Transport(Protocol):
    """A way to the app."""

    async def carry(self, delivery: Delivery, attempt: int, reason: str) -> Answer:
        """Send once and wait for the acknowledgement; `reason` says why it is sent again."""


class Carrier:
    """Sends deliveries, each in a task of its own, and keeps `acks`, the lost ones and the late ones."""

    def __init__(self, clock: Clock, changed: Callable[[], None], retries: Sequence[float] = RETRIES) -> None:
        self.clock = clock
        self.changed = changed
        self.retries = retries
        self.transport: Transport | None = None
        self.deliveries: list[Delivery] = []
        self.acks: list[Ack] = []
        self.lost: list[Delivery] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, delivery: Delivery) -> Delivery:
        """Begin to deliver."""
        self.deliveries.append(delivery)
        task = asyncio.get_running_loop().create_task(self._carry(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return delivery

    def acknowledged(self, delivery: Delivery, attempt: int, seconds: float, late: bool) -> None:
        """Write down an acknowledgement, in time or not."""
        self.acks.append(Ack(delivery.kind, delivery.name, seconds, attempt, late))
        self.changed()

    async def _carry(self, delivery: Delivery) -> None:
        reason, waits = "", (0.0, *self.retries) if delivery.kind == EVENTS else (0.0,)
        for attempt, wait in enumerate(waits):
            await self.clock.sleep(wait)
            assert self.transport is not None, "there is no way to the app"
            answer = await self.transport.carry(delivery, attempt, reason)
            delivery.answers.append(answer)
            if answer.ok:
                delivery.apply(answer.body)
            elif delivery.kind != EVENTS:
                delivery.fail(answer.reason)
            delivery.over()
            self.changed()
            if answer.ok or answer.final:
                return
            reason = answer.reason
        self.lost.append(delivery)
        self.changed()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.result()

    @property
    def open(self) -> int:
        """How many deliveries are on their way or wait to be sent again."""
        return len(self._tasks)

    async def close(self) -> None:
        """Give up what is still on its way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
