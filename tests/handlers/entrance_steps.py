"""Personal links and claims to enter by, and what is said at the door."""

from bot.cli.claim import make_claim
from bot.model.values import Role
from storage import linkage
from tests.room import MONDAY
from tests.seeds import Lab

CLOSED = "This link or code does not open anything (any more). Please ask the organisers for a new one."
HELLO = "a program, not a person"


async def token_of(lab: Lab, name: str) -> str:
    """The token of a person's link."""
    link = await lab.room.write(lambda tx: linkage.personal_link(tx, lab.people[name], MONDAY))
    return await lab.room.token("p", link.id)


async def code(lab: Lab, role: Role = Role.MANAGER) -> str:
    """The code of a new claim."""
    program = lab.room.program
    _, made = await make_claim(program.db, program.house, role, lab.room.clock.now())
    return made
