"""What every table that leaves the house is made of."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core import House
from handlers.shared.formats import Value
from storage.events import EventRow
from storage.tx import Tx


@dataclass(frozen=True)
class Asked:
    """What is exported: of one event or of everything (None), with texts in `language` where they exist in it.

    `now` is story time, UTC; instants that belong to no event are written on the clock of the house.
    """

    db: Tx
    house: House
    now: datetime
    event: EventRow | None = None
    language: str = "ro"

    @property
    def event_id(self) -> int | None:
        """The number of the event, if one was named."""
        return None if self.event is None else self.event.id

    def stamp(self, at: datetime | None, zone: str | None = None) -> str | None:
        """An instant in ISO 8601 with its offset, on the clock of `zone` (IANA)."""
        if at is None:
            return None
        return at.astimezone(ZoneInfo(zone or self.house.zone)).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Exporter:
    """One table: its name, its columns, and its rows. `writes`: making its rows leaves something in the store."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Asked], Awaitable[Sequence[Sequence[Value]]]]
    writes: bool = False
