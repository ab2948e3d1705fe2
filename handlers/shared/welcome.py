"""What somebody is told when they come, and what happens when we learn who they are."""

from bot.core import Ctx, Terms
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


async def show_invitations(ctx: Ctx) -> None:
    """The open invitations of whoever has come (again), as new cards here; what is on its way is not sent twice.

    It is no sending of the organisers', so nothing counts it as one; but the invitations are open from now on.
    """
    for event in await roster.my_events(ctx.db, ctx.my_id, ctx.now):
        number = event.id or 0
        await invitations.opened(ctx.db, ctx.my_id, ctx.now, number)
        if await outbox.on_its_way(ctx.db, ctx.my_id, INVITATION, str(number)):
            continue
        terms = Terms(lane=Lane.INTERACTIVE, until=event.begins_at, event=number, programme=event.programme_id)
        await ctx.send(INVITATION, number, to=ctx.my_id, cause=None, terms=terms, place=ctx.place.id)
