"""The rates: messages a second in a channel, and calls a minute of each method in the workspace, as windows that slide.

Slack publishes "1+", "20+", "50+" and "100+" a minute and lets bursts pass on good days; here it never has one.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable, Mapping

from tests.fakes.slack_errors import ratelimited

TIERS: Mapping[int, int] = {1: 1, 2: 20, 3: 50, 4: 100}
SPECIAL = 600  # auth.test, chat.getPermalink: "hundreds a minute"


class Rates:
    """Counts calls by arrival; `refused` lists the methods that got 429. Tier 0 is special, None not counted."""

    def __init__(
        self, now: Callable[[], float], channel_burst: int, posts_per_minute: int, tiers: Mapping[int, int]
    ) -> None:
        self.now = now
        self.channel_burst = channel_burst
        self.posts_per_minute = posts_per_minute
        self.tiers = {0: SPECIAL, **tiers}
        self.refused: list[str] = []
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self._channels: dict[str, float] = {}

    def call(self, method: str, tier: int | None) -> None:
        """Count one call of a method. Raises 429 when its tier is used up."""
        if tier is not None:
            self._take(method, method, 60.0, self.tiers[tier])

    def post(self, channel_id: str) -> None:
        """Count one chat.postMessage: each fills the channel for a second, and it holds `channel_burst` seconds."""
        now = self.now()
        wait = self._channels.get(channel_id, now) - now - (self.channel_burst - 1)
        if wait > 0:
            self._refuse("chat.postMessage", wait)
        self._take("chat.postMessage", "posts", 60.0, self.posts_per_minute)
        self._channels[channel_id] = max(self._channels.get(channel_id, now), now) + 1.0

    def _take(self, method: str, counted: str, window: float, most: int) -> None:
        now, taken = self.now(), self._calls[counted]
        while taken and taken[0] <= now - window:
            taken.popleft()
        if len(taken) >= most:
            self._refuse(method, taken[len(taken) - most] + window - now)
        taken.append(now)

    def _refuse(self, method: str, wait: float) -> None:
        self.refused.append(method)
        raise ratelimited(max(1, math.ceil(wait)))
