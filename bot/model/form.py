"""Sheet: a form as data. Adapters choose the interaction: a dialogue, an HTML form, a modal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.model.text import Text


class Kind(StrEnum):
    """What a field asks for. Days and hours are typed as people write them, and read by the field's `read`."""

    LINE = "line"
    PROSE = "prose"
    CHOICE = "choice"
    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True)
class Repair:
    """A value that would do instead, and the label under which it is offered."""

    label: Text
    value: str


class Complaint(Exception):
    """What is wrong with one value, in a sentence, and what would do instead."""

    def __init__(self, text: Text, *repairs: Repair) -> None:
        super().__init__(str(text))
        self.text = text
        self.repairs = repairs


def as_written(value: str) -> Any:
    """The reader of a field that takes any text: white space around it is dropped."""
    return value.strip()


@dataclass(frozen=True)
class Field:
    """One question of a sheet.

    `read` turns what was written into a value or raises `Complaint`. An optional field may be left empty and is then
    None. `limit` is in characters. `initial` is what stands there at first, as it would be written.

    `options` (value and label) are the answers of a choice; of another kind they are offered beside writing, and with
    `several` may stand side by side, parted by commas.
    """

    name: str
    label: Text
    kind: Kind = Kind.LINE
    read: Callable[[str], Any] = as_written
    options: tuple[tuple[str, Text], ...] = ()
    optional: bool = False
    limit: int = 200
    hint: Text = ""
    initial: str = ""
    several: bool = False


def no_complaints(_values: Mapping[str, Any]) -> Mapping[str, Complaint]:
    """The check of a sheet whose fields do not depend on each other."""
    return {}


@dataclass(frozen=True)
class Sheet:
    """A form: its title, its fields in order, the label of the last button.

    `check` sees the values read so far (on a dialogue: those of the questions answered) and returns complaints by
    field name, for rules that concern more than one field.
    """

    title: Text
    fields: tuple[Field, ...]
    submit: Text = ""
    check: Callable[[Mapping[str, Any]], Mapping[str, Complaint]] = no_complaints


@dataclass(frozen=True)
class Form:
    """A handler's wish to ask: the registered form's name and the ids of what it is about."""

    name: str
    about: tuple[int, ...] = ()


@dataclass(frozen=True)
class DrawnField:
    """A field in the reader's language. `complaint` and `repairs` are set after a wrong answer."""

    name: str
    label: str
    kind: Kind
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    limit: int = 200
    hint: str = ""
    value: str = ""
    complaint: str = ""
    repairs: tuple[tuple[str, str], ...] = ()
    several: bool = False


@dataclass(frozen=True)
class DrawnForm:
    """A form for a platform that shows forms natively. `key` comes back with the answers.

    `subject` is the same whenever the same is asked about the same things. `leave` is the payload of a button that
    closes the form, for a platform that tells when somebody gives it up.
    """

    key: str
    title: str
    fields: tuple[DrawnField, ...]
    submit: str
    cancel: str
    language: str = field(default="ro")
    subject: str = ""
    leave: str = ""


class FormState(StrEnum):
    """What has become of a form: it waits, was sent, made room for another that waits now, or is closed."""

    OPEN = "open"
    SENT = "sent"
    ASIDE = "aside"
    CLOSED = "closed"
