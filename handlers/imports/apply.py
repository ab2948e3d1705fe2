"""Applying what an import file says: in the caller's transaction, all or nothing.

Records are found by their external keys and by nothing else. Importing again writes only what differs; what a later
file no longer names is left alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core import Desk
from bot.model.text import T
from handlers.imports.apply_events import apply_events
from handlers.imports.apply_frame import apply_frame, apply_programme
from handlers.imports.apply_people import apply_organisations, apply_people
from handlers.imports.records import ImportedProgramme, ImportedTable, ImportRefused
from storage import programmes
from storage.importing import Tally
from storage.programmes import ProgrammeRow


@dataclass(frozen=True)
class ImportedCounts:
    """What an import did: how many records of each kind (`events`, `people`, …) were new, changed, or the same.

    `ignored` counts the keys of the file that belong to later features, by level: `events.agenda`.
    """

    kinds: Mapping[str, Tally]
    ignored: Mapping[str, int] = field(default_factory=dict)

    @property
    def changes(self) -> int:
        """How many records were new or changed: 0 when the same file is imported again."""
        return sum(tally.new + tally.changed for tally in self.kinds.values())


async def apply_import(desk: Desk, content: ImportedProgramme | ImportedTable) -> ImportedCounts:
    """Bring the store to what a file says. Nothing is sent, but what invited people must know of a changed event.

    Raises ImportRefused, when the file does not fit what is there; the caller's transaction must then be undone.
    """
    if isinstance(content, ImportedProgramme):
        return await _programme(desk, content)
    return await _table(desk, content)


async def _programme(desk: Desk, content: ImportedProgramme) -> ImportedCounts:
    programme, kinds = await apply_programme(desk.db, content)
    kinds.update(await apply_frame(desk.db, programme, content))
    kinds["events"] = await apply_events(desk, programme, content.events)
    kinds["organisations"] = await apply_organisations(desk, programme, content.organisations)
    kinds.update(await apply_people(desk, programme, content.people))
    await _record(desk, programme)
    return ImportedCounts(kinds, content.ignored)


async def _table(desk: Desk, content: ImportedTable) -> ImportedCounts:
    programme = await _only_programme(desk)
    kinds: dict[str, Tally] = {}
    if content.organisations:
        kinds["organisations"] = await apply_organisations(desk, programme, content.organisations)
    if content.people:
        kinds.update(await apply_people(desk, programme, content.people, content.columns))
    await _record(desk, programme)
    return ImportedCounts(kinds)


async def _only_programme(desk: Desk) -> ProgrammeRow:
    found = await programmes.all_programmes(desk.db)
    if not found:
        sentence = T("There is no programme yet that these could belong to; import a programme file (YAML) first.")
        raise ImportRefused.because(sentence)
    if len(found) > 1:
        sentence = T("There are several programmes, and a table does not say which it means; use a programme file.")
        raise ImportRefused.because(sentence)
    return found[0]


async def _record(desk: Desk, programme: ProgrammeRow) -> None:
    await desk.record("import", f"programme {programme.id}", role="operator", programme=programme.id)
