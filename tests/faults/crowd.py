"""A hundred and forty people of thirty-five organisations, each with a Telegram chat, and one event for them."""

from datetime import timedelta

from bot.core.clock import WallClock
from bot.model.values import EventState, Mode, Role, Scope, Words
from handlers.shared.events import settle
from storage.database import Database
from storage.events import EventRow
from storage.people import AccountRow, AffiliationRow, GrantRow, OrganisationRow, PersonRow, PlaceRow
from storage.programmes import ProgrammeRow
from storage.tx import Tx, add

PEOPLE = 140
MANAGER = 9000
FIRST = 1000


async def gather(url: str, bot_id: int) -> None:
    """Write the crowd into the database at `url`."""
    db = Database(url)
    await db.write(lambda tx: _crowd(tx, str(bot_id)))
    await db.close()


async def _crowd(tx: Tx, bot_id: str) -> None:
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
    manager = await _person(tx, "Manager", MANAGER, bot_id, None)
    await add(tx, GrantRow(person_id=manager, role=Role.MANAGER, scope=Scope.INSTALLATION, since=now))
    for number in range(PEOPLE):
        if number % 4 == 0:
            organisation = await add(
                tx, OrganisationRow(programme_id=programme, key=f"O{number}", name=f"Organizația {number}")
            )
        person = await _person(tx, f"Persoana {number}", FIRST + number, bot_id, programme)
        await add(
            tx,
            AffiliationRow(programme_id=programme, person_id=person, organisation_id=organisation, since=now),
        )
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


async def _person(tx: Tx, name: str, user: int, bot_id: str, programme: int | None) -> int:
    now = WallClock().now()
    person = await add(tx, PersonRow(programme_id=programme, name=name, language="ro"))
    place = await add(tx, PlaceRow(platform="telegram", installation=bot_id, chat=str(user)))
    await add(
        tx,
        AccountRow(
            platform="telegram",
            installation=bot_id,
            user=str(user),
            person_id=person,
            place_id=place,
            used_at=now,
            name=name,
        ),
    )
    return person
