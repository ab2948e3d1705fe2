"""Rights: one function answers whether a person may act in a role on an object."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.values import Role, Scope
from storage.people import PersonRow
from storage.rights import Reach, grants, joined_programmes, reach, speaks_in
from storage.tx import Tx

# Who manages may do all that is done at an event; other roles stand for themselves.
_ALSO = {
    Role.HOST: (Role.HOST, Role.FACILITATOR, Role.MANAGER),
    Role.FACILITATOR: (Role.FACILITATOR, Role.MANAGER),
    Role.MANAGER: (Role.MANAGER,),
}


@dataclass(frozen=True)
class Object:
    """What a right is asked about: an event, a lab, a programme, a person, an organisation, a role somebody holds …"""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


async def may(tx: Tx, person: PersonRow | None, role: Role, about: Object | None, now: datetime) -> bool:
    """Whether `person` may act as `role` on `about` at story time `now`.

    Without an object it is enough to hold the role somewhere. An object that does not exist belongs to nobody.
    OPERATOR is whoever runs commands on the machine: no account holds it.
    """
    if role is Role.ANYONE:
        return True
    if role is Role.OPERATOR or person is None or person.id is None:
        return False
    where = Reach(None) if about is None else await reach(tx, about.kind, about.number)
    if where is None:
        return False
    if role is Role.KNOWN:
        if where.programme_id is None or person.programme_id in (None, where.programme_id):
            return True
        return where.programme_id in await joined_programmes(tx, person.id)
    if role is Role.STAKEHOLDER:
        programmes = await speaks_in(tx, person.id, now)
        return bool(programmes) if about is None else where.programme_id in programmes
    for held in _ALSO[role]:
        for scope, number in await grants(tx, person.id, held, now):
            if about is None or _covers(scope, number, where):
                return True
    return False


def _covers(scope: Scope, number: int | None, where: Reach) -> bool:
    match scope:
        case Scope.INSTALLATION:
            return True
        case Scope.PROGRAMME:
            return number is not None and number == where.programme_id
        case Scope.LAB:
            return number is not None and number == where.lab_id
        case Scope.EVENT:
            return number is not None and number == where.event_id
