"""A code that was typed: the account that asked for it is asked back, and only its yes joins the two."""

from datetime import timedelta

from bot.core import Ctx, Show, Terms
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import Lane, Scope
from handlers.shared.access import catch_up
from handlers.shared.calendar_entry import renew_entries
from handlers.shared.presses import LATE_ANSWER
from storage import accounts, joining, linkage, rights
from storage.joining import Joined
from storage.people import LinkRow, PersonRow

ROLE_CARDS = {Scope.EVENT: "event.roles", Scope.LAB: "lab.roles"}  # the topics of cards that list who holds a role
QUESTION, WAITING = "join.question", "join.waiting"
LIFE = timedelta(minutes=15)  # of a code until it is typed, and of the question until it is answered
OVER = T("This code opens nothing any more. Please take a new one on your other account, under /data.")
_WALL = T(
    "The two accounts belong to two programmes that nobody manages together, so I can not join them. "
    "Please ask the organisers."
)


async def typed_join(ctx: Ctx, link: LinkRow) -> Show:
    """Ask the account that made the code; the one that typed it is told to look there. Nothing is joined yet."""
    owner = await accounts.person(ctx.db, link.person_id)
    if owner is None or owner.erased_at is not None:
        raise Sorry(OVER)
    if ctx.account.person_id == owner.id:
        raise Sorry(T("This account is yours already. Please write the code on the other one."))
    await stay_behind_the_wall(ctx, owner, ctx.person)
    if not await linkage.open_link(ctx.db, link, ctx.now):
        raise Sorry(OVER)
    number = link.id or 0
    await joining.wait_for_yes(ctx.db, number, ctx.account.id or 0, ctx.now + LIFE)
    await ctx.touch("join", number)
    asked = await joining.account(ctx.db, link.account_id)
    await ctx.send(
        QUESTION,
        number,
        to=owner.id or 0,
        cause=f"join:{number}",
        terms=Terms(lane=Lane.INTERACTIVE, until=ctx.now + LIFE, vital=True),
        place=asked.place_id if asked is not None and asked.person_id == owner.id else None,
    )
    return Show(WAITING, number)


async def stay_behind_the_wall(ctx: Ctx, owner: PersonRow, other: PersonRow | None) -> None:
    """Raise Sorry when the two belong to programmes that nobody manages together."""
    if other is None or None in (owner.programme_id, other.programme_id):
        return
    if owner.programme_id != other.programme_id and not await joining.manages_both(
        ctx.db, owner.programme_id or 0, other.programme_id or 0, ctx.now
    ):
        raise Sorry(_WALL)


async def show_joined(ctx: Ctx, joined: Joined) -> None:
    """Cards in other people's chats that show, count or name whoever it was show who it is.

    Calendar entries of their events are brought anew.
    """
    watching, minding = ctx.house.routes.watching, ctx.house.routes.minding
    about_them = (*watching.get("person", ()), *minding.get("person", ()), *watching.get("link", ()))
    before, after = joined.person, ctx.my_id
    await joining.redirect_cards(ctx.db, about_them, [(str(before), str(after))])
    late = [(f"{event}:{before}", f"{event}:{after}") for event in joined.events]
    await joining.redirect_cards(ctx.db, (LATE_ANSWER,), late)
    for event in joined.events:
        await ctx.touch("rsvp", event, person=after)
        await ctx.touch("invitation", event)
    for row in joined.affiliations:
        await ctx.touch("affiliation", row.id or 0)
        await ctx.touch("organisation", row.organisation_id)
    for question in joined.questions:
        await ctx.touch("question", question)
    for grant in joined.grants:
        if grant.scope in ROLE_CARDS:
            await ctx.touch(ROLE_CARDS[grant.scope], grant.scope_id or 0)
    for programme in await rights.speaks_in(ctx.db, after, ctx.now):
        await catch_up(ctx, after, programme)
    await renew_entries(ctx, joined.events)
