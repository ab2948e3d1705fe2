"""An organisation's card for managers; adding one, and correcting what is known of it."""

from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.form import Field, Form, Kind, Sheet
from bot.model.problems import Sorry
from bot.model.text import T, Text, join
from bot.model.values import Role
from handlers.people.doors import (
    CHANGE_ORGANISATION,
    NEW_ORGANISATION,
    ORGANISATION,
    AddOrganisation,
    AddOrganisationTo,
    AddPersonAt,
    ChangeOrganisation,
    router,
)
from handlers.people.lists import back
from handlers.people.names import name_field, read_tags, same_organisations
from handlers.people.realm import known_organisation, realm_of
from handlers.shared.presses import OrganisationCard, PersonCard
from storage import directory, programmes, roster
from storage.people import OrganisationRow

MOST_SHOWN = 40


@router.view(ORGANISATION, watches=("organisation",))
async def organisation_card(look: Look, number: int) -> Card | None:
    """Name, sector, tags, and the people, whose cards are a tap away; over when it is not the reader's any more."""
    row = await roster.organisation(look.db, number)
    if row is None or not await look.may(Role.MANAGER, "organisation", number):
        return None
    people = await directory.people_at(look.db, number)
    sector = await _sector(look, row)
    lines: list[Text] = [T("*{name}*", name=row.name)]
    lines += [T("Sector: {sector}", sector=sector)] if sector else []
    lines += [T("Tags: {tags}", tags=", ".join(row.tags))] if row.tags else []
    lines.append(T("Its people:") if people else T("Nobody speaks for it yet."))
    add = Button(T("➕ Add a person"), AddPersonAt(number))
    buttons: list[Row] = [(Button(T("✏️ Correct"), ChangeOrganisation(number)), add)]
    for one in people[:MOST_SHOWN]:
        label = join(
            one.person, T("(lead)") if one.lead else "", "" if one.confirmed else T("(guest, not confirmed yet)")
        )
        if await look.may(Role.MANAGER, "person", one.person_id):
            buttons.append((Button(label, PersonCard(one.person_id)),))
        else:
            lines.append(label)
    return card(*lines, rows=[*buttons, back()])


async def _sector(look: Look, row: OrganisationRow) -> Text:
    """The sector in words; its id when the programme has no words for it."""
    named = {sector.key: sector.name for sector in await programmes.sectors(look.db, row.programme_id)}
    return named.get(row.sector, row.sector)


@router.press(OrganisationCard, who=Role.MANAGER, about="organisation")
async def open_organisation(ctx: Ctx, press: OrganisationCard) -> Show:
    """An organisation's card."""
    await known_organisation(ctx.db, press.organisation)
    return Show(ORGANISATION, press.organisation)


@router.press(AddOrganisation, who=Role.MANAGER)
async def begin(ctx: Ctx, _press: AddOrganisation) -> Effect:
    """With one programme the form comes at once, with several the programme is asked."""
    reach = (await realm_of(ctx)).reach
    mine = [row for row in await programmes.all_programmes(ctx.db) if reach is None or row.id in reach]
    if not mine:
        raise Sorry(T("There is no programme to add an organisation to. Please import one first."))
    if len(mine) == 1:
        return Form(NEW_ORGANISATION, (mine[0].id or 0,))
    rows = [(Button(row.title, AddOrganisationTo(row.id or 0)),) for row in mine]
    return card(T("To which programme?"), rows=rows)


@router.press(AddOrganisationTo, who=Role.MANAGER, about="programme")
async def begin_in(ctx: Ctx, press: AddOrganisationTo) -> Form:
    """Add an organisation to this programme."""
    return Form(NEW_ORGANISATION, (press.programme,))


async def new_questions(look: Look, programme: int) -> Sheet:
    """All that is asked of a new organisation."""
    blank = OrganisationRow(programme_id=programme, key="", name="")
    return Sheet(T("Add an organisation"), await _fields(look, blank), T("Add"))


@router.form(NEW_ORGANISATION, who=Role.MANAGER, sheet=new_questions, about="programme")
async def add_organisation(ctx: Ctx, values: Mapping[str, Any], programme: int) -> Show:
    """The organisation can be invited as soon as somebody speaks for it."""
    row = OrganisationRow(
        programme_id=programme, key="", name=values["name"], sector=_given(values), tags=values["tags"] or []
    )
    number = await directory.add_organisation(ctx.db, row)
    await _record(ctx, "add organisation", number, programme)
    return Show(ORGANISATION, number)


@router.press(ChangeOrganisation, who=Role.MANAGER, about="organisation")
async def begin_correcting(ctx: Ctx, press: ChangeOrganisation) -> Form:
    """Correct an organisation."""
    await known_organisation(ctx.db, press.organisation)
    return Form(CHANGE_ORGANISATION, (press.organisation,))


async def change_questions(look: Look, number: int) -> Sheet:
    """What is known, to be kept or corrected."""
    row = await known_organisation(look.db, number)
    return Sheet(T("Correct {name}", name=row.name), await _fields(look, row), T("Save"))


@router.form(CHANGE_ORGANISATION, who=Role.MANAGER, sheet=change_questions, about="organisation")
async def correct(ctx: Ctx, values: Mapping[str, Any], number: int) -> Show:
    """What was corrected shows at once."""
    row = await known_organisation(ctx.db, number)
    sector = _given(values) if "sector" in values else row.sector
    tags = values["tags"] or []
    await directory.correct_organisation(ctx.db, number, name=values["name"], sector=sector, tags=tags)
    await _record(ctx, "correct organisation", number, row.programme_id)
    await ctx.touch("organisation", number)
    for one in await directory.people_at(ctx.db, number):
        await ctx.touch("person", one.person_id)
    return Show(ORGANISATION, number)


async def _fields(look: Look, row: OrganisationRow) -> tuple[Field, ...]:
    others = await directory.organisations(look.db, [row.programme_id])
    name = name_field(T("What is it called?"), same_organisations(others, but=row.id or 0), initial=row.name)
    sectors = await programmes.sectors(look.db, row.programme_id)
    options: tuple[tuple[str, Text], ...] = tuple((sector.key, sector.name) for sector in sectors)
    hint = T("Now: {value}", value=await _sector(look, row)) if row.sector else ""
    sector = Field(
        "sector",
        T("Which sector is it in?"),
        Kind.CHOICE,
        options=options,
        optional=True,
        initial=row.sector,
        hint=hint,
    )
    tags = Field(
        "tags",
        T("Which tags?"),
        read=read_tags,
        optional=True,
        initial=", ".join(row.tags),
        hint=T("Words by which organisations can be chosen, divided by commas."),
    )
    return (name, sector, tags) if options else (name, tags)


def _given(values: Mapping[str, Any]) -> str:
    return values.get("sector") or ""


async def _record(ctx: Ctx, action: str, organisation: int, programme: int) -> None:
    about = f"organisation {organisation}"
    await ctx.record(action, about, by=ctx.my_id, role="manager", programme=programme)
