"""A hundred and forty people of thirty-five organisations, each with a chat on one platform, and an event for them, or
many.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.core.clock import WallClock
from bot.model.values import EventState, Mode, Role, Scope, Words
from handlers.shared.events import settle
from storage.answers import RSVP, RSVP_CHANGE
from storage.database import Database
from storage.events import EventRow
from storage.people import AccountRow, AffiliationRow, GrantRow, OrganisationRow, PersonRow, PlaceRow
from storage.programmes import ProgrammeRow
from storage.tx import Tx, add

PEOPLE = 140
MANAGER = 9000
FIRST = 1000


@dataclass(frozen=True)
class Ground:
    """The platform the crowd is on; `user` is the account behind a number."""

    platform: str
    installation: str
    user: Callable[[int], str] = str


async def gather(url: str, ground: Ground, *, people: int = PEOPLE, events: int = 1) -> None:
    """Write the crowd into the database at `url`."""
    db = Database(url)
    await db.write(lambda tx: _crowd(tx, ground, people, events))
    await db.close()


async def _crowd(tx: Tx, ground: Ground, people: int, events: int) -> None:
    now = WallClock().now()
    programme = await add(
        tx,
        ProgrammeRow(
            key="crowd",
            title=Words.plain("Mulțimea", "ro"),
            zone="Europe/Bucharest",
            languages=["ro"],
            language="ro",
        ),
    )
    manager = await _person(tx, "Manager", MANAGER, ground, None)
    await add(tx, GrantRow(person_id=manager, role=Role.MANAGER, scope=Scope.INSTALLATION, since=now))
    for number in range(people):
        if number % 4 == 0:
            organisation = await add(
                tx, OrganisationRow(programme_id=programme, key=f"O{number}", name=f"Organizația {number}")
            )
        person = await _person(tx, f"Persoana {number}", FIRST + number, ground, programme)
        await add(
            tx,
            AffiliationRow(programme_id=programme, person_id=person, organisation_id=organisation, since=now),
        )
    for number in range(1, events + 1):
        await add(tx, settle(_event(programme, number, now)))


def title(event: int) -> str:
    """What an event is called, by its number from 1 on; no title is the beginning of another."""
    return "Întâlnirea mulțimii" if event == 1 else f"Întâlnirea {event:03} a mulțimii"


def _event(programme: int, number: int, now: datetime) -> EventRow:
    day = now.date() + timedelta(days=30)
    return EventRow(
        programme_id=programme,
        key=f"E{number}",
        title=Words.plain(title(number), "ro"),
        day=day,
        zone="Europe/Bucharest",
        deadline=day - timedelta(days=5),
        begins_at=now,
        ends_at=now,
        mode=Mode.PHYSICAL,
        language="ro",
        state=EventState.OPEN,
    )


async def _person(tx: Tx, name: str, number: int, ground: Ground, programme: int | None) -> int:
    now = WallClock().now()
    person = await add(tx, PersonRow(programme_id=programme, name=name, language="ro"))
    user, here = ground.user(number), ground.installation
    place = await add(tx, PlaceRow(platform=ground.platform, installation=here, chat=user))
    await add(
        tx,
        AccountRow(
            platform=ground.platform,
            installation=here,
            user=user,
            person_id=person,
            place_id=place,
            used_at=now,
            name=name,
        ),
    )
    return person


async def answers(url: str) -> dict[int, str]:
    """What is kept of the first event, by the number of the person from 0 on; every change once."""
    return {person: answer for (person, event), answer in (await all_answers(url)).items() if event == 1}


async def all_answers(url: str) -> dict[tuple[int, int], str]:
    """What is kept, by the number of the person from 0 on and that of the event from 1 on; every change once."""
    db = Database(url)
    async with db.read() as tx:
        rows = (await tx.execute(select(RSVP.c.person_id, RSVP.c.event_id, RSVP.c.answer))).all()
        changes = (await tx.execute(select(RSVP_CHANGE.c.person_id))).all()
    await db.close()
    assert len(changes) == len(rows), "an answer was kept twice"
    first_person = 2  # the manager was written before them
    return {(row.person_id - first_person, row.event_id): row.answer.value for row in rows}
