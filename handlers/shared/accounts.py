"""A person's accounts: how they are called, which one is written to, and what can be done about them."""

from collections.abc import Sequence

from bot.core import Look
from bot.model.card import Button, Row
from bot.model.text import T, Text, join
from handlers.shared.presses import JoinAnother, PartWith, WriteTo
from storage.people import AccountRow, PersonRow

PLATFORMS: dict[str, Text] = {"telegram": "Telegram", "slack": "Slack", "web": T("the web chat")}
LONGEST_NAME = 40  # characters on a button; platforms cut labels at 64 and more


def platform(name: str) -> Text:
    """A platform as people call it."""
    return PLATFORMS.get(name, name)


def called(account: AccountRow) -> Text:
    """`Telegram: Ana P.`; the platform alone when it does not tell the name."""
    where, name = platform(account.platform), account.name[:LONGEST_NAME]
    return T("{platform}: {name}", platform=where, name=name) if name else where


def reachable(known: Sequence[AccountRow]) -> list[AccountRow]:
    """Those that can be written to, in their order."""
    return [one for one in known if one.state == "open" and one.place_id is not None]


def written_to(person: PersonRow, known: Sequence[AccountRow]) -> AccountRow | None:
    """The account that gets what is sent to the person: of the chosen platform, else the last used (they come so)."""
    usable = reachable(known)
    chosen = [one for one in usable if one.platform == person.channel]
    return next(iter(chosen or usable), None)


def account_lines(look: Look, person: PersonRow, known: Sequence[AccountRow]) -> list[Text]:
    """A line for each account, and whether it was chosen or is the one that was used last."""
    target = written_to(person, known)
    lines: list[Text] = []
    for one in known:
        here = T("(this one)") if look.place_id is not None and one.place_id == look.place_id else ""
        told: Text = ""
        if one.state != "open":
            told = T("– can not be written to")
        elif target is not None and one.id == target.id:
            told = T("– I write to you here ✉️")
        lines.append(join("·", called(one), here, told))
    if target is not None and target.platform != person.channel and len(reachable(known)) > 1:
        lines.append(T("I write to you wherever you were last."))
    return lines


def account_rows(look: Look, person: PersonRow, known: Sequence[AccountRow]) -> list[Row]:
    """Join another, part with one that is not used now, choose where to be written to."""
    rows: list[Row] = [(Button(T("🔗 Join another account"), JoinAnother()),)]
    rows += [
        (Button(T("Un-join {account}", account=called(one)), PartWith(one.id or 0)),)
        for one in known
        if one.place_id is None or one.place_id != look.place_id
    ]
    return [*rows, *_choices(person, reachable(known))]


def _choices(person: PersonRow, usable: Sequence[AccountRow]) -> list[Row]:
    """Nothing to choose where there is but one platform, unless another one was chosen before."""
    first = {one.platform: one for one in reversed(usable)}
    choices: list[Button] = [
        Button(T("✉️ Write to me: {platform}", platform=platform(name)), WriteTo(one.id or 0))
        for name, one in sorted(first.items())
        if name != person.channel and len(first) > 1
    ]
    if person.channel in first and len(first) > 1:
        choices.append(Button(T("✉️ Wherever I was last"), WriteTo(0)))
    return [(choice,) for choice in choices]
