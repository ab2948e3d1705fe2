"""What the conversations of several features begin with: everyone reads English, people are invited, a link is kept."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select

from bot.core.desk import Desk, Terms
from bot.model.address import Account, Place
from bot.model.update import Envelope, Update
from bot.model.values import EventState, Lane, Words
from handlers.shared.events import settle
from handlers.shared.planning import plan
from handlers.shared.presses import INVITATION
from storage import events, inviting, preferences
from storage.answers import InvitationRow
from storage.events import EventRow, EventSecretRow
from storage.people import ACCOUNT, PERSON
from storage.tx import Tx, add
from tests.room import MONDAY, Room, Seat
from tests.seeds import PEOPLE, Lab

LINK = "https://meet.example.org/j/4711?pwd=Zauberwort"


def local(day: int, hour: int, minute: int = 0, second: int = 0, *, month: int = 2) -> datetime:
    """An instant of 2027 by the clock of Bucharest (UTC)."""
    return datetime(2027, month, day, hour, minute, second, tzinfo=ZoneInfo("Europe/Bucharest")).astimezone(UTC)


async def in_english(lab: Lab) -> Lab:
    """Everybody reads English, so that sentences stand as they are written in the code."""

    async def work(tx: Tx) -> None:
        for person in lab.people.values():
            await preferences.speak(tx, person, "en")

    await lab.room.write(work)
    return lab


async def change_event(lab: Lab, **columns: Any) -> EventRow:
    """Change the seeded event and plan its deadlines, as if it had been made so; nobody is told."""

    async def work(tx: Tx) -> EventRow:
        event = await events.event(tx, lab.event)
        assert event is not None
        for name, value in columns.items():
            setattr(event, name, value)
        await events.save_event(tx, settle(event))
        await plan(desk(lab, tx), event)
        return event

    changed: EventRow = await lab.room.write(work)
    return changed


async def another_event(lab: Lab, key: str, title: str, day: date) -> int:
    """One more open event of the programme, at 17:00."""
    row = settle(
        EventRow(
            programme_id=lab.programme,
            key=key,
            title=Words.plain(title, "en"),
            day=day,
            starts=time(17),
            zone="Europe/Bucharest",
            begins_at=MONDAY,
            ends_at=MONDAY,
            language="en",
            state=EventState.OPEN,
        )
    )
    number: int = await lab.room.write(lambda tx: add(tx, row))
    return number


async def invite(lab: Lab, *names: str, event: int = 0) -> None:
    """Invite these people (all of the seed, when none is named), each for their organisation."""
    number = event or lab.event

    async def work(tx: Tx) -> None:
        for name in names or PEOPLE:
            row = InvitationRow(
                programme_id=lab.programme,
                event_id=number,
                organisation_id=lab.organisations[PEOPLE[name][1]],
                person_id=lab.people[name],
                invited_at=lab.room.clock.now(),
            )
            await add(tx, row)
        event = await events.event(tx, number)
        assert event is not None
        await desk(lab, tx).send_all(
            INVITATION,
            number,
            to=select(PERSON.c.id).where(PERSON.c.id.in_([lab.people[name] for name in names or PEOPLE])),
            cause=inviting.cause(number),
            terms=Terms(lane=Lane.BROADCAST, until=event.begins_at, event=number, programme=lab.programme),
        )
        await plan(desk(lab, tx), event)

    await lab.room.write(work)
    await out(lab.room)


async def keep_link(lab: Lab, release: datetime, link: str = LINK, passcode: str = "liliac-7") -> None:
    """The event has an access link, told from `release` on."""

    async def work(tx: Tx) -> None:
        row = EventSecretRow(event_id=lab.event, link=link, passcode=passcode, release_at=release)
        await events.save_secret(tx, row)
        event = await events.event(tx, lab.event)
        assert event is not None
        await plan(desk(lab, tx), event)

    await lab.room.write(work)


def desk(lab: Lab, tx: Tx) -> Desk:
    """What a handler would have, now."""
    return Desk(tx, lab.room.clock.now(), lab.room.program.house)


async def out(room: Room) -> None:
    """Send what was staged by hand."""
    room.program.staged()
    await room.settle()


async def found(lab: Lab, table: Table) -> list[Any]:
    """The rows of a table, the oldest first."""
    async with lab.room.read() as tx:
        return list((await tx.execute(select(table).order_by(table.c.id))).all())


async def owner(lab: Lab, user: str) -> int | None:
    """Whose account this is."""
    (row,) = [row for row in await found(lab, ACCOUNT) if row.user == user]
    return int(row.person_id) if row.person_id else None


def envelope(seat: Seat, source: str, update: Update) -> Envelope:
    """An update with a source of its own, to be brought more than once."""
    account = Account(seat.adapter.platform, seat.adapter.installation, seat.user)
    place = Place(seat.adapter.platform, seat.adapter.installation, seat.user)
    return Envelope(source, account, place, update, seat.user.title(), seat.language)


def titled(seat: Seat, words: str) -> list[str]:
    """The texts of the messages in a chat that hold these words."""
    return [message.text for message in seat.messages if words in message.text]
