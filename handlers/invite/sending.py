"""Sending: the one place from which invitations leave, each person once."""

from bot.core import Ctx, Effect, Show, Terms
from bot.model.problems import Sorry
from bot.model.text import N, T
from bot.model.values import Lane, Role
from handlers.invite.doors import PROGRESS, Send, drafted, open_for_invitations, router
from handlers.shared.planning import plan
from handlers.shared.presses import INVITATION
from storage import invitations, inviting, segments
from storage.events import EventRow
from storage.inviting import InviteDraftRow


@router.press(Send, who=Role.MANAGER)
async def send(ctx: Ctx, press: Send) -> Effect:
    """Invite every current representative of the chosen organisations who is not invited yet."""
    draft, event = await drafted(ctx, press.draft, "invite")
    open_for_invitations(ctx, event)
    if not await inviting.close(ctx.db, draft.id or 0, inviting.SENT):
        raise Sorry(T("This invitation has been sent already; nothing was sent twice."))
    new = await _invite(ctx, draft, event)
    await plan(ctx, event)
    await ctx.touch("invitation", event.id or 0)
    await ctx.record("invite", f"event {event.id}", by=ctx.my_id, role="manager", programme=event.programme_id)
    ctx.toast = N("{n} person is invited.", "{n} people are invited.", new)
    return Show(PROGRESS, event.id or 0)


async def _invite(ctx: Ctx, draft: InviteDraftRow, event: EventRow) -> int:
    """The rows and the messages; how many people are newly invited. Raises Sorry when there is nobody new."""
    number = event.id or 0
    found, _ = await segments.chosen(ctx.db, event.programme_id, draft.words)
    chosen = [row.id or 0 for row in found]
    new = await invitations.invite(ctx.db, event, chosen, ctx.now, leads_only=draft.leads_only)
    sent = await ctx.send_all(
        INVITATION,
        number,
        to=invitations.representatives(chosen, ctx.now, leads_only=draft.leads_only),
        cause=inviting.cause(number),
        terms=Terms(lane=Lane.BROADCAST, until=event.begins_at, event=number, programme=event.programme_id),
    )
    if not new and not sent:
        raise Sorry(T("Everyone you chose has been invited already, or there is nobody to invite. Nothing was sent."))
    return new
