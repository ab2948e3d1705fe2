"""A person's own link, for whoever is to hand it over. It is drawn when it is sent and stored nowhere."""

from bot.core import Ctx, Look
from bot.core.links import PERSONAL
from bot.model.card import Button, Card, card
from bot.model.text import Link, Slash, T, Text
from bot.model.values import Role
from handlers.people.doors import LINK, PersonalLink, RenewLink, router
from handlers.people.realm import known_person, manages_person
from storage import accounts, directory, linkage


@router.press(PersonalLink, who=Role.MANAGER, about="person")
async def show_link(ctx: Ctx, press: PersonalLink) -> None:
    """The link as a message of its own, so that the person's card stays."""
    person = await known_person(ctx.db, press.person)
    await linkage.personal_link(ctx.db, press.person, ctx.now)
    await _record(ctx, "show link", press.person, person.programme_id)
    await ctx.also(LINK, press.person)


@router.press(RenewLink, who=Role.MANAGER, about="person")
async def renew(ctx: Ctx, press: RenewLink) -> None:
    """What was given out before opens nothing from now on; every message with the link shows the new one."""
    person = await known_person(ctx.db, press.person)
    row = await linkage.personal_link(ctx.db, press.person, ctx.now)
    await directory.renew_link(ctx.db, row.id or 0)
    await ctx.touch("link", press.person)
    await _record(ctx, "renew link", press.person, person.programme_id)


@router.view(LINK, watches=("link",))
async def link_card(look: Look, number: int) -> Card | None:
    """The link as it is now; without a public address, what is to be typed instead."""
    person = await accounts.person(look.db, number)
    if person is None or person.erased_at is not None or not await manages_person(look, number):
        return None
    row = await directory.link_of(look.db, number)
    if row is None:
        return None
    address = look.house.links.personal(row.id or 0, row.generation)
    typed = look.house.links.token(PERSONAL, row.id or 0, row.generation)
    lines: list[Text] = [
        T("🔗 The personal link of *{name}*. Please hand it to nobody else.", name=person.name),
        Link(address) if address else T("To be typed in a chat with me: `{command}`", command=Slash(f"start {typed}")),
        T("It has been opened.") if row.opened_at is not None else T("It has not been opened yet."),
    ]
    return card(*lines, rows=[(Button(T("Revoke and make a new one"), RenewLink(number)),)])


async def _record(ctx: Ctx, action: str, person: int, programme: int | None) -> None:
    await ctx.record(action, f"person {person}", by=ctx.my_id, role="manager", programme=programme)
