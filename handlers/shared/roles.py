"""Who holds a role on an event, as a selection of people."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select

from bot.model.values import Role
from storage import roster
from storage.events import EventRow


def managers_of(event: EventRow, now: datetime) -> Select[Any]:
    """The people who manage an event: for the installation, its programme, its lab, or itself."""
    return roster.holders(Role.MANAGER, now, event.programme_id, event.lab_id, event.id)


def managers_of_programme(programme_id: int | None, now: datetime) -> Select[Any]:
    """The people who manage a programme or the installation."""
    return roster.holders(Role.MANAGER, now, programme_id)
