"""Progress: cards that count the messages of a cause move by themselves while these go out."""

from typing import Any

from bot.core.routing import Routes
from storage import outbox
from storage.tx import Tx


async def told(tx: Tx, routes: Routes, row: Any) -> None:
    """A delivery was marked for the first time: whoever counts its cause is drawn again, as often as cards may be.

    `row` is the delivery as it was claimed; the edits of a message that stood already count for nobody.
    """
    if row.message or not row.cause:
        return
    kinds, subject = routes.counts(row.cause)
    await outbox.touch(tx, kinds, subject)
