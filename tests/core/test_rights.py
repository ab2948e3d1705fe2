"""May: who may act in which role on what."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.core.rights import Object, may
from bot.model.values import Role, Scope
from storage import accounts
from storage.people import AFFILIATION, GRANT, AffiliationRow, GrantRow, PersonRow
from storage.tx import Tx, add
from tests.handlers.neighbours import Neighbours, event, neighbours
from tests.room import MONDAY
from tests.seeds import Lab

HERE, NEXT_DOOR, ELSEWHERE = "the event", "another event", "another programme's event"
AT = Scope.EVENT, Scope.LAB, Scope.PROGRAMME, Scope.INSTALLATION
EVENT, LAB, PROGRAMME, INSTALLATION = AT


async def _somebody(lab: Lab, role: Role | None, scope: Scope = EVENT, number: int | None = None) -> int:
    """A person of the programme who holds one role, or none."""

    async def work(tx: Tx) -> int:
        person = await add(tx, PersonRow(programme_id=lab.programme, name="Cineva", language="ro"))
        if role is not None:
            await add(tx, GrantRow(person_id=person, role=role, scope=scope, scope_id=number, since=MONDAY))
        return person

    made: int = await lab.room.write(work)
    return made


async def _asks(lab: Lab, person: int | None, role: Role, about: Object | None, after: timedelta = timedelta()) -> bool:
    """What `may` says, a while after the beginning."""
    async with lab.room.read() as tx:
        return await may(tx, await accounts.person(tx, person), role, about, MONDAY + after)


async def _places(lab: Lab) -> tuple[dict[Scope, int | None], dict[str, int], Neighbours]:
    """The numbers of the scopes around the event, and of three events: it, one beside it, one elsewhere."""
    other = await neighbours(lab)

    async def work(tx: Tx) -> tuple[int, int]:
        beside = await add(tx, event(lab.programme, None, "E2", "Alt eveniment"))
        series = (await tx.execute(AFFILIATION.metadata.tables["lab"].select().order_by("id"))).first()
        assert series is not None
        return beside, series.id

    beside, series = await lab.room.write(work)
    scopes = {EVENT: lab.event, LAB: series, PROGRAMME: lab.programme, INSTALLATION: None}
    return scopes, {HERE: lab.event, NEXT_DOOR: beside, ELSEWHERE: other.event}, other


@pytest.mark.both
@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        (EVENT, {HERE}),
        (LAB, {HERE}),
        (PROGRAMME, {HERE, NEXT_DOOR}),
        (INSTALLATION, {HERE, NEXT_DOOR, ELSEWHERE}),
    ],
)
@pytest.mark.parametrize("role", [Role.HOST, Role.FACILITATOR, Role.MANAGER])
async def test_how_far_a_role_reaches(lab: Lab, role: Role, scope: Scope, allowed: set[str]) -> None:
    """A role reaches as far as its scope: an event, a lab's events, a programme's events, everything."""
    scopes, events, _ = await _places(lab)
    person = await _somebody(lab, role, scope, scopes[scope])

    assert allowed == {name for name, at in events.items() if await _asks(lab, person, role, Object("event", at))}


@pytest.mark.parametrize(
    ("held", "allowed"),
    [
        (None, {Role.ANYONE, Role.KNOWN}),
        (Role.HOST, {Role.ANYONE, Role.KNOWN, Role.HOST}),
        (Role.FACILITATOR, {Role.ANYONE, Role.KNOWN, Role.HOST, Role.FACILITATOR}),
        (Role.MANAGER, {Role.ANYONE, Role.KNOWN, Role.HOST, Role.FACILITATOR, Role.MANAGER}),
    ],
)
@pytest.mark.parametrize("about", [None, HERE])
async def test_which_roles_stand_for_which(lab: Lab, held: Role | None, allowed: set[Role], about: str | None) -> None:
    """A manager may do what a facilitator does, a facilitator what a host does; nobody is the operator."""
    person = await _somebody(lab, held, EVENT, lab.event)
    on = Object("event", lab.event) if about else None

    assert allowed == {role for role in Role if await _asks(lab, person, role, on)}


@pytest.mark.parametrize("role", list(Role))
async def test_a_stranger(lab: Lab, role: Role) -> None:
    """Whom we do not know may do what anyone may."""
    assert (role is Role.ANYONE) is await _asks(lab, None, role, Object("event", lab.event))


@pytest.mark.parametrize(
    ("confirmed", "ended", "expected"), [(True, False, True), (False, False, False), (True, True, False)]
)
async def test_stakeholders(lab: Lab, confirmed: bool, ended: bool, expected: bool) -> None:
    """A stakeholder is a confirmed representative whose affiliation has not ended."""
    person = await _somebody(lab, None)
    row = AffiliationRow(
        programme_id=lab.programme,
        person_id=person,
        organisation_id=lab.organisations["nord"],
        confirmed=confirmed,
        since=MONDAY,
        until=MONDAY if ended else None,
    )
    await lab.room.write(lambda tx: add(tx, row))

    assert expected is await _asks(lab, person, Role.STAKEHOLDER, Object("event", lab.event), timedelta(hours=1))


@pytest.mark.parametrize("role", [Role.KNOWN, Role.STAKEHOLDER])
async def test_the_wall(lab: Lab, role: Role) -> None:
    """A representative of one programme is nobody in another."""
    other = await neighbours(lab)

    assert not await _asks(lab, lab.people["ana"], role, Object("event", other.event))


async def test_an_ended_role(lab: Lab) -> None:
    """A role counts until the instant it ends, and no longer."""
    person = await _somebody(lab, Role.HOST, EVENT, lab.event)
    ends = MONDAY + timedelta(hours=1)
    await lab.room.write(lambda tx: tx.execute(update(GRANT).where(GRANT.c.person_id == person).values(until=ends)))

    spans = [timedelta(minutes=59), timedelta(hours=1), timedelta(hours=2)]
    assert [True, False, False] == [await _asks(lab, person, Role.HOST, Object("event", lab.event), s) for s in spans]


Number = Callable[[Lab, Neighbours], int]
OBJECTS: dict[str, tuple[Number, Number]] = {
    "programme": (lambda lab, _: lab.programme, lambda _, other: other.programme),
    "person": (lambda lab, _: lab.people["ana"], lambda _, other: other.person),
    "organisation": (lambda lab, _: lab.organisations["nord"], lambda _, other: other.organisation),
    "event": (lambda lab, _: lab.event, lambda _, other: other.event),
    "lab": (lambda _, other: other.lab - 1, lambda _, other: other.lab),
    "affiliation": (lambda _, other: other.affiliation - 1, lambda _, other: other.affiliation),
}


@pytest.mark.parametrize("kind", sorted(OBJECTS))
async def test_objects_of_a_programme(lab: Lab, kind: str) -> None:
    """A programme's manager may touch its objects, and none of another programme's."""
    other = await neighbours(lab)
    person = await _somebody(lab, Role.MANAGER, PROGRAMME, lab.programme)
    ours, theirs = (Object(kind, number(lab, other)) for number in OBJECTS[kind])

    assert (True, False) == (
        await _asks(lab, person, Role.MANAGER, ours),
        await _asks(lab, person, Role.MANAGER, theirs),
    )


@pytest.mark.parametrize("kind", ["person", "organisation", "affiliation", "programme", "lab"])
async def test_an_events_manager_looks_after_the_event_alone(lab: Lab, kind: str) -> None:
    """A role on an event gives no right on the people and the programme around it."""
    other = await neighbours(lab)
    person = await _somebody(lab, Role.MANAGER, EVENT, lab.event)

    assert not await _asks(lab, person, Role.MANAGER, Object(kind, OBJECTS[kind][0](lab, other)))


@pytest.mark.parametrize("asker", AT)
@pytest.mark.parametrize("of", AT)
async def test_roles_belong_to_their_scope(lab: Lab, asker: Scope, of: Scope) -> None:
    """A role that somebody holds is the business of those who manage its scope or what contains it."""
    scopes, _, _ = await _places(lab)
    person = await _somebody(lab, Role.MANAGER, asker, scopes[asker])
    held = GrantRow(person_id=lab.people["ana"], role=Role.HOST, scope=of, scope_id=scopes[of], since=MONDAY)
    number = await lab.room.write(lambda tx: add(tx, held))

    assert (AT.index(asker) >= AT.index(of)) is await _asks(lab, person, Role.MANAGER, Object("grant", number))


@pytest.mark.parametrize("scope", AT)
async def test_the_installation(lab: Lab, scope: Scope) -> None:
    """The installation is the business of its own managers only."""
    scopes, _, _ = await _places(lab)
    person = await _somebody(lab, Role.MANAGER, scope, scopes[scope])

    assert (scope is INSTALLATION) is await _asks(lab, person, Role.MANAGER, Object("installation", 1))


@pytest.mark.both
@pytest.mark.parametrize("number", [0, -1, 999_999, 2**31, 2**62])
@pytest.mark.parametrize("kind", ["event", "person", "programme", "grant", "question"])
async def test_what_is_not_there(lab: Lab, kind: str, number: int) -> None:
    """An object that does not exist belongs to nobody, whatever number a forged button brings."""
    assert not await _asks(lab, lab.people["ilinca"], Role.MANAGER, Object(kind, number))
