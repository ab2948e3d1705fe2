"""Applying what an import file says: in the caller's transaction, all or nothing.

Records are found by their external keys and by nothing else. Importing again writes only what differs; what a later
file no longer names is left alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core import Desk
from handlers.imports.apply_cafes import apply_cafes
from handlers.imports.apply_events import apply_events
from handlers.imports.apply_frame import apply_frame, apply_programme
from handlers.imports.meant import meant_programme
from handlers.imports.planning import Plan, plan_import
from handlers.imports.records import ImportedProgramme, ImportedTable, ImportRefused
from handlers.imports.unknowns import unknowns
from handlers.imports.writing import carry_out
from storage.changes import Journal
from storage.importing import Tally
from storage.programmes import ProgrammeRow
from storage.standing import Standing, standing
from storage.tx import Tx


@dataclass(frozen=True)
class ImportedCounts:
    """What an import did: how many records of each kind (`events`, `people`, …) were new, changed, or the same.

    `ignored` counts the keys of the file that belong to later features, by level: `events.agenda`. `journal` is what a
    table did to organisations and people, so that it can be taken back.
    """

    kinds: Mapping[str, Tally]
    ignored: Mapping[str, int] = field(default_factory=dict)
    journal: Journal = field(default_factory=Journal)

    @property
    def changes(self) -> int:
        """How many records were new or changed: 0 when the same file is imported again."""
        return sum(tally.new + tally.changed for tally in self.kinds.values())


@dataclass(frozen=True)
class By:
    """Who imports: the operator of the machine, or a person in a role."""

    person: int | None = None
    role: str = "operator"


async def apply_import(
    desk: Desk, content: ImportedProgramme | ImportedTable, programme: ProgrammeRow | None = None, by: By = By()
) -> ImportedCounts:
    """Bring the store to what a file says. Nothing is sent, but what invited people must know of a changed event.

    A table belongs to `programme`, or to the one that its organisations tell. Raises ImportRefused, when the file does
    not fit what is there; the caller's transaction must then be undone.
    """
    if isinstance(content, ImportedProgramme):
        return await _programme(desk, content, by)
    return await _table(desk, content, programme or await meant_programme(desk.db, content), by)


async def _programme(desk: Desk, content: ImportedProgramme, by: By) -> ImportedCounts:
    programme, kinds = await apply_programme(desk.db, content)
    kinds.update(await apply_frame(desk.db, programme, content))
    kinds["events"] = await apply_events(desk, programme, content.events)
    if (cafes := await apply_cafes(desk, programme, content.events)).all:
        kinds["cafes"] = cafes
    before = await standing(desk.db, programme)
    plan = plan_import(before, content.organisations, content.people, desk.now)
    journal = await carry_out(desk, programme, before, plan)
    await _record(desk, programme, by)
    return ImportedCounts(kinds | tallies(plan), content.ignored, journal)


async def _table(desk: Desk, content: ImportedTable, programme: ProgrammeRow, by: By) -> ImportedCounts:
    before = await standing(desk.db, programme)
    plan = plan_table(before, content, desk.now)
    journal = await carry_out(desk, programme, before, plan)
    await _record(desk, programme, by)
    return ImportedCounts(told(content, plan), journal=journal)


async def all_that_is_wrong(tx: Tx, refused: ImportRefused, programme: ProgrammeRow | None = None) -> ImportRefused:
    """What is wrong with a table by itself, and what it names that its programme does not have: mended together."""
    if refused.table is None:
        return refused
    try:
        before = await standing(tx, programme or await meant_programme(tx, refused.table))
        unknowns(before, refused.table.organisations, refused.table.people, of_table=True).raise_if_any()
    except ImportRefused as more:
        return refused.and_also(more)
    return refused


def plan_table(before: Standing, content: ImportedTable, now: datetime) -> Plan:
    """What a table would do. Raises ImportRefused."""
    return plan_import(before, content.organisations, content.people, now, content.columns)


def told(content: ImportedTable, plan: Plan) -> dict[str, Tally]:
    """The plan in numbers, of the kinds that the table holds."""
    kinds = {"organisations"} if content.organisations else set()
    kinds |= {"people", "affiliations"} if content.people else set()
    return {kind: tally for kind, tally in tallies(plan).items() if kind in kinds}


def tallies(plan: Plan) -> dict[str, Tally]:
    """The plan in numbers, by kind of record."""
    return {
        "organisations": plan.organisations.tally,
        "people": plan.people.tally,
        "affiliations": plan.affiliations.tally,
    }


async def _record(desk: Desk, programme: ProgrammeRow, by: By) -> None:
    about = f"programme {programme.id}"
    await desk.record("import", about, by=by.person, role=by.role, programme=programme.id)
