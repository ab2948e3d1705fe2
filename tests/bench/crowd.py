"""Any number of people with chats, one event for all of them, and if wished an invitation card standing in each chat.

Written in bulk into a migrated database, once for each size; runs get copies of it.
"""

import asyncio
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table, text

from bot.core.clock import WallClock
from bot.model.values import EventState, Going, Lane, Mode, Role, Scope, Sending, Words
from handlers.shared.events import settle
from handlers.shared.presses import INVITATION, Answer
from storage import answers
from storage.database import Database
from storage.deliveries import DELIVERY
from storage.events import EventRow
from storage.migrate import migrate
from storage.people import ACCOUNT, AFFILIATION, ORGANISATION, PERSON, PLACE, GrantRow
from storage.programmes import ProgrammeRow
from storage.tx import Tx, add
from tests.bench.updates import BOT

FIRST = 100_000  # the first invited person's account; their card's message has the same number
VISITORS = 4_000  # of the people nobody invites, who only ask for help
FIRST_VISITOR = 50_000
MANAGER = 9000
PRESSES = [Answer(1, going).pack() for going in Going]  # the event's number is 1 in every crowd
ORGANISATIONS = 250  # as many for few people as for many: what more people cost is measured, not more organisations
_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Crowd:
    """How many are asked, and whether their invitations stand in their chats already or are still to be sent."""

    people: int
    invited: bool = True

    @property
    def users(self) -> range:
        """The accounts of those who are asked."""
        return range(FIRST, FIRST + self.people)


class Crowds:
    """Crowds as SQLite files, each made once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[Crowd, Path] = {}

    @contextmanager
    def copy(self, crowd: Crowd) -> Iterator[Path]:
        """A folder with a database of its own, `sfat.db`, while the block runs."""
        if crowd not in self._made:
            path = self._folder / f"{crowd.people}-{crowd.invited}.db"
            asyncio.run(make(f"sqlite:///{path}", crowd))
            self._made[crowd] = path
        with TemporaryDirectory(dir=self._folder, ignore_cleanup_errors=True) as name:
            shutil.copy(self._made[crowd], Path(name) / "sfat.db")
            yield Path(name)


async def make(url: str, crowd: Crowd) -> None:
    """Write the crowd into the database at `url`, which is made."""
    await migrate(url)
    db = Database(url)
    await db.write(lambda tx: _write(tx, crowd))
    await db.close()


async def _write(tx: Tx, crowd: Crowd) -> None:
    now = WallClock().now()
    programme = await add(
        tx,
        ProgrammeRow(
            key="crowd", title=Words.plain("Mulțimea", "ro"), zone="Europe/Bucharest", languages=["ro"], language="ro"
        ),
    )
    users = [MANAGER, *crowd.users, *range(FIRST_VISITOR, FIRST_VISITOR + VISITORS)]
    here = {"platform": "telegram", "installation": str(BOT)}
    numbered = list(enumerate(users, 1))
    asked = numbered[1 : 1 + crowd.people]
    organisations = range(1, ORGANISATIONS + 1)
    await bulk(
        tx,
        ORGANISATION,
        [{"id": n, "programme_id": programme, "key": f"O{n}", "name": f"O {n}"} for n in organisations],
    )
    await bulk(
        tx,
        PERSON,
        [
            {"id": n, "programme_id": programme, "name": f"Persoana {n}", "language": "ro", "welcomed_at": now}
            for n, _ in numbered
        ],
    )
    await bulk(tx, PLACE, [{"id": n, **here, "chat": str(user)} for n, user in numbered])
    await bulk(
        tx,
        ACCOUNT,
        [{"id": n, **here, "user": str(user), "person_id": n, "place_id": n, "used_at": now} for n, user in numbered],
    )
    await bulk(
        tx,
        AFFILIATION,
        [
            {"programme_id": programme, "person_id": n, "organisation_id": at % ORGANISATIONS + 1, "since": now}
            for at, (n, _) in enumerate(asked)
        ],
    )
    await add(tx, GrantRow(person_id=1, role=Role.MANAGER, scope=Scope.INSTALLATION, since=now))
    day = now.date() + timedelta(days=30)
    event = EventRow(
        programme_id=programme,
        key="E1",
        title=Words.plain("Întâlnirea mulțimii", "ro"),
        day=day,
        zone="Europe/Bucharest",
        deadline=day - timedelta(days=5),
        begins_at=now,
        ends_at=now,
        mode=Mode.PHYSICAL,
        language="ro",
        state=EventState.OPEN,
    )
    await add(tx, settle(event))
    if crowd.invited:
        await _invite(tx, asked)
    await _go_on_counting(tx, (ORGANISATION, PERSON, PLACE, ACCOUNT))


async def _invite(tx: Tx, asked: Sequence[tuple[int, int]]) -> None:
    """The invitations, and their cards as they stand in the chats."""
    now = WallClock().now()
    event = {"programme_id": 1, "event_id": 1}
    await bulk(
        tx,
        answers.INVITATION,
        [
            {**event, "person_id": n, "organisation_id": at % ORGANISATIONS + 1, "invited_at": now}
            for at, (n, _) in enumerate(asked)
        ],
    )
    standing = {"kind": INVITATION, "subject": "1", "lane": Lane.BROADCAST, "due": now, "state": Sending.SENT}
    await bulk(
        tx,
        DELIVERY,
        [
            {
                **event,
                **standing,
                "person_id": n,
                "place_id": n,
                "cause": "invite:1",
                "once": f"invite:1/{n}",
                "live": True,
                "drawn": 1,
                "looks": "as it was",
                "message": str(user),
                "sent_at": now,
            }
            for n, user in asked
        ],
    )


async def bulk(tx: Tx, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows, so many at once that it is fast and so few that they fit."""
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        await tx.execute(table.insert(), rows[start : start + _ROWS_AT_ONCE])


async def _go_on_counting(tx: Tx, tables: Sequence[Table]) -> None:
    """PostgreSQL does not notice numbers that were given by hand."""
    if tx.dialect == "postgresql":
        for table in tables:
            found = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
            await tx.execute(text(found))
