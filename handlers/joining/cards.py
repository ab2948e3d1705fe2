"""The cards of a join: the code, the question on the account that asked for it, the wait on the one that typed it."""

from bot.core import Look
from bot.core.links import JOIN
from bot.model.card import Button, Card, card
from bot.model.text import Code, Hour, Joined, Link, T, Text
from handlers.joining.routes import CODE, DECLINED, JOINED, PARTED, JoinNo, JoinYes, Stop, router
from handlers.shared.accounts import called
from handlers.shared.joins import OVER, QUESTION, WAITING
from handlers.shared.presses import Begin, MyData
from storage import accounts, joining, roster
from storage.people import AccountRow, LinkRow

ROLES: dict[str, Text] = {"manager": T("manager"), "facilitator": T("facilitator"), "host": T("host")}


def is_open(link: LinkRow, look: Look) -> bool:
    """Whether a join is neither settled nor too late."""
    return link.revoked_at is None and link.expires_at is not None and link.expires_at > look.now


@router.view(CODE, watches=("join",))
async def code(look: Look, number: int) -> Card | None:
    """The code, derived when it is drawn: no table and no queue holds it."""
    link = await joining.link(look.db, number)
    if link is None or link.person_id != look.person_id:
        return None
    if link.opened_at is not None:
        return card(T("The code was written on the other account."))
    if not is_open(link, look) or link.expires_at is None:
        return card(OVER)
    typed = look.house.keys.code_of(JOIN, number)
    address = look.house.links.deep_link(typed)
    lines: list[Text] = [
        T("*Join another account*"),
        T(
            "Open a chat with me on the other account and write {command} there; on Slack {slack}.",
            command=Code(f"/start {typed}"),
            slack=Code(f"/sfat start {typed}"),
        ),
        T("Or open this link with it: {link}", link=Link(address)) if address else "",
        T("It works once, until {hour}. Then I ask you here, and only your yes joins.", hour=Hour(link.expires_at)),
        T("Please give the code to nobody else."),
    ]
    return card(*(line for line in lines if line))


@router.view(QUESTION, watches=("join",))
async def question(look: Look, number: int) -> Card | None:
    """Both names, before anything is joined; then what came of it."""
    link = await joining.link(look.db, number)
    account = await joining.account(look.db, link.joins_id) if link is not None else None
    if link is None or account is None or link.person_id != look.person_id:
        return None
    if account.person_id == look.person_id:
        return card(T("Joined: *{account}* is yours.", account=called(account)))
    if not is_open(link, look):
        return card(T("Not joined: {account}.", account=called(account)))
    me = await accounts.person(look.db, look.person_id)
    rows = [
        (Button(T("✅ Yes, it is me"), JoinYes(number, account.person_id or 0)),),
        (Button(T("No"), JoinNo(number)),),
    ]
    line = T(
        "The account *{account}*, {known}, says it is you, *{me}*. Join them?",
        account=called(account),
        known=await _known_as(look, account),
        me=me.name if me else "",
    )
    return card(line, *await _what_comes(look, account), rows=rows)


async def _known_as(look: Look, account: AccountRow) -> Text:
    if account.person_id is None:
        return T("which I do not know yet")
    other = await accounts.person(look.db, account.person_id)
    name = other.name if other else ""
    speaks_for = tuple(row.name for row in await roster.organisations_for(look.db, account.person_id, confirmed=True))
    if not speaks_for:
        return T("known here as {name} (guest)", name=name)
    return T("known here as {name} ({org})", name=name, org=Joined(speaks_for, ", "))


async def _what_comes(look: Look, account: AccountRow) -> list[Text]:
    """What will be the reader's; where the account is known, also what becomes of two answers."""
    if account.person_id is None:
        return [T("You can un-join it at any time under /data.")]
    lines: list[Text] = [
        T("All that was answered and asked there becomes yours; to each event the newest answer stands."),
        T("Language, time zone and silence stay as they are here. Under /data you can un-join the account again."),
    ]
    held = dict.fromkeys(grant.role.value for grant in await roster.grants_of(look.db, account.person_id, look.now))
    if held:
        roles = Joined(tuple(ROLES.get(role, role) for role in held), ", ")
        lines.insert(1, T("Its roles become yours too: {roles}.", roles=roles))
    return lines


@router.view(WAITING, watches=("join",))
async def waiting(look: Look, number: int) -> Card | None:
    """On the account that typed the code: where to look, and a way back for who was talked into it."""
    link = await joining.link(look.db, number)
    account = await joining.account(look.db, link.joins_id) if link is not None else None
    if link is None or account is None or account.place_id != look.place_id:
        return None
    if account.person_id is not None and account.person_id == link.person_id:
        return card(T("The accounts are joined."))
    if not is_open(link, look):
        return card(T("Nothing was joined."))
    owner = await accounts.person(look.db, link.person_id)
    asked = await joining.account(look.db, link.account_id)
    return card(
        T(
            "I have asked *{name}* on the other account ({account}). Please say yes there; nothing changes before.",
            name=owner.name if owner else "",
            account=called(asked) if asked else "",
        ),
        T("If somebody else gave you the code, press Stop: everything of yours here would become theirs."),
        rows=[(Button(T("✖ Stop"), Stop(number)),)],
    )


@router.view(JOINED)
async def joined(look: Look, number: int) -> Card | None:
    """Told on the account that was joined."""
    me = await accounts.person(look.db, look.person_id)
    if me is None:
        return None
    return card(
        T("This account is joined: you are *{name}* here from now on.", name=me.name),
        T("Under /data you see your accounts, and can un-join them."),
        rows=[(Button(T("🔒 My data"), MyData()),)],
    )


@router.view(DECLINED)
async def declined(look: Look, number: int) -> Card:
    """Told on the account that typed the code."""
    return card(T("The other account said no, so nothing was changed."))


@router.view(PARTED)
async def parted(look: Look) -> Card:
    """Told on an account that was un-joined: nothing of whose it was."""
    return card(
        T("This account was un-joined from another one: I do not know you here any more. The answers stay there."),
        rows=[(Button(T("Begin"), Begin()),)],
    )
