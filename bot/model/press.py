"""Press: what a button asks for, as a typed record of at most 64 bytes.

The bound is Telegram's callback_data (Bot API, InlineKeyboardButton: 1-64 bytes), the narrowest of all platforms.
Every class is checked in its worst case when it is made, so no button can be too long at run time.
A button is a request, not a proof: whoever handles it checks rights again.
"""

import dataclasses
import inspect
from enum import StrEnum
from typing import Any, ClassVar, dataclass_transform, get_type_hints

LIMIT = 64
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
_LONGEST_NUMBER = 11  # 2**63 - 1 in base 64
_names: dict[str, type["Press"]] = {}


class Retired(ValueError):
    """The payload belongs to no button of today."""


@dataclass_transform(frozen_default=True)
class Press:
    """Base of all button payloads: `class Answer(Press, name="rsvp")`, fields of `int` or a `StrEnum`.

    A subclass is a frozen dataclass by itself. Names are never reused: an old card in somebody's chat keeps its
    buttons for years.
    """

    name: ClassVar[str]
    _kinds: ClassVar[tuple[tuple[str, type], ...]]

    def __init_subclass__(cls, name: str) -> None:
        if name in _names:
            raise TypeError(f"two kinds of button are called {name!r}")
        hints = get_type_hints(cls)
        cls.name = name
        cls._kinds = tuple((field, hints[field]) for field in inspect.get_annotations(cls))
        longest = len(name) + sum(1 + _longest(cls, field, kind) for field, kind in cls._kinds)
        if longest > LIMIT:
            raise TypeError(f"{cls.__name__} can take {longest} bytes; a button holds {LIMIT}")
        _names[name] = cls
        dataclasses.dataclass(frozen=True, eq=False, repr=False)(cls)

    # What a dataclass would write anew for each of more than a hundred kinds, while the program starts.
    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{field}={value!r}' for field, value in vars(self).items())})"

    def pack(self) -> str:
        """The payload for the platform: ASCII, at most 64 bytes."""
        values = (getattr(self, field) for field, _ in self._kinds)
        return ":".join([self.name, *(_number(v) if isinstance(v, int) else str(v.value) for v in values)])


def unpack(payload: str) -> Press:
    """The record behind a payload.

    Raises `Retired` for a name, a number of fields or a value that no button of today has.
    """
    name, *parts = payload.split(":")
    cls = _names.get(name)
    if cls is None or len(parts) != len(cls._kinds):
        raise Retired(payload)
    try:
        values = [_value(kind, part) for (_, kind), part in zip(cls._kinds, parts, strict=True)]
    except ValueError as wrong:
        raise Retired(payload) from wrong
    return cls(*values)


def _longest(cls: type, field: str, kind: Any) -> int:
    if kind is int:
        return 1 + _LONGEST_NUMBER  # a sign before it
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return max(len(member.value.encode()) for member in kind)
    raise TypeError(f"{cls.__name__}.{field} is neither a number nor a StrEnum")


def _number(value: int) -> str:
    if value < 0:
        return "~" + _number(-value)
    digits = ""
    while True:
        value, digit = divmod(value, 64)
        digits = _DIGITS[digit] + digits
        if not value:
            return digits


def _value(kind: Any, part: str) -> Any:
    if kind is not int:
        return kind(part)
    sign, digits = (-1, part[1:]) if part.startswith("~") else (1, part)
    if not 0 < len(digits) <= _LONGEST_NUMBER:
        raise ValueError(part)
    value = 0
    for digit in digits:
        value = value * 64 + _DIGITS.index(digit)
    if value >= 2**63:
        raise ValueError(part)
    return sign * value
