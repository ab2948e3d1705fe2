"""Guests: who comes without a link names themselves and an organisation; a manager confirms with one tap."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.core import Ctx, Effect, Look, Router, apply_kept, kept_programme
from bot.model.card import Button, Card, card
from bot.model.form import Field, Sheet
from bot.model.problems import Sorry
from bot.model.text import T, Text
from bot.model.typed import plain_name
from bot.model.values import Role
from handlers.shared.access import catch_up
from handlers.shared.organisations import organisation_reader
from handlers.shared.presses import UNLISTED, Begin, ConfirmGuest, DeclineGuest, Open
from handlers.shared.roles import duty, managers_of_programme
from handlers.shared.welcome import HELLO, NEWCOMER, arrive, ask_who, open_to_guests
from storage import accounts, affiliations, linkage, roster, segments
from storage.people import OrganisationRow, PersonRow
from storage.tx import add

router = Router("guests")

ASKED = T("An organiser still confirms for whom you speak; you will hear of it here.")
NOBODY_TO_ASK = T(
    "Nobody here can confirm for whom you speak yet, so your answers count as a guest's. Please tell the organisers."
)
ON_THE_LIST = T(
    "⚠️ Somebody of this name is on the list of this organisation and has not come yet. If it is the same person, "
    "please decline here and send them their personal link: people are never joined by their name."
)


async def questions(look: Look, *_link: int) -> Sheet:
    """Name and organisation: no more is asked of somebody new."""
    everyone = await segments.all_organisations(look.db)
    return Sheet(
        T("Welcome"),
        (
            Field("name", T("What is your name?"), limit=120, hint=T("First name and surname.")),
            Field(
                "organisation",
                T("Which organisation do you represent?"),
                read=organisation_reader(everyone, nobody=T("I speak for myself"), others=True),
                hint=T("A part of its name is enough."),
            ),
        ),
        T("Continue"),
    )


@router.form(NEWCOMER, who=Role.ANYONE, sheet=questions)
async def arrived(ctx: Ctx, values: Mapping[str, Any], *link: int) -> Effect:
    """A guest from now on: sees public events, may answer, counts apart until a manager confirms."""
    if ctx.person is not None:
        raise Sorry(T("You are known here already."))
    given: OrganisationRow | str | None = values["organisation"]
    organisation, unlisted = (None, given) if isinstance(given, str) else (given, None)
    programme_id = organisation.programme_id if organisation else await affiliations.only_programme(ctx.db)
    if programme_id is None and unlisted is not None:  # its managers are those who can decide
        programme_id = await _came_to(ctx, *link)
    person = PersonRow(
        programme_id=programme_id,
        name=values["name"],
        language=ctx.reader.language,
        welcomed_at=ctx.now,
        represents=unlisted,
    )
    await add(ctx.db, person)
    await arrive(ctx, person, greeted=True)
    await ctx.record("arrive as guest", f"person {person.id}", by=person.id, programme=programme_id)
    told: Text = ""
    if given is not None:
        told = ASKED if await _ask_managers(ctx, person, organisation) else NOBODY_TO_ASK
    await apply_kept(ctx)
    return await _public_events(ctx, told)


async def _came_to(ctx: Ctx, *link: int) -> int | None:
    """The programme of what they pressed before, or of whoever's used link they opened; None when nothing names one."""
    programme = await kept_programme(ctx)
    opened = await linkage.link(ctx.db, link[0]) if link and programme is None else None
    owner = await accounts.person(ctx.db, opened.person_id) if opened else None
    return owner.programme_id if owner else programme


async def _ask_managers(ctx: Ctx, person: PersonRow, organisation: OrganisationRow | None) -> bool:
    """Whether there is anybody who can confirm the guest; they are asked, once."""
    view, subject, cause, programme = UNLISTED, person.id, f"unlisted:{person.id}", person.programme_id
    if organisation is not None:
        row = await affiliations.guest_of(ctx.db, person, organisation, ctx.now)
        view, subject, cause = "guest.confirm", row.id, f"guest:{row.id}"
    to = managers_of_programme(programme, ctx.now)
    asked = await ctx.send_all(view, subject or 0, to=to, cause=cause, terms=duty(programme=programme))
    return asked > 0


async def _public_events(ctx: Ctx, told: Text) -> Card:
    coming = await open_to_guests(ctx)
    line = T("Thank you, {name}. You can answer at once.", name=ctx.me.name)
    rows = [(Button(event.title, Open(event.id or 0)),) for event in coming]
    return card(*(text for text in (line, told) if text), rows=rows)


@router.view("guest.confirm", watches=("affiliation",))
async def to_confirm(look: Look, affiliation_id: int) -> Card | None:
    """For managers: who says they speak for whom, until somebody has decided."""
    row = await affiliations.affiliation(look.db, affiliation_id)
    if row is None:
        return None
    person = await accounts.person(look.db, row.person_id)
    organisation = await roster.organisation(look.db, row.organisation_id)
    if person is None or organisation is None or person.erased_at is not None:
        return None
    line = T("{name} says they represent *{org}*.", name=person.name, org=organisation.name)
    if row.confirmed:
        return card(line, T("Confirmed."))
    if row.until is not None:
        return card(line, T("Declined."))
    yes = Button(T("✅ Confirm"), ConfirmGuest(affiliation_id))
    no = Button(T("Decline"), DeclineGuest(affiliation_id))
    listed = _same_name(person.name, await affiliations.not_come_yet(look.db, row.organisation_id, look.now))
    return card(*([line, ON_THE_LIST] if listed else [line]), rows=[(yes, no)])


def _same_name(name: str, others: Iterable[str]) -> bool:
    """Whether one of the others is called so; marks, capitals and which name comes first decide nothing."""
    return sorted(plain_name(name).split()) in [sorted(plain_name(other).split()) for other in others]


@router.press(ConfirmGuest, who=Role.MANAGER, about="affiliation")
async def confirm(ctx: Ctx, press: ConfirmGuest) -> None:
    """The guest is a representative from now on."""
    await _decide(ctx, press.affiliation, yes=True)


@router.press(DeclineGuest, who=Role.MANAGER, about="affiliation")
async def decline(ctx: Ctx, press: DeclineGuest) -> None:
    """The guest stays a guest, without an organisation."""
    await _decide(ctx, press.affiliation, yes=False)


async def _decide(ctx: Ctx, number: int, *, yes: bool) -> None:
    row = await affiliations.affiliation(ctx.db, number)
    if row is None or row.confirmed or row.until is not None:
        raise Sorry(T("This has been decided already."))
    organisation = await roster.organisation(ctx.db, row.organisation_id)
    named = organisation.name if organisation else ""
    await affiliations.decide(ctx.db, row, ctx.now, yes=yes)
    await ctx.touch("affiliation", number)
    await ctx.touch("person", row.person_id)
    await ctx.touch("organisation", row.organisation_id)
    for event in await roster.my_events(ctx.db, row.person_id, ctx.now):
        await ctx.touch("rsvp", event.id or 0, person=row.person_id)
    await catch_up(ctx, row.person_id, row.programme_id)
    done = "confirm guest" if yes else "decline guest"
    await ctx.record(done, f"person {row.person_id}", by=ctx.my_id, role="manager", programme=row.programme_id)
    told = (
        T("The organisers have confirmed that you represent {org}.", org=named)
        if yes
        else T("The organisers could not confirm that you represent {org}.", org=named)
    )
    await ctx.say(card(told), to=row.person_id, cause=f"guest:{number}:{'yes' if yes else 'no'}")


@router.when_stranger
async def pressed_in_a_group(ctx: Ctx) -> Effect:
    """They are asked who they are; what they pressed is done afterwards."""
    await ctx.also(HELLO)
    return await ask_who(ctx)


@router.press(Begin, who=Role.ANYONE)
async def begin(ctx: Ctx, _press: Begin) -> Effect:
    """Say who speaks here, and ask who it is."""
    await ctx.also(HELLO)
    return await ask_who(ctx)
