"""Tables with a million rows, made by SQLite itself in seconds: years of a lab, or one vast event."""

import sqlite3
from pathlib import Path

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {number}) "
_LATER = "2036-01-01 10:00:00.000000"
_BEFORE = "2026-01-01 10:00:00.000000"
_DELIVERY = (
    "INSERT INTO delivery (programme_id, event_id, kind, subject, person_id, place_id, lane, due, state, cause, once, "
    "vital, quiet, live, version, drawn, looks, message, attempts, crashes, doubts) "
)
_PEOPLE = 1_000_000  # numbers of people that nobody asks for begin here


def pending(path: Path, number: int, first_person: int, people: int) -> None:
    """So many deadlines, and so many messages to those people in turn, that are due in years."""
    _run(
        path,
        number,
        "INSERT INTO due (kind, subject, due, state) "
        f"SELECT 'rsvp.closed', CAST(i + {_PEOPLE} AS TEXT), '{_LATER}', 'open' FROM n",
        _delivery("event.reminder", f"{first_person} + i % {people}", "2", f"'{_LATER}'", "'queued'", "''", live=False),
    )


def ripe(path: Path, number: int, first_person: int, people: int) -> None:
    """So many messages that have become due within one second, the last written first, to those people in turn."""
    due = f"strftime('%Y-%m-%d %H:%M:%S', '{_BEFORE}') || printf('.%06d', 999999 - i)"
    person = f"{first_person} + i % {people}"
    _run(path, number, _delivery("event.reminder", person, "2", due, "'queued'", "''", live=False))


def ripe_deadlines(path: Path, number: int) -> None:
    """So many deadlines that have become due within one second."""
    due = f"strftime('%Y-%m-%d %H:%M:%S', '{_BEFORE}') || printf('.%06d', 999999 - i)"
    insert = f"INSERT INTO due (kind, subject, due, state) SELECT 'rsvp.closed', CAST(i AS TEXT), {due}, 'open' FROM n"
    _run(path, number, insert)


def answers(path: Path, number: int, events: int, first_event: int) -> None:
    """So many people were invited, got their card and answered, spread over so many events."""
    event, person = f"{first_event} + i % {events}", f"i / {events} + {_PEOPLE}"
    others = "SELECT name FROM pragma_table_info('event') WHERE name NOT IN ('id', 'key')"
    columns = ", ".join(f'"{row[0]}"' for row in _run(path, 0, others))
    if first_event > 1:
        copies = f"INSERT INTO event (id, key, {columns}) SELECT {first_event} + i, 'F' || i, {columns} FROM n, event"
        _run(path, events, f"{copies} WHERE event.id = 1")
    one_of_three = "CASE i % 3 WHEN 0 THEN 'yes' WHEN 1 THEN 'maybe' ELSE 'no' END"
    _run(
        path,
        number,
        "INSERT INTO person (id, programme_id, name, language, zone, email, channel, quiet_from, quiet_until) "
        f"SELECT DISTINCT {person}, 1, 'P', 'ro', '', '', '', '21:00:00.000000', '08:00:00.000000' FROM n",
        "INSERT INTO invitation (programme_id, event_id, organisation_id, person_id, invited_at) "
        f"SELECT 1, {event}, 1, {person}, '{_BEFORE}' FROM n",
        "INSERT INTO rsvp (programme_id, event_id, person_id, organisation_id, answer, late, guest, "
        f"answered_at, by_id, channel) SELECT 1, {event}, {person}, 1, {one_of_three}, 0, 0, "
        f"'{_BEFORE}', {person}, 'telegram' FROM n",
        "INSERT INTO rsvp_change (event_id, person_id, answer, late, at, by_id, channel) "
        f"SELECT {event}, {person}, {one_of_three}, 0, '{_BEFORE}', {person}, 'telegram' FROM n",
        _delivery("event.invitation", person, "3", f"'{_BEFORE}'", "'sent'", "CAST(i AS TEXT)", live=True, event=event),
    )


def ideas(path: Path, number: int, cafes: int, first: int) -> None:
    """So many ideas, five of each person, at two tables of so many cafés, whose numbers and events' begin with `first`:
    1 is the café that is there, and the others are made like it."""
    cafe, person = f"{first} + i % {cafes}", f"i / {5 * cafes} + {_PEOPLE}"
    if first > 1:
        for table, own in (("event", "'G' || i AS key"), ("cafe", f"{first} + i AS event_id")):
            changed = own.rpartition(" ")[2]
            others = f"SELECT name FROM pragma_table_info('{table}') WHERE name NOT IN ('id', '{changed}')"
            columns = ", ".join(f'"{row[0]}"' for row in _run(path, 0, others))
            made = f"INSERT INTO {table} (id, {changed}, {columns}) SELECT {first} + i, {own}, {columns}"
            _run(path, cafes, f"{made} FROM n, {table} WHERE {table}.id = 1")
    _run(
        path,
        number,
        "INSERT INTO person (id, programme_id, name, language, zone, email, channel, quiet_from, quiet_until) "
        f"SELECT DISTINCT {person}, 1, 'P', 'ro', '', '', '', '21:00:00.000000', '08:00:00.000000' FROM n",
        "INSERT INTO idea (programme_id, event_id, cafe_id, question, table_number, round_number, number, "
        "person_id, organisation_id, language, channel, text, what, counts, anonymous, late, noted_id, at, hidden, "
        "pinned, message) "
        f"SELECT 1, {cafe}, {cafe}, i / {cafes} % 2 + 1, i / {cafes} % 2 + 1, i / {2 * cafes} % 2 + 1, 1, {person}, 1, "
        f"'ro', 'telegram', 'Mai multe bănci în parcul ' || i % 1000, 'text', 1, 0, 0, 0, '{_BEFORE}', '', 0, '' "
        "FROM n",
    )


def _delivery(
    kind: str, person: str, lane: str, due: str, state: str, message: str, *, live: bool, event: str = "1"
) -> str:
    """A statement that writes messages; everything but `kind` is SQL."""
    return (
        f"{_DELIVERY} SELECT 1, NULL, '{kind}', CAST({event} AS TEXT), {person}, NULL, {lane}, {due}, {state}, "
        f"'filled', NULL, 0, 0, {int(live)}, 1, 1, '', {message}, 0, 0, 0 FROM n"
    )


def _run(path: Path, number: int, *statements: str) -> list[tuple[str, ...]]:
    """Run statements that may use the numbers from 0 on as `n`; what the last one found."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    with connection:
        for statement in statements:
            found = connection.execute(_NUMBERS.format(number=number) + statement).fetchall()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return found
