"""How SQLite would go about the statements that ran: which tables it would read from one end to the other."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

GROWING = frozenset({"rsvp", "rsvp_change", "delivery", "due", "inbox", "idea"})
"""Tables that grow with every answer and every message."""

ALL_OF_A_CAFE = re.compile(r"SEARCH idea USING (?:COVERING )?INDEX \w+ \((?:cafe_id|event_id)=\?(?: AND pinned=\?)?\)")
"""What finds every idea of one café; it may only be read until there are enough of them, in the order of the index."""


ONLY_WHAT_IS_OPEN = (
    "ix_delivery_ready",
    "ix_delivery_suspect",
    "ix_delivery_in_flight",
    "ix_inbox_open",
    "ix_inbox_dead",
    "ix_due_open",
)
"""Partial indexes: their tables grow for years, they do not."""


@contextmanager
def statements() -> Iterator[dict[str, Any]]:
    """Every statement that runs in the block, once each, with the values it ran with."""
    heard: dict[str, Any] = {}

    def hear(_connection: object, _cursor: object, statement: str, values: Any, _context: object, many: bool) -> None:
        heard.setdefault(" ".join(statement.split()), values[0] if many else values)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def scans(path: Path, heard: dict[str, Any]) -> dict[str, list[str]]:
    """Of these statements, those that read a growing table, or all ideas of a café, from one end to the other."""
    found: dict[str, list[str]] = {}
    connection = sqlite3.connect(path)
    try:
        for statement, values in heard.items():
            if re.match(r"(?i)(WITH|SELECT|INSERT|UPDATE|DELETE)\b", statement):
                plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
                whole = [line for line in plan if _table_read_whole(line, statement) in GROWING]
                if whole := whole + _cafes_read_whole(plan, statement):
                    found[statement] = whole
    finally:
        connection.close()
    return found


def _table_read_whole(line: str, statement: str) -> str:
    """The table behind `SCAN x`, where x may be another name that the statement gives it; "" when it is no scan.

    A scan by way of an index is one too: it reads every entry. But not by way of one that holds only what is open.
    """
    if re.search("|".join(ONLY_WHAT_IS_OPEN), line):
        return ""
    scanned = re.match(r'SCAN (?:TABLE )?"?(\w+)"?', line)
    if scanned is None:
        return ""
    named = re.search(rf'"?(\w+)"? AS "?{scanned[1]}"?\b', statement)
    return named[1] if named else scanned[1]


def _cafes_read_whole(plan: list[str], statement: str) -> list[str]:
    """The steps that read all ideas of a café: no limit ends it, or they are sorted before the first is known."""
    ends_early = " LIMIT " in statement and not any("TEMP B-TREE" in line for line in plan)
    return [] if ends_early else [line for line in plan if ALL_OF_A_CAFE.fullmatch(line)]
