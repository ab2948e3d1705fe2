"""How roles and their scopes are called."""

from bot.model.text import T, Text
from bot.model.values import Role, Scope
from handlers.shared.events import short
from storage import events, programmes
from storage.people import GrantRow
from storage.tx import Tx

CALLED: dict[Role, Text] = {
    Role.MANAGER: T("manager"),
    Role.FACILITATOR: T("facilitator"),
    Role.HOST: T("table host"),
}
OFFERED: dict[Role, Text] = {
    Role.MANAGER: T("Manager"),
    Role.FACILITATOR: T("Facilitator"),
    Role.HOST: T("Table host"),
}


async def scope_name(tx: Tx, scope: Scope, number: int | None) -> Text:
    """What a role is for: the installation, a programme, a lab or an event by its title."""
    match scope:
        case Scope.PROGRAMME:
            programme = await programmes.programme(tx, number or 0)
            return programme.title if programme else ""
        case Scope.LAB:
            lab = await programmes.lab(tx, number or 0)
            return lab.topic if lab else ""
        case Scope.EVENT:
            event = await events.event(tx, number or 0)
            return short(event) if event else ""
        case Scope.INSTALLATION:
            return T("the whole installation")


async def held_line(tx: Tx, grant: GrantRow) -> Text:
    """A role somebody holds, in a line of a card or a button."""
    scope = await scope_name(tx, grant.scope, grant.scope_id)
    return T("Role: {role} – {scope}", role=CALLED[grant.role], scope=scope)
