"""What rows and sentences share: words in several languages, answers, roles, lanes, states."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


@dataclass(frozen=True)
class Words:
    """What a person wrote for others, in one or more languages.

    `texts` maps a language code to its text; `original` is the language it was first written in.
    """

    texts: Mapping[str, str]
    original: str

    @classmethod
    def plain(cls, text: str, language: str) -> "Words":
        """Words that exist in one language only."""
        return cls({language: text}, language)

    def choose(self, language: str) -> tuple[str, str]:
        """The text for a reader of `language`, and the language that text is really in."""
        chosen = language if self.texts.get(language) else self.original
        return self.texts.get(chosen, ""), chosen

    def __hash__(self) -> int:
        return hash((self.original, tuple(sorted(self.texts.items()))))


class Going(StrEnum):
    """A person's answer to an invitation."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Role(StrEnum):
    """What a route may ask of who uses it. Roles are not a line: a host of one event is nobody at another."""

    ANYONE = "anyone"
    KNOWN = "known"
    STAKEHOLDER = "stakeholder"
    HOST = "host"
    FACILITATOR = "facilitator"
    MANAGER = "manager"
    OPERATOR = "operator"


class Scope(StrEnum):
    """How far a grant reaches."""

    INSTALLATION = "installation"
    PROGRAMME = "programme"
    LAB = "lab"
    EVENT = "event"


class Lane(IntEnum):
    """Which message goes first when not all can go at once; the smaller number wins."""

    INTERACTIVE = 0
    SESSION = 1
    REMINDER = 2
    BROADCAST = 3


class EventState(StrEnum):
    """The life of an event. A record is an event of the past, imported for the report."""

    DRAFT = "draft"
    OPEN = "open"
    CANCELLED = "cancelled"
    RECORD = "record"


class Mode(StrEnum):
    """Where an event takes place."""

    PHYSICAL = "physical"
    ONLINE = "online"
    ASYNCHRONOUS = "asynchronous"


class Sending(StrEnum):
    """The life of a delivery. A sent one is its own placement; STALE is a sent one that waits to be redrawn."""

    WAITING = "waiting"
    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    STALE = "stale"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Reason(StrEnum):
    """Why a delivery did not arrive."""

    BLOCKED = "blocked"
    NEVER_STARTED = "never_started"
    DEACTIVATED = "deactivated"
    GONE = "gone"
    REFUSED = "refused"
    ANSWERED = "answered"
    OPTED_OUT = "opted_out"
    TOO_LATE = "too_late"
    WITHDRAWN = "withdrawn"


class CafeState(StrEnum):
    """The life of a world café: planned, its room open (people take their seats), over."""

    PLANNED = "planned"
    OPEN = "open"
    OVER = "over"


class RoundState(StrEnum):
    """The life of a café round. LATE: the gong has gone, what still comes belongs to it; ENDED: nothing does."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    LATE = "late"
    ENDED = "ended"


UNDER_WAY = (RoundState.RUNNING, RoundState.PAUSED)
"""A round in one of these has begun, and its gong has not gone; its clock may stand still."""


class Naming(StrEnum):
    """Who learns whose idea it is. Fixed once there are ideas."""

    NAMED = "named"
    FACILITATOR = "facilitator"
    ANONYMOUS = "anonymous"
