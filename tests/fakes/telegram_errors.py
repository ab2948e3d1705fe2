"""How the Bot API refuses: HTTP status, description in the server's own words, parameters for the client.

`blame` tells a wrong request from bad luck: a refusal with blame is one that a correct client never causes, and it is
written down in `FakeTelegram.violations`. Blocked users, floods, conflicts and "not modified" carry no blame.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal: `code` is the HTTP status, `description` the server's sentence, `parameters` what a program reads."""

    def __init__(self, code: int, description: str, *, blame: bool = False, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.blame = blame
        self.parameters = parameters or {}

    def body(self) -> Json:
        """The answer as the server writes it."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(why: str) -> ApiError:
    """400, and the client is at fault."""
    return ApiError(400, f"Bad Request: {why}", blame=True)


def bad_luck(why: str, **parameters: Any) -> ApiError:
    """400, though the client could not have known better."""
    return ApiError(400, f"Bad Request: {why}", parameters=parameters)


def forbidden(why: str) -> ApiError:
    """403: the person or the group does not want the bot."""
    return ApiError(403, f"Forbidden: {why}")


def conflict(why: str) -> ApiError:
    """409: somebody else receives the updates."""
    return ApiError(409, f"Conflict: {why}")


def too_many(seconds: int) -> ApiError:
    """429: come back in so many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds})
