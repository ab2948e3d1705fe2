"""Storm: one invitation after the other to a crowd, then its answers, and something that strikes all the while.

Whatever strikes does so while it goes on: after so many more messages, or presses that were answered; and before what
is under way is done, the next is begun.
"""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from tests.fakes.telegram import FakeTelegram, Message, User
from tests.faults import crowd
from tests.faults.battlefield import ANSWERS, PATIENCE, SHOWN
from tests.faults.on_telegram import OnTelegram

ENOUGH = 80  # so many are still to come whenever something strikes
STALLED_SECONDS = 3.0  # what was in flight at several crashes rests; meanwhile something else is begun
_INVITATION = re.compile(r"✉️.*?Întâlnirea (?:(\d{3}) a )?mulțimii", re.DOTALL)

Strike = Callable[[], Awaitable[None]]


@dataclass
class Storm:
    """Over a battlefield whose crowd has `events` events."""

    fake: FakeTelegram
    battle: OnTelegram
    events: int
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    arrivals: dict[tuple[int, int], list[float]] = field(default_factory=dict)
    """When an invitation came to the platform, by person and event; seconds of the fake's clock."""
    arrived: int = 0
    confirmed: set[tuple[str, str]] = field(default_factory=set)
    """The cards that were drawn again to say what was answered, by chat and message."""
    event: int = 0
    given: dict[tuple[int, int], str] = field(default_factory=dict)
    """What was pressed, by person and event."""
    _read: int = 0

    async def broadcast(self, strikes: int, strike: Strike) -> None:
        """Strike so often while invitations go out, then let all of them arrive."""
        for _ in range(strikes):
            await self._goes_on(self._more_invitations, lambda: self.arrived, 60)
            await strike()
        await self.fake.until(self._all_invited, PATIENCE)

    async def presses(self, strikes: int, strike: Strike) -> None:
        """Strike so often while answers are pressed, then let all of them be shown."""
        cards = {user.id: {_event_of(message): message for message in user.chat} for user in self.battle.people}
        pressed = iter(range(1, self.event + 1))

        async def more() -> None:
            while len(self.given) - len(self.confirmed) < ENOUGH:
                self._press_all(next(pressed), cards)

        for _ in range(strikes):
            await self._goes_on(more, lambda: len(self.confirmed), 60)
            await strike()
        missing = dict(self.given)
        await self.fake.until(lambda: not self._not_shown(missing), PATIENCE)

    def invited(self, users: Iterable[int], event: int) -> bool:
        """Whether an invitation to this event has come for each of them."""
        self._count_calls(lambda: 0)
        return all((user, event) in self.arrivals for user in users)

    def copies(self) -> Counter[int]:
        """How many invitations stand once, twice and so on in their chat."""
        found: Counter[tuple[int, int]] = Counter()
        for user in self.battle.people:
            found.update((user.id, event) for event in map(_event_of, user.chat) if event)
        return Counter(found.values())

    async def _goes_on(self, more: Callable[[], Awaitable[None]], count: Callable[[], int], most: int) -> None:
        """Until some more of it has happened."""
        await more()
        enough = self._count_calls(count) + self.dice.randint(1, most)
        async with asyncio.timeout(PATIENCE):
            while count() < enough:
                try:
                    await self.fake.until(lambda: self._count_calls(count) >= enough, STALLED_SECONDS)
                except TimeoutError:
                    await more()

    async def _more_invitations(self) -> None:
        self._count_calls(lambda: 0)
        if not self.event or self._left() < ENOUGH:
            assert self.event < self.events, "there are too few events for so many strikes"
            self.event += 1
            await self.battle.invite(self.event)

    def _left(self) -> int:
        return sum((user.id, self.event) not in self.arrivals for user in self.battle.people)

    def _press_all(self, event: int, cards: dict[int, dict[int, Message]]) -> None:
        for user in self.battle.people:
            label = self.given[user.id, event] = self.dice.choice(list(ANSWERS))
            user.press(label, message=cards[user.id][event])

    def _count_calls(self, count: Callable[[], int]) -> int:
        """Look at what has come since the last time."""
        calls = self.fake.calls
        for call in calls[self._read :]:
            text = str(call.params.get("text", ""))
            if call.method == "editMessageText" and "Am notat" in text:
                self.confirmed.add((call.params["chat_id"], call.params["message_id"]))
            found = _INVITATION.search(text) if call.method == "sendMessage" else None
            if found is not None and int(call.params["chat_id"]) != crowd.MANAGER:
                self.arrived += 1
                self.arrivals.setdefault((int(call.params["chat_id"]), int(found[1] or 1)), []).append(call.at)
        self._read = len(calls)
        return count()

    def _all_invited(self) -> bool:
        self._count_calls(lambda: 0)
        if len(self.arrivals) < self.event * len(self.battle.people):
            return False
        return sum(self.copies().values()) == len(self.arrivals)

    def _not_shown(self, missing: dict[tuple[int, int], str]) -> bool:
        """Whether some card does not show yet what was pressed; what does is taken out."""
        for (person, event), label in list(missing.items()):
            if not _shows(self.fake.user(person), event, SHOWN[ANSWERS[label]]):
                return True
            del missing[person, event]
        return False


def _event_of(message: Message) -> int:
    found = _INVITATION.search(message.text)
    return int(found[1] or 1) if found else 0


def _shows(user: User, event: int, answer: str) -> bool:
    titled = crowd.title(event)
    return any(titled in message.text and answer in message.text for message in user.chat)
