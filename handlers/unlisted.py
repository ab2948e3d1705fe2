"""Guests of an organisation that is not among ours: a manager adds it, says which one is meant, or declines."""

from bot.core import Ctx, Look, Router
from bot.model.card import Card, card
from bot.model.problems import Sorry
from bot.model.text import Joined, T
from bot.model.values import Role
from handlers.shared.access import catch_up
from handlers.shared.presses import UNLISTED, AddUnlisted, DeclineUnlisted
from handlers.shared.search import folded
from handlers.shared.unlisted import decisions
from storage import accounts, directory, roster
from storage.people import OrganisationRow, PersonRow

router = Router("unlisted")


@router.view(UNLISTED, watches=("person",))
async def to_decide(look: Look, number: int) -> Card | None:
    """For managers: who says they speak for whom, until somebody has decided."""
    person = await accounts.person(look.db, number)
    if person is None or person.erased_at is not None or not await look.may(Role.MANAGER, "person", number):
        return None
    if person.represents is None:
        speaks_for = tuple(row.name for row in await roster.organisations_for(look.db, number, confirmed=True))
        if not speaks_for:
            return card(T("{name} is a guest without an organisation.", name=person.name), T("Declined."))
        return card(T("{name} represents {org}.", name=person.name, org=Joined(speaks_for, ", ")), T("Confirmed."))
    how = T("I know no organisation of this name. Add it, or choose the one that is meant.")
    if person.programme_id is None:  # there are several, and nobody knows into which it belongs
        how = T(
            "I know no organisation of this name. Choose the one that is meant, or first add it to its programme: "
            "/people"
        )
    return card(
        T("{name} says they represent *{org}*.", name=person.name, org=person.represents),
        how,
        rows=decisions(person),
    )


@router.press(AddUnlisted, who=Role.MANAGER, about="person")
async def add(ctx: Ctx, press: AddUnlisted) -> None:
    """The organisation is one of ours from now on, and the guest its representative; one of that name is taken."""
    person, named = await _undecided(ctx, press.person)
    if person.programme_id is None:
        raise Sorry(T("There are several programmes. Please choose the organisation that is meant."))
    there = await directory.organisations(ctx.db, [person.programme_id])
    found = next((row for row in there if folded(row.name) == folded(named)), None)
    if found is None:
        found = OrganisationRow(programme_id=person.programme_id, key="", name=named)
        found.id = await directory.add_organisation(ctx.db, found)
        await _record(ctx, "add organisation", f"organisation {found.id}", person)
    await directory.affiliate(ctx.db, person, found, ctx.now, lead=False)
    await _record(ctx, "confirm guest", f"person {person.id}", person)
    await ctx.touch("person", press.person)
    await ctx.touch("organisation", found.id or 0)
    for event in await roster.my_events(ctx.db, press.person, ctx.now):
        await ctx.touch("rsvp", event.id or 0, person=press.person)
    await catch_up(ctx, press.person, person.programme_id)
    told = T("The organisers have confirmed that you represent {org}.", org=found.name)
    await ctx.say(card(told), to=press.person, cause=f"unlisted:{press.person}:yes")


@router.press(DeclineUnlisted, who=Role.MANAGER, about="person")
async def decline(ctx: Ctx, press: DeclineUnlisted) -> None:
    """The guest stays a guest, without an organisation."""
    person, named = await _undecided(ctx, press.person)
    await directory.forget_unlisted(ctx.db, press.person)
    await _record(ctx, "decline guest", f"person {person.id}", person)
    await ctx.touch("person", press.person)
    told = T("The organisers could not confirm that you represent {org}.", org=named)
    await ctx.say(card(told), to=press.person, cause=f"unlisted:{press.person}:no")


async def _undecided(ctx: Ctx, number: int) -> tuple[PersonRow, str]:
    person = await accounts.person(ctx.db, number)
    if person is None or person.erased_at is not None or person.represents is None:
        raise Sorry(T("This has been decided already."))
    return person, person.represents


async def _record(ctx: Ctx, action: str, about: str, person: PersonRow) -> None:
    await ctx.record(action, about, by=ctx.my_id, role="manager", programme=person.programme_id)
