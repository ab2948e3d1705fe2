"""Days and hours as answers in a form: what can not be taken comes back with what may have been meant as repairs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.model.form import Complaint, Repair
from bot.model.text import Day, T, Text
from bot.model.values import Words
from handlers.shared.dates import NotADay, WrittenDay, written_day
from handlers.shared.hours import Gap, NotAnHour, instant, says_which, twice, written_hours
from handlers.shared.weekdays import MONTHS, WEEKDAYS, Names, folded

NO_HOURS = "-"
_NO_HOURS = frozenset({NO_HOURS, "fara ore", "no hours"})
_SHOWN = 40  # characters of what was written that a complaint repeats


def dotted(day: date) -> str:
    """A day as people here write it: 17.02.2027."""
    return f"{day:%d.%m.%Y}"


def example_day(today: date) -> date:
    """A day to show how one is written: a 17th, about three months ahead, so that it can be tried."""
    months, month = divmod(today.month + 2, 12)
    return date(today.year + months, month + 1, 17)


def read_day(text: str, today: date) -> WrittenDay:
    """The day that was written. Raises Complaint when it is not one certain day.

    `today` tells which year is meant where none is written; even then the writer is asked.
    """
    try:
        written = written_day(text)
    except NotADay as trouble:
        raise _no_day(trouble, today) from None
    if written.in_conflict:
        raise _wrong_weekday(written)
    return written


def day_repairs(days: Iterable[date]) -> tuple[Repair, ...]:
    """Each day with its weekday."""
    return tuple(Repair(Day(day), dotted(day)) for day in days)


class WrongWeekday(Complaint):
    """A day with a weekday that it does not have; `written` is what was written, with the days it may mean."""

    def __init__(self, written: WrittenDay, text: Text, *repairs: Repair) -> None:
        super().__init__(text, *repairs)
        self.written = written


def _wrong_weekday(written: WrittenDay) -> WrongWeekday:
    assert written.weekday is not None, "only a weekday can be in conflict with its date"
    question = T(
        "{date} is a {actual}, not a {written}. Which one do you mean?",
        date=dotted(written.day),
        actual=_weekday(written.day.weekday()),
        written=_weekday(written.weekday),
    )
    keep = Repair(T("Keep {day}", day=Day(written.day)), dotted(written.day))
    return WrongWeekday(written, question, *day_repairs(written.candidates), keep)


def _weekday(number: int) -> Words:
    return _named(WEEKDAYS, number)


def month_name(day: date) -> Words:
    """The month of a day, as it stands inside a sentence."""
    return _named(MONTHS, day.month - 1)


def _named(names: Names, number: int) -> Words:
    return Words({language: row[number] for language, row in names.items()}, "en")


def _no_day(trouble: NotADay, today: date) -> Complaint:
    text = trouble.text.strip()[:_SHOWN]
    soon = example_day(today)
    example = dotted(soon)
    match trouble.kind:
        case "impossible":
            return Complaint(T("{text} is not in the calendar. Write a date like {date}.", text=text, date=example))
        case "ambiguous":
            question = T("“{text}” can be read in more than one way. Which day do you mean?", text=text)
            return Complaint(question, *day_repairs(trouble.candidates))
        case "no_year":
            question = T("Please write the date with its whole year, like {date}. Which day do you mean?", date=example)
            return Complaint(question, *day_repairs(dict.fromkeys(_with_year(trouble.text, today))))
    return Complaint(T("“{text}” is no date. Write it like {date}, or {day}.", text=text, date=example, day=Day(soon)))


def _with_year(text: str, today: date) -> Iterator[date]:
    """What a date without a whole year may mean: in this year or the next, or in the century of two digits."""
    bare = text.strip().rstrip(" .,;!")
    ahead = [f"{bare}{between}{year}" for year in (today.year, today.year + 1) for between in (".", " ")]
    for completed in (*ahead, f"{bare[:-2]}20{bare[-2:]}"):
        try:
            written = written_day(completed)
        except NotADay:
            continue
        if not written.in_conflict and (written.day >= today or completed not in ahead):
            yield written.day


@dataclass(frozen=True)
class Span:
    """The hours of an event, none at all when `starts` is None.

    `says_which`: of two equal hours the writer named one. `meant`: a trailing "!", the writer insists.
    """

    starts: time | None
    ends: time | None = None
    says_which: bool = False
    meant: bool = False

    @property
    def fold(self) -> int:
        """Which of two equal hours: 0 the first, 1 the second."""
        return max((at.fold for at in (self.starts, self.ends) if at is not None), default=0)


def read_span(text: str) -> Span:
    """`11:00-13:30`, `ora 11`, or `-` for an event without hours. Raises Complaint."""
    bare = text.strip().rstrip("! ")
    meant = text.strip().endswith("!")
    if folded(bare) in _NO_HOURS:
        return Span(None, meant=meant)
    try:
        starts, ends = written_hours(bare)
    except NotAnHour:
        sentence = T("“{text}” is no time of the day. Write the hours like 11:00-13:30.", text=bare[:_SHOWN])
        raise Complaint(sentence) from None
    if ends is not None and ends <= starts:
        turned = () if ends == starts else (_repair(ends, starts),)
        raise Complaint(
            T("It would end at {end}, which is not after {start}.", start=clock(starts), end=clock(ends)), *turned
        )
    return Span(starts, ends, says_which(bare), meant)


def clock(at: time) -> str:
    """`09:05`."""
    return f"{at:%H:%M}"


def span_text(starts: time | None, ends: time | None) -> str:
    """Hours as a person would write them: `11:00-13:30`, `11:00`, or `-`."""
    if starts is None:
        return NO_HOURS
    return clock(starts) if ends is None else f"{clock(starts)}-{clock(ends)}"


def marked_span(day: date, starts: time | None, ends: time | None, fold: int, zone: str) -> str:
    """The same, with `(1)` or `(2)` at the hour that happens twice on this day."""
    if starts is None:
        return NO_HOURS
    mark = f" ({fold + 1})"
    first = twice(day, starts, zone)
    written = clock(starts) + (mark if first else "")
    if ends is None:
        return written
    return f"{written}-{clock(ends)}" + (mark if not first and twice(day, ends, zone) else "")


def span_on(day: date, span: Span, zone: str) -> Complaint | None:
    """What is wrong with these hours on this day, where clocks are changed: no such hour, or two of them."""
    if span.starts is None:
        return None
    hours = [span.starts] if span.ends is None else [span.starts, span.ends]
    for at in hours:
        try:
            instant(day, at, zone)
        except Gap:
            sentence = T("On {day} the clocks jump over {time}: there is no such time.", day=Day(day), time=clock(at))
            return Complaint(sentence, *_around(day, span, zone))
    doubtful = next((at for at in hours if twice(day, at, zone)), None)
    if doubtful is None or span.says_which:
        return None
    time_of_day = clock(doubtful)
    labels = (T("{time}, the first time", time=time_of_day), T("{time}, the second time", time=time_of_day))
    return Complaint(
        T("On {day} the clocks go back and {time} comes twice. Which one do you mean?", day=Day(day), time=time_of_day),
        *(Repair(label, marked_span(day, span.starts, span.ends, fold, zone)) for fold, label in enumerate(labels)),
    )


def _around(day: date, span: Span, zone: str) -> Iterator[Repair]:
    """The same hours on the clock of before the jump, and on that of after it, where they stay on their day."""
    assert span.starts is not None, "an event without hours meets no jump"
    for later in (False, True):
        starts = _moved(day, span.starts, zone, later=later)
        ends = None if span.ends is None else _moved(day, span.ends, zone, later=later)
        if starts is not None and span.ends is not None and (ends is None or ends <= starts):
            ends = _plus(starts, _minutes(span.ends) - _minutes(span.starts))
        if starts is not None and (span.ends is None) == (ends is None):
            yield _repair(starts, ends)


def _moved(day: date, at: time, zone: str, *, later: bool) -> time | None:
    try:
        instant(day, at, zone)
    except Gap as gap:
        moved, moved_day = (gap.after, gap.after_day) if later else (gap.before, gap.before_day)
        return moved.replace(fold=0) if moved_day == day else None
    return at


def _minutes(at: time) -> int:
    return 60 * at.hour + at.minute


def _plus(at: time, minutes: int) -> time | None:
    moved = datetime.combine(date.min, at) + timedelta(minutes=minutes)
    return moved.time() if moved.date() == date.min else None


def _repair(starts: time, ends: time | None) -> Repair:
    written = span_text(starts, ends)
    return Repair(written, written)
