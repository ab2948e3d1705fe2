"""The meeting link and passcode: only to those who come, from the release on."""

from bot.core import Desk, Terms
from bot.model.values import Going
from storage import events, invitations
from storage.events import EventRow

VIEW = "event.access"


async def give_access(desk: Desk, event: EventRow, person_id: int) -> None:
    """After a yes: when the link is already released, it comes at once."""
    secret = await events.secret(desk.db, event.id or 0)
    if secret is None or not secret.link or secret.release_at > desk.now:
        return
    await desk.send(
        VIEW, event.id or 0, to=person_id, cause=f"access:{event.id}:{secret.revision}", terms=_terms(event)
    )


async def release_access(desk: Desk, event: EventRow) -> None:
    """Everyone who comes gets the link as it is now, once for each revision of it."""
    secret = await events.secret(desk.db, event.id or 0)
    if secret is None or not secret.link:
        return
    cause = f"access:{event.id}:{secret.revision}"
    await desk.send_all(
        VIEW, event.id or 0, to=invitations.answering(event.id or 0, Going.YES), cause=cause, terms=_terms(event)
    )


def _terms(event: EventRow) -> Terms:
    return Terms(until=event.ends_at, vital=True, event=event.id, programme=event.programme_id)
