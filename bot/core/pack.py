"""Cards, texts and updates as JSON and back: what waits in the database between two processes.

Only the classes listed here can be unpacked, so a row can never make anything else come alive.
"""

import base64
import dataclasses
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from bot.model import address, card, form, text, update, values
from bot.model.press import Press, unpack

_CLASSES: dict[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        address.Account,
        address.Place,
        card.Button,
        card.Card,
        card.Document,
        card.Drawn,
        card.DrawnButton,
        text.Code,
        text.Day,
        text.Hour,
        text.Joined,
        text.Language,
        text.Link,
        text.Moment,
        text.Sentence,
        text.Slash,
        text.Span,
        text.ZoneName,
        update.Command,
        update.Continues,
        update.Edited,
        update.Envelope,
        update.FileHandle,
        update.Placed,
        update.Pressed,
        update.Profile,
        update.Reached,
        update.Said,
        update.Submitted,
        values.Words,
    )
}
_ENUMS: dict[str, type[StrEnum]] = {cls.__name__: cls for cls in (text.Style, form.Kind, values.Going)}


def packed(value: Any) -> Any:
    """`value` as what JSON can hold. Raises TypeError for a class that is not listed."""
    if isinstance(value, StrEnum):
        if _ENUMS.get(type(value).__name__) is not type(value):
            raise TypeError(f"{type(value).__name__} can not wait in the database")
        return {"$": "enum", "of": type(value).__name__, "v": value.value}
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Press):
        return {"$": "press", "v": value.pack()}
    if isinstance(value, bytes):
        return {"$": "bytes", "v": base64.b64encode(value).decode()}
    if isinstance(value, datetime | date | time):
        return {"$": type(value).__name__, "v": value.isoformat()}
    if isinstance(value, Mapping):
        return {"$": "map", "v": {key: packed(item) for key, item in value.items()}}
    if isinstance(value, list | tuple):
        return [packed(item) for item in value]
    name = type(value).__name__
    if _CLASSES.get(name) is not type(value):
        raise TypeError(f"{name} can not wait in the database")
    return {"$": name, **{f.name: packed(getattr(value, f.name)) for f in dataclasses.fields(value)}}


def unpacked(value: Any) -> Any:
    """The value that `packed` was given; lists come back as tuples. Raises KeyError or ValueError for anything else."""
    if isinstance(value, list):
        return tuple(unpacked(item) for item in value)
    if not isinstance(value, Mapping):
        return value
    kind = value["$"]
    if kind in _CLASSES:
        return _CLASSES[kind](**{key: unpacked(item) for key, item in value.items() if key != "$"})
    return _SIMPLE[kind](value)


_SIMPLE: Mapping[str, Any] = {
    "enum": lambda value: _ENUMS[value["of"]](value["v"]),
    "press": lambda value: unpack(value["v"]),
    "bytes": lambda value: base64.b64decode(value["v"]),
    "datetime": lambda value: datetime.fromisoformat(value["v"]),
    "date": lambda value: date.fromisoformat(value["v"]),
    "time": lambda value: time.fromisoformat(value["v"]),
    "map": lambda value: {key: unpacked(item) for key, item in value["v"].items()},
}
