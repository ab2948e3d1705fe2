"""The meeting link and passcode: only to those who come, from the release on."""

from typing import Any

from sqlalchemy import Select

from bot.core import Desk, Look, Terms
from bot.model.values import Going, Role
from storage import events, invitations
from storage.answers import RSVP
from storage.events import EventRow, EventSecretRow
from storage.invitations import entitled

VIEW = "event.access"


async def is_entitled(look: Look, number: int) -> bool:
    """Whether the reader may have the link, once it is released: they come, and are no guest."""
    mine = await invitations.standing(look.db, number, look.person_id)
    return mine.answer is Going.YES and (mine.invited or await look.may(Role.STAKEHOLDER, "event", number))


async def give_access(desk: Desk, event: EventRow, person_id: int) -> None:
    """After a yes: when the link is already released, it comes at once. A guest has to be confirmed first."""
    secret = await events.secret(desk.db, event.id or 0)
    if secret is not None and secret.release_at <= desk.now:
        await _give(desk, event, secret, entitled(event, desk.now).where(RSVP.c.person_id == person_id))


async def catch_up(desk: Desk, person_id: int, programme_id: int) -> None:
    """A guest was confirmed: the links of the events to which they come, where these are out already."""
    for event in await events.upcoming(desk.db, desk.now, programme_id):
        await give_access(desk, event, person_id)


async def release_access(desk: Desk, event: EventRow) -> None:
    """Everyone who comes gets the link as it is now, once for each revision of it."""
    secret = await events.secret(desk.db, event.id or 0)
    if secret is not None:
        await _give(desk, event, secret, entitled(event, desk.now))


async def _give(desk: Desk, event: EventRow, secret: EventSecretRow, people: Select[Any]) -> None:
    if not secret.link:
        return
    cause = f"access:{event.id}:{secret.revision}"
    terms = Terms(until=event.ends_at, vital=True, event=event.id, programme=event.programme_id)
    await desk.send_all(VIEW, event.id or 0, to=people, cause=cause, terms=terms)
