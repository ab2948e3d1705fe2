"""When reminders are due, and what became of them."""

from datetime import datetime

from bot.model.values import Reason, Sending
from storage.deadlines import DUE
from storage.deliveries import DELIVERY
from tests.handlers.steps import found
from tests.seeds import Lab

SILENT_TEXT = "You have not answered yet."


async def dues(lab: Lab, kind: str, state: str = "open") -> list[datetime]:
    """When something of this kind is due."""
    return [row.due for row in await found(lab, DUE) if row.kind == kind and row.state == state]


async def reasons(lab: Lab, kind: str) -> dict[str, tuple[Sending, Reason | None]]:
    """What became of the deliveries of this kind, by the seed's names."""
    names = {number: name for name, number in lab.people.items()}
    return {names[row.person_id]: (row.state, row.reason) for row in await found(lab, DELIVERY) if row.kind == kind}
