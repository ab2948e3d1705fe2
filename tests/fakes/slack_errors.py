"""How the Web API refuses: HTTP 200, `ok` false and a word for the reason; 429 is the one refusal with a status.

`blame` tells a wrong request from bad luck: a refusal with blame is one that a correct client never causes, and it is
written down in `FakeSlack.violations`. Archived channels, people who left, rates and hash conflicts carry no blame.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """A refusal: `error` is the server's word, `messages` say where the arguments are wrong, `details` stand beside."""

    def __init__(
        self, error: str, messages: tuple[str, ...] = (), *, blame: bool = False, status: int = 200, **details: Any
    ) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.blame = blame
        self.status = status
        self.details = details

    def __str__(self) -> str:
        return f"{self.error}: {'; '.join(self.messages)}" if self.messages else self.error

    def body(self) -> Json:
        """The answer as the server writes it."""
        answer: Json = {"ok": False, "error": self.error}
        if self.messages:
            answer["errors"] = [message.removeprefix("[ERROR] ") for message in self.messages]
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer | {name: value for name, value in self.details.items() if name != "retry_after"}

    def headers(self) -> dict[str, str]:
        """Retry-After, where there is something to wait for."""
        return {"Retry-After": str(self.details["retry_after"])} if "retry_after" in self.details else {}


def wrong(error: str, *messages: str, **details: Any) -> SlackError:
    """A refusal for which the client is at fault."""
    return SlackError(error, messages, blame=True, **details)


def luck(error: str, **details: Any) -> SlackError:
    """A refusal that the client could not have known beforehand."""
    return SlackError(error, **details)


def missing_scope(needed: str, provided: frozenset[str]) -> SlackError:
    """The token may not call this: `needed` names the scopes of which one would do."""
    return wrong("missing_scope", needed=needed, provided=",".join(sorted(provided)))


def ratelimited(seconds: int) -> SlackError:
    """429: come back in so many seconds."""
    return SlackError("ratelimited", status=429, retry_after=seconds)
