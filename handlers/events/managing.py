"""The manager's card of an event: who comes, how far the invitation has got, and what can be done next."""

from collections.abc import Sequence

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Row, card
from bot.model.text import Code, Day, N, T, Text, join
from bot.model.values import EventState, Role
from handlers.events.names import Names
from handlers.events.parts import OneThing
from handlers.events.routes import router
from handlers.shared.confirming import last_move
from handlers.shared.events import has_begun, is_late, when, where
from handlers.shared.presses import (
    MANAGED,
    SHARED,
    CancelEvent,
    ChangeEvent,
    Export,
    InviteTo,
    Manage,
    PostIn,
    Prepare,
    ReportOn,
)
from storage import confirming, event_figures, events, invitees, places
from storage.event_figures import Figures
from storage.events import EventRow
from storage.invitees import Stage

MOST_ORGANISATIONS = 15


@router.press(Manage, who=Role.MANAGER, about="event")
async def manage(_ctx: Ctx, press: Manage) -> Show:
    """The card, as things are now."""
    return Show(MANAGED, press.event)


@router.view(MANAGED, watches=("event", "rsvp", "invitation"))
async def managed(look: Look, number: int) -> Card | None:
    """For managers only, whoever else may be shown it."""
    event = await events.event(look.db, number)
    if event is None or not await look.may(Role.MANAGER, "event", number):
        return None
    figures = await event_figures.figures(look.db, number)
    move = await last_move(look.db, event)
    unconfirmed = 0 if move is None else await confirming.number_unconfirmed(look.db, number, move)
    stages = await invitees.stages(look.db, number)
    lines: list[Text] = [T("*{title}*", title=event.title), when(event), *await where(look.db, event)]
    if event.deadline is not None:
        lines.append(T("⏳ Answers until the end of {day}", day=Day(event.deadline)))
    lines += [T("{state} · event {key}", state=_state(look, event), key=Code(event.key)), ""]
    lines += _people(figures, unconfirmed)
    lines += _organisations([one for one in figures if one.people])
    lines += _invitations(event, stages)
    lines += _groups(await places.posted(look.db, SHARED, str(number)))
    return card(*lines, rows=_buttons(event, look, anybody=bool(figures)))


def _state(look: Look, event: EventRow) -> Text:
    match event.state:
        case EventState.CANCELLED:
            return T("Cancelled")
        case EventState.RECORD:
            return T("A record of the past")
        case EventState.DRAFT:
            return T("A draft")
    if event.ends_at <= look.now:
        return T("It is over")
    if has_begun(event, look.now):
        return T("It is going on now")
    return T("The deadline has passed, late answers are kept") if is_late(event, look.now) else T("Open for answers")


def _people(figures: Sequence[Figures], unconfirmed: int) -> list[Text]:
    total = sum(one.people for one in figures)
    if not total and not figures:
        return [T("Nobody is invited yet.")]
    counts: dict[str, Text] = {
        "yes": sum(one.yes for one in figures),
        "maybe": sum(one.maybe for one in figures),
        "no": sum(one.no for one in figures),
        "silent": sum(one.silent for one in figures),
    }
    answers = T("✅ {yes} · 🤔 {maybe} · ❌ {no} · silent {silent}", **counts)
    if unconfirmed:
        answers = T(
            "✅ {yes}, of them {asked} not yet confirmed after the move · 🤔 {maybe} · ❌ {no} · silent {silent}",
            asked=unconfirmed,
            **counts,
        )
    lines: list[Text] = [join(N("*{n} person*", "*{n} people*", total), answers, between=": ")]
    if late := sum(one.late for one in figures):
        lines.append(N("{n} answer came late", "{n} answers came late", late))
    if guests := sum(one.guests for one in figures):
        coming = sum(one.guests_coming for one in figures)
        lines.append(
            N(
                "{n} guest whom nobody has confirmed, {coming} of them coming",
                "{n} guests whom nobody has confirmed, {coming} of them coming",
                guests,
                coming=coming,
            )
        )
    return lines


def _organisations(figures: Sequence[Figures]) -> list[Text]:
    lines: list[Text] = [_organisation(one) for one in figures[:MOST_ORGANISATIONS]]
    if (more := len(figures) - MOST_ORGANISATIONS) > 0:
        lines.append(N("and {n} more organisation", "and {n} more organisations", more))
    return ["", *lines] if lines else []


def _organisation(one: Figures) -> Text:
    shown = [(sign, number) for sign, number in (("✅", one.yes), ("🤔", one.maybe), ("❌", one.no)) if number]
    answers = join(*(f"{sign}{number}" for sign, number in shown))
    silent = T("silent {silent}", silent=one.silent) if one.silent else ""
    name: Text = one.name or T("Without an organisation")
    return T(
        "{name}: {counts}",
        name=name,
        counts=join(*(part for part in (answers if shown else "", silent)), between=" · "),
    )


def _invitations(event: EventRow, stages: dict[Stage, int]) -> list[Text]:
    """Of a cancelled event nothing has failed: who had not got the invitation gets it no more."""
    cancelled = event.state is EventState.CANCELLED
    lost = stages.get(Stage.UNDELIVERED, 0)
    reached = sum(stages.get(stage, 0) for stage in (Stage.SENT, Stage.OPENED, Stage.ANSWERED))
    shown: list[tuple[Text, int]] = [
        (T("sent {count}", count=reached), reached),
        (T("not yet sent {count}", count=stages.get(Stage.QUEUED, 0)), stages.get(Stage.QUEUED, 0)),
        (T("waiting for first contact {count}", count=stages.get(Stage.WAITING, 0)), stages.get(Stage.WAITING, 0)),
        (T("not sent any more {count}", count=lost) if cancelled else T("failed {count}", count=lost), lost),
    ]
    parts = [text for text, number in shown if number]
    return ["", T("Invitations: {parts}", parts=join(*parts, between=" · "))] if parts else []


def _groups(posted: Sequence[tuple[str, bool]]) -> list[Text]:
    titles = [title if reached else T("{title} (no longer reachable)", title=title) for title, reached in posted]
    return [T("📌 Posted in: {groups}", groups=join(*titles, between=", "))] if titles else []


def _buttons(event: EventRow, look: Look, *, anybody: bool) -> list[Row]:
    """The first one goes on: inviting, while that makes sense."""
    number = event.id or 0
    names = [Button(T("👥 Names"), Names(number, 0))] if anybody else []
    report: Row = (Button(T("📊 Report"), ReportOn(number)), *names)
    files: Row = (Button(T("📥 Export"), Export(number)),) if anybody else ()
    change = Button(T("✏️ Change"), ChangeEvent(number))
    one_thing = (Button(T("✏️ Change one thing"), OneThing(number)),)
    if event.state is EventState.CANCELLED:
        return [report, files]
    if event.state is EventState.RECORD or event.ends_at <= look.now:
        return [report, (change, *one_thing), files]
    return [
        (Button(T("📨 Invite"), InviteTo(number)),),
        (change, *report),
        (Button(T("📌 Post in a group"), PostIn(number)), *files),
        (*one_thing, Button(T("☕ World café"), Prepare(number))),
        (Button(T("🗑 Cancel event"), CancelEvent(number)),),
    ]
