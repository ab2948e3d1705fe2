"""Those who run a café: who facilitates at its event, who planned it, and who opened it or ran its rounds last."""

from bot.core import Ctx, Desk
from bot.model.card import Card
from bot.model.values import Role
from handlers.cafe.routes import session
from storage import accounts, cafe_plans, cafe_room, events, roster
from storage.cafes import CafeRow


async def crew(desk: Desk, cafe: CafeRow) -> list[int]:
    """Their numbers. No other managers are among them: a whole town hall need not hear that a table is silent."""
    event = await events.event(desk.db, cafe.event_id)
    lab = None if event is None else event.lab_id
    chosen = roster.holders(Role.FACILITATOR, desk.now, cafe.programme_id, lab, cafe.event_id)
    found = await cafe_room.people(desk.db, chosen)
    for number in (cafe.by_id, cafe.run_by_id):
        person = await accounts.person(desk.db, number)
        if person is not None and await desk.may(person, Role.FACILITATOR, "cafe", cafe.id or 0):
            found.append(person.id or 0)
    return list(dict.fromkeys(found))


async def runs_it(ctx: Ctx, cafe: CafeRow) -> None:
    """Whoever asks has opened the room or pressed a button of a round, and hears what happens in it from now on."""
    cafe.run_by_id = ctx.my_id
    await cafe_plans.save(ctx.db, cafe, "run_by_id")


async def tell_crew(desk: Desk, cafe: CafeRow, content: Card, *, cause: str) -> None:
    """They read it once for this cause, before reminders and broadcasts."""
    for person in await crew(desk, cafe):
        await desk.say(content, to=person, cause=cause, terms=session(cafe))
