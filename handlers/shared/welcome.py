"""What somebody is told when they come, and what happens when we learn who they are."""

from bot.core import Ctx, Desk, Terms
from bot.model.values import Lane
from handlers.shared.planning import SILENT
from handlers.shared.presses import INVITATION
from storage import accounts, invitations, outbox, roster
from storage.people import PersonRow

HELLO, NEWCOMER = "welcome.hello", "newcomer"


async def arrive(ctx: Ctx, person: PersonRow, *, greeted: bool = False) -> None:
    """This account is that person's: everything that waited for them is delivered, and their invitations are open.

    Unless they were `greeted` already, they are told first who speaks here. Nobody is reminded of what they have
    not seen before.
    """
    number = person.id or 0
    await accounts.tie(ctx.db, ctx.account.id or 0, number)
    ctx.account.person_id, ctx.person = number, person
    if not greeted:
        await ctx.also(HELLO)
    await outbox.drop_waiting(ctx.db, number, SILENT)
    await outbox.release(ctx.db, number)
    await invitations.opened(ctx.db, number, ctx.now)
    await outbox.hurry(ctx.db, number)


async def show_invitations(desk: Desk, person_id: int) -> None:
    """The open invitations of somebody who has come, as cards of their own."""
    for event in await roster.my_events(desk.db, person_id, desk.now):
        number = event.id or 0
        terms = Terms(lane=Lane.INTERACTIVE, until=event.begins_at, event=number, programme=event.programme_id)
        await desk.send(INVITATION, number, to=person_id, cause=f"invite:{number}", terms=terms)
