"""The access link: told to those who come and to nobody else, in time, and kept nowhere but where it belongs."""

import logging
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.model.values import EventState, Going
from handlers.shared.access import release_access
from handlers.shared.presses import AddAffiliation, Answer
from storage import events
from storage.events import EventRow
from storage.people import PERSON
from storage.tables import metadata
from storage.tx import Tx
from tests.handlers.steps import LINK, change_event, desk, found, in_english, invite, keep_link, local, out, titled
from tests.room import Room, Seat
from tests.seeds import Lab, seed

RELEASE = local(9, 11)
NEW_LINK = "https://meet.example.org/j/0815?pwd=Neues"


@pytest.fixture
async def lab(room: Room) -> Lab:
    """A seeded lab in which everyone reads English, with a link that is told a day before the event."""
    made = await in_english(await seed(room))
    await keep_link(made, RELEASE)
    return made


async def answering(lab: Lab, **going: str) -> dict[str, Seat]:
    """These people have arrived, are invited and have answered."""
    seats = {name: await lab.arrives(name) for name in going}
    await invite(lab, *going)
    for name, word in going.items():
        await seats[name].says(word)
    return seats


@pytest.mark.both
async def test_only_those_who_come(lab: Lab) -> None:
    """At the release everyone who said yes has link and passcode, and nobody else."""
    seats = await answering(lab, ana="yes", mia="maybe", radu="no")

    await lab.room.until(local(9, 10, 59, 59))
    assert [] == titled(seats["ana"], LINK)
    await lab.room.until(RELEASE)

    assert {"ana": 1, "mia": 0, "radu": 0} == {name: len(titled(seat, LINK)) for name, seat in seats.items()}
    assert "Passcode: liliac-7" in titled(seats["ana"], LINK)[0]


async def test_the_silent_and_strangers_do_not(lab: Lab) -> None:
    """Neither who is invited and silent nor who opens the card gets it."""
    ana = await lab.arrives("ana")
    await invite(lab, "ana")
    await lab.room.until(RELEASE)

    await ana.says("/rsvp E1")

    assert [] == titled(ana, LINK)


async def test_at_once_when_yes_comes_later(lab: Lab) -> None:
    """After the release a yes brings the link at once."""
    seats = await answering(lab, ana="maybe")
    await lab.room.until(RELEASE)
    assert [] == titled(seats["ana"], LINK)

    await seats["ana"].presses("✅ I am coming")

    assert 1 == len(titled(seats["ana"], LINK))


async def test_gone_after_a_no(lab: Lab) -> None:
    """Who no longer comes no longer has it; it comes back with the yes, on the same message."""
    ana = (await answering(lab, ana="yes"))["ana"]
    await lab.room.until(RELEASE)
    told = [message.id for message in ana.messages if LINK in message.text]

    await ana.presses("❌ I cannot come")
    assert [] == titled(ana, LINK)
    await ana.presses("✅ I am coming")

    assert told == [message.id for message in ana.messages if LINK in message.text]


async def changed(lab: Lab) -> None:
    """The link is another."""

    async def work(tx: Tx) -> None:
        secret = await events.secret(tx, lab.event)
        event = await events.event(tx, lab.event)
        assert secret is not None and event is not None
        secret.link, secret.revision = NEW_LINK, secret.revision + 1
        await events.save_secret(tx, secret)
        await desk(lab, tx).touch("secret", lab.event)
        await release_access(desk(lab, tx), event)

    await lab.room.write(work)
    await out(lab.room)


async def test_again_when_it_changes(lab: Lab) -> None:
    """A new link is told anew, and no card keeps the old one."""
    seats = await answering(lab, ana="yes", radu="no")
    await lab.room.until(RELEASE)
    before = len(seats["ana"].messages)

    await changed(lab)

    assert before + 1 == len(seats["ana"].messages)
    assert NEW_LINK in seats["ana"].sees
    assert [] == titled(seats["ana"], LINK) + titled(seats["radu"], NEW_LINK)


async def test_a_stopped_person_who_comes_has_it(lab: Lab) -> None:
    """STOP does not keep people from the event they said they are coming to; quiet hours do not either."""
    ana = (await answering(lab, ana="yes"))["ana"]
    await ana.says("STOP")

    await lab.room.until(RELEASE)

    assert 1 == len(titled(ana, LINK))


async def test_a_moved_release_takes_it_back(lab: Lab) -> None:
    """Moved to a later day, the card waits for the new instant; a no still empties it, and it comes once."""
    seats = await answering(lab, ana="yes", mia="yes")
    await lab.room.until(RELEASE)
    await _released_at(lab, local(15, 11))
    assert [] == titled(seats["ana"], LINK)
    assert "The access link comes here on Monday, 15 February 2027, 11:00." in seats["ana"].all_text
    await seats["mia"].says("no")

    await lab.room.until(local(15, 11))

    assert (1, 0) == (len(titled(seats["ana"], LINK)), len(titled(seats["mia"], LINK)))


async def _released_at(lab: Lab, release: object) -> EventRow:
    async def work(tx: Tx) -> None:
        secret = await events.secret(tx, lab.event)
        assert secret is not None
        secret.release_at = release  # type: ignore[assignment]
        await events.save_secret(tx, secret)
        await desk(lab, tx).touch("secret", lab.event)

    await lab.room.write(work)
    event = await change_event(lab, day=local(16, 11).date())
    await out(lab.room)
    return event


async def test_a_cancelled_event_has_no_link(lab: Lab) -> None:
    """The link no longer counts and no longer shows."""
    ana = (await answering(lab, ana="yes"))["ana"]
    await lab.room.until(RELEASE)

    await change_event(lab, state=EventState.CANCELLED)
    await lab.room.write(lambda tx: desk(lab, tx).touch("event", lab.event))
    await out(lab.room)

    assert [] == titled(ana, LINK)


@pytest.mark.parametrize(
    ("at", "told", "reported"), [(local(10, 10), 1, 0), (local(10, 12), 1, 0), (local(11, 9), 0, 1)]
)
async def test_a_late_start(lab: Lab, url: str, at: datetime, told: int, reported: int) -> None:
    """Started after the release, the link still comes while the event lasts; after it, only the managers hear of it."""
    await (await lab.arrives("ilinca")).says("STOP")
    await answering(lab, ana="yes")
    await lab.room.close()

    room = await Room.open(url, at)
    await room.until(at)

    assert told == len(titled(room.seat("ana"), LINK))
    assert reported == len(titled(room.seat("ilinca"), "⚠️ The access link of Consultation on the plan was due on"))
    await room.close()


async def guest(lab: Lab) -> Seat:
    """Somebody without a link who says they speak for Oxid and that they come."""
    seat = lab.room.seat("zoe", language="en")
    await seat.says("/start")
    await seat.says("Zoe Pavel")
    await seat.says("oxid")
    await seat.forges(Answer(lab.event, Going.YES).pack())
    return seat


async def test_a_guest_has_no_link_until_confirmed(lab: Lab) -> None:
    """A guest who comes gets nothing at the release, no odd sentence either; the link comes with the confirmation."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab)
    await lab.room.until(RELEASE)
    assert [] == titled(zoe, LINK) + titled(zoe, "access link")

    await ilinca.presses("✅ Confirm")

    assert 1 == len(titled(zoe, LINK))


async def test_a_guest_who_was_confirmed_before(lab: Lab) -> None:
    """Confirmed in time, a guest is like everybody else who comes."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab)
    await ilinca.presses("✅ Confirm")

    await lab.room.until(RELEASE)

    assert 1 == len(titled(zoe, LINK))


async def test_a_declined_guest_has_no_link(lab: Lab) -> None:
    """Declined, a guest stays without it, also when answering again."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab)
    await ilinca.presses("Decline")
    await lab.room.until(RELEASE)

    await zoe.says("no")
    await zoe.says("yes")

    assert [] == titled(zoe, LINK)


async def test_a_representative_made_by_hand_has_the_link_at_once(lab: Lab) -> None:
    """After the release too: who is made a representative from their card need not answer again."""
    ilinca = await lab.arrives("ilinca")
    zoe = await guest(lab)
    await ilinca.presses("Decline")
    await lab.room.until(RELEASE)
    assert [] == titled(zoe, LINK)
    number = next(row.id for row in await found(lab, PERSON) if row.name == "Zoe Pavel")

    await ilinca.forges(AddAffiliation(number).pack())
    await ilinca.says("nord")

    assert 1 == len(titled(zoe, LINK))


@pytest.mark.both
async def test_kept_nowhere_else(lab: Lab, caplog: pytest.LogCaptureFixture) -> None:
    """Sent, changed and shown, link and passcode stand in one table and in no log."""
    caplog.set_level(logging.DEBUG)
    await answering(lab, ana="yes")
    await lab.room.until(RELEASE)
    await changed(lab)

    async with lab.room.read() as tx:
        holding = {
            table.name
            for table in metadata.sorted_tables
            for row in (await tx.execute(select(table))).all()
            if any(word in repr(tuple(row)) for word in ("meet.example.org", "Zauberwort", "liliac-7"))
        }

    assert {"event_secret"} == holding
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("aiosqlite")]
    assert not any("meet.example.org" in line or "liliac-7" in line for line in ours)
