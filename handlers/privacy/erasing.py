"""Deleting one's data: one question, and nobody is left behind the number."""

from datetime import timedelta

from bot.core import Ctx, Desk, Look, Show
from bot.model import values
from bot.model.card import Button, Card, card
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import Role
from handlers.privacy.routes import DELETE, DELETED, TAKE_PLACE, Delete, Erase, Scope, router
from handlers.shared import cafes
from handlers.shared.presses import LATE_ANSWER, MyData
from storage import erasure, granting, outbox, roster
from storage.erasure import Erased

SOON, LATER = timedelta(minutes=1), timedelta(hours=1)


@router.press(Delete, who=Role.KNOWN)
async def delete(ctx: Ctx, _press: Delete) -> Show:
    """Ask how much is to go."""
    await _refuse_last_manager(ctx)
    return Show(DELETE, ctx.my_id)


@router.view(DELETE)
async def how_much(look: Look, number: int) -> Card | None:
    """The one question before it is done."""
    if number != look.person_id:
        return None
    return card(
        T("I delete your name and account. Your answers stay without a name, or shall I delete them too?"),
        T("Questions that you asked the organisers go in either case, for their words may tell who you are."),
        T("This cannot be undone."),
        rows=[
            (Button(T("Without a name"), Erase(Scope.NAME)),),
            (Button(T("Delete everything"), Erase(Scope.EVERYTHING)),),
            (Button(T("✖ Keep"), MyData()),),
        ],
    )


async def _refuse_last_manager(ctx: Ctx) -> None:
    """Raise Sorry when nobody would be left who manages the installation."""
    mine = {grant.id for grant in await roster.grants_of(ctx.db, ctx.my_id, ctx.now)}
    managing = set(await granting.installation_managers(ctx.db, ctx.now))
    if managing and managing <= mine:
        raise Sorry(T("You are the last manager here. Please name another manager first; then I can delete your data."))


@router.press(Erase, who=Role.KNOWN)
async def erase(ctx: Ctx, press: Erase) -> Card:
    """Forget whoever asks. The last word is in their language as plain text, for nobody is left to look it up."""
    await _refuse_last_manager(ctx)
    number = ctx.my_id
    farewell = card(ctx.words(T("Your data is deleted. If you write to me again, I will not know you.")))
    everything = press.scope is Scope.EVERYTHING
    held = await roster.grants_of(ctx.db, number, ctx.now)
    erased = await erasure.erase(ctx.db, number, ctx.now, answers_too=everything, update_id=ctx.update_id)
    await _take_off_cards(ctx, number, erased)
    for grant in held:
        if grant.scope in ROLE_CARDS:
            await ctx.touch(ROLE_CARDS[grant.scope], grant.scope_id or 0)
    for place in erased.places:
        await ctx.schedule(TAKE_PLACE, place, number, times=[(ctx.now + SOON, None)])
    await ctx.record("erase own data", f"person {number}", by=number, programme=ctx.me.programme_id)
    ctx.person = None
    return farewell


ROLE_CARDS = {values.Scope.EVENT: "event.roles", values.Scope.LAB: "lab.roles"}


async def _take_off_cards(ctx: Ctx, number: int, erased: Erased) -> None:
    """What stands in other people's chats shows neither the name nor the words any more."""
    for question in erased.questions:
        await ctx.touch("question", question)
    for event in erased.events:
        await ctx.touch("rsvp", event)
    await cafes.forgotten(ctx, number, erased.cafes)
    watching = ctx.house.routes.watching
    about = [
        (watching.get("person", ()), [str(number)]),
        (watching.get("link", ()), [str(number)]),
        (watching.get("affiliation", ()), [str(one) for one in erased.affiliations]),
        (watching.get("join", ()), [str(one) for one in erased.joins]),
        ((cafes.PERSON,), [f"{cafe}:{number}" for cafe in erased.cafes]),
        ((LATE_ANSWER,), [f"{event}:{number}" for event in erased.events]),
    ]
    for kinds, subjects in about:
        for row in await erasure.cards_about(ctx.db, kinds, subjects):
            await outbox.turn_into(ctx.db, row, DELETED, "")


@router.view(DELETED)
async def deleted(look: Look) -> Card:
    """In the place of every card about somebody who is gone."""
    return card(T("This person has deleted their data."))


@router.due(TAKE_PLACE)
async def take_place(desk: Desk, place: int, number: int) -> None:
    """The chat itself goes when the last message is out; until then it is looked after every hour."""
    if not await erasure.take_place(desk.db, place, number, desk.now):
        await desk.schedule(TAKE_PLACE, place, number, times=[(desk.now + LATER, None)])
