"""Pace: even spacing over one installation's budget, a small burst per chat, a group's minute.

Times are seconds of a clock that only goes forwards (the event loop's).
"""

from collections import deque
from dataclasses import dataclass, field

from bot.core.ports import Rates

MARGIN = 1.02  # forgives jitter: at 30 a second a late timer of a millisecond would otherwise break the window


@dataclass
class Bucket:
    """What one chat may still take; `closed_until` when the platform asked to wait."""

    rates: Rates
    private: bool
    tokens: float = 0.0
    filled_at: float | None = None
    closed_until: float = 0.0
    minute: "deque[float]" = field(default_factory=deque)

    def free_at(self, now: float) -> float:
        """When the next message may go to this chat."""
        self._fill(now)
        at = max(now, self.closed_until)
        if self.tokens < 1:
            at = max(at, now + (1 - self.tokens) / self.rates.per_chat * MARGIN)
        if not self.private:
            while self.minute and self.minute[0] <= now - 60 * MARGIN:
                self.minute.popleft()
            if len(self.minute) >= self.rates.group_per_minute:
                at = max(at, self.minute[0] + 60 * MARGIN)
        return at

    def take(self, now: float) -> None:
        """A message goes to this chat now."""
        self._fill(now)
        self.tokens -= 1
        self.minute.append(now)
        while len(self.minute) > self.rates.group_per_minute:
            self.minute.popleft()

    def arrived(self, now: float) -> None:
        """What was taken has reached the platform, sooner or later. The way there counts for nothing: the platform goes
        by when messages come, and a quick one after a slow one would come too close to it.
        """
        self.filled_at = now

    def give_back(self) -> None:
        """Nothing was sent after all."""
        self.tokens = min(self.rates.burst, self.tokens + 1)
        if self.minute:
            self.minute.pop()

    def _fill(self, now: float) -> None:
        if self.filled_at is None:
            self.tokens = self.rates.burst
        else:
            gained = max(0.0, now - self.filled_at) * self.rates.per_chat / MARGIN
            self.tokens = min(self.rates.burst, self.tokens + gained)
        self.filled_at = now


@dataclass
class Pace:
    """The whole installation's spacing: one message each 1/rate seconds, none faster."""

    rates: Rates
    next_at: float = 0.0
    closed_until: float = 0.0
    _taken: int = 0
    _before: float = 0.0

    def free_at(self, now: float) -> float:
        """When the next message of this installation may go."""
        return max(now, self.next_at, self.closed_until)

    def take(self, now: float) -> int:
        """A message goes now; the number of its slot."""
        self._before = self.next_at
        self.next_at = max(self.next_at, now) + MARGIN / self.rates.overall
        self._taken += 1
        return self._taken

    def give_back(self, slot: int) -> None:
        """Nothing was sent after all. Only the newest slot is free again: a later one counted on this."""
        if slot == self._taken:
            self.next_at = self._before
