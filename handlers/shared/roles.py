"""Who holds a role on an event, as a selection of people; how organisers' duties reach them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select

from bot.core import Terms, may
from bot.model.text import T, Text
from bot.model.values import Role
from storage import roster
from storage.events import EventRow
from storage.people import PersonRow
from storage.tx import Tx


def managers_of(event: EventRow, now: datetime) -> Select[Any]:
    """The people who manage an event: for the installation, its programme, its lab, or itself."""
    return roster.holders(Role.MANAGER, now, event.programme_id, event.lab_id, event.id)


def managers_of_programme(programme_id: int | None, now: datetime) -> Select[Any]:
    """The people who manage a programme or the installation."""
    return roster.holders(Role.MANAGER, now, programme_id)


def duty(*, programme: int | None, event: int | None = None) -> Terms:
    """How what only organisers can do travels: STOP does not hold it back, for others are told that they will know."""
    return Terms(vital=True, event=event, programme=programme)


async def duties_in_silence(tx: Tx, person: PersonRow | None, now: datetime) -> list[Text]:
    """What an organiser who asks for silence is told: the duties that come all the same. Nothing for others."""
    if not await may(tx, person, Role.MANAGER, None, now):
        return []
    return [
        T(
            "As an organiser you still get what only organisers can do: guests to confirm, questions, late answers, "
            "and reminders that did not go out."
        )
    ]
