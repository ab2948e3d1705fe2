"""When to send: now, or a day and an hour as people write them."""

from collections.abc import Callable
from datetime import date, datetime

from bot.model.form import Complaint, Repair
from bot.model.text import Moment, T
from handlers.shared.dates import NotADay, written_day
from handlers.shared.hours import NotAnHour, instant, local, written_hour
from handlers.shared.repairs import with_sound_repairs
from handlers.shared.weekdays import folded
from handlers.shared.written import dotted, example_day, marked_span, read_day, read_span, span_on

NOW = "now"
_NOWS = (NOW, "acum")
_SEND_NOW = Repair(T("Send it now"), NOW)


def moment_reader(now: datetime, zone: str) -> Callable[[str], datetime | None]:
    """Reads the moment: None is at once, else an instant (UTC) after `now`, written in `zone`."""

    def refusal(written: str) -> Complaint | None:
        try:
            _read(written, now, zone)
        except Complaint as complaint:
            return complaint
        return None

    def read(written: str) -> datetime | None:
        try:
            return _read(written, now, zone)
        except Complaint as complaint:
            raise with_sound_repairs(complaint, refusal) from None

    return read


def _read(written: str, now: datetime, zone: str) -> datetime | None:
    if folded(written) in _NOWS:
        return None
    today = local(now, zone).date()
    day_text, hour_text = _day_and_hour(written, today)
    at = _instant(_read_day(day_text, hour_text, today), hour_text, zone)
    if at <= now:
        raise Complaint(T("{moment} has passed already.", moment=Moment(at, zone)), _SEND_NOW)
    return at


def example_moment(today: date) -> str:
    """A day and an hour to show how a moment is written, about three months ahead."""
    return f"{dotted(example_day(today))} 10:00"


def as_written(at: datetime | None, zone: str) -> str:
    """A moment as it would be written in the form; "" for at once."""
    if at is None:
        return ""
    here = local(at, zone)
    return f"{dotted(here.date())} {marked_span(here.date(), here.time(), None, here.fold, zone)}"


def _day_and_hour(written: str, today: date) -> tuple[str, str]:
    """Where the day ends and the hour begins; the longest day that leaves an hour. Raises Complaint."""
    words = written.replace(",", " ").split()
    for end in range(len(words) - 1, 0, -1):
        day, hour = " ".join(words[:end]), " ".join(words[end:])
        if _is_hour(hour) and _names_day(day):
            return day, hour
    sentence = T("Please write “now”, or a day and an hour, such as {moment}.", moment=example_moment(today))
    raise Complaint(sentence, _SEND_NOW)


def _is_hour(text: str) -> bool:
    try:
        written_hour(text)
    except NotAnHour:
        return False
    return True


def _names_day(text: str) -> bool:
    """Whether it is meant as a day, even as one that does not exist or is to be asked about."""
    try:
        written_day(text)
    except NotADay as trouble:
        return trouble.kind != "unreadable"
    return True


def _read_day(text: str, hour: str, today: date) -> date:
    """The day. What may have been meant instead is offered together with the hour."""
    try:
        return read_day(text, today).day
    except Complaint as complaint:
        repairs = (Repair(repair.label, f"{repair.value} {hour}") for repair in complaint.repairs)
        raise Complaint(complaint.text, *repairs) from None


def _instant(day: date, hour: str, zone: str) -> datetime:
    """The instant. Where the clocks are changed just then, the hours that may be meant are offered with the day."""
    span = read_span(hour)
    assert span.starts is not None, "what is an hour is not the mark for none"
    complaint = span_on(day, span, zone)
    if complaint is not None:
        repairs = (Repair(repair.label, f"{dotted(day)} {repair.value}") for repair in complaint.repairs)
        raise Complaint(complaint.text, *repairs)
    return instant(day, span.starts, zone)
