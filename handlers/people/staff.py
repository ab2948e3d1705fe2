"""Who holds which role on one event or one lab: for its manager, who looks after no people but these."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.form import Complaint, Field, Form, Kind, Repair, Sheet
from bot.model.press import Press
from bot.model.text import T, Text
from bot.model.values import Role, Scope
from handlers.people.doors import (
    EVENT_GIVE,
    EVENT_ROLES,
    LAB_GIVE,
    LAB_ROLES,
    EndRole,
    GiveSomebodyEvent,
    GiveSomebodyLab,
    LabRoles,
    Office,
    router,
)
from handlers.people.giving import give_role
from handlers.people.lists import back
from handlers.people.scopes import OFFERED, scope_name
from handlers.shared.events import known_event
from handlers.shared.presses import EventRoles
from handlers.shared.search import folded
from storage import directory, granting, rights
from storage.directory import Listed

MOST_OFFERED = 8


@router.press(EventRoles, who=Role.MANAGER, about="event")
async def open_event(ctx: Ctx, press: EventRoles) -> Show:
    """The roles at an event."""
    await known_event(ctx.db, press.event)
    return Show(EVENT_ROLES, press.event)


@router.press(LabRoles, who=Role.MANAGER, about="lab")
async def open_lab(ctx: Ctx, press: LabRoles) -> Show:
    """The roles on a lab."""
    return Show(LAB_ROLES, press.lab)


@router.view(EVENT_ROLES, watches=("event.roles",))
async def event_roles(look: Look, number: int) -> Card | None:
    """Who helps at an event."""
    return await _roles(look, Scope.EVENT, number, GiveSomebodyEvent(number))


@router.view(LAB_ROLES, watches=("lab.roles",))
async def lab_roles(look: Look, number: int) -> Card | None:
    """Who helps in a lab."""
    return await _roles(look, Scope.LAB, number, GiveSomebodyLab(number))


async def _roles(look: Look, scope: Scope, number: int, give: Press) -> Card | None:
    if not await look.may(Role.MANAGER, scope.value, number):
        return None
    held = await granting.helpers(look.db, scope, number, look.now)
    lines = [T("{name} – {role}", name=one.person, role=OFFERED[one.role]) for one in held] or [
        T("Nobody holds a role here alone.")
    ]
    ends: list[Row] = [
        (Button(T("End: {name} – {role}", name=one.person, role=OFFERED[one.role]), EndRole(one.grant)),)
        for one in held
    ]
    head = T("Roles: *{scope}*", scope=await scope_name(look.db, scope, number))
    return card(head, *lines, rows=[(Button(T("➕ Give a role"), give),), *ends, back()])


@router.press(GiveSomebodyEvent, who=Role.MANAGER, about="event")
async def begin_at_event(ctx: Ctx, press: GiveSomebodyEvent) -> Form:
    """Whom, and which role?"""
    await known_event(ctx.db, press.event)
    return Form(EVENT_GIVE, (press.event,))


@router.press(GiveSomebodyLab, who=Role.MANAGER, about="lab")
async def begin_in_lab(ctx: Ctx, press: GiveSomebodyLab) -> Form:
    """Whom, and which role?"""
    return Form(LAB_GIVE, (press.lab,))


async def event_questions(look: Look, number: int) -> Sheet:
    """Whom, and which role at the event?"""
    return await _questions(look, Scope.EVENT, number)


async def lab_questions(look: Look, number: int) -> Sheet:
    """Whom, and which role in the lab?"""
    return await _questions(look, Scope.LAB, number)


async def _questions(look: Look, scope: Scope, number: int) -> Sheet:
    reach = await rights.reach(look.db, scope.value, number)
    here = [] if reach is None or reach.programme_id is None else [reach.programme_id]
    options: tuple[tuple[str, Text], ...] = tuple((office.value, OFFERED[Role(office)]) for office in Office)
    fields = (
        Field(
            "person",
            T("Who should have a role?"),
            read=_person_reader(await directory.people(look.db, here)),
            hint=T("A part of the name is enough."),
        ),
        Field("office", T("Which role?"), Kind.CHOICE, options=options),
    )
    return Sheet(T("Give a role"), fields, T("Give the role"))


def _person_reader(people: Sequence[Listed]) -> Callable[[str], int]:
    """A name, a part of it, or an id; several that fit are offered with their organisations."""

    def read(written: str) -> int:
        sought = folded(written)
        near = (
            [one for one in people if one.key and one.key.casefold() == written.strip().casefold()]
            or [one for one in people if folded(one.called) == sought]
            or [one for one in people if sought and sought in folded(one.name)]
        )
        if len(near) == 1:
            return near[0].number
        if near:
            offers = [Repair(one.called, one.key or one.called) for one in near[:MOST_OFFERED]]
            raise Complaint(T("Several people fit. Who is it?"), *offers)
        raise Complaint(T("I know nobody of this name here. Please write it in another way."))

    return read


@router.form(EVENT_GIVE, who=Role.MANAGER, sheet=event_questions, about="event")
async def give_at_event(ctx: Ctx, values: Mapping[str, Any], number: int) -> Show:
    """The role is theirs from now on."""
    await give_role(ctx, values["person"], Role(values["office"]), Scope.EVENT, number)
    return Show(EVENT_ROLES, number)


@router.form(LAB_GIVE, who=Role.MANAGER, sheet=lab_questions, about="lab")
async def give_in_lab(ctx: Ctx, values: Mapping[str, Any], number: int) -> Show:
    """The role is theirs from now on."""
    await give_role(ctx, values["person"], Role(values["office"]), Scope.LAB, number)
    return Show(LAB_ROLES, number)
