"""Pace: even spacing over one installation's budget, a small burst per chat, a group's minute.

Times are seconds of a clock that only goes forwards (the event loop's).
"""

from collections import deque
from dataclasses import dataclass, field

from bot.core.ports import Rates

MARGIN = 1.012  # forgives jitter: messages that come up to 12 ms early or late still fit a window of a second
SLACK = 0.002  # a timer that fires so much late loses nothing; it is part of what the margin forgives
GROUP_MARGIN = 1.02
SLOWER, SLOWER_AGAIN, SLOWEST = 0.8, 0.95, 0.1
FASTER, FASTER_EVERY = 1.01, 10.0
SAME_TROUBLE = 1.5  # seconds: what is refused within them was on its way already
KEPT_FROM = 20.0  # messages a second from which on some are kept for replies
KEPT, LEAST_KEPT = 0.0133, 1.33  # of the rate, and at least so many a second
KEPT_USED = 0.75  # of what is kept: the rest forgives that a reply is drawn sooner or later than others
KEPT_SECONDS = 10.0  # after the last reply what was kept for them is lent to everything else
WINDOW = 1.0 * MARGIN  # seconds


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
            at = max(at, now + (1 - self.tokens) / self.rates.per_chat * GROUP_MARGIN)
        if not self.private:
            while self.minute and self.minute[0] <= now - 60 * GROUP_MARGIN:
                self.minute.popleft()
            if len(self.minute) >= self.rates.group_per_minute:
                at = max(at, self.minute[0] + 60 * GROUP_MARGIN)
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

    @property
    def untroubled(self) -> bool:
        """Whether what is on its way is the only message to this chat for a while: it can not be too much for it."""
        return self.tokens >= self.rates.burst - 1 and len(self.minute) <= self.rates.burst

    def _fill(self, now: float) -> None:
        if self.filled_at is None:
            self.tokens = self.rates.burst
        else:
            gained = max(0.0, now - self.filled_at) * self.rates.per_chat / GROUP_MARGIN
            self.tokens = min(self.rates.burst, self.tokens + gained)
        self.filled_at = now


@dataclass
class Tempo:
    """The part of the allowed rate that is used: a fifth less when the platform finds it too fast, a twentieth when it
    had only been on its way back; and one per cent more for every ten seconds in which it does not."""

    part: float = 1.0
    since: float = float("-inf")

    def at(self, now: float) -> float:
        """The part that is used now."""
        return 1.0 if self.part == 1.0 else min(1.0, self.part * FASTER ** ((now - self.since) / FASTER_EVERY))

    def slower(self, now: float) -> float:
        """The part that is to be used when the one that is used now was too fast."""
        on_its_way_back = self.at(now) < 1.0 and now - self.since >= FASTER_EVERY
        return max(SLOWEST, self.at(now) * (SLOWER_AGAIN if on_its_way_back else SLOWER))

    def slow_down(self, now: float) -> None:
        """It was too fast; what was on its way then says so again, and counts once."""
        if now - self.since > SAME_TROUBLE:
            self.part, self.since = self.slower(now), now


@dataclass
class Kept:
    """Messages that people's replies may be, besides all others, so that none waits for its turn in a broadcast.

    Nothing is kept where there were no replies for a while, and at low rates, of which one a second is a large part.
    """

    since: float = float("-inf")
    until: float = float("-inf")
    used: "deque[float]" = field(default_factory=deque)

    def number(self, rate: float, now: float) -> float:
        """How many of so many messages a second are kept."""
        return max(LEAST_KEPT, rate * KEPT) if now < self.until and rate >= KEPT_FROM else 0.0

    def free(self, rate: float, now: float) -> bool:
        """Whether a reply may go now, whatever else has its turn."""
        while self.used and self.used[0] <= now - WINDOW:
            self.used.popleft()
        return now - self.since > WINDOW and len(self.used) < round(self.number(rate, now) * KEPT_USED)

    def replied(self, now: float) -> None:
        """A reply goes: more may follow."""
        if now >= self.until:
            self.since = now
        self.until = now + KEPT_SECONDS


@dataclass
class Pace:
    """The whole installation's spacing: one message each 1/rate seconds, none faster."""

    rates: Rates
    next_at: float = 0.0
    closed_until: float = 0.0
    tempo: Tempo = field(default_factory=Tempo)
    kept: Kept = field(default_factory=Kept)
    _taken: int = 0
    _before: float = 0.0

    def free_at(self, now: float, *, reply: bool = False) -> float:
        """When the next message of this installation may go."""
        if reply and self._goes_between(now):
            return max(now, self.closed_until)
        return max(now, self.next_at, self.closed_until)

    def take(self, now: float, *, reply: bool = False) -> int:
        """A message goes now; the number of its slot, 0 for a reply that goes between the others."""
        between = reply and self._goes_between(now)
        if reply and self._busy(now):
            self.kept.replied(now)
        if between:
            self.kept.used.append(now)
            return 0
        self._before = self.next_at
        self.next_at = max(self.next_at, now - SLACK) + self.gap(now)
        self._taken += 1
        return self._taken

    def give_back(self, slot: int) -> None:
        """Nothing was sent after all. Only the newest slot is free again: a later one counted on this."""
        if slot == 0:
            if self.kept.used:
                self.kept.used.pop()
        elif slot == self._taken:
            self.next_at = self._before

    def gap(self, now: float) -> float:
        """Seconds from one message to the next."""
        rate = self._rate(now)
        return MARGIN / (rate - self.kept.number(rate, now))

    def close(self, now: float, after: float, *, too_fast: bool) -> None:
        """Nothing goes for `after` seconds; then more slowly, if the platform has found us too fast."""
        self.closed_until = max(self.closed_until, now + after)
        if too_fast:
            self.tempo.slow_down(now)

    def _rate(self, now: float) -> float:
        return self.rates.overall * self.tempo.at(now)

    def _busy(self, now: float) -> bool:
        """Whether the last message has hardly gone: a reply that has all the rate to itself needs none kept."""
        return now - self.next_at < MARGIN / self._rate(now)

    def _goes_between(self, now: float) -> bool:
        return self.next_at > now and self.kept.free(self._rate(now), now)
