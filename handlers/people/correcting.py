"""Adding a person, and correcting what is known of one."""

from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, card
from bot.model.form import Field, Form, Kind, Sheet
from bot.model.problems import Sorry
from bot.model.text import Language, T, Text
from bot.model.values import Role
from handlers.people.doors import (
    CHANGE_PERSON,
    NEW_PERSON,
    PERSON,
    AddPerson,
    AddPersonAt,
    AddPersonTo,
    ChangePerson,
    router,
)
from handlers.people.names import name_field, namesakes, read_email
from handlers.people.realm import known_organisation, known_person, person_changed, realm_of
from handlers.shared.cafes import renamed
from handlers.shared.organisations import organisation_reader
from storage import cafe_people, directory, preferences, programmes, roster
from storage.people import OrganisationRow, PersonRow

SPOKEN = ("ro", "en")
WHICHEVER = "any"
CHANNELS: dict[str, Text] = {
    WHICHEVER: T("Whichever they use"),
    "telegram": "Telegram",
    "web": T("Web chat"),
    "email": T("E-mail"),
    "paper": T("Paper"),
}


@router.press(AddPerson, who=Role.MANAGER)
async def begin(ctx: Ctx, _press: AddPerson) -> Effect:
    """With one programme the form comes at once, with several the programme is asked."""
    reach = (await realm_of(ctx)).reach
    mine = [row for row in await programmes.all_programmes(ctx.db) if reach is None or row.id in reach]
    if not mine:
        raise Sorry(T("There is no programme to add anybody to. Please import one first."))
    if len(mine) == 1:
        return Form(NEW_PERSON, (mine[0].id or 0,))
    return card(T("To which programme?"), rows=[(Button(row.title, AddPersonTo(row.id or 0)),) for row in mine])


@router.press(AddPersonTo, who=Role.MANAGER, about="programme")
async def begin_in(ctx: Ctx, press: AddPersonTo) -> Form:
    """Add a person to this programme."""
    return Form(NEW_PERSON, (press.programme,))


@router.press(AddPersonAt, who=Role.MANAGER, about="organisation")
async def begin_at(ctx: Ctx, press: AddPersonAt) -> Form:
    """Add a person to this organisation."""
    organisation = await known_organisation(ctx.db, press.organisation)
    return Form(NEW_PERSON, (organisation.programme_id, press.organisation))


async def new_questions(look: Look, programme: int, organisation: int = 0) -> Sheet:
    """All that is asked of a new person; the organisation is filled in when it is known."""
    everyone = await directory.organisations(look.db, [programme])
    own = await roster.organisation(look.db, organisation)
    speaks = await programmes.programme(look.db, programme)
    fields = (
        name_field(
            T("What is the person's name?"),
            namesakes(await directory.people(look.db, [programme])),
            hint=T("First name and surname."),
        ),
        Field(
            "organisation",
            T("Which organisation do they represent?"),
            read=organisation_reader(everyone, nobody=T("None")),
            hint=T("A part of its name is enough; a hyphen stands for none."),
            initial=own.key if own else "",
        ),
        _language(speaks.language if speaks else SPOKEN[0]),
        _channel(""),
        _email(""),
        Field(
            "lead",
            T("Do they lead for their organisation?"),
            Kind.CHOICE,
            options=(("no", T("No")), ("yes", T("Yes"))),
            initial="no",
        ),
    )
    return Sheet(T("Add a person"), fields, T("Add"))


@router.form(NEW_PERSON, who=Role.MANAGER, sheet=new_questions, about="programme")
async def add_person(ctx: Ctx, values: Mapping[str, Any], programme: int, _organisation: int = 0) -> Show:
    """The person is known from now on; their personal link lets them in."""
    person = PersonRow(
        programme_id=programme,
        name=values["name"],
        language=values["language"],
        channel=_chosen(values["channel"]),
        email=values["email"] or "",
    )
    number = await directory.add_person(ctx.db, person)
    organisation: OrganisationRow | None = values["organisation"]
    if organisation is not None:
        await directory.affiliate(ctx.db, person, organisation, ctx.now, lead=values["lead"] == "yes")
    await ctx.record("add person", f"person {number}", by=ctx.my_id, role="manager", programme=programme)
    await person_changed(ctx, number)
    return Show(PERSON, number)


@router.press(ChangePerson, who=Role.MANAGER, about="person")
async def begin_correcting(ctx: Ctx, press: ChangePerson) -> Form:
    """Correct a person."""
    await known_person(ctx.db, press.person)
    return Form(CHANGE_PERSON, (press.person,))


async def change_questions(look: Look, number: int) -> Sheet:
    """What is known, to be kept or corrected."""
    person = await known_person(look.db, number)
    around = await directory.people(look.db, None if person.programme_id is None else [person.programme_id])
    fields = (
        name_field(T("What is the person's name?"), namesakes(around, but=number), initial=person.name),
        _language(person.language),
        _channel(person.channel),
        _email(person.email),
    )
    return Sheet(T("Correct {name}", name=person.name), fields, T("Save"))


@router.form(CHANGE_PERSON, who=Role.MANAGER, sheet=change_questions, about="person")
async def correct(ctx: Ctx, values: Mapping[str, Any], number: int) -> Show:
    """What was corrected shows at once, on their cards too when they read another language now."""
    person = await known_person(ctx.db, number)
    email, channel = values["email"] or "", _chosen(values["channel"])
    await directory.correct_person(ctx.db, number, name=values["name"], email=email, channel=channel)
    if values["language"] != person.language:
        await preferences.speak(ctx.db, number, values["language"])
    await ctx.record("correct person", f"person {number}", by=ctx.my_id, role="manager", programme=person.programme_id)
    await person_changed(ctx, number)
    await renamed(ctx, number, await cafe_people.cafes_of(ctx.db, number))
    return Show(PERSON, number)


def _language(now: str) -> Field:
    codes = SPOKEN if now in SPOKEN else (*SPOKEN, now)
    options: tuple[tuple[str, Text], ...] = tuple((code, Language(code)) for code in codes)
    hint = T("Now: {value}", value=Language(now))
    return Field("language", T("Which language do they read?"), Kind.CHOICE, options=options, initial=now, hint=hint)


def _channel(now: str) -> Field:
    known = CHANNELS if not now or now in CHANNELS else {**CHANNELS, now: now.title()}
    hint = T("Now: {value}", value=known[now]) if now else ""
    options = tuple(known.items())
    label = T("How shall I write to them?")
    return Field("channel", label, Kind.CHOICE, options=options, initial=now or WHICHEVER, hint=hint)


def _email(now: str) -> Field:
    return Field("email", T("What is their e-mail address?"), read=read_email, optional=True, limit=254, initial=now)


def _chosen(channel: str) -> str:
    return "" if channel == WHICHEVER else channel
