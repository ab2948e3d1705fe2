"""The entrance: personal links and claim codes."""

from datetime import timedelta

from bot.core import Ctx, Effect, Router, apply_kept
from bot.core.links import CLAIM, HERE, PERSONAL, token_in
from bot.core.tokens import looks_like_code
from bot.model.card import card
from bot.model.problems import Refusal, Sorry
from bot.model.text import T
from bot.model.values import Role, Scope
from handlers.shared.joins import OVER, show_joined, stay_behind_the_wall, typed_join
from handlers.shared.welcome import HELLO, NOTHING_OPEN, arrive, ask_who, show_invitations
from storage import accounts, activity, directory, joining, linkage, roster
from storage.people import GrantRow, LinkRow, PersonRow
from storage.tx import add

router = Router("entrance")

CLOSED = T("This link or code does not open anything (any more). Please ask the organisers for a new one.")
MOST_TRIES = 5
DOORS = {PERSONAL: "personal", CLAIM: "claim"}  # a token of one kind opens no link of the other
ROLES = {Role.MANAGER: T("manager"), Role.FACILITATOR: T("facilitator")}


@router.command("start", who=Role.ANYONE, help=T("begin, or begin again"))
async def start(ctx: Ctx, words: tuple[str, ...]) -> Effect:
    """A link or its token, a typed code, or nothing: say hello, and ask only what is not known."""
    opens = token_in(words[0]) if words else HERE
    if opens != HERE:
        return await _open(ctx, await _link_behind(ctx, opens))
    if ctx.person is None:
        await ctx.also(HELLO)
        return await ask_who(ctx)
    return await _again(ctx)


async def _again(ctx: Ctx) -> Effect:
    """Whoever comes back came for something: where nothing waits, they are told so."""
    await ctx.also(HELLO)
    if not await show_invitations(ctx):
        await ctx.also(NOTHING_OPEN)
    return None


async def _link_behind(ctx: Ctx, word: str) -> LinkRow:
    """The link that a token or a code opens. Raises Refusal for one that opens nothing; few tries an hour."""
    about = f"account {ctx.account.id}"
    tries = await activity.refused_since(ctx.db, about, ctx.now - timedelta(hours=1))
    if tries >= MOST_TRIES:
        raise Sorry(T("There were too many wrong codes. Please try again in an hour."))
    found: LinkRow | None = None
    token = ctx.house.keys.read(word)
    if token is not None and token.kind in DOORS:
        found = await linkage.link(ctx.db, token.number)
        same = found is not None and (found.kind, found.generation) == (DOORS[token.kind], token.generation)
        if found is not None and not (same and linkage.usable(found, ctx.now)):
            found = None
    elif looks_like_code(word):
        digest = ctx.house.keys.digest(word)
        found = await linkage.link_by_digest(ctx.db, digest, ctx.now)
        if found is None and await joining.was_code(ctx.db, digest):
            raise Refusal(OVER, action="start", about=about)
    if found is None:
        raise Refusal(CLOSED, action="start", about=about)
    return found


async def _open(ctx: Ctx, link: LinkRow) -> Effect:
    if link.kind == "claim":
        return await _claim(ctx, link)
    if link.kind == joining.JOIN:
        return await typed_join(ctx, link)
    owner = await accounts.person(ctx.db, link.person_id)
    if owner is None or owner.erased_at is not None:
        raise Sorry(CLOSED)
    if ctx.account.person_id == owner.id:
        return await _again(ctx)
    if ctx.account.person_id is not None and not (link.opened_at is None and await _came_by_name(ctx)):
        raise Sorry(T("This is somebody else's personal link, so I changed nothing: you are known here already."))
    await stay_behind_the_wall(ctx, owner, ctx.person)
    if await linkage.open_link(ctx.db, link, ctx.now):
        if ctx.person is not None:
            await _leave_the_guest(ctx, owner)
        await arrive(ctx, owner)
        await apply_kept(ctx)
        await show_invitations(ctx)
        return None
    await ctx.also(HELLO)
    return await ask_who(ctx, link.id or 0)


async def _came_by_name(ctx: Ctx) -> bool:
    """Whether who asks is a guest only: came without a link, is confirmed for nobody and holds no role."""
    own = await directory.link_of(ctx.db, ctx.my_id)
    if ctx.me.key or (own is not None and own.opened_at is not None):
        return False
    confirmed = await roster.organisations_for(ctx.db, ctx.my_id, confirmed=True)
    return not confirmed and not await roster.grants_of(ctx.db, ctx.my_id, ctx.now)


async def _leave_the_guest(ctx: Ctx, owner: PersonRow) -> None:
    """What a guest has said becomes the owner's of the link that they open: the link tells who it is, not the name."""
    number = owner.id or 0
    joined = await joining.join(ctx.db, ctx.account, number, ctx.now)
    ctx.account.person_id, ctx.person = number, owner
    if joined is not None:
        await ctx.record("join person", f"person {joined.person}", by=number, programme=owner.programme_id)
        await show_joined(ctx, joined)


async def _claim(ctx: Ctx, link: LinkRow) -> Effect:
    """The role goes to whoever opens the claim first, for the whole installation; no question stands before it."""
    if link.role is None or not await linkage.open_link(ctx.db, link, ctx.now):
        raise Refusal(CLOSED, action="start", about=f"account {ctx.account.id}")
    if ctx.person is None:
        person = PersonRow(name=ctx.account.name or "?", language=ctx.reader.language, welcomed_at=ctx.now)
        await add(ctx.db, person)
        await arrive(ctx, person)
    grant = GrantRow(person_id=ctx.my_id, role=link.role, scope=Scope.INSTALLATION, since=ctx.now, by_id=ctx.my_id)
    await add(ctx.db, grant)
    await ctx.record(f"grant {link.role}", f"person {ctx.my_id}", by=ctx.my_id, role=link.role)
    return card(
        T("You are now {role} here. /help lists what you can do.", role=ROLES[link.role]),
    )
