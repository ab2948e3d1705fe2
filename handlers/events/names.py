"""Who comes, by name: for managers, twenty at a time."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, card
from bot.model.press import Press
from bot.model.text import T, Text, join
from bot.model.values import Going, Role
from handlers.events.routes import router
from handlers.shared.confirming import last_move
from handlers.shared.presses import Manage
from storage import confirming, event_figures, events
from storage.event_figures import Named

NAMES = "event.names"
A_PAGE = 20
_SIGNS = {Going.YES: "✅", Going.MAYBE: "🤔", Going.NO: "❌", None: "·"}


class Names(Press, name="ev.names"):
    """A page of the people of an event, from 0."""

    event: int
    page: int


@router.press(Names, who=Role.MANAGER, about="event")
async def people(_ctx: Ctx, press: Names) -> Show:
    """A page of names in the place of the card."""
    return Show(NAMES, press.event, max(0, press.page))


@router.view(NAMES)
async def names(look: Look, number: int, page: int) -> Card | None:
    """Those who come first, the silent last."""
    event = await events.event(look.db, number)
    if event is None or not await look.may(Role.MANAGER, "event", number):
        return None
    found = await event_figures.names(look.db, number, most=A_PAGE + 1, skipped=page * A_PAGE)
    move = await last_move(look.db, event)
    asked = frozenset() if move is None else await confirming.people_unconfirmed(look.db, number, move)
    lines: list[Text] = [T("*{title}*", title=event.title), *(_line(one, asked) for one in found[:A_PAGE])]
    if not found:
        lines.append(T("There is nobody on this page."))
    earlier = [Button(T("‹ Earlier"), Names(number, page - 1))] if page else []
    later = [Button(T("Later ›"), Names(number, page + 1))] if len(found) > A_PAGE else []
    return card(*lines, rows=[(*later, *earlier), (Button(T("‹ Back to the event"), Manage(number)),)])


def _line(one: Named, asked: frozenset[int]) -> Text:
    marks = [T("late")] if one.late else []
    if one.person in asked:
        marks.append(T("not yet confirmed after the move"))
    if one.guest:
        marks.append(T("guest"))
    return join(
        join(_SIGNS[one.answer], one.name),
        *([one.organisation] if one.organisation else []),
        *marks,
        between=" · ",
    )
