"""The work behind an import: reading and comparing, doing, taking back. Each is one transaction, or none."""

from functools import partial
from typing import Any

from bot.core import Desk, End, Finish, Work
from bot.core.pack import packed
from bot.model.text import T
from handlers.imports.apply import By, ImportedCounts, all_that_is_wrong, apply_import, plan_table, told
from handlers.imports.chat.routes import APPLY, READ, SETTLES, UNDO, UNDO_WITHIN, router
from handlers.imports.complaints import shown
from handlers.imports.planning import Part, Plan
from handlers.imports.reading import read_import
from handlers.imports.records import ImportedTable, ImportRefused
from handlers.imports.undoing import TakenBack, take_back
from storage import files, jobs, programmes
from storage.changes import Journal
from storage.importing import Tally
from storage.jobs import JOURNAL, JobRow, JobState
from storage.programmes import ProgrammeRow
from storage.standing import standing
from storage.tx import Tx

MOST_PROBLEMS = 10
MOST_NAMED = 6
_GONE = T("The file is no longer here; please send it again.")


async def _table(work: Work) -> ImportedTable:
    """The job's file, read in a thread. Raises ImportRefused."""
    content = await work.file()
    file = await work.scan(lambda tx: files.file(tx, work.row.file_id or 0))
    if content is None or file is None:
        raise ImportRefused.because(_GONE)
    found = await work.compute(read_import, file.name, content, seen=work.seen)
    assert isinstance(found, ImportedTable), "files with these endings are tables"
    return found


async def _planned(tx: Tx, work: Work, table: ImportedTable) -> Plan:
    """The table compared with what stands. Raises ImportRefused."""
    return plan_table(await standing(tx, await _programme(tx, work.row)), table, work.now)


async def _all_that_is_wrong(row: JobRow, refused: ImportRefused, tx: Tx) -> ImportRefused:
    return await all_that_is_wrong(tx, refused, await _programme(tx, row))


async def _programme(tx: Tx, row: JobRow) -> ProgrammeRow:
    found = await programmes.programme(tx, row.programme_id or 0)
    assert found is not None, "a job belongs to a programme"
    return found


@router.job(READ)
async def read(work: Work) -> Finish:
    """Read the file and compare it with what is there; nothing is changed."""
    try:
        table = await _table(work)
        plan = await work.scan(lambda tx: _planned(tx, work, table))
    except ImportRefused as refused:
        return _refuse(work.row, await work.scan(partial(_all_that_is_wrong, work.row, refused)))
    outcome = _preview(table, plan)

    async def finish(desk: Desk) -> End:
        if plan.changes:
            return End(JobState.WAITING, outcome)
        await files.forget(desk.db, work.row.file_id)
        return End(JobState.DONE, outcome)

    return finish


def _refuse(row: JobRow, refused: ImportRefused) -> Finish:
    problems = [
        [0 if one.whole else one.line, one.column, shown(one.head), packed(one.message)]
        for one in refused.problems[:MOST_PROBLEMS]
    ]

    async def finish(desk: Desk) -> End:
        await files.forget(desk.db, row.file_id)
        return End(JobState.REFUSED, {"problems": problems, "count": refused.count})

    return finish


@router.job(APPLY)
async def apply(work: Work) -> Finish:
    """Do it. What does not fit any more is refused, and then nothing is changed."""
    try:
        table = await _table(work)
    except ImportRefused as refused:
        return _refuse(work.row, refused)

    async def finish(desk: Desk) -> End:
        try:
            async with desk.db.savepoint():
                counts = await _apply(desk, work.row, table)
        except ImportRefused as refused:
            return await _refuse(work.row, refused)(desk)
        until = desk.now + UNDO_WITHIN
        await files.forget(desk.db, work.row.file_id)
        await desk.schedule(SETTLES, work.row.id or 0, times=[(until, None)])
        return End(JobState.DONE, {"kinds": _kinds(counts.kinds), JOURNAL: counts.journal.packed()}, until)

    return finish


async def _apply(desk: Desk, row: JobRow, table: ImportedTable) -> ImportedCounts:
    programme = await _programme(desk.db, row)
    return await apply_import(desk, table, programme, By(row.by_id, "manager"))


@router.job(UNDO)
async def undo(work: Work) -> Finish:
    """Take it back."""

    async def finish(desk: Desk) -> End:
        row = await jobs.job(desk.db, work.row.id or 0)  # as it is now: somebody may have been erased meanwhile
        assert row is not None, "a job that is worked is there"
        back = await take_back(desk, Journal.unpacked(row.outcome.get(JOURNAL, {})))
        about = f"programme {row.programme_id}"
        await desk.record("undo import", about, by=row.by_id, role="manager", programme=row.programme_id)
        await desk.schedule(SETTLES, row.id or 0, times=[])
        return End(JobState.DONE, _taken_back(back))

    return finish


def _preview(table: ImportedTable, plan: Plan) -> dict[str, Any]:
    """The plan as a card can tell it: numbers of all, and some of what is new and what changes."""
    parts = {"organisation": plan.organisations, "person": plan.people}
    return {
        "kinds": _kinds(told(table, plan)),
        "new": {kind: [values["name"] for values in part.new[:MOST_NAMED]] for kind, part in parts.items()},
        "changed": {kind: _some(part) for kind, part in parts.items()},
    }


def _some(part: Part) -> list[list[Any]]:
    """Numbers with the columns that change."""
    return [[number, sorted(columns)] for number, columns in list(part.changed.items())[:MOST_NAMED]]


def _kinds(tallies: Any) -> dict[str, list[int]]:
    kinds: dict[str, Tally] = tallies
    return {kind: [tally.new, tally.changed, tally.same] for kind, tally in kinds.items()}


def _taken_back(back: TakenBack) -> dict[str, Any]:
    """Numbers of all; those that stay by number, for the card to call them as they are called then."""
    return {
        "gone": {kind: len(numbers) for kind, numbers in back.gone.items()},
        "restored": {kind: len(numbers) for kind, numbers in back.restored.items()},
        "kept": {kind: sorted(back.kept[kind])[:MOST_NAMED] for kind in ("organisation", "person")},
        "kept_in_all": sum(len(back.kept[kind]) for kind in ("organisation", "person")),
    }
