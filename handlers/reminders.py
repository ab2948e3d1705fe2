"""Reminders: before the deadline only to the silent, a day and an hour before to those who come."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select

from bot.core import Desk, Look, Router, Terms
from bot.model.card import Button, Card, Row, card
from bot.model.text import Day, Moment, N, T, Text
from bot.model.values import EventState, Going, Lane, Reason
from handlers.shared.confirming import STILL_COMING, to_be_confirmed
from handlers.shared.events import ANSWERS, event_lines, has_begun, when, when_for, where
from handlers.shared.hours import local
from handlers.shared.planning import CLOSED, COMING, SILENT, useful_until
from handlers.shared.presses import Answer, Manage, Open
from handlers.shared.roles import duty, managers_of
from storage import deadlines, events, invitations
from storage.deadlines import DueRow
from storage.events import EventRow

router = Router("reminders")


@router.due(SILENT)
async def remind_silent(desk: Desk, number: int) -> None:
    """Whoever has not answered by now hears of it."""
    event = await events.event(desk.db, number)
    if event is not None and event.state is EventState.OPEN:
        await _remind(desk, event, SILENT, invitations.silent(number))


@router.view(SILENT, mine=("rsvp",), watches=("event",))
async def to_silent(look: Look, number: int) -> Card | Reason | None:
    """You have not answered yet; not sent, and closed where it stands, once there is an answer."""
    event = await events.event(look.db, number)
    if event is None or event.state is not EventState.OPEN or has_begun(event, look.now):
        return None
    mine = await invitations.standing(look.db, number, look.person_id)
    if mine.answer is not None:
        return Reason.ANSWERED
    lines: list[Text] = [
        T("You have not answered yet. {event} is on {date}.", event=event.title, date=Day(event.day)),
        *(await event_lines(look, event))[1:],  # the sentence before has named it
    ]
    return card(*lines, rows=_answers(number))


@router.due(CLOSED)
async def closed(desk: Desk, number: int) -> None:
    """The deadline has passed: every card that stands says so from now on, without a new message."""
    await desk.touch("event", number)


@router.due(COMING)
async def remind_coming(desk: Desk, number: int) -> None:
    """Those who come are reminded."""
    event = await events.event(desk.db, number)
    if event is not None and event.state is EventState.OPEN:
        await _remind(desk, event, COMING, invitations.answering(number, Going.YES))


async def _remind(desk: Desk, event: EventRow, kind: str, people: Select[Any]) -> None:
    """Each person once for this instant. Quiet hours do not hold back what belongs to the event's own day.

    STOP holds back no reminder of an event to which one said yes: that is what its answer promises.
    """
    own_day = local(desk.now, event.zone).date() == event.day
    until = useful_until(kind, event, desk.now)
    terms = Terms(
        lane=Lane.REMINDER,
        until=until,
        vital=kind == COMING,
        quiet=not own_day,
        event=event.id,
        programme=event.programme_id,
    )
    await desk.send_all(kind, event.id or 0, to=people, cause=f"{kind}:{event.id}:{desk.now:%y%m%d%H%M}", terms=terms)


@router.view(COMING, mine=("rsvp",), watches=("event",))
async def to_coming(look: Look, number: int) -> Card | Reason | None:
    """It is tomorrow, or in an hour: when, where, and how to say that one can not come after all."""
    event = await events.event(look.db, number)
    if event is None or event.state is not EventState.OPEN or has_begun(event, look.now):
        return None
    mine = await invitations.standing(look.db, number, look.person_id)
    if mine.answer is not Going.YES:
        return Reason.ANSWERED
    lines: list[Text] = [_soon(event, look), T("*{title}*", title=event.title), when(event)]
    lines += [*when_for(event, look.reader.zone), *await where(look.db, event)]
    if await to_be_confirmed(look.db, event, look.person_id):
        return card(*lines, "", STILL_COMING, rows=_answers(number))
    return card(*lines, rows=[(Button(T("↩️ Change my answer"), Open(number)),)])


def _answers(number: int) -> list[Row]:
    return [(Button(label, Answer(number, going)),) for going, label in ANSWERS.items()]


def _soon(event: EventRow, look: Look) -> Text:
    begins = event.begins_at
    if begins - look.now <= timedelta(hours=2) and event.starts is not None:
        minutes = max(0, round((begins - look.now).total_seconds() / 60))
        return N("⏰ It begins in {n} minute.", "⏰ It begins in {n} minutes.", minutes)
    days = (event.day - local(look.now, event.zone).date()).days
    return T("⏰ It is tomorrow.") if days == 1 else T("⏰ It is soon: {day}.", day=Day(event.day))


@router.when_skipped
async def report_skipped(desk: Desk, rows: list[DueRow]) -> None:
    """The program was not running when these were due, and now they would be of no use: the managers hear of it."""
    for row in rows:
        if row.kind not in (SILENT, COMING):
            continue
        event = await events.event(desk.db, int(row.subject))
        if event is None:
            continue
        await desk.send_all(
            "reminder.skipped",
            row.id or 0,
            to=managers_of(event, desk.now),
            cause=f"skipped:{row.id}",
            terms=duty(programme=event.programme_id, event=event.id),
        )


@router.view("reminder.skipped")
async def skipped(look: Look, row: int) -> Card | None:
    """For the managers: which reminder nobody got, and why."""
    due = await deadlines.deadline(look.db, row)
    event = None if due is None else await events.event(look.db, int(due.subject))
    if due is None or event is None:
        return None
    line = T(
        "⚠️ A reminder for *{title}* was due on {moment}, while I was not running. It would be of no use now, so "
        "nobody got it.",
        title=event.title,
        moment=Moment(due.due, event.zone),
    )
    return card(line, rows=[(Button(T("Open the event"), Manage(event.id or 0)),)])
