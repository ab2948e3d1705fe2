"""The report: the figures of an event or of a programme, and the answers as a file, for managers only."""

from datetime import UTC, datetime

from bot.core import Ctx, Effect, Look, Router, Show
from bot.model.card import Button, Card, Document, Row, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import Moment, N, T, Text, join
from bot.model.values import Role
from handlers.shared.events import known_event, short, when
from handlers.shared.naming import events_managed_as, which_of
from handlers.shared.presses import Export, Manage, ReportOn
from handlers.shared.rsvp_table import rsvp_csv
from handlers.shared.tables import CSV
from storage import event_figures, events, invitees, programmes, reporting
from storage.programmes import ProgrammeRow
from storage.reporting import Figures

router = Router("report")

EVENT, PROGRAMME, ANSWERS = "report.event", "report.programme", "report.answers"
MOST_EVENTS = 8
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class ReportOnProgramme(Press, name="report.all"):
    """The figures of a programme."""

    programme: int


class DownloadAnswers(Press, name="report.csv"):
    """The answers of an event as a file."""

    event: int


@router.command("report", "raport", who=Role.MANAGER, help=T("how many were invited, and what they answered"))
async def report(ctx: Ctx, words: tuple[str, ...]) -> Effect:
    """`/report EVENT`; without an event the programme, and its events by buttons."""
    if words:
        return await _report_on_named(ctx, words[0])
    managed = await event_figures.programmes_managed(ctx.db, ctx.my_id, ctx.now)
    if len(managed) == 1:
        return Show(PROGRAMME, managed[0].id or 0)
    if managed:
        return card(T("Which programme is it about?"), rows=[_programme_row(one) for one in managed[:MOST_EVENTS]])
    return await _which_event(ctx)


async def _report_on_named(ctx: Ctx, word: str) -> Effect:
    found = await events_managed_as(ctx, word, "report")
    return Show(EVENT, found[0].id or 0) if len(found) == 1 else await which_of(ctx, found, ReportOn)


def _programme_row(programme: ProgrammeRow) -> Row:
    return (Button(programme.title, ReportOnProgramme(programme.id or 0)),)


async def _which_event(ctx: Ctx) -> Card:
    """For those who manage single events only."""
    managed = await event_figures.events_managed(ctx.db, ctx.my_id, ctx.now, BEGINNING)
    if not managed:
        raise Sorry(T("There is nothing to report on yet."))
    newest = managed[-MOST_EVENTS:][::-1]
    rows = [(Button(short(event), ReportOn(event.id or 0)),) for event in newest]
    return card(T("Which event is it about?"), rows=rows)


@router.press(ReportOn, who=Role.MANAGER, about="event")
async def on_event(ctx: Ctx, press: ReportOn) -> Show:
    """The figures of an event."""
    await known_event(ctx.db, press.event)
    return Show(EVENT, press.event)


@router.press(ReportOnProgramme, who=Role.MANAGER, about="programme")
async def on_programme(ctx: Ctx, press: ReportOnProgramme) -> Show:
    """The figures of a programme."""
    return Show(PROGRAMME, press.programme)


@router.view(EVENT, watches=("event", "rsvp", "invitation"))
async def of_event(look: Look, number: int) -> Card | None:
    """An event in figures, true as long as it stands; each rate with what it is a part of."""
    event = await events.event(look.db, number)
    if event is None or not await look.may(Role.MANAGER, "event", number):
        return None
    lines: list[Text] = [T("📊 *{title}*", title=event.title), when(event), ""]
    figures = await reporting.event_figures(look.db, number)
    answers_at_once = Button(T("⬇️ Answers (CSV)"), DownloadAnswers(number))
    rows: list[Row] = [(answers_at_once, Button(T("📥 Export"), Export(number)))] if figures.invitations else []
    rows.append((Button(T("Open the event"), Manage(number)),))
    if await look.may(Role.MANAGER, "programme", event.programme_id):
        rows.append((Button(T("📊 The whole programme"), ReportOnProgramme(event.programme_id)),))
    doubt = await invitees.in_doubt(look.db, number)
    unknown = [T("Of those sent, nobody knows whether they arrived: {n}", n=doubt)] if doubt else []
    return card(*lines, *_figures(figures), *unknown, rows=rows)


@router.view(PROGRAMME)
async def of_programme(look: Look, number: int) -> Card | None:
    """A programme in figures, as of the moment it is drawn, with the way to each of its latest events."""
    programme = await programmes.programme(look.db, number)
    if programme is None or not await look.may(Role.MANAGER, "programme", number):
        return None
    extent = await reporting.extent(look.db, number, look.now)
    lines: list[Text] = [
        T("📊 *{title}*", title=programme.title),
        T("As of {moment}", moment=Moment(look.now, programme.zone)),
        "",
        join(
            N("{n} lab", "{n} labs", extent.labs),
            N("{n} round held", "{n} rounds held", extent.rounds_held),
            between=", ",
        ),
        join(
            N("{n} organisation", "{n} organisations", extent.organisations),
            N("{n} representative", "{n} representatives", extent.representatives),
            between=", ",
        ),
        "",
    ]
    latest = await reporting.reported_events(look.db, number, MOST_EVENTS)
    rows = [(Button(short(event), ReportOn(event.id or 0)),) for event in latest]
    return card(*lines, *_figures(await reporting.programme_figures(look.db, number)), rows=rows)


def _figures(figures: Figures) -> list[Text]:
    if not figures.invitations and not figures.guests and not figures.uninvited:
        return [T("Nobody is invited yet.")]
    lines: list[Text] = [
        T("Organisations invited: {count}", count=figures.organisations),
        T("People invited: {count}", count=figures.people),
    ]
    if figures.invitations != figures.people:
        lines.append(T("Invitations: {count}", count=figures.invitations))
    lines += [T("Opened: {count}", count=figures.opened), *_rate(figures), ""]
    lines += [
        T("✅ coming: {count}", count=figures.yes),
        T("🤔 not sure yet: {count}", count=figures.maybe),
        T("❌ not coming: {count}", count=figures.no),
        T("Silent: {count}", count=figures.silent),
        T("Answered late: {count}", count=figures.late),
    ]
    if figures.uninvited:
        lines.append(T("Answered without an invitation: {count}", count=figures.uninvited))
    if figures.guests:
        guests = T(
            "Guests, counted apart: {count}, of them coming: {coming}",
            count=figures.guests,
            coming=figures.guests_coming,
        )
        lines += ["", guests]
    return lines


def _rate(figures: Figures) -> list[Text]:
    if not figures.invitations:
        return []
    sentence = N(
        "*{n}* of {invited} answered ({percent} %)",
        "*{n}* of {invited} answered ({percent} %)",
        figures.answered,
        invited=figures.invitations,
        percent=figures.percent,
    )
    return [sentence]


@router.press(DownloadAnswers, who=Role.MANAGER, about="event")
async def download(ctx: Ctx, press: DownloadAnswers) -> None:
    """The answers as a file of their own; who took it stands in the log."""
    event = await known_event(ctx.db, press.event)
    await ctx.record("export rsvps", f"event {press.event}", by=ctx.my_id, role="manager", programme=event.programme_id)
    await ctx.also(ANSWERS, press.event)


@router.view(ANSWERS)
async def answers(look: Look, number: int) -> Card | None:
    """The table of an event's answers as it is when it is sent, for whoever still manages the event."""
    event = await events.event(look.db, number)
    if event is None or not await look.may(Role.MANAGER, "event", number):
        return None
    line = T("Answers to *{title}*, as of {moment}", title=event.title, moment=Moment(look.now, event.zone))
    return card(line, documents=(Document(f"rsvps-{event.key}.csv", CSV, await rsvp_csv(look.db, number)),))
