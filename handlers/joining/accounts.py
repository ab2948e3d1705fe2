"""What a person does about their accounts: a code for another one, un-join one, choose where to be written to."""

from bot.core import Ctx, Show, Terms
from bot.core.links import JOIN
from bot.model.address import PAGE
from bot.model.card import Card, card
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import Lane, Role
from handlers.joining.routes import CODE, PARTED, router
from handlers.shared.accounts import called, platform, reachable
from handlers.shared.joins import LIFE
from handlers.shared.presses import KEPT, JoinAnother, PartWith, WriteTo
from storage import accounts, joining, preferences
from storage.people import AccountRow


@router.press(JoinAnother, who=Role.KNOWN)
async def another(ctx: Ctx, _press: JoinAnother) -> None:
    """A new code, as a message of its own; what was asked for before is over."""
    for number in await joining.close_codes(ctx.db, ctx.my_id, ctx.now):
        await ctx.touch("join", number)
    link = await joining.new_code(ctx.db, ctx.my_id, ctx.account.id or 0, ctx.now, ctx.now + LIFE)
    code = ctx.house.keys.code_of(JOIN, link)
    await joining.keep_digest(ctx.db, link, ctx.house.keys.digest(code))
    await ctx.record("ask for a join code", f"account {ctx.account.id}", by=ctx.my_id, programme=ctx.me.programme_id)
    await ctx.also(CODE, link)


@router.press(PartWith, who=Role.KNOWN)
async def part_with(ctx: Ctx, press: PartWith) -> Card:
    """The account is nobody's we know any more; both are told."""
    account = await _mine(ctx, press.account)
    if account.id == ctx.account.id:
        raise Sorry(T("You are using this account just now. Please un-join it from another one."))
    await joining.part(ctx.db, account, ctx.me)
    await joining.forget_page(ctx.db, account, PAGE)
    await ctx.record("un-join account", f"account {account.id}", by=ctx.my_id, programme=ctx.me.programme_id)
    await ctx.touch("person", ctx.my_id)
    await ctx.touch("person", ctx.my_id, person=ctx.my_id)
    if account.place_id is not None:
        cause = f"parted:{account.id}:{ctx.update_id}"
        await ctx.post(PARTED, place=account.place_id, cause=cause, terms=Terms(lane=Lane.INTERACTIVE, vital=True))
    return card(T("Un-joined: {account}. What you answered there stays yours.", account=called(account)))


@router.press(WriteTo, who=Role.KNOWN)
async def write_to(ctx: Ctx, press: WriteTo) -> Show:
    """The platform of one of one's accounts, or wherever one was last."""
    chosen = ""
    if press.account:
        account = await _mine(ctx, press.account)
        if not reachable([account]):
            raise Sorry(T("I can not write to this account. Please choose another one."))
        chosen = account.platform
    ctx.me.channel = chosen
    await preferences.write_to(ctx.db, ctx.my_id, chosen)
    await ctx.record("choose channel", f"person {ctx.my_id}", by=ctx.my_id, programme=ctx.me.programme_id)
    await ctx.touch("person", ctx.my_id)
    ctx.toast = (
        T("I write to you on {platform} from now on.", platform=platform(chosen))
        if chosen
        else T("I write to you wherever you were last.")
    )
    return Show(KEPT, ctx.my_id)


async def _mine(ctx: Ctx, number: int) -> AccountRow:
    """One of one's own accounts. Raises Sorry for any other number."""
    for account in await accounts.accounts_of(ctx.db, ctx.my_id):
        if account.id == number:
            return account
    raise Sorry(T("This account is not yours (any more). /data shows those that are."))
