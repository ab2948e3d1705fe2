"""The card with the plan of a café: what a facilitator looks at before she opens the room."""

from collections.abc import Sequence

from bot.core import Look
from bot.model.card import Button, Card, Row, card
from bot.model.text import N, Sentence, T, Text, join
from bot.model.values import CafeState
from handlers.cafe.builds import builds
from handlers.cafe.carrying import offered
from handlers.cafe.hosts_before import hosts_button
from handlers.cafe.more import more_button
from handlers.cafe.places import groups_button
from handlers.cafe.questions import warnings
from handlers.cafe.routes import PLAN, PLANNED, ChangePlan, OpenRoom, router, run_by
from handlers.cafe.said import by_name, quality, ranges
from handlers.cafe.seating.plan import Unseatable, Wanted
from handlers.cafe.seating.rules import check, unusual
from handlers.cafe.seats import plan, wanted
from handlers.cafe.sitting import sitting_button
from handlers.cafe.standing import standing, standing_button
from handlers.cafe.tasks import grid, tasks_button
from handlers.cafe.whom import rules, whom_button
from handlers.shared.events import when
from storage import cafe_plans, events
from storage.cafe_plans import Guest
from storage.cafes import CafeRow, CafeTableRow
from storage.events import EventRow


@router.view(PLAN, watches=(PLANNED,))
async def shown(look: Look, number: int) -> Card | None:
    """What was planned, how well people mix, what is unusual about it, and what can be changed."""
    row = await run_by(look, number)
    event = None if row is None else await events.event(look.db, row.event_id)
    if row is None or event is None:
        return None
    wish = await wanted(look.db, row)
    tables = await cafe_plans.tables(look.db, number)
    asked = await cafe_plans.questions(look.db, number)
    lines: list[Text] = [T("☕ *{title}*", title=event.title), when(event), "", *_frame(row, wish, len(asked))]
    lines += [T("{q}. {words}", q=one.ordinal, words=one.words) for one in asked]
    lines += ["", *grid(row.tasks), *builds(asked)]
    guests = await cafe_plans.room(look.db, number)
    lines += ["", *_hosts(tables, guests), *standing(tables), *rules(row, guests), *await _seating(look, row, wish)]
    lines += [T("⚠️ {what}", what=what) for what in [*warnings(row.tasks, asked), *_too_long(row, event)]]
    said, rows = await offered(look.db, row, event)
    return card(*lines, *said, rows=_buttons(row, rows))


def _frame(row: CafeRow, wish: Wanted, questions: int) -> list[Text]:
    people: Text = T("nobody is expected yet")
    if wish.people:
        people = N("{n} person is expected", "{n} people are expected", len(wish.people))
    tables: Text = N("{n} table", "{n} tables", wish.tables)
    rounds: Text = N("{n} round", "{n} rounds", wish.rounds)
    minutes: Text = N("{n} minute", "{n} minutes", row.minutes)
    line = join(people, tables, T("{rounds} of {minutes}", rounds=rounds, minutes=minutes), between=" · ")
    some = min(wish.rounds, len({one for asked in row.tasks for one in asked}))
    return [line, T("Each traveller meets {some} of {all} questions.", some=some, all=questions), ""]


def _hosts(tables: Sequence[CafeTableRow], guests: Sequence[Guest]) -> list[Text]:
    names = {one.id: one.name for one in guests if one.left_at is None}
    there = [T("{t}: {name}", t=one.number, name=names[one.host_id]) for one in tables if one.host_id in names]
    missing = [one.number for one in tables if one.host_id not in names]
    lines: list[Text] = [T("Hosts: {hosts}", hosts=_list(there))] if there else []
    if missing:
        numbers = ranges(missing)
        lines.append(N("⚠️ Table {which} has no host.", "⚠️ Tables {which} have no host.", len(missing), which=numbers))
    return lines


def _too_long(row: CafeRow, event: EventRow) -> list[Sentence]:
    """That the rounds do not fit into the event."""
    asked = row.minutes * len(row.tasks)
    there = int((event.ends_at - event.begins_at).total_seconds()) // 60
    if there >= asked:
        return []
    return [T("The rounds take {asked} minutes, and the event has {there}.", asked=asked, there=there)]


def _list(parts: Sequence[Text]) -> Text:
    return join(*parts, between=", ")


async def _seating(look: Look, row: CafeRow, wish: Wanted) -> list[Text]:
    if not wish.people:
        return [T("Nobody has said yes yet; who comes takes a seat at the door.")]
    try:
        check(wish)
    except Unseatable as problem:
        names = {one.id: one.name for one in await cafe_plans.room(look.db, row.id or 0)}
        return [T("⚠️ {what}", what=by_name(problem.message, names))]
    found = await plan(look.db, row)
    if found is None:
        return [T("Who sits where is being worked out…")]
    return [quality(found), *(T("⚠️ {what}", what=what) for what in unusual(wish))]


def _buttons(row: CafeRow, more: list[Row]) -> list[Row]:
    number = row.id or 0
    if row.state is not CafeState.PLANNED:
        return []
    change = Button(T("✏️ Change"), ChangePlan(number))
    opens = Button(T("🚪 Open the room"), OpenRoom(number))
    by_hand = (tasks_button(number), whom_button(number))
    rest = (groups_button(number), more_button(number))
    where = [(sitting_button(number),), (standing_button(number),)]
    return [(opens,), (change, hosts_button(number)), by_hand, *where, rest, *more]
