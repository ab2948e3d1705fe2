"""All doors of the product, eleven people who try them, and what came of each try; nothing they do stays."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.core import dialogue
from bot.core.dispatch import Dispatch
from bot.core.files import Fetched, seal_file
from bot.core.routes import Routes
from bot.core.routing import Route, Router
from bot.model.address import Account, Place
from bot.model.press import Press
from bot.model.update import Envelope, Said, Update
from bot.model.values import Role, Scope, Words
from handlers import FEATURES
from storage import inbox
from storage.announcements import AnnouncementRow
from storage.cafes import CafeRow
from storage.dialogues import FormRow
from storage.ideas import IdeaRow
from storage.inviting import InviteDraftRow
from storage.jobs import JobRow, JobState
from storage.people import ACTIVITY, AccountRow, AffiliationRow, GrantRow, PersonRow, PlaceRow
from storage.questions import QuestionRow
from storage.tables import metadata
from storage.tx import Tx, add
from tests.handlers.everything import rows
from tests.handlers.neighbours import event, neighbours
from tests.room import MONDAY
from tests.seeds import Lab

ROUTES = Routes.of((dialogue.router, *FEATURES))

STRANGER, GUEST, STAKEHOLDER, HOST, FACILITATOR = "stranger", "guest", "stakeholder", "host", "facilitator"
OTHER_EVENT, OTHER_PROGRAMME = "manager of another event", "manager of another programme"
EVENT, LAB, PROGRAMME, INSTALLATION = (
    f"manager of the {what}" for what in ("event", "lab", "programme", "installation")
)
ACTORS = (
    STRANGER,
    GUEST,
    STAKEHOLDER,
    HOST,
    FACILITATOR,
    OTHER_EVENT,
    OTHER_PROGRAMME,
    EVENT,
    LAB,
    PROGRAMME,
    INSTALLATION,
)


@dataclass(frozen=True)
class Outcome:
    """What came of a try: whether the feature was asked at all, whether it was refused, and what is different now."""

    reached: bool
    refused: bool
    changed: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Let in, by the route and by the feature."""
        return not self.refused


class _Undone(Exception):
    """Takes a try back."""


@dataclass
class Doors:
    """The seeded objects by the kind that routes know them by, the forms that stand open by name and actor, and a way
    to try requests on them."""

    lab: Lab
    objects: Mapping[str, int]
    forms: Mapping[tuple[str, str], int]
    row: int
    asked: list[str] = field(default_factory=list)
    before: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        program = self.lab.room.program
        spied = Routes.of(_spied(router, self.asked) for router in ROUTES.routers)
        platforms = {"native": self.lab.room.native.capabilities}
        self.dispatch = Dispatch(replace(program.house, routes=spied), self.lab.room.clock, platforms)

    def press(self, kind: type[Press]) -> Press:
        """A button of a kind with the seeded objects' numbers in it; what is no object is 0, or the first choice."""
        values = [
            self.objects.get(name, 0) if cls is int else next(iter(cls))  # type: ignore[call-overload]
            for name, cls in kind._kinds
        ]
        return kind(*values)

    async def everybody(self, request: Callable[[str], Update], *, files: bool = False) -> dict[str, Outcome]:
        """What comes of each actor's request; each is undone before the next. `files`: their file was fetched."""

        async def work(tx: Tx) -> dict[str, Outcome]:
            if not self.before:
                self.before = await rows(tx)
            return {actor: await self._tried(tx, actor, request(actor), files=files) for actor in ACTORS}

        found: dict[str, Outcome] = await self.lab.room.write(work)
        return found

    async def _tried(self, tx: Tx, actor: str, update: Update, *, files: bool) -> Outcome:
        outcome = Outcome(False, False, ())
        try:
            async with tx.savepoint():
                outcome = await self._try(tx, actor, update, files=files)
                raise _Undone
        except _Undone:
            return outcome

    async def _try(self, tx: Tx, actor: str, update: Update, *, files: bool) -> Outcome:
        self.asked.clear()
        fetched = self._fetched(update) if files else None
        address = Account("native", "m1", actor), Place("native", "m1", actor)
        await self.dispatch.run(tx, self.row, Envelope("x", *address, update), awaited=True, fetched=fetched)
        after = await rows(tx)
        changed = tuple(sorted(name for name in after if after[name] != self.before[name]))
        return Outcome(bool(self.asked), await _refused(tx), changed)

    def _fetched(self, update: Update) -> Fetched:
        """The file of an update, as if its sender had been let in when it was fetched."""
        assert isinstance(update, Said) and update.file is not None
        name = update.file.name
        routes = [route for router in self.dispatch.house.routes.routers for route in router.files]
        (route,) = [route for route in routes if name.endswith(route.endings)]
        return Fetched(update.file, taker=route, content=b"", sealed=seal_file(self.dispatch.house.keys, b""))


def _spied(router: Router, asked: list[str]) -> Router:
    """The same doors; which of them was opened is written down."""

    def spy(route: Route) -> Route:
        async def handler(*args: Any) -> Any:
            asked.append(route.name)
            return await route.handler(*args)

        return replace(route, handler=handler)

    return replace(
        router,
        commands=[spy(route) for route in router.commands],
        presses={kind: spy(route) for kind, route in router.presses.items()},
        forms={name: spy(route) for name, route in router.forms.items()},
        words=[spy(route) for route in router.words],
        files=[spy(route) for route in router.files],
    )


async def _refused(tx: Tx) -> bool:
    return (await tx.execute(ACTIVITY.select().where(ACTIVITY.c.result == "refused"))).first() is not None


async def doors(lab: Lab) -> Doors:
    """Seed an object of every kind on one event, and everybody who will try to touch it."""
    other = await neighbours(lab)

    holder = lab.room.program.membership.number

    async def work(tx: Tx) -> Doors:
        series = (await tx.execute(metadata.tables["event"].select())).first()
        assert series is not None
        elsewhere = await add(tx, event(lab.programme, None, "E2", "Alt eveniment"))
        people = await _people(tx, lab, other.programme)
        grants = {
            HOST: (Role.HOST, Scope.EVENT, lab.event),
            FACILITATOR: (Role.FACILITATOR, Scope.EVENT, lab.event),
            OTHER_EVENT: (Role.MANAGER, Scope.EVENT, elsewhere),
            OTHER_PROGRAMME: (Role.MANAGER, Scope.PROGRAMME, other.programme),
            EVENT: (Role.MANAGER, Scope.EVENT, lab.event),
            LAB: (Role.MANAGER, Scope.LAB, series.lab_id),
            PROGRAMME: (Role.MANAGER, Scope.PROGRAMME, lab.programme),
            INSTALLATION: (Role.MANAGER, Scope.INSTALLATION, None),
        }
        held = {
            name: await add(tx, GrantRow(person_id=people[name], role=role, scope=scope, scope_id=number, since=MONDAY))
            for name, (role, scope, number) in grants.items()
        }
        accounts = {name: await _account(tx, name, people.get(name)) for name in ACTORS}
        objects = await _objects(tx, lab, people[STAKEHOLDER])
        objects |= {"lab": series.lab_id, "grant": held[HOST]}
        return Doors(lab, objects, await _forms(tx, accounts, objects), await _heard(tx, holder))

    made: Doors = await lab.room.write(work)
    return made


async def _people(tx: Tx, lab: Lab, other: int) -> dict[str, int]:
    """Everybody but the stranger; a guest and a stakeholder speak for an organisation."""
    at = {OTHER_PROGRAMME: other, INSTALLATION: None}
    people = {
        name: await add(tx, PersonRow(programme_id=at.get(name, lab.programme), name=name, language="ro"))
        for name in ACTORS[1:]
    }
    for name in (GUEST, STAKEHOLDER):
        row = AffiliationRow(
            programme_id=lab.programme,
            person_id=people[name],
            organisation_id=lab.organisations["oxid"],
            confirmed=name == STAKEHOLDER,
            since=MONDAY,
        )
        await add(tx, row)
    return people


async def _account(tx: Tx, name: str, person: int | None) -> int:
    return await add(tx, AccountRow(platform="native", installation="m1", user=name, person_id=person, used_at=MONDAY))


async def _objects(tx: Tx, lab: Lab, author: int) -> dict[str, int]:
    """One object of every kind, all on the seeded event or in its programme."""
    question = QuestionRow(
        programme_id=lab.programme, event_id=lab.event, person_id=author, text="?", language="ro", asked_at=MONDAY
    )
    words = Words.plain("Bună ziua", "ro")
    announcement = AnnouncementRow(
        programme_id=lab.programme, author_id=lab.people["ilinca"], words=words, made_at=MONDAY
    )
    draft = InviteDraftRow(
        programme_id=lab.programme, event_id=lab.event, by_id=lab.people["ilinca"], words=["all"], made_at=MONDAY
    )
    job = JobRow(kind="import.read", state=JobState.WAITING, programme_id=lab.programme, made_at=MONDAY)
    cafe = await add(tx, CafeRow(programme_id=lab.programme, event_id=lab.event, made_at=MONDAY))
    at_a_table: dict[str, Any] = dict.fromkeys(("question", "round_number", "table_number", "number"), 1)
    idea = IdeaRow(programme_id=lab.programme, event_id=lab.event, cafe_id=cafe, text="O idee", at=MONDAY, **at_a_table)
    affiliation = (await tx.execute(metadata.tables["affiliation"].select())).first()
    assert affiliation is not None
    return {
        "installation": 1,
        "programme": lab.programme,
        "event": lab.event,
        "person": lab.people["ana"],
        "organisation": lab.organisations["nord"],
        "affiliation": affiliation.id,
        "question": await add(tx, question),
        "announcement": await add(tx, announcement),
        "draft": await add(tx, draft),
        "cafe": cafe,
        "idea": await add(tx, idea),
        "job": await add(tx, job),
    }


async def _forms(tx: Tx, accounts: Mapping[str, int], objects: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Every form, opened by everybody about the seeded objects: as if a role had ended while it was filled in."""
    place = await add(tx, PlaceRow(platform="native", installation="m1", chat="forms"))
    found = {}
    for name, route in ROUTES.forms.items():
        assert route.sheet is not None
        takes = [one for one in inspect.signature(route.sheet).parameters.values() if one.default is one.empty]
        ids = [1 for one in takes[1:] if one.kind is not one.VAR_POSITIONAL]
        about = [objects[route.about], *ids[1:]] if route.about else ids
        for actor, account in accounts.items():
            row = FormRow(account_id=account, place_id=place, form=name, about=about, opened_at=MONDAY)
            found[name, actor] = await add(tx, row)
    return found


async def _heard(tx: Tx, holder: int) -> int:
    """A row of the inbox for every request to finish: each is undone before the next.

    It is in the hands of the running process, or that would take it up as nobody's while the requests are tried.
    """
    values = {
        "platform": "native",
        "installation": "m1",
        "source": "x",
        "lane": "x",
        "payload": "",
        "received_at": MONDAY,
    }
    (number,) = await inbox.store(tx, [values], holder)
    assert number is not None
    return number
