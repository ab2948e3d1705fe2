"""`sfat import`: a programme (YAML), or organisations and representatives (CSV, XLSX); all or nothing."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.cli.keys import house_of
from bot.cli.opened import opened
from bot.core.clock import WallClock
from bot.core.desk import Desk, House
from bot.core.ports import Unusable
from bot.core.translate import Reader, plain
from bot.settings import Settings
from handlers.imports import (
    ImportedCounts,
    ImportedProgramme,
    ImportedTable,
    ImportRefused,
    all_that_is_wrong,
    apply_import,
    read_import,
)
from storage.database import Database
from storage.migrate import Newer
from storage.tx import Tx

MOST_BYTES = 21 * 1024 * 1024  # a little more than any file that is taken, so that a larger one is refused as such
OPERATOR = "en"  # those who run commands read English


def add(command: argparse.ArgumentParser) -> None:
    """The command's words."""
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
    command.add_argument("--accept-weekdays", action="store_true", help="take dates whose written weekday is wrong")
    command.set_defaults(run=run)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Import a file. What is wrong with it is said line by line, and then nothing has changed."""
    path: Path = arguments.file
    with path.open("rb") as file:
        content = file.read(MOST_BYTES)
    try:
        records = read_import(path.name, content, accept_weekdays=arguments.accept_weekdays)
    except ImportRefused as refused:
        return _refuse(path, await _with_unknowns(settings, refused), settings.timezone)
    async with opened(settings, make=True) as db:
        house = await house_of(settings)
        try:
            counts = await apply(db, house, records, keep=not arguments.dry_run)
        except ImportRefused as refused:
            return _refuse(path, refused, settings.timezone)
    print(f"{path}: {'checked; nothing was changed' if arguments.dry_run else 'imported'}")
    for line in _told(counts):
        print(line)
    return 0


async def _with_unknowns(settings: Settings, refused: ImportRefused) -> ImportRefused:
    """Also what the rest of the table names and the programme lacks; where there is a database to ask."""
    if refused.table is None:
        return refused
    try:
        async with opened(settings) as db, db.read() as tx:
            return await all_that_is_wrong(tx, refused)
    except (Unusable, Newer, OSError, DBAPIError):
        return refused  # what is wrong with the file comes first; the database has its turn when that is mended


class _Undone(Exception):
    """Undoes what was done, and carries what it would have been."""

    def __init__(self, counts: ImportedCounts) -> None:
        super().__init__("a dry run leaves nothing behind")
        self.counts = counts


async def apply(
    db: Database, house: House, records: ImportedProgramme | ImportedTable, *, keep: bool
) -> ImportedCounts:
    """Apply records in one transaction, and keep what they change or not. Raises ImportRefused."""

    async def work(tx: Tx) -> ImportedCounts:
        counts = await apply_import(Desk(tx, WallClock().now(), house), records)
        if not keep:
            raise _Undone(counts)
        return counts

    try:
        return await db.write(work)
    except _Undone as undone:
        return undone.counts


def _refuse(path: Path, refused: ImportRefused, zone: str) -> int:
    for problem in refused.problems:
        sentence = plain(problem.message, Reader(OPERATOR, zone))
        print(f"{path}:{problem.line}:{problem.column}: {sentence}", file=sys.stderr)
    more = refused.count - len(refused.problems)
    if more:
        print(f"{path}: and {more} more; nothing was changed", file=sys.stderr)
    return 1


def _told(counts: ImportedCounts) -> list[str]:
    """`people: 140 (140 new, 0 changed, 0 as before)`, and what was left for later."""
    lines = [
        f"{kind}: {tally.all} ({tally.new} new, {tally.changed} changed, {tally.same} as before)"
        for kind, tally in counts.kinds.items()
    ]
    later = Counter[str]()
    for name, number in counts.ignored.items():
        later[name.split(".")[0]] += number
    if later:
        places = ", ".join(f"{name} ({number})" for name, number in sorted(later.items()))
        lines.append(f"keys left alone, for later features: {places}")
    return lines
