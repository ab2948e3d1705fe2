"""The room is open: everybody who is expected hears it once, with their table, and so do the groups of tables."""

from bot.core import Ctx, Look
from bot.model.card import Card, card
from bot.model.text import T, Text
from bot.model.values import UNDER_WAY, CafeState, RoundState
from handlers.cafe.meeting import table_of, will_meet
from handlers.cafe.routes import PLANNED, ROUND, aloud, router, session
from handlers.shared import cafes
from storage import cafe_places, cafe_plans, cafe_seats, events, places, programmes
from storage.cafes import CafeRow

OPENED, OPENED_LATER = cafes.OPENED, cafes.OPENED_LATER
_TOLD = (*(aloud(view) for view in (OPENED, OPENED_LATER, ROUND)), cafes.WAS_OPENED)


async def tell_opened(ctx: Ctx, row: CafeRow) -> None:
    """Once for each, before reminders and broadcasts."""
    number = row.id or 0
    people, cause = cafe_seats.in_the_room(number), f"cafe:{number}:opened"
    await ctx.send_all(OPENED, number, to=people, cause=cause, terms=session(row))
    for place in (await cafe_places.told(ctx.db, number)).values():
        await ctx.post(aloud(OPENED), number, place=place, cause=cause, terms=session(row))


async def tell_late(ctx: Ctx, row: CafeRow, place: int, *, chosen: bool = False) -> None:
    """A group that comes when the room is open is told what the others were told before: of the round that runs, if it
    was not; else that the room is open, if it was told nothing of this café. Where it was `chosen` for a table just
    now, what was said before may have been of another one: only what is kept up counts."""
    number = row.id or 0
    rounds = await cafe_plans.rounds(ctx.db, number)
    running = next((one.number for one in rounds if one.state in UNDER_WAY), None)
    begun = any(one.state is not RoundState.WAITING for one in rounds)
    subject = (number,) if running is None else (number, running)
    view = aloud(ROUND if running is not None else OPENED_LATER if begun else OPENED)
    about = ":".join(map(str, subject))
    if chosen:
        missed = about not in await places.subjects_in(ctx.db, place, view)
    elif running is not None:
        missed = about not in await places.told_in(ctx.db, place, [view])
    else:
        missed = all(one.partition(":")[0] != str(number) for one in await places.told_in(ctx.db, place, _TOLD))
    if missed and row.state is CafeState.OPEN:
        cause = f"cafe:{number}:late:{ctx.update_id}"
        await ctx.post(view, *subject, place=place, cause=cause, terms=session(row))


@router.view(OPENED, watches=(PLANNED,))
async def opened(look: Look, cafe: int) -> Card | None:
    """Which event, where the reader sits in round 1 and whom they meet there, as far as that is known, and that nothing
    is to be done yet."""
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
        lines.append(T("In round 1 you are the host of table {t}.", t=table_of(place)))
    elif place is not None and place.host:
        lines.append(T("In round 1 you sit at table {t}; its host is {host}.", t=table_of(place), host=place.host))
    elif place is not None:
        lines.append(T("In round 1 you sit at table {t}.", t=table_of(place)))
    met = (await cafe_seats.company(look.db, cafe, look.person_id or 0)).get(1, set())
    if others := met - {place.host_id if place else None}:
        lines.append(await will_meet(look, others))
    lines.append(T("When it begins, you hear here what is asked."))
    return card(*lines)


@router.view(cafes.WAS_OPENED)
async def was_opened(look: Look, cafe: int) -> Card | None:
    """What is left of it when somebody whom it may name is gone: many read a group's, in the programme's language."""
    row = await cafe_plans.cafe(look.db, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    if row is None or event is None:
        return None
    programme = await programmes.programme(look.db, row.programme_id) if look.person_id is None else None
    said = T("☕ *{title}*: the room is open.", title=event.title)
    return Card((said,), language=programme.language if programme else "")
