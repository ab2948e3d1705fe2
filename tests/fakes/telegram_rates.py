"""The flood limits, as windows that slide: what is refused here is refused by Telegram too, on a bad day.

Telegram publishes about 30 messages a second overall, about one a second in a chat with short bursts, 20 a minute in a
group. "One a second with a burst of three" is: within t seconds at most 3 + t. Refused requests do not count.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable

from tests.fakes.telegram_errors import too_many


class Rates:
    """Counts messages and edits by arrival; `refused` is how many got 429."""

    def __init__(self, now: Callable[[], float], rate: int, chat_burst: int, group_per_minute: int) -> None:
        self.now = now
        self.rate = rate
        self.chat_burst = chat_burst
        self.group_per_minute = group_per_minute
        self.refused = 0
        self._all: deque[float] = deque()
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)
        self._chats: dict[int, float] = {}

    def take(self, chat_id: int) -> None:
        """Count one message or edit in a chat (seconds of the monotonic clock). Raises 429 when there is no room."""
        now = self.now()
        wait = max(_wait(self._all, now, 1.0, self.rate), self._chat_wait(chat_id, now))
        if wait > 0:
            self.refused += 1
            raise too_many(math.ceil(wait))
        self._all.append(now)
        if chat_id < 0:
            self._groups[chat_id].append(now)
        else:
            self._chats[chat_id] = max(self._chats.get(chat_id, now), now) + 1.0

    def _chat_wait(self, chat_id: int, now: float) -> float:
        """In private each message fills the chat for a second, and it holds `chat_burst` seconds."""
        if chat_id < 0:
            return _wait(self._groups[chat_id], now, 60.0, self.group_per_minute)
        return self._chats.get(chat_id, now) - now - (self.chat_burst - 1)


def _wait(taken: deque[float], now: float, window: float, most: int) -> float:
    while taken and taken[0] <= now - window:
        taken.popleft()
    return 0.0 if len(taken) < most else taken[len(taken) - most] + window - now
