"""Recipient by recipient: who has it, who has not and why; and once more to those who have not."""

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.problems import Sorry
from bot.model.text import Joined, N, T, Text
from bot.model.values import Reason, Role, Sending
from handlers.announce.routes import COUNTS, PROGRESS, RECIPIENTS, Back, People, Repeat, cause, known, managed, router
from handlers.announce.writing import recorded
from storage import causes
from storage.announcements import Stage
from storage.causes import Outcome

A_PAGE = 15

STATES: dict[Sending, Text] = {
    Sending.WAITING: T("waiting for first contact"),
    Sending.HELD: T("held back"),
    Sending.QUEUED: T("still to go"),
    Sending.SENDING: T("on its way"),
    Sending.SENT: T("sent"),
    Sending.STALE: T("sent"),
    Sending.SKIPPED: T("skipped"),
    Sending.FAILED: T("failed"),
    Sending.UNKNOWN: T("not known whether it arrived"),
    Sending.CANCELLED: T("cancelled"),
}
REASONS: dict[Reason, Text] = {
    Reason.BLOCKED: T("has blocked me"),
    Reason.NEVER_STARTED: T("has never written to me"),
    Reason.DEACTIVATED: T("the account is closed"),
    Reason.GONE: T("the chat is gone"),
    Reason.REFUSED: T("the platform refused it"),
    Reason.ANSWERED: T("has answered"),
    Reason.OPTED_OUT: T("wants no messages"),
    Reason.TOO_LATE: T("too late to be of use"),
    Reason.WITHDRAWN: T("withdrawn"),
}


@router.view(RECIPIENTS)
async def people(look: Look, number: int, page: int) -> Card | None:
    """A page of the recipients as it is just now: who has not got it first, then by name."""
    row = await managed(look, number)
    if row is None:
        return None
    counts = await causes.tally(look.db, cause(number))
    total = sum(counts.values())
    shown = await causes.outcomes(look.db, cause(number), skip=page * A_PAGE, most=A_PAGE)
    head: list[Text] = [T("👥 *Recipients* · {count}", count=total)]
    head += [T("{state}: {count}", state=_state(*key), count=counts[key]) for key in sorted(counts, key=str)]
    left = await causes.rest(look.db, cause(number)) if row.state is Stage.SENDING else 0
    return card(*head, "", *(_line(one) for one in shown), rows=_buttons(number, page, total, left))


def _line(one: Outcome) -> Text:
    who = f"{one.name} ({one.organisation})" if one.organisation else one.name
    return T("{name} – {state}", name=who, state=_state(one.state, one.reason))


def _state(state: Sending, reason: Reason | None) -> Text:
    return STATES[state] if reason is None else Joined((STATES[state], REASONS[reason]), ": ")


def _buttons(number: int, page: int, total: int, left: int) -> list[Row]:
    rows: list[Row] = []
    if left:
        label = N("🔁 Repeat to the rest ({n} person)", "🔁 Repeat to the rest ({n} people)", left)
        rows.append((Button(label, Repeat(number)),))
    pages: list[Button] = []
    if page:
        pages.append(Button(T("‹ Before"), People(number, page - 1)))
    if (page + 1) * A_PAGE < total:
        pages.append(Button(T("More ›"), People(number, page + 1)))
    return [*rows, tuple(pages), (Button(T("‹ Back"), Back(number)),)]


@router.press(People, who=Role.MANAGER, about="announcement")
async def recipients_of(ctx: Ctx, press: People) -> Show:
    """Who has it and who has not."""
    await known(ctx.db, press.announcement)
    return Show(RECIPIENTS, press.announcement, max(0, press.page))


@router.press(Repeat, who=Role.MANAGER, about="announcement")
async def repeat(ctx: Ctx, press: Repeat) -> Show:
    """Those who did not get it, or perhaps did not, get it once more; nobody who has it does."""
    row = await known(ctx.db, press.announcement)
    if row.state is not Stage.SENDING or not await causes.repeat_to_rest(ctx.db, cause(press.announcement)):
        raise Sorry(T("There is nobody left to whom it could be repeated."))
    await ctx.touch(COUNTS, press.announcement)
    await recorded(ctx, "repeat announcement", row)
    return Show(PROGRESS, press.announcement)
