"""What is wrong with the answers about an event, with such repairs only as the form will take.

What would do instead of one answer may depend on another, as a deadline on the event's day. So the readers of the form
keep their complaints as values, and what is said of them is made here, where all answers are known.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.model.form import Complaint
from bot.model.text import T, Text
from handlers.events.rules import Ground, check
from handlers.shared.repairs import with_sound_repairs

Read = Callable[[str], Any]


def deferred(read: Read) -> Read:
    """The same reader, whose complaint is the value."""

    def reading(written: str) -> Any:
        try:
            return read(written)
        except Complaint as complaint:
            return complaint

    return reading


def check_with_repairs(ground: Ground, reads: Mapping[str, Read], values: Mapping[str, Any]) -> dict[str, Complaint]:
    """Complaints by question. `reads`: the deferred readers of the questions that have repairs."""

    def refusal(name: str, written: str) -> Complaint | None:
        return _complaints(ground, {**values, name: reads[name](written)}).get(name)

    return {
        name: with_sound_repairs(complaint, partial(refusal, name), partial(_insisted, name))
        if name in reads
        else complaint
        for name, complaint in _complaints(ground, values).items()
    }


def _complaints(ground: Ground, values: Mapping[str, Any]) -> dict[str, Complaint]:
    """What can not be read, and what does not fit together of the rest."""
    unread = {name: value for name, value in values.items() if isinstance(value, Complaint)}
    read = {name: value for name, value in values.items() if name not in unread}
    return {**unread, **check(ground, read)}


def _insisted(name: str, label: Text) -> Text:
    if name == "day":
        return T("{day}, as a record of the past", day=label)
    return T("{answer}, all the same", answer=label)
