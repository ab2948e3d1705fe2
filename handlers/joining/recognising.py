"""Somebody whose platform vouches for an e-mail address we know: one question instead of name and organisation."""

from bot.core import Ctx, Effect, Look, Show, apply_kept
from bot.model.card import Button, Card, card
from bot.model.form import Form
from bot.model.problems import Refusal, Sorry
from bot.model.text import Joined, T
from bot.model.values import Role
from handlers.joining.routes import ItIsMe, SomebodyElse, router
from handlers.shared.welcome import IS_IT_YOU, NEWCOMER, NOTHING_OPEN, arrive, recognised, show_invitations
from storage import accounts, roster

KNOWN_ALREADY = T("You are known here already.")


@router.view(IS_IT_YOU, watches=("person",))
async def question(look: Look, number: int) -> Card | None:
    """Asked while we do not know the reader; afterwards it says who they are."""
    person = await accounts.person(look.db, number)
    if person is None or person.erased_at is not None or look.person_id not in (None, number):
        return None
    speaks_for = tuple(row.name for row in await roster.organisations_for(look.db, number, confirmed=True))
    name, org = person.name, Joined(speaks_for, ", ")
    if look.person_id == number:
        return card(T("You are {name} of {org}.", name=name, org=org))
    yes, no = Button(T("✅ Yes"), ItIsMe(number)), Button(T("No, I am somebody else"), SomebodyElse())
    return card(T("Are you {name} of {org}?", name=name, org=org), rows=[(yes,), (no,)])


@router.press(ItIsMe, who=Role.ANYONE)
async def it_is_me(ctx: Ctx, press: ItIsMe) -> Show:
    """They arrive as by their link. The address is compared once more: a button proves nothing."""
    if ctx.person is not None:
        raise Sorry(KNOWN_ALREADY)
    person = await recognised(ctx)
    if person is None or person.id != press.person:
        text = T("I can not tell (any more) that this is you, so I changed nothing. Please send /start.")
        raise Refusal(text, action=ItIsMe.name, about=f"account {ctx.account.id}")
    await arrive(ctx, person, greeted=True)
    await ctx.record("arrive by address", f"person {person.id}", by=person.id, programme=person.programme_id)
    await apply_kept(ctx)
    if not await show_invitations(ctx):
        await ctx.also(NOTHING_OPEN)
    return Show(IS_IT_YOU, press.person)


@router.view(NOTHING_OPEN)
async def nothing_open(look: Look) -> Card:
    """What comes next for whoever is known now and has nothing to answer; a message only to who wants messages."""
    person = await accounts.person(look.db, look.person_id)
    none = T("There is no open invitation for you just now. As soon as there is one, I will write to you.")
    if person is not None and person.stopped_at is not None:
        none = T("There is no open invitation for you just now.")
    return card(
        none,
        T("/events lists what is coming."),
        T("You can also simply write: your question goes to the organisers."),
    )


@router.press(SomebodyElse, who=Role.ANYONE)
async def somebody_else(ctx: Ctx, _press: SomebodyElse) -> Effect:
    """Then name and organisation are asked, as of anybody new."""
    if ctx.person is not None:
        raise Sorry(KNOWN_ALREADY)
    return Form(NEWCOMER)
