"""Imported events: records and open ones, and what becomes of them when a later file moves them."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update

from bot.model.values import EventState, Going
from handlers.shared.planning import RELEASE
from storage import invitations
from storage.events import EVENT, EventRow
from storage.tx import many
from tests.handlers.import_files import PROGRAMME as FILE
from tests.handlers.import_files import bring_in
from tests.handlers.import_steps import deadlines_of, event, invite_everyone, person, staged
from tests.room import MONDAY, Room


async def test_past_events_are_records_and_future_ones_open(room: Room) -> None:
    """The state comes from the clock."""
    await bring_in(room)

    states = [(await event(room, key)).state for key in ("L1-R1", "E1")]

    assert [EventState.RECORD, EventState.OPEN] == states


async def test_a_moved_event_is_told_to_the_invited_once(room: Room) -> None:
    """As if it had been moved in chat."""
    await bring_in(room)
    await invite_everyone(room, "E1")
    moved = FILE.replace("2027-02-10", "2027-02-11")

    await bring_in(room, moved)
    await bring_in(room, moved)

    assert ["event.changed"] * 2 == await staged(room)
    assert (date(2027, 2, 11), 2) == ((await event(room, "E1")).day, (await event(room, "E1")).revision)


async def test_a_moved_event_has_its_deadlines_set_anew(room: Room) -> None:
    """Also the release, which moves with it."""
    await bring_in(room)

    await bring_in(room, FILE.replace("2027-02-10", "2027-02-12"))

    assert [datetime(2027, 2, 11, 9, tzinfo=UTC)] == await deadlines_of(room, "E1", RELEASE)


async def test_a_moved_event_nobody_is_invited_to_is_told_to_nobody(room: Room) -> None:
    """There is nobody to tell."""
    await bring_in(room)

    await bring_in(room, FILE.replace("2027-02-10", "2027-02-11"))

    assert [] == await staged(room)


async def test_answers_survive_an_import(room: Room) -> None:
    """A moved event keeps its answers."""
    await bring_in(room)
    await invite_everyone(room, "E1")
    found, ana = await event(room, "E1"), await person(room, "REP-1")
    values = {
        "programme_id": found.programme_id,
        "event_id": found.id,
        "person_id": ana.id,
        "organisation_id": None,
        "answer": Going.YES,
        "late": False,
        "guest": False,
        "answered_at": MONDAY,
        "by_id": ana.id,
        "channel": "memory",
    }
    await room.write(lambda tx: invitations.record_answer(tx, values))

    await bring_in(room, FILE.replace("2027-02-10", "2027-02-11"))

    async with room.read() as tx:
        assert Going.YES is (await invitations.standing(tx, found.id or 0, ana.id)).answer


async def test_a_cancelled_event_stays_cancelled(room: Room) -> None:
    """A file does not call people back."""
    await bring_in(room)
    cancelled = update(EVENT).where(EVENT.c.key == "E1").values(state=EventState.CANCELLED)
    await room.write(lambda tx: tx.execute(cancelled))

    await bring_in(room, FILE.replace("Consultare", "Altă consultare"))

    assert EventState.CANCELLED is (await event(room, "E1")).state


async def test_an_event_that_has_passed_meanwhile_is_no_record(room: Room) -> None:
    """The same file after the event finds it as it was."""
    await bring_in(room)
    room.clock.move(MONDAY + timedelta(days=90))

    counts = await bring_in(room)

    assert (0, EventState.OPEN) == (counts.changes, (await event(room, "E1")).state)


async def test_a_record_that_is_moved_ahead_is_open(room: Room) -> None:
    """A date that was mistyped into the past is mended by the next import."""
    await bring_in(room, FILE.replace("2027-02-", "2026-02-"))

    await bring_in(room)

    assert EventState.OPEN is (await event(room, "E1")).state


async def test_times_that_were_left_out_are_kept(room: Room) -> None:
    """Rows made without an hour begin with their day."""
    await bring_in(room)

    async with room.read() as tx:
        rows = await many(tx, EventRow, select(EVENT).where(EVENT.c.starts.is_(None)))

    assert ["L1-R1"] == [row.key for row in rows]
