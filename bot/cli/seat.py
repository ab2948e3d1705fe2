"""`sfat seat`: a seating plan for a world café, from one JSON file to another; no database."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard

from bot.core.translate import Reader, plain
from bot.settings import Settings, read_what_is_right
from handlers.cafe.seating.document import document
from handlers.cafe.seating.making import seat
from handlers.cafe.seating.plan import Group, Guest, Id, Unseatable, Wanted
from handlers.cafe.seating.rules import unusual

OPERATOR = "en"  # those who run commands read English
KEYS = ("people", "tables", "rounds", "hosts", "together", "apart", "seed")
EXAMPLE = '{"people": [{"id": 1, "org": "A", "sector": "it"}, …], "tables": 5, "rounds": 3}'


class Unreadable(Exception):
    """The file does not say what is to be seated; the message says what is wrong and how to mend it."""


def add(command: argparse.ArgumentParser) -> None:
    """The command's words. It needs no settings, so wrong ones do not stand in its way."""
    command.add_argument("file", metavar="FILE", type=Path)
    command.set_defaults(run=run, read=_read)


def _read() -> Settings:
    settings, _ = read_what_is_right()
    return settings


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the plan as JSON. What is only unusual is said on standard error; 1 when there can be no such plan."""
    path: Path = arguments.file
    reader = Reader(OPERATOR, settings.timezone)
    try:
        found = _parsed(path.read_bytes())
        wanted = read_wanted(found)
        plan = seat(wanted)
    except Unreadable as problem:
        print(f"{path}: {problem}", file=sys.stderr)
        return 1
    except Unseatable as problem:
        print(f"{path}: {plain(problem.message, reader)}", file=sys.stderr)
        return 1
    for key in found:
        if key not in KEYS:
            print(f"{path}: {json.dumps(key)} means nothing here and was left out", file=sys.stderr)
    for warning in unusual(wanted):
        print(f"{path}: {plain(warning, reader)}", file=sys.stderr)
    print(json.dumps(document(plan)))
    return 0


def _parsed(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("this is not text in UTF-8; save it as UTF-8 and try again") from None
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise Unreadable(f"this is not JSON ({problem.msg}: {where}); mend it there and try again") from None
    except (ValueError, RecursionError):
        raise Unreadable("this is JSON that no plan is written in; it should be like " + EXAMPLE) from None
    if not isinstance(found, dict):
        raise Unreadable("this is JSON, but not an object; it should be like " + EXAMPLE)
    return found


def read_wanted(found: Mapping[str, Any]) -> Wanted:
    """The wishes in a parsed file. Raises Unreadable where it has another shape than ours."""
    people = found.get("people")
    if not isinstance(people, list):
        raise Unreadable('"people" is missing or no list; it should be like [{"id": 1, "org": "A", "sector": "it"}, …]')
    return Wanted(
        [_guest(one, place) for place, one in enumerate(people, 1)],
        _number(found, "tables"),
        _number(found, "rounds"),
        _hosts(found.get("hosts") or {}),
        _groups(found, "together"),
        _groups(found, "apart"),
        _number(found, "seed", 1),
    )


def _guest(one: Any, place: int) -> Guest:
    if not isinstance(one, dict) or not _is_id(one.get("id")):
        raise Unreadable(f'number {place} of "people" has no id; write one as text or a whole number: {{"id": 1}}')
    organisation, sector = (one.get(key) for key in ("org", "sector"))
    for key, value in (("org", organisation), ("sector", sector)):
        if value is not None and not _is_id(value):
            raise Unreadable(
                f'"{key}" of number {place} of "people" is neither text nor a whole number; write it as one'
            )
    return Guest(one["id"], "" if organisation is None else organisation, "" if sector is None else sector)


def _number(found: Mapping[str, Any], key: str, default: int | None = None) -> int:
    value = found.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable(f'"{key}" is missing or no whole number; write it as in "{key}": 3')
    return value


def _hosts(hosts: Any) -> dict[int, Id]:
    if not isinstance(hosts, dict) or not all(_is_table(table) and _is_id(host) for table, host in hosts.items()):
        raise Unreadable(
            '"hosts" should name an id for a table\'s number, as in {"1": 17}; correct it, or leave it out'
        )
    read = {int(table): host for table, host in hosts.items()}
    if len(read) < len(hosts):
        raise Unreadable('"hosts" names a table twice; leave one of the two')
    return read


def _groups(found: Mapping[str, Any], key: str) -> Sequence[Group]:
    groups = found.get(key) or []
    if not isinstance(groups, list) or not all(
        isinstance(group, list) and all(_is_id(one) for one in group) for group in groups
    ):
        raise Unreadable(
            f'"{key}" should be a list of lists of ids, as in [[1, 2], [3, 4]]; correct it, or leave it out'
        )
    return [tuple(group) for group in groups]


def _is_table(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) < 10


def _is_id(value: Any) -> TypeGuard[Id]:
    return isinstance(value, str | int) and not isinstance(value, bool)
