"""Those who run a café: who facilitates at its event, and who planned it."""

from bot.core import Desk
from bot.model.card import Card
from bot.model.values import Role
from handlers.cafe.routes import session
from storage import accounts, cafe_room, events, roster
from storage.cafes import CafeRow


async def crew(desk: Desk, cafe: CafeRow) -> list[int]:
    """Their numbers. Managers above are not among them: a whole town hall need not hear that a table is silent."""
    event = await events.event(desk.db, cafe.event_id)
    lab = None if event is None else event.lab_id
    chosen = roster.holders(Role.FACILITATOR, desk.now, cafe.programme_id, lab, cafe.event_id)
    found = await cafe_room.people(desk.db, chosen)
    planner = await accounts.person(desk.db, cafe.by_id)
    if planner is not None and await desk.may(planner, Role.FACILITATOR, "cafe", cafe.id or 0):
        found.append(planner.id or 0)
    return list(dict.fromkeys(found))


async def tell_crew(desk: Desk, cafe: CafeRow, content: Card, *, cause: str) -> None:
    """They read it once for this cause, before reminders and broadcasts."""
    for person in await crew(desk, cafe):
        await desk.say(content, to=person, cause=cause, terms=session(cafe))
