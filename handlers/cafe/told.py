"""What people in the room are told: where they sit and what is asked, how much time is left, where to move."""

from bot.core import Ctx, Look
from bot.model.card import Button, Card, Row, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import Hour, T, Text
from bot.model.values import UNDER_WAY, CafeState, Naming, Role, RoundState
from handlers.cafe.behalf import behalf_button, behalf_rows
from handlers.cafe.leaving import IHaveToGo
from handlers.cafe.meeting import table_of, will_meet
from handlers.cafe.routes import (
    ENDED,
    GONG,
    HERE,
    LONGER,
    PAUSED,
    ROUND,
    SOON,
    THANKS,
    known,
    router,
)
from storage import cafe_plans, cafe_rounds, cafe_seats, events
from storage.cafe_seats import Place
from storage.cafes import CafeQuestionRow, CafeRoundRow, CafeRow

PROMISES = {
    Naming.NAMED: T("Your name stands beside what you write, unless you take it away."),
    Naming.FACILITATOR: T("Only those who run the café see your name."),
    Naming.ANONYMOUS: T(
        "Nobody, not even we, can tell whose idea it was; so it can not be changed or withdrawn afterwards."
    ),
}


class Original(Press, name="caf.original"):
    """The question as it was first written."""

    cafe: int
    number: int


async def question_at(look: Look, cafe: CafeRow, number: int, table: int) -> CafeQuestionRow | None:
    """What is asked at a table in a round."""
    questions = {row.ordinal: row for row in await cafe_plans.questions(look.db, cafe.id or 0)}
    return questions.get(cafe.tasks[number - 1][table - 1])


@router.view(ROUND, watches=(HERE,))
async def sits(look: Look, cafe: int, number: int) -> Card | None:
    """Where the reader sits, who hosts, until when, what is asked, and that writing is enough."""
    row = await cafe_plans.cafe(look.db, cafe)
    one = await cafe_rounds.cafe_round(look.db, cafe, number)
    place = await cafe_seats.place_of(look.db, cafe, number, look.person_id)
    if row is None or one is None or place is None or one.state is RoundState.WAITING:
        return None
    asked = await question_at(look, row, number, place.table_number)
    if asked is None:
        return None
    rounds = len(await cafe_plans.rounds(look.db, cafe))
    lines: list[Text] = [heading(look, number, rounds, place), await time_left(look, row, one)]
    lines += ["", T("*Question {q}:* {words}", q=asked.ordinal, words=asked.words)]
    if one.state in UNDER_WAY:
        lines += ["", T("Write one idea per message. A voice message or a photo is fine too."), PROMISES[row.naming]]
    if place.host_id == look.person_id:
        lines.append(T("You are the host: please stay at table {t}.", t=table_of(place)))
    rows = _original(look, cafe, asked)
    if row.state is CafeState.OPEN:
        hosts = place.host_id == look.person_id
        rows += [(behalf_button(cafe),) if hosts else (), (Button(T("🚪 I have to go"), IHaveToGo(cafe)),)]
    return card(*lines, rows=rows)


def heading(look: Look, number: int, rounds: int, place: Place) -> Text:
    """Which round, which table, and who hosts it."""
    table = table_of(place)
    if place.host and place.host_id != look.person_id:
        return T("*Round {n} of {m} · Table {t}* · Host: {host}", n=number, m=rounds, t=table, host=place.host)
    return T("*Round {n} of {m} · Table {t}*", n=number, m=rounds, t=table)


async def time_left(look: Look, cafe: CafeRow, one: CafeRoundRow) -> Text:
    """Until when it runs; or that it does not."""
    event = await events.event(look.db, cafe.event_id)
    zone = event.zone if event else ""
    if one.state is RoundState.PAUSED:
        return T("The round is paused.")
    if one.state is RoundState.RUNNING and one.ends_at is not None:
        return T("⏳ Until {hour}", hour=Hour(one.ends_at, zone))
    if one.state is RoundState.LATE and one.late_until is not None:
        return T("🔔 The round is over; what comes until {hour} still belongs to it.", hour=Hour(one.late_until, zone))
    return T("🔔 The round is over.")


def _original(look: Look, cafe: int, asked: CafeQuestionRow) -> list[Row]:
    _, language = asked.words.choose(look.reader.language)
    if language == asked.words.original:
        return []
    return [(Button(T("Original wording"), Original(cafe, asked.ordinal)),)]


@router.press(Original, who=Role.KNOWN, about="cafe")
async def original(ctx: Ctx, press: Original) -> Card:
    """The question in the language it was asked in."""
    questions = await cafe_plans.questions(ctx.db, (await known(ctx.db, press.cafe)).id or 0)
    found = next((row for row in questions if row.ordinal == press.number), None)
    if found is None:
        raise Sorry(T("This question is no longer asked."))
    text = found.words.texts.get(found.words.original, "")
    return card(T("*Question {q}:* {words}", q=found.ordinal, words=text))


@router.view(SOON)
async def soon(look: Look, cafe: int, number: int) -> Card | None:
    """Two minutes are left, if they still are."""
    one = await cafe_rounds.cafe_round(look.db, cafe, number)
    if one is None or one.state is not RoundState.RUNNING:
        return None
    return card(T("⏰ 2 minutes left."))


@router.view(PAUSED)
async def paused(look: Look, cafe: int, number: int) -> Card | None:
    """The clock stands still, if it still does."""
    one = await cafe_rounds.cafe_round(look.db, cafe, number)
    return card(T("⏸ The round is paused.")) if one is not None and one.state is RoundState.PAUSED else None


@router.view(LONGER)
async def longer(look: Look, cafe: int, number: int) -> Card | None:
    """Until when it goes on now."""
    row = await cafe_plans.cafe(look.db, cafe)
    one = await cafe_rounds.cafe_round(look.db, cafe, number)
    if row is None or one is None or one.state is not RoundState.RUNNING or one.ends_at is None:
        return None
    event = await events.event(look.db, row.event_id)
    return card(T("▶️ The round goes on until {hour}.", hour=Hour(one.ends_at, event.zone if event else "")))


@router.view(GONG, watches=(ENDED,))
async def gong(look: Look, cafe: int, number: int) -> Card | None:
    """The time is up: where to go now, and whom one will meet; the host stays."""
    rounds = await cafe_plans.rounds(look.db, cafe)
    here = await cafe_seats.place_of(look.db, cafe, number, look.person_id)
    if here is None or number > len(rounds) or rounds[number - 1].state not in (RoundState.LATE, RoundState.ENDED):
        return None
    sends = T("Please send the table's three main ideas.")
    behalf = await behalf_rows(look, cafe)
    if number == len(rounds):
        last = T("🔔 Time! That was the last round.")
        return card(last, sends, rows=behalf) if here.host_id == look.person_id else card(last)
    following = await cafe_seats.place_of(look.db, cafe, number + 1, look.person_id)
    if following is None:
        return card(T("🔔 Time!"))
    if following.host_id == look.person_id:
        stay = T("🔔 Time! You are the host: please stay at table {t}.", t=table_of(following))
        return card(stay, sends, rows=behalf)
    if following.table_number == here.table_number:
        return card(T("🔔 Time! Please stay at table {t}.", t=table_of(here)))
    met = await cafe_seats.company(look.db, cafe, look.person_id or 0)
    new = met.get(number + 1, set()) - set().union(*(met.get(before, set()) for before in range(1, number + 1)))
    lines: list[Text] = [T("🔔 Time! Please move to table {t}.", t=following.table_number)]
    if new:
        lines.append(await will_meet(look, new))
    return card(*lines)


@router.view(THANKS)
async def thanks(_look: Look, _cafe: int) -> Card:
    """The café is over."""
    return card(T("Thank you for taking part! You will hear from us what becomes of your ideas."))
