"""Ana, whose address is known, and somebody whose platform vouches for one."""

from typing import Any

from bot.model.values import Role, Scope
from storage.people import PERSON, GrantRow
from storage.tx import add
from tests.room import MONDAY, Seat
from tests.seeds import Lab

ADDRESS = "ana@nord.example"
QUESTION = "Are you Ana Câmpeanu of Atelierul Nord?"


async def change(lab: Lab, name: str, **values: Any) -> None:
    """Change what is known of a person."""
    changed = PERSON.update().where(PERSON.c.id == lab.people[name]).values(**values)
    await lab.room.write(lambda tx: tx.execute(changed))


async def asked(seat: Seat) -> bool:
    """Whether one question stands, or the form does; one of them must."""
    if QUESTION in seat.sees:
        return True
    assert ["name", "organisation"] == [field.name for field in seat.form.fields]
    return False


async def hold(lab: Lab, role: Role) -> None:
    """She holds a role on the event."""
    row = GrantRow(person_id=lab.people["ana"], role=role, scope=Scope.EVENT, scope_id=lab.event, since=MONDAY)
    await lab.room.write(lambda tx: add(tx, row))
