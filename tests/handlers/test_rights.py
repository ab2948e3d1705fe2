"""Rights at every door: all routes, tried by everybody, on an object that exists.

Who may pass is written down here once more, by hand, and not asked of the function that decides it.
"""

import inspect

import pytest

from bot.core.routing import Route
from bot.model.press import Press
from bot.model.update import Command, FileHandle, Pressed, Said, Submitted, Update
from bot.model.values import Role
from storage.rights import OBJECTS
from storage.tables import metadata
from tests.handlers.doors import (
    ACTORS,
    EVENT,
    FACILITATOR,
    HOST,
    INSTALLATION,
    LAB,
    OTHER_EVENT,
    OTHER_PROGRAMME,
    PROGRAMME,
    ROUTES,
    STAKEHOLDER,
    STRANGER,
    Doors,
    Outcome,
    doors,
)
from tests.seeds import Lab

ASKED = frozenset(Role) - {Role.OPERATOR}
HELD = (Role.HOST, Role.FACILITATOR, Role.MANAGER)

# Where the seeded object of a kind stands: at the event, in its lab, in its programme, or above them all.
STANDS = {
    "event": "event",
    "question": "event",
    "cafe": "event",
    "idea": "event",
    "grant": "event",
    "lab": "lab",
    "programme": "programme",
    "person": "programme",
    "organisation": "programme",
    "affiliation": "programme",
    "announcement": "programme",
    "job": "programme",
    "installation": "installation",
}

# Numbers in buttons that the route does not ask about, and who asks instead.
ASKED_INSIDE = {
    "draft": ("event", "a selection of invitees belongs to an event, whose rights every handler asks"),
}
SECOND_OBJECTS = {
    "person": "the route asks about where the role is given; the feature asks that the person is inside the wall",
    "file": "the route asks about the programme; the feature asks that the file is the sender's own",
    "place": "the route asks about the event; the feature asks that the group belongs to the event's programme",
}
# The feature lets fewer in than the route: whose own it is, or whose address is vouched for, is no role.
OWN = {"ask.send", "ask.leave", "match.yes"}

EVERYBODY = frozenset(ACTORS)
KNOWN = EVERYBODY - {STRANGER}
ABOVE = {
    "": {EVENT, LAB, PROGRAMME, INSTALLATION, OTHER_EVENT, OTHER_PROGRAMME},
    "event": {EVENT, LAB, PROGRAMME, INSTALLATION},
    "lab": {LAB, PROGRAMME, INSTALLATION},
    "programme": {PROGRAMME, INSTALLATION},
    "installation": {INSTALLATION},
}


def expected(who: Role, stands: str) -> frozenset[str]:
    """Who passes a door that asks for a role, on an object that stands there ("": on nothing in particular)."""
    at_the_event = stands in ("", "event")
    match who:
        case Role.ANYONE:
            return EVERYBODY
        case Role.KNOWN:
            return KNOWN if stands in ("", "installation") else KNOWN - {OTHER_PROGRAMME}
        case Role.STAKEHOLDER:
            return frozenset() if stands == "installation" else frozenset({STAKEHOLDER})
        case Role.MANAGER:
            return frozenset(ABOVE[stands])
        case Role.FACILITATOR:
            return frozenset(ABOVE[stands] | ({FACILITATOR} if at_the_event else set()))
        case Role.HOST:
            return frozenset(ABOVE[stands] | ({FACILITATOR, HOST} if at_the_event else set()))
        case Role.OPERATOR:
            return frozenset()


@pytest.fixture
async def tried(lab: Lab) -> Doors:
    """Everybody at the doors."""
    return await doors(lab)


def wrong(door: str, outcomes: dict[str, Outcome], may: frozenset[str], *, own: bool = False) -> list[str]:
    """What is not as it should be at a door, a sentence each: who was let in, who was kept out, what was left."""
    found = []
    for actor, outcome in outcomes.items():
        if outcome.passed and actor not in may:
            found.append(f"{door} lets the {actor} in")
        if not outcome.passed and actor in may and not own:
            found.append(f"{door} keeps the {actor} out")
        if outcome.refused and outcome.changed:
            found.append(f"{door} refuses the {actor} and yet changes {', '.join(outcome.changed)}")
    return found


def _stands(route: Route, fields: tuple[str, ...] = ()) -> str:
    """Where the object of a request stands."""
    inside = [ASKED_INSIDE[name][0] for name in fields if name in ASKED_INSIDE and name != route.about]
    if not route.about:
        return inside[0] if inside else ""
    return STANDS[route.about]


async def test_buttons(tried: Doors) -> None:
    """Every button lets in exactly those whom its role and its object allow; others do not even reach the feature."""
    found = []
    for kind, route in ROUTES.presses.items():
        payload = tried.press(kind).pack()

        def pressed(actor: str, payload: str = payload) -> Update:
            return Pressed(payload, "1")

        outcomes = await tried.everybody(pressed)
        may = expected(route.who, _stands(route, tuple(kind.__annotations__)))
        found += wrong(f"the button {route.name}", outcomes, may, own=route.name in OWN)
        asked = {actor for actor, outcome in outcomes.items() if outcome.reached}
        found += [f"{route.name} is asked by the {actor}" for actor in asked - expected(route.who, _stands(route))]

    assert [] == found


async def test_forms(tried: Doors) -> None:
    """Every form asks again when it is submitted, whoever opened it."""
    found = []
    for route in ROUTES.forms.values():

        def submitted(actor: str, name: str = route.name) -> Update:
            return Submitted(str(tried.forms[name, actor]), {})

        outcomes = await tried.everybody(submitted)
        found += wrong(f"the form {route.name}", outcomes, expected(route.who, _stands(route)))

    assert [] == found


async def test_commands(tried: Doors) -> None:
    """Every command lets in exactly those who hold its role somewhere; a refusal is recorded and changes nothing."""
    found = []
    for router in ROUTES.routers:
        for route in router.commands:

            def written(actor: str, name: str = route.names[-1]) -> Update:
                return Command(name)

            outcomes = await tried.everybody(written)
            found += wrong(f"/{route.name}", outcomes, expected(route.who, ""))

    assert [] == found


async def test_commands_about_somebody_elses_event(tried: Doors) -> None:
    """A manager's command that names an event changes nothing when it comes from who does not manage that event."""
    found = []
    for route in [route for router in ROUTES.routers for route in router.commands if route.who in HELD]:

        def written(actor: str, name: str = route.name) -> Update:
            return Command(name, ("E1", "all"))

        outcomes = await tried.everybody(written)
        for actor in EVERYBODY - ABOVE["event"]:
            left = set(outcomes[actor].changed) - {"form_progress"}
            found += [f"/{route.name} E1 of the {actor} changes {', '.join(left)}"] if left else []

    assert [] == found


async def test_free_text(tried: Doors) -> None:
    """What is simply written is refused only to those whom a feature that reads it does not know."""
    may = EVERYBODY
    for router in ROUTES.routers:
        for route in router.words:
            may &= expected(route.who, "")

    def said(actor: str) -> Update:
        return Said("Bună ziua")

    assert [] == wrong("free text", await tried.everybody(said), may)


async def test_files(tried: Doors) -> None:
    """A file that was fetched reaches only those whom the route lets in, also when a role has ended meanwhile."""
    found = []
    for route in [route for router in ROUTES.routers for route in router.files]:
        handle = FileHandle("f", f"table{route.endings[0]}")

        def sent(actor: str, handle: FileHandle = handle) -> Update:
            return Said("", "file", handle)

        outcomes = await tried.everybody(sent, files=True)
        may = expected(route.who, "")
        found += wrong(f"a file for {route.name}", outcomes, may)
        found += [
            f"a file reaches the feature from the {actor}"
            for actor, one in outcomes.items()
            if one.reached and actor not in may
        ]

    assert [] == found


async def test_an_object_that_is_not_there(tried: Doors) -> None:
    """An object that does not exist belongs to nobody, not even to the manager of the installation."""
    tried.objects = dict.fromkeys(tried.objects, 999999)
    found = []
    for kind, route in ROUTES.presses.items():
        if route.about in ("", "installation") or route.who not in HELD:
            continue
        payload = tried.press(kind).pack()

        def pressed(actor: str, payload: str = payload) -> Update:
            return Pressed(payload, "1")

        found += wrong(f"the button {route.name}", await tried.everybody(pressed), frozenset())

    assert [] == found


def test_every_door_asks() -> None:
    """Every route names a role, and none the operator's, which no account holds."""
    assert [] == [door.name for door in ROUTES.doors() if door.who not in ASKED]


def test_every_kind_of_object_is_tried() -> None:
    """For every kind of object that rights know, this test knows where the seeded one stands."""
    assert OBJECTS == set(STANDS)


def _objects_in(kind: type[Press]) -> list[str]:
    """The fields of a button that number an object: those called like a kind of object, or like a table."""
    called = OBJECTS | {word for table in metadata.tables for word in table.split("_")}
    return [name for name, cls in kind._kinds if cls is int and name in called]


def test_buttons_name_their_object() -> None:
    """A button that only some roles may press, with an object's number in it, asks for rights on that object."""
    silent = [
        (route.name, name)
        for kind, route in ROUTES.presses.items()
        for name in _objects_in(kind)
        if route.who in (*HELD, Role.STAKEHOLDER)
        and name != route.about
        and name not in ASKED_INSIDE
        and not (route.about and name in SECOND_OBJECTS)
    ]

    assert [] == silent


def test_buttons_have_the_field_they_ask_about() -> None:
    """What a route asks about is a field of its button."""
    assert [] == [
        route.name for kind, route in ROUTES.presses.items() if route.about not in ("", *kind.__annotations__)
    ]


def test_forms_name_their_object() -> None:
    """A form about an object, for some roles only, asks for rights on that object."""
    needs_an_object = [
        route.name
        for route in ROUTES.forms.values()
        if route.sheet is not None
        and len(inspect.signature(route.sheet).parameters) > 1
        and route.who in (*HELD, Role.STAKEHOLDER)
        and not route.about
    ]

    assert [] == needs_an_object
