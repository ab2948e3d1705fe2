"""A person's card for managers: for whom they speak, how they can be reached, what they may do."""

from collections.abc import Sequence

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.text import Language, T, Text, join
from bot.model.values import Role
from handlers.people.doors import (
    PERSON,
    Affiliations,
    ChangePerson,
    PersonalLink,
    Roles,
    ToggleLead,
    router,
)
from handlers.people.lists import back
from handlers.people.realm import known_person, manages_person, person_changed
from handlers.people.scopes import held_line
from handlers.shared.presses import ConfirmGuest, DeclineGuest, PersonCard
from handlers.shared.unlisted import decisions
from storage import accounts, directory, roster
from storage.directory import Speaks
from storage.people import AccountRow, PersonRow

PLATFORMS: dict[str, Text] = {
    "telegram": "Telegram",
    "slack": "Slack",
    "web": T("the web chat"),
    "email": T("e-mail"),
    "paper": T("paper"),
}
WHY: dict[str, Text] = {
    "blocked": T("has blocked the bot"),
    "deactivated": T("has closed the account"),
    "gone": T("the chat is gone"),
}


@router.view(PERSON, watches=("person",))
async def person_card(look: Look, number: int) -> Card | None:
    """All a manager needs to know of a person; over when the reader no longer looks after them."""
    person = await accounts.person(look.db, number)
    if person is None or person.erased_at is not None or not await manages_person(look, number):
        return None
    speaks = await directory.affiliations_of(look.db, number)
    lines: list[Text] = [T("*{name}*", name=person.name), *_speaks_for(person, speaks)]
    lines.append(T("Language: {language}", language=Language(person.language)))
    if person.channel:
        lines.append(T("Chosen channel: {channel}", channel=PLATFORMS.get(person.channel, person.channel)))
    if person.email:
        lines.append(T("E-mail: {email}", email=person.email))
    lines += _state(person, await accounts.accounts_of(look.db, number))
    lines += [await held_line(look.db, grant) for grant in await roster.grants_of(look.db, number, look.now)]
    return card(*lines, rows=[*decisions(person), *_buttons(number, speaks)])


def _speaks_for(person: PersonRow, speaks: Sequence[Speaks]) -> list[Text]:
    unlisted = [] if person.represents is None else [T("🏢 {org}", org=person.represents)]
    named: list[Text] = [join(org, T("(guest, not confirmed yet)")) for org in unlisted]
    if not speaks and not named:
        return [T("Speaks for no organisation.")]
    return named + [
        join(
            T("🏢 {org}", org=one.organisation),
            T("(lead)") if one.lead else "",
            "" if one.confirmed else T("(guest, not confirmed yet)"),
        )
        for one in speaks
    ]


def _state(person: PersonRow, known: Sequence[AccountRow]) -> list[Text]:
    """Whether and where the person can be written to, and whether they want it."""
    lines: list[Text] = []
    if not known:
        lines.append(T("Has never come: needs their personal link."))
    for account in known:
        platform = PLATFORMS.get(account.platform, account.platform)
        if account.state == "open":
            lines.append(T("Can be reached on {platform}.", platform=platform))
        else:
            why = WHY.get(account.state, account.state)
            lines.append(T("Can not be reached on {platform}: {why}.", platform=platform, why=why))
    if person.stopped_at is not None:
        lines.append(T("Has asked not to be written to."))
    return lines


def _buttons(number: int, speaks: Sequence[Speaks]) -> list[Row]:
    rows: list[Row] = [
        (
            Button(T("✅ Confirm: {org}", org=one.organisation), ConfirmGuest(one.affiliation)),
            Button(T("Decline"), DeclineGuest(one.affiliation)),
        )
        for one in speaks
        if not one.confirmed
    ]
    rows.append((Button(T("✏️ Correct"), ChangePerson(number)), Button(T("🏢 Organisation"), Affiliations(number))))
    rows += [
        (Button(_lead_label(one, alone=len(speaks) == 1), ToggleLead(one.affiliation)),)
        for one in speaks
        if one.confirmed
    ]
    rows.append((Button(T("🔗 Personal link"), PersonalLink(number)), Button(T("Roles…"), Roles(number))))
    return [*rows, back()]


def _lead_label(one: Speaks, *, alone: bool) -> Text:
    """What the button will do; the organisation is named when there are several."""
    label = T("No longer lead") if one.lead else T("⭐ Lead")
    return label if alone else T("{label}: {org}", label=label, org=one.organisation)


@router.press(PersonCard, who=Role.MANAGER, about="person")
async def open_person(ctx: Ctx, press: PersonCard) -> Show:
    """A person's card."""
    await known_person(ctx.db, press.person)
    return Show(PERSON, press.person)


@router.when_reached
async def reached(ctx: Ctx) -> None:
    """They blocked the bot, or took it back: their card says so."""
    if ctx.person is not None:
        await person_changed(ctx, ctx.my_id)
