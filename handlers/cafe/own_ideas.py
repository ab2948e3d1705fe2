"""One's own ideas in one list, also those that were written in a table's group, where no card of ours stands beside."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, card
from bot.model.text import T
from bot.model.values import Role
from handlers.cafe.collecting import shortened
from handlers.cafe.routes import TheOne, router
from handlers.shared.pages import paged
from handlers.shared.presses import MyIdeas
from storage import collecting

OWN = "cafe.own"
IN_A_LABEL = 40  # characters of an idea


@router.press(MyIdeas, who=Role.KNOWN)
async def show(_ctx: Ctx, press: MyIdeas) -> Show:
    """Those that can still be changed."""
    return Show(OWN, press.page)


@router.view(OWN)
async def own(look: Look, page: int) -> Card:
    """Each as a button, the newest first, a page at a time."""
    found = await collecting.own(look.db, look.person_id or 0)
    if not found:
        return card(T("You have no ideas (any more) that can be changed."))
    buttons = [
        Button(T("{q}. {text}", q=row.question, text=shortened(row.text, IN_A_LABEL)), TheOne(row.id or 0))
        for row in found
    ]
    return card(
        T("💡 Your ideas; tap one to correct or withdraw it, or to take your name away."),
        rows=paged(buttons, page, MyIdeas),
    )
