"""Progress: cards that count the messages of a cause move by themselves while these go out."""

from collections.abc import Sequence
from typing import Any

from bot.core.routes import Routes
from storage import outbox
from storage.tx import Tx


async def told(tx: Tx, routes: Routes, row: Any) -> None:
    """A delivery was marked for the first time: whoever counts its cause is drawn again, as often as cards may be.

    `row` is the delivery as it was claimed; the edits of a message that stood already count for nobody.
    """
    await told_all(tx, routes, [row])


async def told_all(tx: Tx, routes: Routes, rows: Sequence[Any]) -> None:
    """The same for several, whose causes are few."""
    for cause in sorted({row.cause for row in rows if row.cause and not row.message}):
        kinds, subject = routes.counts(cause)
        await outbox.touch(tx, kinds, subject)
