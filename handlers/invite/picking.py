"""Picking: sectors, tags or organisations, ten a page, each in the selection or out of it."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.problems import Sorry
from bot.model.text import T, Text, join
from bot.model.values import Role
from handlers.invite.choosing import GONE, go_on, so_far
from handlers.invite.doors import LIST, Among, Choose, Put, Tick, drafted, router
from handlers.shared import segments as offered
from handlers.shared.segments import EVERYONE, Choice
from storage import inviting
from storage.inviting import InviteDraftRow

A_PAGE = 10
TITLES = (T("Which sectors?"), T("Which tags?"), T("Which organisations?"))
GROUPS = (offered.sectors, offered.tags, offered.organisations)


@router.view(LIST)
async def among(look: Look, number: int, group: int, page: int) -> Card | None:
    """Ten of a list, each on or off."""
    draft = await inviting.draft(look.db, number)
    if draft is None or draft.state != inviting.DRAFT:
        return None
    choices = await GROUPS[group](look.db, draft.programme_id)
    last = max(0, (len(choices) - 1) // A_PAGE)
    page = min(page, last)
    ticks = [_tick(draft, group, page, one) for one in choices[page * A_PAGE : (page + 1) * A_PAGE]]
    turns: list[Button] = []
    if page > 0:
        turns.append(Button("◀", Among(number, group, page - 1)))
    if page < last:
        turns.append(Button("▶", Among(number, group, page + 1)))
    lines: list[Text] = [TITLES[group], *await so_far(look.db, draft)]
    if last:
        lines.append(T("Page {page} of {pages}", page=page + 1, pages=last + 1))
    back: Row = (Button(T("↩️ Back"), Choose(number)),)
    return card(*lines, rows=[*await go_on(look.db, draft), *ticks, tuple(turns), back])


def _tick(draft: InviteDraftRow, group: int, page: int, one: Choice) -> Row:
    on = one.word in draft.words
    label = join("☑️" if on else "⬜", one.name, f"({one.organisations})" if group < 2 else "")
    return (Button(label, Tick(draft.id or 0, group, page, one.number, Put.OUT if on else Put.IN)),)


@router.press(Among, who=Role.MANAGER)
async def leaf(ctx: Ctx, press: Among) -> Show:
    """Another page, or another list."""
    draft, _ = await drafted(ctx, press.draft, "invite")
    return Show(LIST, draft.id or 0, _known_group(press.group), max(0, press.page))


@router.press(Tick, who=Role.MANAGER)
async def tick(ctx: Ctx, press: Tick) -> Show:
    """In or out, as the button said; a double tap changes nothing more."""
    draft, event = await drafted(ctx, press.draft, "invite")
    choices = await GROUPS[_known_group(press.group)](ctx.db, event.programme_id)
    one = next((choice for choice in choices if choice.number == press.choice), None)
    if one is None:
        raise Sorry(GONE)
    others = [word for word in draft.words if word not in (one.word, EVERYONE)]
    draft.words = [*others, one.word] if press.put is Put.IN else others
    await inviting.choose(ctx.db, draft)
    return Show(LIST, draft.id or 0, press.group, max(0, press.page))


def _known_group(group: int) -> int:
    if not 0 <= group < len(GROUPS):
        raise Sorry(GONE)
    return group
