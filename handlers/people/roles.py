"""Roles from a person's card: which, how far, for what; and their end, with one question between."""

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import EventState, Role, Scope
from handlers.people.doors import (
    ENDING,
    PLACES,
    ROLES,
    SCOPES,
    ChooseEvent,
    ChooseLab,
    ChooseScope,
    EndRole,
    EndRoleNow,
    GiveAtEvent,
    GiveHere,
    GiveInLab,
    GiveInProgramme,
    Office,
    Roles,
    router,
)
from handlers.people.giving import end_role, give_role, show_roles
from handlers.people.realm import known_person, manages_person, realm_of
from handlers.people.scopes import CALLED, OFFERED, held_line, scope_name
from handlers.shared.events import short
from handlers.shared.pages import paged
from handlers.shared.presses import PersonCard
from storage import accounts, events, granting, programmes, roster
from storage.people import PersonRow
from storage.programmes import ProgrammeRow
from storage.tx import Tx

OFFICES = tuple(Office)
INSTALLATION = 1
LABS, EVENTS = 0, 1


@router.press(Roles, who=Role.MANAGER, about="person")
async def open_roles(ctx: Ctx, press: Roles) -> Show:
    """The roles a person holds."""
    await known_person(ctx.db, press.person)
    return Show(ROLES, press.person)


async def _shown_person(look: Look, number: int) -> PersonRow | None:
    """The person, if there is one and the reader looks after them."""
    person = await accounts.person(look.db, number)
    if person is None or person.erased_at is not None or not await manages_person(look, number):
        return None
    return person


@router.view(ROLES, watches=("person",))
async def roles_card(look: Look, number: int) -> Card | None:
    """Which roles the person holds, a button to end each, and one for each role that can be given."""
    person = await _shown_person(look, number)
    if person is None:
        return None
    held = await roster.grants_of(look.db, number, look.now)
    lines = [await held_line(look.db, grant) for grant in held]
    give: Row = tuple(Button(T("➕ {role}", role=OFFERED[Role(o)]), ChooseScope(number, o)) for o in OFFICES)
    ends = [(Button(T("End: {role}", role=await held_line(look.db, grant)), EndRole(grant.id or 0)),) for grant in held]
    head = T("Roles of *{name}*", name=person.name)
    nothing = () if lines else (T("None."),)
    return card(head, *lines, *nothing, rows=[give, *ends, (Button(T("‹ Back"), PersonCard(number)),)])


@router.press(ChooseScope, who=Role.MANAGER, about="person")
async def choose_scope(ctx: Ctx, press: ChooseScope) -> Show:
    """How far should the role reach?"""
    await known_person(ctx.db, press.person)
    return Show(SCOPES, press.person, OFFICES.index(press.office))


@router.view(SCOPES)
async def scopes_card(look: Look, number: int, office_number: int) -> Card | None:
    """The scopes that are the reader's to give."""
    person, office = await _shown_person(look, number), OFFICES[office_number]
    if person is None:
        return None
    rows: list[Row] = [
        (Button(T("An event…"), ChooseEvent(number, office, 0)),),
        (Button(T("A lab…"), ChooseLab(number, office, 0)),),
    ]
    rows += [
        (Button(row.title, GiveInProgramme(row.id or 0, number, office)),) for row in await _programmes(look, person)
    ]
    if (await realm_of(look)).whole:
        rows.append((Button(T("The whole installation"), GiveHere(INSTALLATION, number, office)),))
    head = T("*{name}* – {role}. For what?", name=person.name, role=CALLED[Role(office)])
    return card(head, rows=[*rows, (Button(T("‹ Back"), Roles(number)),)])


async def _programmes(look: Look, person: PersonRow) -> list[ProgrammeRow]:
    """The person's own programme, or, when they belong to none, those of the reader."""
    everything = await programmes.all_programmes(look.db)
    if person.programme_id is not None:
        return [row for row in everything if row.id == person.programme_id]
    reach = (await realm_of(look)).reach
    return [row for row in everything if reach is None or row.id in reach]


@router.press(ChooseEvent, who=Role.MANAGER, about="person")
async def choose_event(ctx: Ctx, press: ChooseEvent) -> Show:
    """For which event?"""
    await known_person(ctx.db, press.person)
    return Show(PLACES, press.person, OFFICES.index(press.office), EVENTS, press.page)


@router.press(ChooseLab, who=Role.MANAGER, about="person")
async def choose_lab(ctx: Ctx, press: ChooseLab) -> Show:
    """For which lab?"""
    await known_person(ctx.db, press.person)
    return Show(PLACES, press.person, OFFICES.index(press.office), LABS, press.page)


@router.view(PLACES)
async def places_card(look: Look, number: int, office_number: int, kind: int, page: int) -> Card | None:
    """The events to come, or the labs, a page at a time."""
    person, office = await _shown_person(look, number), OFFICES[office_number]
    if person is None:
        return None
    buttons: list[Button] = []
    for programme in await _programmes(look, person):
        offered = _events if kind == EVENTS else _labs
        buttons += await offered(look, programme.id or 0, number, office)

    def turn(to: int) -> Press:
        return ChooseEvent(number, office, to) if kind == EVENTS else ChooseLab(number, office, to)

    which = T("For which event?") if kind == EVENTS else T("For which lab?")
    back = (Button(T("‹ Back"), ChooseScope(number, office)),)
    return card(which if buttons else T("There is none."), rows=[*paged(buttons, page, turn), back])


async def _events(look: Look, programme: int, person: int, office: Office) -> list[Button]:
    return [
        Button(short(event), GiveAtEvent(event.id or 0, person, office))
        for event in await events.events_of(look.db, programme)
        if event.ends_at > look.now and event.state in (EventState.DRAFT, EventState.OPEN)
    ]


async def _labs(look: Look, programme: int, person: int, office: Office) -> list[Button]:
    found = await programmes.labs(look.db, programme)
    return [Button(lab.topic, GiveInLab(lab.id or 0, person, office)) for lab in found]


@router.press(GiveHere, who=Role.MANAGER, about="installation")
async def give_here(ctx: Ctx, press: GiveHere) -> Show:
    """A role everywhere."""
    return await _give(ctx, press.person, press.office, Scope.INSTALLATION, None)


@router.press(GiveInProgramme, who=Role.MANAGER, about="programme")
async def give_in_programme(ctx: Ctx, press: GiveInProgramme) -> Show:
    """A role in a programme."""
    return await _give(ctx, press.person, press.office, Scope.PROGRAMME, press.programme)


@router.press(GiveInLab, who=Role.MANAGER, about="lab")
async def give_in_lab(ctx: Ctx, press: GiveInLab) -> Show:
    """A role in a lab."""
    return await _give(ctx, press.person, press.office, Scope.LAB, press.lab)


@router.press(GiveAtEvent, who=Role.MANAGER, about="event")
async def give_at_event(ctx: Ctx, press: GiveAtEvent) -> Show:
    """A role at an event."""
    return await _give(ctx, press.person, press.office, Scope.EVENT, press.event)


async def _give(ctx: Ctx, person: int, office: Office, scope: Scope, number: int | None) -> Show:
    await give_role(ctx, person, Role(office), scope, number)
    return await show_roles(ctx, person, scope, number)


@router.press(EndRole, who=Role.MANAGER, about="grant")
async def ask_before_end(ctx: Ctx, press: EndRole) -> Show:
    """Asked before it is done."""
    return Show(ENDING, press.grant)


@router.view(ENDING)
async def ending_card(look: Look, number: int) -> Card | None:
    """Really? The second button leads back to where the reader came from."""
    row = await granting.grant(look.db, number)
    if row is None or not await look.may(Role.MANAGER, "grant", number):
        return None
    name = await _name(look.db, row.person_id)
    scope = await scope_name(look.db, row.scope, row.scope_id)
    line = T("End this role of *{name}*: {role} – {scope}?", name=name, role=CALLED[row.role], scope=scope)
    keep = (Button(T("Keep it"), Roles(row.person_id)),) if await manages_person(look, row.person_id) else ()
    return card(line, rows=[(Button(T("End the role"), EndRoleNow(number)), *keep)])


async def _name(tx: Tx, number: int) -> str:
    person = await accounts.person(tx, number)
    return person.name if person else ""


@router.press(EndRoleNow, who=Role.MANAGER, about="grant")
async def end_now(ctx: Ctx, press: EndRoleNow) -> Effect:
    """The role ends; the last manager of the installation keeps theirs."""
    row = await granting.grant(ctx.db, press.grant)
    if row is None:
        raise Sorry(T("This role has ended already."))
    await end_role(ctx, row)
    return await show_roles(ctx, row.person_id, row.scope, row.scope_id)
