"""The room is open: everybody who is expected hears it once, with their table."""

from bot.core import Ctx, Look
from bot.model.card import Card, card
from bot.model.text import T, Text
from bot.model.values import CafeState, RoundState
from handlers.cafe.routes import PLANNED, router, session
from storage import cafe_plans, cafe_seats, events
from storage.cafes import CafeRow

OPENED = "cafe.opened"


async def tell_opened(ctx: Ctx, row: CafeRow) -> None:
    """Once for each, before reminders and broadcasts."""
    number = row.id or 0
    people = cafe_seats.in_the_room(number)
    await ctx.send_all(OPENED, number, to=people, cause=f"cafe:{number}:opened", terms=session(row))


@router.view(OPENED, watches=(PLANNED,))
async def opened(look: Look, cafe: int) -> Card | None:
    """Which event, where the reader sits in round 1 as far as that is known, and that nothing is to be done yet."""
    row = await cafe_plans.cafe(look.db, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    rounds = await cafe_plans.rounds(look.db, cafe)
    begun = bool(rounds) and rounds[0].state is not RoundState.WAITING
    # Once round 1 has begun it stands as it is: what it says was true then.
    if row is None or event is None or row.state is CafeState.PLANNED or begun:
        return None
    lines: list[Text] = [T("☕ *{title}*: the room is open.", title=event.title)]
    place = await cafe_seats.place_of(look.db, cafe, 1, look.person_id)
    if place is not None and place.host_id == look.person_id:
        lines.append(T("In round 1 you are the host of table {t}.", t=place.table_number))
    elif place is not None and place.host:
        lines.append(T("In round 1 you sit at table {t}; its host is {host}.", t=place.table_number, host=place.host))
    elif place is not None:
        lines.append(T("In round 1 you sit at table {t}.", t=place.table_number))
    lines.append(T("When it begins, you hear here what is asked."))
    return card(*lines)
