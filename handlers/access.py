"""The meeting link and passcode of an online event, told to those who come."""

from bot.core import Desk, Look, Router
from bot.model.card import Button, Card, card
from bot.model.text import Code, Link, Moment, T, Text
from bot.model.values import EventState
from handlers.shared.access import VIEW, is_entitled, release_access
from handlers.shared.events import moment_for, when
from handlers.shared.planning import RELEASE
from handlers.shared.presses import Manage
from handlers.shared.roles import duty, managers_of
from storage import deadlines, events
from storage.deadlines import DueRow

router = Router("access")


@router.view(VIEW, watches=("event", "secret"), mine=("rsvp",))
async def access(look: Look, number: int) -> Card | None:
    """The link, for a representative who said yes, from the release on; for others it disappears again."""
    event = await events.event(look.db, number)
    secret = await events.secret(look.db, number)
    if event is None or secret is None:
        return None
    lines: list[Text] = [T("*{title}*", title=event.title), when(event)]
    if event.state is not EventState.OPEN:
        return card(*lines, T("The event is cancelled; the access link no longer counts."))
    if not await is_entitled(look, number):
        return card(*lines, T("You are not coming, so the access link is no longer shown here."))
    if secret.release_at > look.now:  # the event was moved after the link had been told
        released = moment_for(secret.release_at, event, look.reader.zone)
        return card(*lines, T("The access link comes here on {moment}.", moment=released))
    if not secret.link:
        return card(*lines, T("There is no access link any more."))
    lines.append(T("Your access link. Please do not pass it on."))
    lines.append(Link(secret.link))
    if secret.passcode:
        lines.append(T("Passcode: {code}", code=Code(secret.passcode)))
    return card(*lines)


@router.due(RELEASE)
async def release(desk: Desk, number: int) -> None:
    """From now on those who come have the link."""
    event = await events.event(desk.db, number)
    if event is not None and event.state is EventState.OPEN:
        await desk.touch("secret", number)
        await release_access(desk, event)


@router.when_skipped
async def report_skipped(desk: Desk, rows: list[DueRow]) -> None:
    """The program was not running from the release to the end of the event: the managers hear of it."""
    for row in rows:
        event = await events.event(desk.db, int(row.subject)) if row.kind == RELEASE else None
        if event is not None:
            await desk.send_all(
                "access.skipped",
                row.id or 0,
                to=managers_of(event, desk.now),
                cause=f"skipped:{row.id}",
                terms=duty(programme=event.programme_id, event=event.id),
            )


@router.view("access.skipped")
async def skipped(look: Look, row: int) -> Card | None:
    """For the managers: that those who came got no link, and why."""
    due = await deadlines.deadline(look.db, row)
    event = None if due is None else await events.event(look.db, int(due.subject))
    if due is None or event is None:
        return None
    line = T(
        "⚠️ The access link of *{title}* was due on {moment}, while I was not running. The event is over now, so "
        "nobody got it.",
        title=event.title,
        moment=Moment(due.due, event.zone),
    )
    return card(line, rows=[(Button(T("Open the event"), Manage(event.id or 0)),)])
