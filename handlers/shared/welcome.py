"""What somebody is told when they come, and what happens when we learn who they are."""

from bot.core import Ctx, Effect, Terms
from bot.model.form import Form
from bot.model.values import Lane
from handlers.shared.planning import SILENT
from handlers.shared.presses import INVITATION
from handlers.shared.zones import zone_number
from storage import accounts, dialogues, events, invitations, outbox, recognising, roster
from storage.events import EventRow
from storage.people import PersonRow

HELLO, NEWCOMER = "welcome.hello", "newcomer"
SILENCE = "silence"  # what changes when somebody asks for no more messages, or for messages again
IS_IT_YOU, YOUR_TIMES, NOTHING_OPEN = "match.question", "zone.question", "match.nothing"
MOST_OFFERED = 8


async def ask_who(ctx: Ctx, *link: int) -> Effect:
    """Name and organisation; or one question, where the platform vouches for the address of somebody we know of."""
    person = await recognised(ctx) if ctx.person is None else None
    if person is None:
        return Form(NEWCOMER, link)
    await ctx.also(IS_IT_YOU, person.id or 0)
    return None


async def recognised(ctx: Ctx) -> PersonRow | None:
    """Whose address the platform vouches for: one representative's without a role, who is not on this platform yet."""
    if not ctx.profile.email:
        return None
    return await recognising.by_address(ctx.db, ctx.profile.email, ctx.account.platform, ctx.now)


async def arrive(ctx: Ctx, person: PersonRow, *, greeted: bool = False) -> None:
    """This account is that person's: everything that waited for them is delivered, and their invitations are open.

    Whoever is known is not asked who they are: a welcome form that stood open is closed.
    Unless they were `greeted` already, they are told first who speaks here. Nobody is reminded of what they have
    not seen before.
    """
    number = person.id or 0
    await accounts.tie(ctx.db, ctx.account.id or 0, number)
    ctx.account.person_id, ctx.person = number, person
    for form, step in await dialogues.close_forms_called(ctx.db, NEWCOMER, ctx.account.id or 0):
        await ctx.touch("form", form, step)
    if not greeted:
        await ctx.also(HELLO)
    await outbox.drop_waiting(ctx.db, number, SILENT)
    await outbox.release(ctx.db, number)
    await invitations.opened(ctx.db, number, ctx.now)
    await outbox.hurry(ctx.db, number)
    await _propose_times(ctx, person)


async def _propose_times(ctx: Ctx, person: PersonRow) -> None:
    """Where the platform knows another zone than we would use, it is asked about, once for each person."""
    zone = zone_number(ctx.profile.zone)
    if zone is None or ctx.profile.zone == (person.zone or ctx.house.zone):
        return
    terms = Terms(lane=Lane.SESSION, vital=True)
    await ctx.send(YOUR_TIMES, zone, to=person.id or 0, cause="zone", terms=terms, place=ctx.place.id)


async def open_to_guests(ctx: Ctx) -> list[EventRow]:
    """The public events that a guest is offered, the next one first: the nearest few of their programme."""
    return (await events.upcoming(ctx.db, ctx.now, ctx.me.programme_id))[:MOST_OFFERED]


async def show_invitations(ctx: Ctx) -> bool:
    """The open invitations of whoever has come (again), as new cards here; what is on its way is not sent twice.

    Whether there are any.

    It is no sending of the organisers', so nothing counts it as one; but the invitations are open from now on.
    """
    mine = await roster.my_events(ctx.db, ctx.my_id, ctx.now)
    for event in mine:
        number = event.id or 0
        await invitations.opened(ctx.db, ctx.my_id, ctx.now, number)
        if await outbox.on_its_way(ctx.db, ctx.my_id, INVITATION, str(number)):
            continue
        terms = Terms(lane=Lane.INTERACTIVE, until=event.begins_at, event=number, programme=event.programme_id)
        await ctx.send(INVITATION, number, to=ctx.my_id, cause=None, terms=terms, place=ctx.place.id)
    return bool(mine)
