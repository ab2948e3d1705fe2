"""What the group of a table is told: where its table stands in the café, what is asked there, how much time is left."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.core import Look
from bot.model.card import Card
from bot.model.text import Hour, T, Text
from bot.model.values import UNDER_WAY, CafeState, RoundState
from handlers.cafe.opened import OPENED, OPENED_LATER
from handlers.cafe.routes import GONG, HERE, LONGER, PAUSED, PLANNED, ROUND, SOON, THANKS, aloud, router
from handlers.cafe.told import PROMISES, heading, longer, paused, question_at, soon, thanks, time_left
from storage import cafe_places, cafe_plans, cafe_room, events, programmes
from storage.cafe_seats import Place
from storage.cafes import CafeRoundRow, CafeRow

_MARKED = T(
    "What is kept gets a ✍. To correct it, edit your message; to withdraw it or to take your name away, write /my to me"
    " in private."
)


@dataclass(frozen=True)
class Here:
    """The café, a round of it, and the number of the table whose group reads this."""

    cafe: CafeRow
    round: CafeRoundRow
    rounds: int
    table: int


async def _here(look: Look, cafe: int, number: int) -> Here | None:
    """None where no table of the café has this group (any more)."""
    table = await _table(look, cafe)
    row = await cafe_plans.cafe(look.db, cafe)
    rounds = await cafe_plans.rounds(look.db, cafe)
    if table is None or row is None or number > len(rounds):
        return None
    return Here(row, rounds[number - 1], len(rounds), table)


async def _table(look: Look, cafe: int) -> int | None:
    told = await cafe_places.told(look.db, cafe)
    return next((table for table, place in told.items() if place == look.place_id), None)


async def _language(look: Look, cafe: int) -> str:
    """Many read it, so it is the programme's."""
    row = await cafe_plans.cafe(look.db, cafe)
    programme = None if row is None else await programmes.programme(look.db, row.programme_id)
    return programme.language if programme else ""


@router.view(aloud(OPENED), watches=(PLANNED,))
async def opened_here(look: Look, cafe: int) -> Card | None:
    """The room is open. Once round 1 has begun it stands as it is: what it says was true then."""
    rounds = await cafe_plans.rounds(look.db, cafe)
    begun = any(one.state is not RoundState.WAITING for one in rounds)
    return None if begun else await _waits(look, cafe)


@router.view(aloud(OPENED_LATER), watches=(PLANNED,))
async def opened_later(look: Look, cafe: int) -> Card | None:
    """The same for a group that comes between two rounds."""
    rounds = await cafe_plans.rounds(look.db, cafe)
    return None if any(one.state in UNDER_WAY for one in rounds) else await _waits(look, cafe)


async def _waits(look: Look, cafe: int) -> Card | None:
    """Which table's group this is, who hosts it, and from when on what is written here counts."""
    rounds = await cafe_plans.rounds(look.db, cafe)
    following = next((one.number for one in rounds if one.state is RoundState.WAITING), None)
    here = None if following is None else await _here(look, cafe, following)
    event = None if here is None else await events.event(look.db, here.cafe.event_id)
    if here is None or event is None or here.cafe.state is not CafeState.OPEN:
        return None
    at = next(row for row in await cafe_plans.tables(look.db, cafe) if row.number == here.table)
    host = next((one.name for one in await cafe_plans.room(look.db, cafe) if one.id == at.host_id), "")
    table: Text = T("{t} ({title})", t=at.number, title=at.title) if at.title else at.number
    whose = T("This is the group of table {t}.", t=table)
    if host:
        whose = T("This is the group of table {t}; its host is {host}.", t=table, host=host)
    begins = T("When round {n} begins, you read here what is asked.", n=here.round.number)
    counts = T("What you write here from then on is kept as an idea and gets a ✍.")
    return Card(
        (T("☕ *{title}*: the room is open.", title=event.title), whose, begins, counts),
        language=await _language(look, cafe),
    )


@router.view(aloud(ROUND), watches=(HERE,))
async def round_here(look: Look, cafe: int, number: int) -> Card | None:
    """Who sits here, until when, what is asked, and that writing here is enough."""
    here = await _here(look, cafe, number)
    if here is None or here.round.state is RoundState.WAITING:
        return None
    asked = await question_at(look, here.cafe, number, here.table)
    if asked is None:
        return None
    place, names = await _seated(look, here)
    lines: list[Text] = [heading(look, number, here.rounds, place), await time_left(look, here.cafe, here.round)]
    if names:
        lines.append(T("🪑 Here sit: {names}", names=", ".join(names)))
    lines += ["", T("*Question {q}:* {words}", q=asked.ordinal, words=asked.words)]
    if here.round.state in UNDER_WAY:
        lines += ["", T("Write one idea per message here. A voice message or a photo is fine too."), _MARKED]
        lines.append(PROMISES[here.cafe.naming])
    return Card(tuple(lines), language=await _language(look, cafe))


async def _seated(look: Look, here: Here) -> tuple[Place, list[str]]:
    """The table with its host, and the names of those who sit at it in this round, the host first."""
    number = here.cafe.id or 0
    tables = {row.number: row for row in await cafe_plans.tables(look.db, number)}
    names = {one.id: one.name for one in await cafe_plans.room(look.db, number)}
    seated = (await cafe_room.sizes(look.db, number, here.round.number)).get(here.table, [])
    row = tables[here.table]
    place = Place(here.table, row.title, row.host_id, names.get(row.host_id or 0, ""))
    return place, [names[one] for one in sorted(seated, key=lambda one: one != row.host_id) if one in names]


def _said_aloud(draw: Callable[[Look, int, int], Awaitable[Card | None]]) -> Callable[..., Awaitable[Card | None]]:
    """The same words as to those who sit there, in the language of the programme."""

    async def drawn(look: Look, cafe: int, number: int) -> Card | None:
        made = await draw(look, cafe, number) if await _table(look, cafe) is not None else None
        return None if made is None else replace(made, language=await _language(look, cafe))

    return drawn


for _view, _draw in ((SOON, soon), (PAUSED, paused), (LONGER, longer)):
    router.view(aloud(_view))(_said_aloud(_draw))


@router.view(aloud(GONG))
async def gong_here(look: Look, cafe: int, number: int) -> Card | None:
    """The time is up, and for how long what is written here still belongs to this round."""
    here = await _here(look, cafe, number)
    if here is None or here.round.state not in (RoundState.LATE, RoundState.ENDED):
        return None
    last = number == here.rounds
    moves = T("🔔 Time! Please move to your next table; the host stays.")
    lines: list[Text] = [T("🔔 Time! That was the last round.") if last else moves]
    if here.round.state is RoundState.LATE and here.round.late_until is not None:
        event = await events.event(look.db, here.cafe.event_id)
        until = Hour(here.round.late_until, event.zone if event else "")
        q = here.cafe.tasks[number - 1][here.table - 1]
        lines.append(T("What is written here until {hour} still belongs to question {q}.", hour=until, q=q))
    return Card(tuple(lines), language=await _language(look, cafe))


@router.view(aloud(THANKS))
async def thanks_here(look: Look, cafe: int) -> Card | None:
    """The café is over."""
    if await _table(look, cafe) is None:
        return None
    said: Card = await thanks(look, cafe)
    return replace(said, language=await _language(look, cafe))
