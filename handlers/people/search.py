"""Where one begins: a name to look for, the lists, and what can be added."""

from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.form import Field, Form, Sheet
from bot.model.problems import Sorry
from bot.model.text import N, T, join
from bot.model.values import Role
from handlers.people.doors import (
    FIND,
    FOUND,
    HOME,
    ORGANISATION,
    PERSON,
    AddOrganisation,
    AddPerson,
    Find,
    Guests,
    Home,
    LabRoles,
    Lost,
    Organisations,
    router,
)
from handlers.people.lists import back
from handlers.people.realm import Realm, realm_of
from handlers.shared.events import short
from handlers.shared.presses import EventRoles, OrganisationCard, PersonCard
from handlers.shared.search import folded
from storage import directory, events, programmes

MOST_FOUND = 8
AND_MORE = 0


@router.command("people", "oameni", who=Role.MANAGER, help=T("people and organisations: find, add, correct, roles"))
async def people(ctx: Ctx, words: tuple[str, ...]) -> Effect:
    """`/people WORDS` finds; without words it offers what can be done."""
    if not words or (await realm_of(ctx)).narrow:
        return Show(HOME)
    return await _found(ctx, " ".join(words))


@router.press(Home, who=Role.MANAGER)
async def home_again(ctx: Ctx, _press: Home) -> Show:
    """Back to where one began."""
    return Show(HOME)


@router.press(Find, who=Role.MANAGER)
async def ask_for_words(ctx: Ctx, _press: Find) -> Form:
    """Ask for a name."""
    return Form(FIND)


async def what_to_find(look: Look) -> Sheet:
    """One question."""
    hint = T("A part of a name is enough; diacritics do not matter. An id or an e-mail address will do too.")
    return Sheet(T("Find"), (Field("words", T("Whom are you looking for?"), hint=hint),), T("Find"))


@router.form(FIND, who=Role.MANAGER, sheet=what_to_find)
async def find(ctx: Ctx, values: Mapping[str, Any]) -> Effect:
    """Look for what was written."""
    return await _found(ctx, values["words"])


async def _found(ctx: Ctx, words: str) -> Effect:
    """One hit is shown at once; of several a list of buttons. Only numbers travel: names are read when it is drawn."""
    reach = (await realm_of(ctx)).reach
    sought = folded(words)
    named = [
        person.number
        for person in await directory.people(ctx.db, reach)
        if sought in folded(person.name) or sought in (folded(person.key), folded(person.email))
    ]
    named += [
        -(row.id or 0)
        for row in await directory.organisations(ctx.db, reach)
        if sought in folded(row.name) or sought == folded(row.key)
    ]
    if not named or not sought:
        text = T("I found nobody and no organisation for “{words}”.", words=words[:64])
        raise Sorry(text, Button(T("🔎 Find"), Find()))
    if len(named) == 1:
        return Show(PERSON, named[0]) if named[0] > 0 else Show(ORGANISATION, -named[0])
    more = [AND_MORE] if len(named) > MOST_FOUND else []
    return Show(FOUND, *named[:MOST_FOUND], *more)


@router.view(FOUND)
async def found(look: Look, *numbers: int) -> Card:
    """What was found: people by their numbers, organisations by theirs below zero, and zero when there is more."""
    reach = (await realm_of(look)).reach
    persons = {person.number: person.called for person in await directory.people(look.db, reach)}
    names = {row.id: row.name for row in await directory.organisations(look.db, reach)}
    rows: list[Row] = []
    for number in numbers:
        if number in persons:
            rows.append((Button(T("👤 {name}", name=persons[number]), PersonCard(number)),))
        elif -number in names:
            rows.append((Button(T("🏢 {name}", name=names[-number]), OrganisationCard(-number)),))
    more = T("There are more; please narrow it down by writing more of the name.") if AND_MORE in numbers else ""
    return card(join(T("Which one do you mean?"), more), rows=[*rows, (Button(T("🔎 Find"), Find()), *back())])


@router.view(HOME)
async def home(look: Look) -> Card:
    """What a manager of people can do here; below it, the roles on single events and labs they manage."""
    realm = await realm_of(look)
    own = await _own_events(look, realm)
    if realm.narrow:
        return card(T("Whose roles do you want to see or change?"), rows=own)
    persons, organisations = await directory.how_many(look.db, realm.reach)
    guests = len(await directory.guests(look.db, realm.reach))
    lost = len(await directory.unreachable(look.db, realm.reach))
    rows: list[Row] = [
        (Button(T("🔎 Find"), Find()), Button(T("Organisations"), Organisations(0))),
        (Button(T("➕ Add a person"), AddPerson()), Button(T("➕ Add an organisation"), AddOrganisation())),
        (Button(T("Guests waiting: {n}", n=guests), Guests(0)), Button(T("Unreachable: {n}", n=lost), Lost(0))),
    ]
    count = join(
        N("{n} person", "{n} people", persons), N("{n} organisation", "{n} organisations", organisations), between=", "
    )
    return card(T("*People and organisations*"), count, rows=[*rows, *own])


async def _own_events(look: Look, realm: Realm) -> list[Row]:
    """The labs and events that are the reader's alone, whoever the people are."""
    rows: list[Row] = []
    numbers = set(realm.events)
    for number in realm.labs:
        lab = await programmes.lab(look.db, number)
        if lab is not None:
            rows.append((Button(lab.topic, LabRoles(number)),))
            coming = await events.upcoming(look.db, look.now, lab.programme_id)
            numbers |= {event.id or 0 for event in coming if event.lab_id == number}
    for number in sorted(numbers):
        event = await events.event(look.db, number)
        if event is not None:
            rows.append((Button(short(event), EventRoles(number)),))
    return rows
