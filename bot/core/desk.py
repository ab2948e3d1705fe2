"""What a handler works with. Desk: a transaction and what may be said in it. Ctx: the same, with who asks. Look: for
views, read only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from bot.core.catalogue import known
from bot.core.links import Links
from bot.core.pack import packed
from bot.core.rights import Object, may
from bot.core.routes import Misrouted, Routes
from bot.core.tokens import Keys
from bot.core.translate import Reader, plain
from bot.model.address import PAGE
from bot.model.card import Card
from bot.model.text import Text
from bot.model.update import Profile
from bot.model.values import Lane, Role
from storage import accounts, activity, deadlines, outbox
from storage.jobs import JobRow
from storage.people import AccountRow, PersonRow, PlaceRow
from storage.tx import Tx, add

LITERAL = "literal"


@dataclass(frozen=True)
class Show:
    """A handler's answer: this view. After a press in private the pressed message becomes it; else it is a new one."""

    view: str
    subject: tuple[int, ...]

    def __init__(self, view: str, *subject: int) -> None:
        object.__setattr__(self, "view", view)
        object.__setattr__(self, "subject", subject)


@dataclass(frozen=True, repr=False)  # holds the keys
class House:
    """What is the same for every update of a process."""

    routes: Routes
    keys: Keys
    links: Links
    language: str = "ro"
    zone: str = "Europe/Bucharest"

    def reader(self, language: str, zone: str = "", prefix: str = "/") -> Reader:
        """A reader, the house's own language and zone where theirs is not known."""
        return Reader(known(language, self.language), zone or self.zone, prefix)


def subject_text(subject: Sequence[int]) -> str:
    """Ids as one text: `7` or `12:2`."""
    return ":".join(str(number) for number in subject)


def subject_numbers(subject: str) -> tuple[int, ...]:
    """The ids back."""
    return tuple(int(part) for part in subject.split(":")) if subject else ()


@dataclass(frozen=True)
class Terms:
    """How a delivery travels: its lane, from when and until when it is of use (story time, UTC), what it is about.

    `vital` is sent even to those who asked for silence; `quiet` waits for the end of the reader's quiet hours.
    """

    lane: Lane = Lane.REMINDER
    due: datetime | None = None
    until: datetime | None = None
    vital: bool = False
    quiet: bool = False
    event: int | None = None
    programme: int | None = None


@dataclass
class Desk:
    """A transaction, story time, and what may be done to messages and deadlines inside it."""

    db: Tx
    now: datetime
    house: House

    async def send(
        self,
        view: str,
        *subject: int,
        to: int,
        cause: str | None,
        terms: Terms = Terms(),
        place: int | None = None,
    ) -> None:
        """The person `to` should see this view; once for each cause (None: every time).

        `place` is the chat in which they wait for it; without one, or when it is closed, their usual chat is taken.
        """
        once = None if cause is None else f"{cause}/{to}"
        where = {"person_id": to, "place_id": place}
        values = {**self._delivery(view, subject, terms), **where, "cause": cause or "", "once": once}
        await outbox.stage(self.db, values)

    async def post(self, view: str, *subject: int, place: int, cause: str, terms: Terms = Terms()) -> None:
        """A group or channel should see this view, once for each cause."""
        here = {"place_id": place, "cause": cause, "once": f"{cause}/place {place}"}
        await outbox.stage(self.db, {**self._delivery(view, subject, terms), **here})

    async def send_all(self, view: str, *subject: int, to: Select[Any], cause: str, terms: Terms = Terms()) -> int:
        """Everyone whom `to` (one column: person ids) selects should see this view, once for this cause.

        Returns to how many it is new.
        """
        return await outbox.stage_all(self.db, to, {**self._delivery(view, subject, terms), "cause": cause})

    async def say(self, card: Card, *, to: int, cause: str | None, terms: Terms = Terms(vital=True)) -> None:
        """A literal card to a person: for sentences that nothing redraws. Never for secrets: it waits in a table."""
        once = None if cause is None else f"{cause}/{to}"
        values = {**self._delivery(LITERAL, (), terms), "card": packed(card), "person_id": to}
        await outbox.stage(self.db, {**values, "cause": cause or "", "once": once})

    async def say_in(self, card: Card, *, place: int, cause: str, terms: Terms = Terms()) -> None:
        """The same to a group or channel, once for each cause."""
        here = {"card": packed(card), "place_id": place, "cause": cause, "once": f"{cause}/place {place}"}
        await outbox.stage(self.db, {**self._delivery(LITERAL, (), terms), **here})

    def _delivery(self, view: str, subject: Sequence[int], terms: Terms) -> dict[str, Any]:
        if view != LITERAL and view not in self.house.routes.views:
            raise Misrouted(f"no view is called {view!r}")
        return {
            "kind": view,
            "subject": subject_text(subject),
            "live": view != LITERAL and self.house.routes.views[view].live,
            "lane": int(terms.lane),
            "due": terms.due or self.now,
            "until": terms.until,
            "vital": terms.vital,
            "quiet": terms.quiet,
            "event_id": terms.event,
            "programme_id": terms.programme,
        }

    async def touch(self, topic: str, *subject: int, person: int | None = None) -> None:
        """What `topic` names has changed for this subject: views that watch it are drawn again.

        With `person`, views that mind their own reader's change are drawn again for that person only.
        """
        routes = self.house.routes
        if not routes.knows_topic(topic):
            raise Misrouted(f"no view shows {topic!r}")
        about = subject_text(subject)
        await outbox.touch(self.db, routes.watching.get(topic, ()), about)
        if person is not None:
            await outbox.touch(self.db, routes.minding.get(topic, ()), about, person)

    async def touch_all(self, topic: str, numbers: Collection[int], *, of: Sequence[int] = ()) -> None:
        """The same for many subjects at once. `of`: what the subjects begin with: `touch_all(PARTS, [1, 2], of=(7,))`
        touches `7:1` and `7:2`."""
        if not self.house.routes.knows_topic(topic):
            raise Misrouted(f"no view shows {topic!r}")
        subjects = [subject_text((*of, one)) for one in numbers]
        await outbox.touch_many(self.db, self.house.routes.watching.get(topic, ()), subjects)

    async def begin_job(
        self,
        kind: str,
        asked: Mapping[str, Any] | None = None,
        *,
        programme: int,
        by: int | None,
        file: int | None = None,
    ) -> int:
        """A job of this kind is worked soon, behind those that wait; its number. `asked` is what JSON can hold."""
        if kind not in self.house.routes.jobs:
            raise Misrouted(f"nobody works the job {kind!r}")
        row = JobRow(kind=kind, programme_id=programme, by_id=by, file_id=file, made_at=self.now)
        row.input = dict(asked or {})
        return await add(self.db, row)

    async def schedule(self, kind: str, *subject: int, times: list[tuple[datetime, datetime | None]]) -> None:
        """From now on these are the deadlines of this kind for this subject: pairs of due and until (UTC)."""
        if kind not in self.house.routes.deadlines:
            raise Misrouted(f"nobody answers the deadline {kind!r}")
        await deadlines.schedule(self.db, kind, subject_text(subject), times)

    async def may(self, person: PersonRow | None, role: Role, kind: str, number: int) -> bool:
        """Whether a person may act as `role` on an object."""
        return await may(self.db, person, role, Object(kind, number), self.now)

    async def record(
        self,
        action: str,
        about: str = "",
        *,
        by: int | None = None,
        role: str = "",
        done: bool = True,
        programme: int | None = None,
    ) -> None:
        """Write into the activity log: who, as what role, did what to which object. Never anybody's words."""
        await activity.record(
            self.db,
            at=self.now,
            person_id=by,
            role=role,
            action=action,
            object=about,
            result="done" if done else "refused",
            programme_id=programme,
        )


@dataclass
class Ctx(Desk):
    """One update's transaction: who asks, where, and what they are told at once.

    `place` is where the answer goes. `group` is where it was asked, when that is a group, a channel or a page and the
    answer goes to a private chat, `group_message` the message that was pressed there; `home` is that chat, None while
    we can not write to this account. `profile` is what the platform vouches for about it, `prefix` what is typed there
    before a command's name. `heard` is when the update came (story time), however long it took until it is worked: by
    that it is judged whether somebody said something in time.
    """

    account: AccountRow
    place: PlaceRow
    person: PersonRow | None
    heard: datetime
    update_id: int = 0
    pressed: str = ""
    awaited: bool = True
    toast: Text = ""
    home: PlaceRow | None = None
    group: PlaceRow | None = None
    group_message: str = ""
    profile: Profile = field(default_factory=Profile)
    prefix: str = "/"

    @property
    def in_chat(self) -> bool:
        """Whether the answer goes to a private chat: not to a group, a channel or a page."""
        return self.place.private and self.place.thread != PAGE

    @property
    def in_group(self) -> bool:
        """Whether a button was pressed under a card that many see."""
        return self.group is not None and self.group.thread != PAGE and bool(self.group_message)

    @property
    def reader(self) -> Reader:
        """The language and zone of whoever asks."""
        if self.person is not None:
            return self.house.reader(self.person.language, self.person.zone, self.prefix)
        return self.house.reader(self.account.language, prefix=self.prefix)

    @property
    def me(self) -> PersonRow:
        """Whoever asks, on routes that only known people reach."""
        assert self.person is not None and self.person.id is not None, "the route lets known people in only"
        return self.person

    @property
    def my_id(self) -> int:
        """The number of whoever asks."""
        assert self.me.id is not None
        return self.me.id

    async def also(self, view: str, *subject: int) -> None:
        """A new message here, besides what the handler answers."""
        terms = Terms(lane=Lane.INTERACTIVE, vital=True)
        here = {"place_id": self.place.id, "person_id": self.person.id if self.person else None}
        await outbox.stage(self.db, {**self._delivery(view, subject, terms), **here})

    def words(self, content: Text) -> str:
        """A text in the language of whoever asks."""
        return plain(content, self.reader)


@dataclass(frozen=True)
class Look:
    """What a view may look at: a snapshot to read from, the reader, story time."""

    db: Tx
    now: datetime
    house: House
    reader: Reader
    person_id: int | None
    delivery_id: int = 0
    place_id: int | None = None
    account_id: int | None = None

    async def may(self, role: Role, kind: str, number: int) -> bool:
        """Whether the reader may act as `role` on an object."""
        reader = await accounts.person(self.db, self.person_id)
        return await may(self.db, reader, role, Object(kind, number), self.now)
