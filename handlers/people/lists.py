"""Lists, a page at a time: organisations, guests who wait, people who can not be written to."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.text import N, T, Text
from bot.model.values import Role
from handlers.people.doors import GUESTS, ORGANISATIONS, UNREACHABLE, Guests, Home, Lost, Organisations, router
from handlers.people.realm import realm_of
from handlers.shared.pages import paged
from handlers.shared.presses import OrganisationCard, PersonCard
from storage import directory


def back() -> Row:
    """The way back to where one began."""
    return (Button(T("‹ People"), Home()),)


@router.view(ORGANISATIONS)
async def organisations(look: Look, page: int) -> Card:
    """The organisations the reader looks after, by name."""
    found = await directory.organisations(look.db, (await realm_of(look)).reach)
    buttons = [Button(row.name, OrganisationCard(row.id or 0)) for row in found]
    head = N("*{n} organisation*", "*{n} organisations*", len(found))
    return card(head, rows=[*paged(buttons, page, Organisations), back()])


@router.view(GUESTS)
async def guests(look: Look, page: int) -> Card:
    """Who says they speak for an organisation; their cards have the buttons to confirm."""
    found = await directory.guests(look.db, (await realm_of(look)).reach)
    buttons = [
        Button(T("{name} – {org}", name=guest.person, org=guest.organisation), PersonCard(guest.person_id))
        for guest in found
    ]
    head: Text = N("*{n} guest waits to be confirmed*", "*{n} guests wait to be confirmed*", len(found))
    return card(head if found else T("Nobody waits to be confirmed."), rows=[*paged(buttons, page, Guests), back()])


@router.view(UNREACHABLE)
async def unreachable(look: Look, page: int) -> Card:
    """Who blocked the bot or closed their account: to be telephoned."""
    found = await directory.unreachable(look.db, (await realm_of(look)).reach)
    if not found:
        return card(T("Everybody who has come can still be written to."), rows=[back()])
    buttons = [Button(person.called, PersonCard(person.number)) for person in found]
    head = N("*{n} person can not be written to*", "*{n} people can not be written to*", len(found))
    why = T("They blocked the bot or closed their account. Please telephone them.")
    return card(head, why, rows=[*paged(buttons, page, Lost), back()])


@router.press(Organisations, who=Role.MANAGER)
async def open_organisations(ctx: Ctx, press: Organisations) -> Show:
    """A page of organisations."""
    return Show(ORGANISATIONS, press.page)


@router.press(Guests, who=Role.MANAGER)
async def open_guests(ctx: Ctx, press: Guests) -> Show:
    """A page of guests."""
    return Show(GUESTS, press.page)


@router.press(Lost, who=Role.MANAGER)
async def open_unreachable(ctx: Ctx, press: Lost) -> Show:
    """A page of people who can not be written to."""
    return Show(UNREACHABLE, press.page)
