"""Yes or no, on the account that asked for the code; and Stop, on the one that typed it."""

from dataclasses import replace

from bot.core import Ctx, Show, Terms, apply_kept
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import Lane, Role
from handlers.joining.routes import DECLINED, JOINED, JoinNo, JoinYes, Stop, router
from handlers.shared.joins import OVER, QUESTION, WAITING, show_joined, stay_behind_the_wall
from handlers.shared.welcome import show_invitations
from storage import accounts, joining
from storage.people import AccountRow

AT_ONCE = Terms(lane=Lane.INTERACTIVE, vital=True)


@router.press(JoinYes, who=Role.KNOWN)
async def yes(ctx: Ctx, press: JoinYes) -> Show:
    """Join the two; what was shown when it was asked must still be so."""
    account = await _asked(ctx, press.link)
    if (account.person_id or 0) != press.person:
        ctx.toast = T("Something has changed meanwhile. Please look at the question again.")
        return Show(QUESTION, press.link)
    await stay_behind_the_wall(ctx, ctx.me, await accounts.person(ctx.db, account.person_id))
    await _settle(ctx, press.link)
    joined = await joining.join(ctx.db, account, ctx.my_id, ctx.now)
    account.person_id, ctx.person = ctx.my_id, await accounts.person(ctx.db, ctx.my_id)
    programme = ctx.me.programme_id
    await ctx.record("join account", f"account {account.id}", by=ctx.my_id, programme=programme)
    if joined is not None:
        await ctx.record("join person", f"person {joined.person}", by=ctx.my_id, programme=programme)
        await show_joined(ctx, joined)
    await ctx.touch("person", ctx.my_id)
    await ctx.touch("person", ctx.my_id, person=ctx.my_id)
    await _welcome(ctx, account, press.link, new=joined is None)
    ctx.toast = T("The accounts are joined.")
    return Show(QUESTION, press.link)


async def _asked(ctx: Ctx, number: int) -> AccountRow:
    """The account that whoever presses is asked about. Raises Sorry when somebody else is, or nobody any more."""
    link = await joining.link(ctx.db, number)
    account = await joining.account(ctx.db, link.joins_id) if link is not None else None
    if link is None or account is None or link.person_id != ctx.my_id:
        raise Sorry(OVER)
    if link.revoked_at is not None or link.expires_at is None or link.expires_at <= ctx.now:
        raise Sorry(OVER)
    if account.person_id == ctx.my_id:
        raise Sorry(T("This account is yours already."))
    return account


async def _settle(ctx: Ctx, number: int) -> None:
    """It is decided once; both cards show it."""
    if not await joining.settle(ctx.db, number, ctx.now):
        raise Sorry(OVER)
    await ctx.touch("join", number)


async def _welcome(ctx: Ctx, account: AccountRow, link: int, *, new: bool) -> None:
    """The joined account is told, and what it pressed before we knew whose it is is done there."""
    place = await accounts.place(ctx.db, account.place_id)
    if place is None:
        return
    await ctx.send(JOINED, link, to=ctx.my_id, cause=f"joined:{link}", terms=AT_ONCE, place=place.id)
    there = replace(ctx, account=account, place=place, home=place, group=None, group_message="", pressed="")
    await apply_kept(there)
    if new:
        await show_invitations(there)


@router.press(JoinNo, who=Role.KNOWN)
async def no(ctx: Ctx, press: JoinNo) -> Show:
    """Nothing is joined, and the other account is told."""
    account = await _asked(ctx, press.link)
    await _settle(ctx, press.link)
    await ctx.record("decline join", f"account {account.id}", by=ctx.my_id, programme=ctx.me.programme_id)
    if account.place_id is not None:
        cause = f"declined:{press.link}"
        if account.person_id is None:
            await ctx.post(DECLINED, press.link, place=account.place_id, cause=cause, terms=AT_ONCE)
        else:
            to = account.person_id
            await ctx.send(DECLINED, press.link, to=to, cause=cause, terms=AT_ONCE, place=account.place_id)
    return Show(QUESTION, press.link)


@router.press(Stop, who=Role.ANYONE)
async def stop(ctx: Ctx, press: Stop) -> Show:
    """Whoever typed the code takes it back."""
    link = await joining.link(ctx.db, press.link)
    if link is None or link.joins_id != ctx.account.id or link.revoked_at is not None:
        raise Sorry(OVER)
    await _settle(ctx, press.link)
    return Show(WAITING, press.link)
