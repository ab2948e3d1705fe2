"""Everything the database holds, read in one statement: to see that a request that is refused leaves nothing."""

from sqlalchemy import text

from storage.tables import PASSING, metadata
from storage.tx import Tx

# What a refused request may leave behind: its line in the log, the reply, who spoke where, and that a process lives.
TRACES = {"activity", "delivery", "account", "place", "inbox"} | PASSING
WATCHED = [table.name for table in metadata.sorted_tables if table.name not in TRACES]


async def rows(tx: Tx) -> dict[str, str | None]:
    """Everything the database holds, by table, but for the traces that any request leaves."""
    found = (await tx.execute(_READ_ALL[tx.dialect])).one()
    return dict(zip(WATCHED, found, strict=True))


def _literals(name: str) -> str:
    """All rows of a table in SQLite, each value as it would be written in a statement."""
    values = " || ',' || ".join(f'quote("{column.name}")' for column in metadata.tables[name].columns)
    return f'(SELECT group_concat({values}, char(10)) FROM "{name}")'


def _records(name: str) -> str:
    """The same in PostgreSQL, where a row is a value."""
    return f'(SELECT string_agg(t::text, chr(10)) FROM "{name}" t)'


# One statement, and values as they are stored: reading table by table was four fifths of what a try took.
_READ_ALL = {
    "sqlite": text(f"SELECT {', '.join(map(_literals, WATCHED))}"),
    "postgresql": text(f"SELECT {', '.join(map(_records, WATCHED))}"),
}
