"""What the measuring Bot API server knows: updates that wait, what was accepted and when, the limit."""

import time
from collections import deque
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from tests.bench.updates import press, words

WINDOW = 1.0  # seconds in which at most `limit` messages and edits are accepted


class World:
    """Instants are seconds of the monotonic clock, which is the same for all processes of a machine.

    `delay` seconds pass before an answer goes out, up to `jitter` seconds before a message arrives. `window`: as many
    presses may be unanswered at once; 0 for as many as are asked for.
    """

    def __init__(self) -> None:
        self.limit, self.delay, self.jitter, self.window = 0, 0.0, 0.0, 0
        self.updates: deque[tuple[int, str, bytes]] = deque()
        self._given: deque[tuple[int, str, bytes]] = deque()
        self._numbers = count(1)
        self._messages = count(1_000_000)
        self._switch: tuple[float, int] | None = None
        self._watched: dict[int, list[str]] = {}
        self.control_reset()

    def control_reset(self) -> dict[str, Any]:
        """Forget what was measured; updates that wait go on waiting."""
        self._recent: deque[float] = deque()
        self.unanswered: dict[str, float] = {}
        self._asked: dict[int, float] = {}
        self._written: dict[int, float] = {}
        self._waits: list[float] = []
        self._sent: list[tuple[float, int]] = []
        self._refused_at: list[float] = []
        self._counts = {"acknowledged": 0, "sent": 0, "edited": 0, "polls": 0, "given": 0}
        self._first_given = self._last_acknowledged = self._last_message = self._first_poll = 0.0
        return {}

    def control_configure(self, **values: float) -> dict[str, Any]:
        """Set limit (messages a second; 0 for none), delay, jitter (seconds), window."""
        for name, value in values.items():
            setattr(self, name, value)
        return {}

    def control_switch(self, after: float, limit: int) -> dict[str, Any]:
        """The limit is another one in so many seconds; nobody is told."""
        self._switch = (time.monotonic() + after, limit)
        return {}

    def control_watch(self, user: int) -> dict[str, Any]:
        """Keep what is written to this chat."""
        self._watched[user] = []
        return {}

    def control_chat(self, user: int) -> list[dict[str, Any]]:
        """What was written to a chat that is watched: forms, as they came."""
        return [{name: values[0] for name, values in parse_qs(body).items()} for body in self._watched[user]]

    def control_press(self, users: list[int], payloads: list[str], message: int = 1) -> dict[str, Any]:
        """These people press, one after the other, buttons of the message whose number is `message` (theirs added when
        it is 0), the payloads in turn."""
        for at, user in enumerate(users):
            number, query = next(self._numbers), f"q{user}-{next(self._messages)}"
            payload = payloads[at % len(payloads)]
            self.updates.append((number, query, press(number, query, user, message or user, payload)))
        return {}

    def control_say(self, users: list[int], text: str, measured: bool = False) -> dict[str, Any]:
        """These people write a text; `measured`: how long each waits for the next message in their chat."""
        for user in users:
            number = next(self._numbers)
            if measured:
                self._asked[user] = self._written[user] = time.monotonic()
            self.updates.append((number, "", words(number, user, text)))
        return {}

    def control_counts(self) -> dict[str, Any]:
        """How many of everything, and the instants between which it happened."""
        return {
            **self._counts,
            "refused": len(self._refused_at),
            "unasked": len(self.updates),
            "first_given": self._first_given,
            "last_acknowledged": self._last_acknowledged,
            "last_message": self._last_message,
            "first_poll": self._first_poll,
            "waits": len(self._waits),
        }

    def control_waits(self) -> list[float]:
        """How long each measured person waited, in seconds."""
        return self._waits

    def control_written(self) -> dict[int, float]:
        """The instant at which each measured person wrote last."""
        return self._written

    def control_sent(self) -> dict[str, Any]:
        """The instant and the chat of each message that was accepted, and the instants of those refused."""
        return {"sent": self._sent, "refused": self._refused_at}

    def asked_for_updates(self, offset: int) -> None:
        """What is older than the offset is confirmed and forgotten."""
        self._counts["polls"] += 1
        self._first_poll = self._first_poll or time.monotonic()
        while self._given and self._given[0][0] < offset:
            self._given.popleft()
        if self._given:  # asked for again
            self.updates.extendleft(reversed(self._given))
            self._given.clear()

    def next_updates(self, most: int) -> list[bytes]:
        """The next updates, as many as may be out."""
        if self.window:
            most = min(most, self.window - len(self.unanswered))
        now = time.monotonic()
        found: list[bytes] = []
        while self.updates and len(found) < most:
            number, query, text = self.updates.popleft()
            self._given.append((number, query, text))
            found.append(text)
            if query:
                self.unanswered[query] = now
        if found:
            self._first_given = self._first_given or now
            self._counts["given"] += len(found)
        return found

    def acknowledged(self, query: str) -> None:
        """A press was answered."""
        self._counts["acknowledged"] += 1
        self._last_acknowledged = time.monotonic()
        self.unanswered.pop(query, None)

    def takes(self) -> bool:
        """Whether one more message is within the limit."""
        now = time.monotonic()
        if self._switch and now >= self._switch[0]:
            self.limit, self._switch = self._switch[1], None
        if not self.limit:
            return True
        while self._recent and self._recent[0] <= now - WINDOW:
            self._recent.popleft()
        if len(self._recent) >= self.limit:
            self._refused_at.append(now)
            return False
        self._recent.append(now)
        return True

    def accepted(self, chat: int, method: str, body: bytes) -> int:
        """A message or an edit; its number."""
        now = self._last_message = time.monotonic()
        if chat in self._watched:
            self._watched[chat].append(body.decode())
        if method.startswith("edit"):
            self._counts["edited"] += 1
            return 1
        self._counts["sent"] += 1
        self._sent.append((now, chat))
        if chat in self._asked:
            self._waits.append(now - self._asked.pop(chat))
        return next(self._messages)
