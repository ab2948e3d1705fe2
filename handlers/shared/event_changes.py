"""A change of an event: its deadlines are set anew, its cards drawn again, and those concerned hear of it once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.core import Desk, Terms
from bot.model.text import Day, Hour, Joined, Moment, T, Text, ZoneName
from bot.model.values import EventState, Mode
from handlers.shared.access import release_access
from handlers.shared.events import settle
from handlers.shared.hours import instant
from handlers.shared.planning import plan
from storage import confirming, event_changes, events, programmes
from storage.event_changes import EventChangeRow
from storage.events import EventRow
from storage.invitations import concerned
from storage.tx import Tx, add

CHANGED = "event.changed"


@dataclass(frozen=True)
class Facts:
    """What invited people must know of when it changes: when and where, as local facts."""

    day: date
    starts: time | None
    ends: time | None
    fold: int
    zone: str
    mode: Mode
    place: str

    def moved_from(self, before: "Facts") -> bool:
        """Whether day or hours are others."""
        return (self.day, self.starts, self.ends, self.fold, self.zone) != (
            before.day,
            before.starts,
            before.ends,
            before.fold,
            before.zone,
        )

    def elsewhere_than(self, before: "Facts") -> bool:
        """Whether the place is another, or people take part in another way."""
        return (self.mode, self.place) != (before.mode, before.place)

    @property
    def when(self) -> Text:
        """`Wednesday, 17 February 2021, 11:00–13:30 (Romanian time)`: a zone with every time."""
        zone = ZoneName(self.zone)
        if self.starts is None:
            return Day(self.day)
        start: Text = Moment(instant(self.day, self.starts.replace(fold=self.fold), self.zone), self.zone)
        if self.ends is None:
            return T("{moment} ({zone})", moment=start, zone=zone)
        end = Hour(instant(self.day, self.ends.replace(fold=self.fold), self.zone), self.zone)
        return T("{moment} ({zone})", moment=Joined((start, end), "–"), zone=zone)

    @property
    def where(self) -> Text:
        """The place in a few words."""
        match self.mode:
            case Mode.ONLINE:
                return T("online, on {platform}", platform=self.place) if self.place else T("online")
            case Mode.ASYNCHRONOUS:
                return T("in writing")
        return self.place or T("in a room still to be named")

    def packed(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "day": self.day.isoformat(),
            "starts": self.starts and self.starts.isoformat(),
            "ends": self.ends and self.ends.isoformat(),
            "fold": self.fold,
            "zone": self.zone,
            "mode": self.mode.value,
            "place": self.place,
        }

    @classmethod
    def unpacked(cls, values: Mapping[str, Any]) -> "Facts":
        """From that JSON."""
        return cls(
            date.fromisoformat(values["day"]),
            values["starts"] and time.fromisoformat(values["starts"]),
            values["ends"] and time.fromisoformat(values["ends"]),
            values["fold"],
            values["zone"],
            Mode(values["mode"]),
            values["place"],
        )


async def facts_of(tx: Tx, event: EventRow) -> Facts:
    """The facts as they are in the row now."""
    venue = None if event.venue_id is None else await programmes.venue(tx, event.venue_id)
    place = event.place if venue is None else ", ".join(part for part in (venue.name, venue.address) if part)
    return Facts(event.day, event.starts, event.ends, event.fold, event.zone, event.mode, place)


async def keep_change(desk: Desk, event: EventRow, before: Facts) -> None:
    """Save a changed event as its next revision, with all that follows from it.

    `before`: the facts that stood until now. Raises `hours.Gap` when a time does not exist.
    """
    number = event.id or 0
    settle(event)
    event.revision += 1
    await events.save_event(desk.db, event)
    await plan(desk, event)
    await desk.touch("event", number)
    secret = await events.secret(desk.db, number)
    if secret is not None and secret.release_at <= desk.now and event.state is EventState.OPEN:
        await release_access(desk, event)
    await announce_change(desk, event, before)


async def announce_change(desk: Desk, event: EventRow, before: Facts) -> bool:
    """Tell everyone concerned, once, what is other than `before`; whether there was anything to tell.

    The event's row holds the facts of now and its new revision. Of an event that is over nobody hears.
    """
    if event.state is not EventState.OPEN or event.ends_at <= desk.now or await facts_of(desk.db, event) == before:
        return False
    number, revision = event.id or 0, event.revision
    stood = {**before.packed(), "answers": await confirming.answers_so_far(desk.db)}
    row = EventChangeRow(programme_id=event.programme_id, event_id=number, revision=revision, at=desk.now, before=stood)
    await add(desk.db, row)
    await desk.send_all(
        CHANGED,
        number,
        revision,
        to=concerned(number),
        cause=event_changes.cause(number, revision),
        terms=Terms(until=event.ends_at, vital=True, event=number, programme=event.programme_id),
    )
    await close_changes(desk, number)
    return True


async def follow_reply(desk: Desk, event: EventRow, person_id: int) -> None:
    """The messages about changes show their reader's answer, wherever that was given."""
    if event.revision > 1:
        number = event.id or 0
        for change in await event_changes.changes(desk.db, number):
            await desk.touch("reply", number, change.revision, person=person_id)


async def close_changes(desk: Desk, event_id: int) -> None:
    """Something newer is told: the messages about what was announced before may be out of date."""
    for change in await event_changes.changes(desk.db, event_id):
        await desk.touch("change", event_id, change.revision)
