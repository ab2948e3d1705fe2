"""`sfat export`: a table as CSV, XLSX or JSON, or a café's seating as JSON, to standard output or a file."""

import argparse
import os
import sys
from pathlib import Path

from bot.cli.keys import house_of
from bot.cli.opened import opened
from bot.cli.telegram_bot import lead_to_the_bot
from bot.core.clock import WallClock
from bot.core.desk import House
from bot.core.ports import Unusable
from bot.settings import Settings
from handlers.cafe.export_plan import seating
from handlers.exports import EXPORTERS, FORMATS, Asked, export
from storage import activity, cafe_plans, events
from storage.database import Database
from storage.events import EventRow
from storage.tx import Tx

SEATING = "seating"


def add(command: argparse.ArgumentParser) -> None:
    """The command's words."""
    names = (*EXPORTERS, SEATING)
    command.add_argument("what", metavar="WHAT", choices=names, help=", ".join(names))
    command.add_argument("--format", choices=tuple(FORMATS), help=f"csv, where nothing else is said; {SEATING}: json")
    command.add_argument("--event", metavar="ID", help="only what belongs to this event")
    command.add_argument("--lang", choices=("ro", "en"), help="which of several texts")
    command.add_argument("--out", metavar="FILE", type=Path, help="instead of standard output")
    command.set_defaults(run=run)


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Export one table."""
    if arguments.what == SEATING and arguments.format not in (None, "json"):
        raise Unusable("a seating plan is no table; leave --format out, or say json")
    house = await house_of(settings)
    async with opened(settings) as db:
        if arguments.what == "links":
            await lead_to_the_bot(settings, db, house)
            _say_when_links_are_empty(house)
        table = await _table(db, house, arguments, settings.language)
    if arguments.out is None:
        sys.stdout.buffer.write(table)
        sys.stdout.buffer.flush()
    else:
        write_private(arguments.out, table)
    return 0


def _say_when_links_are_empty(house: House) -> None:
    if not house.links.personal(1, 1):
        print(
            "sfat: the links are empty: set SFAT_PUBLIC_URL, or let `sfat run` reach Telegram once; until then each "
            "person types the code of their row: /sfat start CODE in Slack, /start CODE elsewhere",
            file=sys.stderr,
        )


async def _table(db: Database, house: House, arguments: argparse.Namespace, language: str) -> bytes:
    async def work(tx: Tx) -> bytes:
        event = None if arguments.event is None else await events.event_by_key(tx, arguments.event)
        if arguments.event is not None and event is None:
            raise Unusable(f"there is no event {arguments.event!r}; `sfat export events` lists them")
        if arguments.what == SEATING:
            return await _seating(tx, event)
        asked = Asked(tx, house, WallClock().now(), event, arguments.lang or language)
        return await export(arguments.what, arguments.format or "csv", asked)

    async def recorded(tx: Tx) -> bytes:
        table = await work(tx)
        act = {"role": "operator", "action": f"export {arguments.what}", "object": "", "result": "done"}
        await activity.record(tx, at=WallClock().now(), **act)
        return table

    if arguments.what != SEATING and EXPORTERS[arguments.what].writes:
        return await db.write(recorded)
    async with db.read() as tx:
        return await work(tx)


async def _seating(tx: Tx, event: EventRow | None) -> bytes:
    """Who sits where at the café of an event."""
    if event is None:
        raise Unusable("say at which event: sfat export seating --event ID; `sfat export events` lists them")
    cafe = await cafe_plans.of_event(tx, event.id or 0)
    if cafe is None:
        raise Unusable(f"event {event.key!r} has no world café; /cafe in a chat plans one")
    found = await seating(tx, cafe)
    if found is None:
        raise Unusable(f"nobody has a seat at the café of {event.key!r} yet; look at its plan with /cafe in a chat")
    return found


def write_private(path: Path, content: bytes) -> None:
    """A file that only its owner may read: it holds people's names, or their links."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
