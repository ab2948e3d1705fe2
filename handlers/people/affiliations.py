"""For whom a person speaks: begun, ended, and who leads."""

from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, card
from bot.model.form import Field, Form, Sheet
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import Role
from handlers.people.doors import (
    AFFILIATE,
    AFFILIATIONS,
    PERSON,
    Affiliations,
    EndAffiliation,
    ToggleLead,
    router,
)
from handlers.people.realm import known_person, manages_person, person_changed
from handlers.shared.access import catch_up
from handlers.shared.organisations import organisation_reader
from handlers.shared.presses import AddAffiliation, PersonCard
from storage import accounts, affiliations, directory, roster
from storage.people import AffiliationRow


@router.press(Affiliations, who=Role.MANAGER, about="person")
async def open_affiliations(ctx: Ctx, press: Affiliations) -> Show:
    """For whom a person speaks, with what can be done about it."""
    await known_person(ctx.db, press.person)
    return Show(AFFILIATIONS, press.person)


@router.view(AFFILIATIONS, watches=("person",))
async def their_organisations(look: Look, number: int) -> Card | None:
    """A button to end each affiliation, and one to begin another."""
    person = await accounts.person(look.db, number)
    if person is None or person.erased_at is not None or not await manages_person(look, number):
        return None
    speaks = await directory.affiliations_of(look.db, number)
    line = T("{name} speaks for:", name=person.name) if speaks else T("{name} speaks for nobody.", name=person.name)
    ends = [
        (Button(T("End: {org}", org=one.organisation), EndAffiliation(one.affiliation)),)
        for one in speaks
        if one.confirmed
    ]
    names = [T("🏢 {org}", org=one.organisation) for one in speaks]
    add = (Button(T("➕ Another organisation"), AddAffiliation(number)),)
    return card(line, *names, rows=[add, *ends, (Button(T("‹ Back"), PersonCard(number)),)])


@router.press(AddAffiliation, who=Role.MANAGER, about="person")
async def begin(ctx: Ctx, press: AddAffiliation) -> Form:
    """Ask for the organisation."""
    await known_person(ctx.db, press.person)
    return Form(AFFILIATE, (press.person,))


async def which_organisation(look: Look, number: int) -> Sheet:
    """One question; only organisations of the person's own programme, or of any when they belong to none."""
    person = await known_person(look.db, number)
    within = None if person.programme_id is None else [person.programme_id]
    read = organisation_reader(await directory.organisations(look.db, within))
    label = T("Which organisation does {name} represent?", name=person.name)
    return Sheet(
        T("Organisation"), (Field("organisation", label, read=read, hint=T("A part of its name is enough.")),), T("Add")
    )


@router.form(AFFILIATE, who=Role.MANAGER, sheet=which_organisation, about="person")
async def affiliate(ctx: Ctx, values: Mapping[str, Any], number: int) -> Show:
    """The person is a representative of it from now on."""
    person = await known_person(ctx.db, number)
    organisation = values["organisation"]
    held = await directory.affiliations_of(ctx.db, number)
    if any(one.organisation_id == organisation.id and one.confirmed for one in held):
        raise Sorry(T("{name} speaks for {org} already.", name=person.name, org=organisation.name))
    await directory.affiliate(ctx.db, person, organisation, ctx.now, lead=False)
    if person.represents is not None:  # they wait to hear of it, since they came as a guest
        told = T("The organisers have confirmed that you represent {org}.", org=organisation.name)
        await ctx.say(card(told), to=number, cause=f"unlisted:{number}:yes")
    await _record(ctx, "begin affiliation", number, organisation.programme_id)
    await _standing_changed(ctx, number)
    for one in held:
        await ctx.touch("affiliation", one.affiliation)
    await catch_up(ctx, number, organisation.programme_id)
    return Show(PERSON, number)


async def _standing_changed(ctx: Ctx, person: int) -> None:
    """Guest or representative: that shows on the person's card, and on their own cards of events."""
    await person_changed(ctx, person)
    for event in await roster.my_events(ctx.db, person, ctx.now):
        await ctx.touch("rsvp", event.id or 0, person=person)


@router.press(EndAffiliation, who=Role.MANAGER, about="affiliation")
async def end(ctx: Ctx, press: EndAffiliation) -> Show:
    """The person no longer speaks for it; what they answered for it stays."""
    row = await _running(ctx, press.affiliation)
    await _standing_changed(ctx, row.person_id)
    await directory.end_affiliation(ctx.db, press.affiliation, ctx.now)
    await _record(ctx, "end affiliation", row.person_id, row.programme_id)
    return Show(AFFILIATIONS, row.person_id)


@router.press(ToggleLead, who=Role.MANAGER, about="affiliation")
async def toggle_lead(ctx: Ctx, press: ToggleLead) -> Show:
    """Lead, or no longer lead."""
    row = await _running(ctx, press.affiliation)
    await directory.set_lead(ctx.db, press.affiliation, lead=not row.lead)
    await _record(ctx, "end lead" if row.lead else "begin lead", row.person_id, row.programme_id)
    await person_changed(ctx, row.person_id)
    return Show(PERSON, row.person_id)


async def _running(ctx: Ctx, number: int) -> AffiliationRow:
    row = await affiliations.affiliation(ctx.db, number)
    if row is None or row.until is not None:
        raise Sorry(T("This affiliation has ended already."))
    return row


async def _record(ctx: Ctx, action: str, person: int, programme: int) -> None:
    await ctx.record(action, f"person {person}", by=ctx.my_id, role="manager", programme=programme)
