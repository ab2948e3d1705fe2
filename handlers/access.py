"""The meeting link and passcode of an online event, told to those who come."""

from bot.core import Desk, Look, Router
from bot.model.card import Card, card
from bot.model.text import Code, Link, Moment, T, Text
from bot.model.values import EventState, Going, Role
from handlers.shared.access import VIEW, release_access
from handlers.shared.events import when
from handlers.shared.planning import RELEASE
from storage import events, invitations

router = Router("access")


@router.view(VIEW, watches=("event", "secret"), mine=("rsvp",))
async def access(look: Look, number: int) -> Card | None:
    """The link, for a representative who said yes, from the release on; for others it disappears again."""
    event = await events.event(look.db, number)
    secret = await events.secret(look.db, number)
    if event is None or secret is None:
        return None
    mine = await invitations.standing(look.db, number, look.person_id)
    entitled = mine.answer is Going.YES and (mine.invited or await look.may(Role.STAKEHOLDER, "event", number))
    lines: list[Text] = [T("*{title}*", title=event.title), when(event)]
    if event.state is not EventState.OPEN:
        return card(*lines, T("The event is cancelled; the access link no longer counts."))
    if not entitled:
        return card(*lines, T("You are not coming, so the access link is no longer shown here."))
    if secret.release_at > look.now:  # the event was moved after the link had been told
        return card(*lines, T("The access link comes here on {moment}.", moment=Moment(secret.release_at, event.zone)))
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
