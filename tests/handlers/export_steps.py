"""Exports to look at, and what stands in them: people who are invited, have answered, were written to."""

import csv
import io
from datetime import timedelta
from typing import Any

from bot.core import House
from bot.model.values import Going, Reason, Sending
from handlers.exports import Asked, export
from storage import events, invitations
from storage.deliveries import DeliveryRow
from storage.tx import Tx, add
from tests.room import MONDAY
from tests.seeds import Lab


async def exported(lab: Lab, what: str, form: str = "csv", *, event: str = "", language: str = "ro") -> bytes:
    """An export as a file."""
    house: House = lab.room.program.house

    async def work(tx: Tx) -> bytes:
        row = await events.event_by_key(tx, event) if event else None
        return await export(what, form, Asked(tx, house, lab.room.clock.now(), row, language))

    file: bytes = await lab.room.write(work)
    return file


async def rows(lab: Lab, what: str, **asked: str) -> list[dict[str, str]]:
    """An export's rows, read back from CSV."""
    text = (await exported(lab, what, **asked)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def invite_all(lab: Lab) -> None:
    """Everybody is invited; nothing is staged."""

    async def work(tx: Tx) -> None:
        event = await events.event(tx, lab.event)
        assert event is not None
        await invitations.invite(tx, event, list(lab.organisations.values()), MONDAY)

    await lab.room.write(work)


async def answer(lab: Lab, name: str, going: Going, *, late: bool = False, guest: bool = False) -> None:
    """Somebody's answer, a minute after MONDAY."""
    values = {
        "programme_id": lab.programme,
        "event_id": lab.event,
        "person_id": lab.people[name],
        "organisation_id": None,
        "answer": going,
        "late": late,
        "guest": guest,
        "answered_at": MONDAY + timedelta(minutes=1),
        "by_id": lab.people[name],
        "channel": "memory",
    }
    await lab.room.write(lambda tx: invitations.record_answer(tx, values))


async def deliver(lab: Lab, name: str, state: Sending, reason: Reason | None = None, **more: Any) -> None:
    """A delivery of the invitation in some state."""
    row = DeliveryRow(
        programme_id=lab.programme,
        event_id=lab.event,
        kind="event.invitation",
        subject=str(lab.event),
        person_id=lab.people[name],
        lane=3,
        due=MONDAY,
        state=state,
        reason=reason,
        cause=f"invite:{lab.event}",
        once=f"invite:{lab.event}/{lab.people[name]}",
        **more,
    )
    await lab.room.write(lambda tx: add(tx, row))
