"""What is wrong with the answers about an event, with such repairs only as the form will take.

What would do instead of one answer may depend on another, as a deadline on the event's day. So the readers of the form
keep their complaints as values, and what is said of them is made here, where all answers are known.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from bot.model.form import Complaint
from bot.model.text import T, Text, join
from handlers.events.rules import Ground, check
from handlers.shared.dates import WrittenDay
from handlers.shared.repairs import with_sound_repairs
from handlers.shared.written import WrongWeekday, day_repairs, dotted, month_name

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
    deadline = unread.get("deadline")
    if isinstance(deadline, WrongWeekday):
        unread["deadline"] = _with_one_month(values.get("day"), deadline)
    return {**unread, **check(ground, read)}


def _with_one_month(day: WrittenDay | Complaint | None, deadline: WrongWeekday) -> Complaint:
    """Where one month makes the deadline fit as well as the event's day, that is said, and its date offered first.

    Of a day that was repaired before, only what it is now is known; it fits its month then.
    """
    written, candidates = deadline.written.day, deadline.written.candidates
    fitting = [meant for meant in candidates if any(_one_month(written, meant, event) for event in _events(day))]
    if not fitting:
        return deadline
    meant = fitting[0]
    both = T("Both dates fit if the month is {month}.", month=month_name(meant))
    rest = (repair for repair in deadline.repairs if repair.value != dotted(meant))
    return Complaint(join(deadline.text, both), *day_repairs([meant]), *rest)


def _events(day: WrittenDay | Complaint | None) -> Sequence[date]:
    """The day of the event, or what it may be while it is in doubt."""
    if isinstance(day, WrongWeekday):
        return day.written.candidates
    return [day.day] if isinstance(day, WrittenDay) else []


def _one_month(written: date, meant: date, event: date) -> bool:
    """Whether the deadline as written, but for its month, lies in the event's month and before it."""
    return (
        (meant.year, meant.day) == (written.year, written.day)
        and (meant.year, meant.month) == (event.year, event.month)
        and meant <= event
    )


def _insisted(name: str, label: Text) -> Text:
    if name == "day":
        return T("{day}, as a record of the past", day=label)
    return T("{answer}, all the same", answer=label)
