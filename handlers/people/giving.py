"""The one way in which a role is given, and the one in which it ends: logged, told, and never the last manager's."""

from bot.core import Ctx, Show
from bot.model.card import card
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import Role, Scope
from handlers.people.doors import EVENT_ROLES, HOME, LAB_ROLES, ROLES
from handlers.people.realm import known_person, stay_inside
from handlers.people.scopes import CALLED, scope_name
from storage import granting, rights
from storage.people import GrantRow

# A card of the roles on one event or lab is drawn again when one of them changes.
TOPICS = {Scope.EVENT: "event.roles", Scope.LAB: "lab.roles"}


async def give_role(ctx: Ctx, person_id: int, role: Role, scope: Scope, number: int | None) -> None:
    """Give a role. The route has asked whether whoever gives manages the scope; here, whether the person is theirs.

    Raises Sorry when the person holds it already, Refusal when they belong to somebody else's programme.
    """
    person = await known_person(ctx.db, person_id)
    programme = await _programme(ctx, scope, number)
    await stay_inside(ctx, person, programme)
    grant = GrantRow(person_id=person_id, role=role, scope=scope, scope_id=number, since=ctx.now, by_id=ctx.my_id)
    what = await scope_name(ctx.db, scope, number)
    if not await granting.give(ctx.db, grant):
        raise Sorry(T("{name} is {role} for {scope} already.", name=person.name, role=CALLED[role], scope=what))
    await _record(ctx, "grant", grant, programme)
    if scope is Scope.INSTALLATION:
        told = T("You are now {role} here. /help lists what you can do.", role=CALLED[role])
    else:
        told = T("You are now {role} for {scope}. /help lists what you can do.", role=CALLED[role], scope=what)
    await ctx.say(card(told), to=person_id, cause=f"role:{grant.id}")
    await _touch(ctx, grant)


async def end_role(ctx: Ctx, grant: GrantRow) -> None:
    """End a role. Raises Sorry when it has ended, and for the last manager of the installation."""
    managers = await granting.installation_managers(ctx.db, ctx.now)
    if managers == [grant.id]:
        raise Sorry(T("Somebody has to manage the installation. Please give the role to somebody else first."))
    if not await granting.end(ctx.db, grant.id or 0, ctx.now):
        raise Sorry(T("This role has ended already."))
    await _record(ctx, "end", grant, await _programme(ctx, grant.scope, grant.scope_id))
    what = await scope_name(ctx.db, grant.scope, grant.scope_id)
    told = T("You are no longer {role} for {scope}.", role=CALLED[grant.role], scope=what)
    await ctx.say(card(told), to=grant.person_id, cause=f"role:{grant.id}:end")
    await _touch(ctx, grant)


async def show_roles(ctx: Ctx, person_id: int, scope: Scope, number: int | None) -> Show:
    """The roles of the person, or, to whoever does not look after people, those of the event or lab."""
    if await ctx.may(ctx.person, Role.MANAGER, "person", person_id):
        return Show(ROLES, person_id)
    if scope is Scope.EVENT and await ctx.may(ctx.person, Role.MANAGER, "event", number or 0):
        return Show(EVENT_ROLES, number or 0)
    if scope is Scope.LAB and await ctx.may(ctx.person, Role.MANAGER, "lab", number or 0):
        return Show(LAB_ROLES, number or 0)
    return Show(HOME)


async def _programme(ctx: Ctx, scope: Scope, number: int | None) -> int | None:
    """The programme in which a scope lies; the installation lies in none."""
    reach = await rights.reach(ctx.db, scope.value, number or 0)
    return None if reach is None else reach.programme_id


async def _record(ctx: Ctx, verb: str, grant: GrantRow, programme: int | None) -> None:
    where = "" if grant.scope is Scope.INSTALLATION else f" for {grant.scope} {grant.scope_id}"
    action = f"{verb} {grant.role}{where}"
    await ctx.record(action, f"person {grant.person_id}", by=ctx.my_id, role="manager", programme=programme)


async def _touch(ctx: Ctx, grant: GrantRow) -> None:
    await ctx.touch("person", grant.person_id)
    topic = TOPICS.get(grant.scope)
    if topic is not None and grant.scope_id is not None:
        await ctx.touch(topic, grant.scope_id)
