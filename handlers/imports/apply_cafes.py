"""Cafés of a programme file: planned for events that are ahead, and changed as long as nobody has opened the room."""

from collections.abc import Sequence

from bot.core import Desk
from bot.model.values import CafeState, EventState
from handlers.imports.records import ImportedCafe, ImportedEvent
from handlers.shared.cafes import SEAT, fits, lay_plan, plan_changed
from storage import cafe_plans
from storage.cafes import CafeRow
from storage.events import EventRow
from storage.importing import Tally, known
from storage.programmes import ProgrammeRow
from storage.tx import add


async def apply_cafes(desk: Desk, programme: ProgrammeRow, wanted: Sequence[ImportedEvent]) -> Tally:
    """Plan the cafés of open events that are not over. One whose room is open belongs to those who run it."""
    standing = await known(desk.db, EventRow, programme.id or 0)
    tally = Tally()
    for one in wanted:
        event = standing.get(one.key)
        if one.cafe is None or event is None or event.state is not EventState.OPEN or event.ends_at <= desk.now:
            continue
        row = await cafe_plans.of_event(desk.db, event.id or 0)
        if row is None:
            await _make(desk, event, one.cafe)
            tally.new += 1
        elif row.state is CafeState.PLANNED and not await _same(desk, row, one.cafe):
            await _change(desk, row, one.cafe)
            tally.changed += 1
        else:
            tally.same += 1
    return tally


async def _make(desk: Desk, event: EventRow, wanted: ImportedCafe) -> None:
    row = CafeRow(programme_id=event.programme_id, event_id=event.id or 0, made_at=desk.now)
    row.id = await add(desk.db, row)
    await _lay(desk, row, wanted)


async def _change(desk: Desk, row: CafeRow, wanted: ImportedCafe) -> None:
    """Who is expected is seated anew, soon."""
    await _lay(desk, row, wanted)
    await cafe_plans.replace_seats(desk.db, row.id or 0, [])
    await desk.begin_job(SEAT, {"cafe": row.id, "seed": row.seed}, programme=row.programme_id, by=row.by_id)
    await plan_changed(desk, row.id or 0)


async def _lay(desk: Desk, row: CafeRow, wanted: ImportedCafe) -> None:
    frame = {"tables": wanted.tables, "rounds": wanted.rounds, "minutes": wanted.minutes}
    row.grace = wanted.grace or row.grace
    row.naming = wanted.naming or row.naming
    row.hidden = row.hidden if wanted.hidden is None else wanted.hidden
    await lay_plan(desk.db, row, wanted.questions, **frame, builds=wanted.builds or None, grid=wanted.grid)
    if wanted.standing is not None:
        await cafe_plans.set_titles(desk.db, row.id or 0, wanted.standing)


async def _same(desk: Desk, row: CafeRow, wanted: ImportedCafe) -> bool:
    """What was said by hand, and not in the file, makes no difference."""
    standing = await cafe_plans.questions(desk.db, row.id or 0)
    asked = [one.words for one in standing]
    builds = {one.ordinal: one.builds_on for one in standing if one.builds_on is not None}
    if wanted.builds and builds != wanted.builds:
        return False
    if wanted.grid and row.tasks != [list(one) for one in wanted.grid]:
        return False
    if wanted.grace is not None and row.grace != wanted.grace:
        return False
    if wanted.hidden not in (None, row.hidden) or wanted.naming not in (None, row.naming):
        return False
    if wanted.standing is not None:
        titles = [one.title for one in await cafe_plans.tables(desk.db, row.id or 0)]
        if titles != [*wanted.standing, *[""] * (len(titles) - len(wanted.standing))]:
            return False
    size = len(wanted.questions), wanted.tables, wanted.rounds
    return fits(row, len(asked), *size) and row.minutes == wanted.minutes and asked == list(wanted.questions)
