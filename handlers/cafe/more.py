"""What is seldom wanted of a plan, behind one button of its card."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, card
from bot.model.press import Press
from bot.model.text import T
from bot.model.values import Role
from handlers.cafe.builds import builds_button
from handlers.cafe.export_plan import file_button
from handlers.cafe.grace import grace, grace_button
from handlers.cafe.routes import PLANNED, ShowPlan, known, router, run_by
from storage import events

MORE = "cafe.more"


class More(Press, name="caf.more"):
    """What else can be done with the plan."""

    cafe: int


def more_button(cafe: int) -> Button:
    """What leads there."""
    return Button(T("⚙️ More"), More(cafe))


@router.press(More, who=Role.FACILITATOR, about="cafe")
async def ask(ctx: Ctx, press: More) -> Show:
    """The rest, and the way back."""
    return Show(MORE, (await known(ctx.db, press.cafe)).id or 0)


@router.view(MORE, watches=(PLANNED,))
async def more(look: Look, cafe: int) -> Card | None:
    """A button for each."""
    row = await run_by(look, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    if row is None or event is None:
        return None
    rows = [(builds_button(cafe),), (grace_button(cafe),), (file_button(cafe),), (Button(T("‹ Back"), ShowPlan(cafe)),)]
    lines = [T("☕ *{title}*", title=event.title), grace(row), T("What else can be done with this plan:")]
    return card(*lines, rows=rows)
