"""Faults to order: what a server, a proxy or a cable does to a call that was right."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tests.fakes.slack_errors import SlackError

EVERY = "*"


@dataclass
class Fault:
    """One order: let `skip` calls pass, then fail `times`. `after_effect` does the work first; `cut` closes the line.

    `hang` never answers; `error` answers 200 with that word; a 429 names `retry_after` seconds.
    """

    status: int = 500
    error: str = ""
    retry_after: int = 1
    after_effect: bool = False
    cut: bool = False
    hang: bool = False
    skip: int = 0
    times: int = 1

    def refusal(self) -> SlackError:
        """The error as an answer of the API."""
        if self.status == 429:
            return SlackError(self.error or "ratelimited", status=429, retry_after=self.retry_after)
        return SlackError(self.error or "internal_error", status=200 if self.error else self.status)


class Faults:
    """The orders still open, by method; `*` is any method."""

    def __init__(self) -> None:
        self._faults: defaultdict[str, list[Fault]] = defaultdict(list)
        self._delays: dict[str, float] = {}

    def order(self, method: str, fault: Fault) -> None:
        self._faults[method].append(fault)

    def delay(self, method: str, seconds: float) -> None:
        self._delays[method] = seconds

    def take(self, method: str) -> Fault | None:
        """The fault for this call, used up by it."""
        for name in (method, EVERY):
            for fault in self._faults.get(name, ()):
                if fault.skip > 0:
                    fault.skip -= 1
                elif fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def delay_of(self, method: str) -> float:
        """Seconds this call has to wait before anything happens."""
        return self._delays.get(method, self._delays.get(EVERY, 0.0))
