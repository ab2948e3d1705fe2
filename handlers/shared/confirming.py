"""A yes is to a day and an hour. When the event has moved since, it is kept, and its person is asked again."""

from bot.model.text import T
from handlers.shared.event_changes import Facts, facts_of
from storage import confirming, event_changes
from storage.confirming import Move
from storage.events import EventRow
from storage.tx import Tx

STILL_COMING = T("You said that you are coming before the event moved. Are you still coming?")


async def last_move(tx: Tx, event: EventRow) -> Move | None:
    """When the event was last moved to where it stands now; None when it stands where it always stood."""
    if event.revision == 1:
        return None
    now = await facts_of(tx, event)
    for change in await event_changes.changes(tx, event.id or 0):
        if now.moved_from(Facts.unpacked(change.before)):
            return Move(change.at, change.before.get("answers", 0))
    return None


async def to_be_confirmed(tx: Tx, event: EventRow, person_id: int | None) -> bool:
    """Whether this person said yes before the event moved, and has said nothing since."""
    move = await last_move(tx, event)
    return move is not None and await confirming.is_unconfirmed(tx, event.id or 0, move, person_id)
