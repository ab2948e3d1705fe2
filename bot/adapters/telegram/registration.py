"""A webhook as Telegram has written it down, as getWebhookInfo tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

PATH = "/telegram/webhook"
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
CONNECTIONS = 40  # at once, as Telegram has it where nothing is said
# What waits is posted again at the latest every two minutes, so while it fails there is always an error this young.
STILL_FAILING = timedelta(minutes=3)
_LONGEST_FAILURE = 200


@dataclass(frozen=True)
class Registration:
    """Where Telegram brings updates ("": nowhere, they are polled), how many wait, and the newest thing that failed.

    `ip` is the address it has found for the host, "" when it does not tell; `kinds` are the updates it was asked for,
    empty = those it chooses by itself.
    """

    url: str
    waiting: int = 0
    failed_at: datetime | None = None
    failure: str = ""
    ip: str = ""
    connections: int = 0
    kinds: tuple[str, ...] = ()

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Registration":
        """From the answer of the Bot API. Raises KeyError, TypeError or ValueError for one that is not in its shape."""
        failed = told.get("last_error_date")
        return cls(
            url=str(told["url"]),
            waiting=int(told["pending_update_count"]),
            failed_at=datetime.fromtimestamp(int(failed), UTC) if failed else None,
            failure="".join(filter(str.isprintable, str(told.get("last_error_message", ""))))[:_LONGEST_FAILURE],
            ip=str(told.get("ip_address", "")),
            connections=int(told.get("max_connections", 0)),
            kinds=tuple(str(kind) for kind in told.get("allowed_updates") or ()),
        )

    @property
    def host(self) -> str:
        """The host it leads to: the rest of somebody else's address may be a secret of theirs."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""

    @property
    def asks_for_ours(self) -> bool:
        """Whether exactly those updates are asked for that we can read."""
        return set(self.kinds) == set(KINDS)

    def is_failing(self, now: datetime, taken_at: datetime | None = None) -> bool:
        """Whether updates wait because of an error. One that was followed by an update we took is over.

        Telegram keeps an error until the webhook is set anew, however much has arrived since.
        """
        if not self.waiting or self.failed_at is None or now - self.failed_at > STILL_FAILING:
            return False
        return taken_at is None or self.failed_at >= taken_at.replace(microsecond=0)
