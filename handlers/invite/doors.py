"""The buttons of this feature and what all of them check first: whose selection it is, and that the event is open."""

from enum import StrEnum

from bot.core import Ctx, Router
from bot.model.press import Press
from bot.model.problems import Refusal, Sorry
from bot.model.text import Day, T
from bot.model.values import EventState, Role
from handlers.shared.events import has_begun, known_event
from storage import inviting
from storage.events import EventRow
from storage.inviting import InviteDraftRow

router = Router("invite")

CHOOSE, LIST, PREVIEW, SAMPLE, TRIAL = "invite.choose", "invite.list", "invite.preview", "invite.sample", "invite.trial"
PROGRESS, RECIPIENTS, LINKS = "invite.progress", "invite.recipients", "invite.links"
LANGUAGES = ("ro", "en")


class Choose(Press, name="inv.choose"):
    """Choose whom this selection means."""

    draft: int


class Everyone(Press, name="inv.all"):
    """All organisations of the programme."""

    draft: int


class Earlier(Press, name="inv.lab"):
    """Whoever was invited to earlier rounds of the event's lab."""

    draft: int


class Among(Press, name="inv.list"):
    """A page of the sectors, tags or organisations (group 0, 1, 2)."""

    draft: int
    group: int
    page: int


class Put(StrEnum):
    """Into the selection, or out of it."""

    IN = "i"
    OUT = "o"


class Tick(Press, name="inv.tick"):
    """One of a list goes into the selection or out of it."""

    draft: int
    group: int
    page: int
    choice: int
    put: Put


class Nobody(Press, name="inv.none"):
    """Begin the selection again."""

    draft: int


class See(Press, name="inv.see"):
    """Go on to the preview."""

    draft: int


class Leads(Press, name="inv.lead"):
    """Only lead representatives (only 1), or all representatives (only 0)."""

    draft: int
    only: int


class SeeIn(Press, name="inv.look"):
    """The invitation as a reader of a language sees it: 0 is Romanian, 1 is English."""

    draft: int
    language: int


class Try(Press, name="inv.try"):
    """Send it to me alone."""

    draft: int


class Send(Press, name="inv.send"):
    """Send it."""

    draft: int


class Drop(Press, name="inv.drop"):
    """Leave it; nothing is sent."""

    draft: int


class Progress(Press, name="inv.how"):
    """How far the invitations to an event have come, now."""

    event: int


class SendAgain(Press, name="inv.again"):
    """Try once more what the platform did not take."""

    event: int


class Recipients(Press, name="inv.who"):
    """The invited people, each with their state."""

    event: int
    page: int


class PersonalLinks(Press, name="inv.links"):
    """The personal links as a file."""

    event: int


async def managed(ctx: Ctx, event: EventRow, action: str) -> None:
    """Raise Refusal, which is recorded, unless whoever asks manages this event."""
    if not await ctx.may(ctx.person, Role.MANAGER, "event", event.id or 0):
        raise Refusal(
            T("Only the organisers can do this. Your request was noted, and nothing was changed."),
            action=action,
            about=f"event {event.id}",
        )


def open_for_invitations(ctx: Ctx, event: EventRow) -> None:
    """Raise Sorry when nobody can be invited (any more)."""
    if event.state is not EventState.OPEN:
        raise Sorry(T("The event of {day} is not open, so nobody can be invited to it.", day=Day(event.day)))
    if has_begun(event, ctx.now):
        raise Sorry(T("The event has begun; nobody can be invited to it any more."))


async def drafted(ctx: Ctx, number: int, action: str) -> tuple[InviteDraftRow, EventRow]:
    """The selection behind a button, still open, and its event.

    Raises Refusal for who does not manage the event, Sorry when the selection is closed.
    """
    draft = await inviting.draft(ctx.db, number)
    if draft is None:
        raise Sorry(T("This selection is no longer there. /invite begins a new one."))
    event = await known_event(ctx.db, draft.event_id)
    await managed(ctx, event, action)
    if draft.state == inviting.SENT:
        raise Sorry(T("This invitation has been sent already; nothing was sent twice."))
    if draft.state == inviting.DROPPED:
        raise Sorry(T("This selection was cancelled. /invite begins a new one."))
    return draft, event
