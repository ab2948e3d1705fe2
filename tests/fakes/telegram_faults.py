"""Faults to order: what a server, a proxy or a cable does to a request that was right."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass

from tests.fakes.telegram_errors import ApiError, Json

EVERY = "*"
_DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
}


@dataclass(frozen=True)
class Fault:
    """One failure. `cut` closes the connection without a word; `after_effect` lets the request do its work first."""

    status: int
    description: str
    retry_after: int | None
    after_effect: bool
    cut: bool

    def error(self) -> ApiError:
        parameters: Json = {} if self.retry_after is None else {"retry_after": self.retry_after}
        return ApiError(self.status, self.description, parameters=parameters)

    @property
    def gateway(self) -> bool:
        """Whether a proxy answers in the server's place, with a page and not with JSON."""
        return self.status in (502, 503, 504)


class Faults:
    """The orders still open, by method; `*` is any method."""

    def __init__(self) -> None:
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._delays: dict[str, float] = {}

    def fail(self, method: str, times: int, fault: Fault) -> None:
        self._faults[method].extend([fault] * times)

    def delay(self, method: str, seconds: float) -> None:
        self._delays[method] = seconds

    def take(self, method: str) -> Fault | None:
        """The fault for this call, used up by it."""
        for name in (method, EVERY):
            if queue := self._faults.get(name):
                return queue.popleft()
        return None

    def delay_of(self, method: str) -> float:
        """Seconds this call has to wait before anything happens."""
        return self._delays.get(method, self._delays.get(EVERY, 0.0))


def described(status: int, description: str | None, retry_after: int | None) -> str:
    """What the server would say with that status."""
    if description is not None:
        return description
    if status == 429:
        return f"Too Many Requests: retry after {retry_after}"
    return _DESCRIPTIONS.get(status, "Internal Server Error")
