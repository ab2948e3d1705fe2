"""Sentences that are not yet in anyone's language.

A handler says `T("Noted: {answer}.", answer=...)`; the courier turns it into spans in the reader's language.
Values enter as plain spans after the sentence's own marks (`*bold*`, `_italic_`) were read, so a name with a
star or an angle bracket in it cannot act on any surface. A command that a sentence names, as `/help`, is a mark too:
it is drawn as its reader types it. One that a person wrote stays as it was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.model.values import Words


class Style(StrEnum):
    """How a span looks; every platform has all of them."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"


@dataclass(frozen=True)
class Span:
    """A run of text in one style, in the reader's language. `href` makes it a link."""

    text: str
    style: Style = Style.PLAIN
    href: str = ""


@dataclass(frozen=True)
class Day:
    """A date, printed long, with its weekday, in the reader's language."""

    day: date


@dataclass(frozen=True)
class Moment:
    """An instant (aware, any zone), printed as weekday, date and hour in `zone` (IANA), or the reader's own."""

    at: datetime
    zone: str = ""


@dataclass(frozen=True)
class Hour:
    """The hour and minute of an instant in `zone` (IANA), or in the reader's own zone when empty."""

    at: datetime
    zone: str = ""


@dataclass(frozen=True)
class ZoneName:
    """A time zone as people call it: "Romanian time", "ora României"."""

    zone: str


@dataclass(frozen=True)
class Language:
    """A language by its name in the reader's language."""

    code: str


@dataclass(frozen=True)
class Link:
    """A link with its own address as text, or with `label`."""

    href: str
    label: str = ""


@dataclass(frozen=True)
class Code:
    """Something to be typed or copied exactly."""

    text: str


@dataclass(frozen=True)
class Slash:
    """A command by its name, with its words if any, as its reader types it: `/help`, on Slack `/sfat help`."""

    text: str


@dataclass(frozen=True)
class Sentence:
    """One of our own sentences: English msgid, plural msgid (or ""), and the values for its placeholders."""

    msgid: str
    plural: str = ""
    values: Mapping[str, "Text"] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural, *sorted(self.values.items())))


@dataclass(frozen=True)
class Joined:
    """Several texts one after the other, with `between` in the middle."""

    parts: tuple["Text", ...]
    between: str = " "


Text = str | int | Words | Sentence | Joined | Day | Moment | Hour | ZoneName | Language | Link | Code | Slash


def T(msgid: str, /, **values: Text) -> Sentence:  # noqa: N802  (the field's usual short name for a translatable text)
    """A sentence of ours, to be translated for each reader."""
    return Sentence(msgid, "", values)


def N(singular: str, plural: str, /, n: int, **values: Text) -> Sentence:  # noqa: N802
    """A sentence of ours that counts `n` things; the plural form follows CLDR for the reader's language."""
    return Sentence(singular, plural, {"n": n, **values})


def join(*parts: Text, between: str = " ") -> Joined:
    """The parts that are not empty, one after the other."""
    return Joined(tuple(part for part in parts if part != ""), between)
