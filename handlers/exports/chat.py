"""Exports in chat: a manager chooses a table and a format, and gets it as a file in private.

A small table is made when it is sent. A large one is made as a job, and kept sealed until it is out.
"""

from enum import StrEnum

from bot.core import Ctx, Effect, Finish, Look, Router, Show, Work
from bot.model.card import Button, Card, Document, card
from bot.model.press import Press
from bot.model.text import Moment, Sentence, T
from bot.model.values import Role
from handlers.exports import invitations, rsvps
from handlers.exports.exporter import Asked, Exporter
from handlers.shared.events import known_event
from handlers.shared.formats import FORMATS
from handlers.shared.made_files import asked_for, keep_and_send, kept_document, nothing_to_make, told
from handlers.shared.presses import Export, Manage
from handlers.shared.tables import CSV, XLSX
from storage import event_figures, events
from storage.events import EventRow
from storage.tx import Tx

router = Router("exports")

CHOICE, TABLE, MAKING, FILE = "export.choice", "export.table", "export.making", "export.file"
LARGE = 400  # people; a workbook of more rows takes longer to make than everybody else should wait


class What(StrEnum):
    """The tables of an event."""

    RSVPS = "rsvps"
    INVITATIONS = "invitations"


class Form(StrEnum):
    """The formats they come in."""

    CSV = "csv"
    XLSX = "xlsx"


EXPORTERS: dict[What, Exporter] = {What.RSVPS: rsvps.EXPORTER, What.INVITATIONS: invitations.EXPORTER}
MEDIA = {Form.CSV: CSV, Form.XLSX: XLSX}
# A view has numbers for its subject: the place in this list says which table in which format.
WAYS = tuple((what, form) for what in What for form in Form)
LABELS = {
    (What.RSVPS, Form.CSV): T("Answers (CSV)"),
    (What.RSVPS, Form.XLSX): T("Answers (XLSX)"),
    (What.INVITATIONS, Form.CSV): T("Invitations (CSV)"),
    (What.INVITATIONS, Form.XLSX): T("Invitations (XLSX)"),
}


class ExportAs(Press, name="exp.as"):
    """This table of an event, in that format."""

    event: int
    what: What
    form: Form


@router.press(Export, who=Role.MANAGER, about="event")
async def choose(ctx: Ctx, press: Export) -> Show:
    """Which table, in which format."""
    await known_event(ctx.db, press.event)
    return Show(CHOICE, press.event)


@router.view(CHOICE)
async def choice(look: Look, number: int) -> Card | None:
    """A row of formats for each table."""
    event = await _managed(look, number)
    if event is None:
        return None
    rows = [
        *(tuple(Button(LABELS[what, form], ExportAs(number, what, form)) for form in Form) for what in What),
        (Button(T("Open the event"), Manage(number)),),
    ]
    return card(T("📥 *{title}*", title=event.title), T("Which table would you like as a file?"), rows=rows)


@router.press(ExportAs, who=Role.MANAGER, about="event")
async def take(ctx: Ctx, press: ExportAs) -> Effect:
    """The file comes as a message of its own; who took it stands in the log."""
    event = await known_event(ctx.db, press.event)
    about = f"event {press.event}"
    await ctx.record(f"export {press.what}", about, by=ctx.my_id, role="manager", programme=event.programme_id)
    if await event_figures.number_concerned(ctx.db, press.event) <= LARGE:
        await ctx.also(TABLE, press.event, WAYS.index((press.what, press.form)))
        return None
    asked = {"event": press.event, "what": press.what.value, "form": press.form.value, "language": ctx.reader.language}
    job = await ctx.begin_job(TABLE, asked, programme=event.programme_id, by=ctx.my_id)
    await ctx.also(MAKING, job)
    return None


@router.view(TABLE)
async def table(look: Look, number: int, way: int) -> Card | None:
    """The table as it is when it is sent, for whoever still manages the event."""
    event = await _managed(look, number)
    if event is None:
        return None
    what, form = WAYS[way]
    asked = Asked(look.db, look.house, look.now, event, look.reader.language)
    content = FORMATS[form](EXPORTERS[what].columns, await EXPORTERS[what].rows(asked))
    return card(_line(event, what, Moment(look.now, event.zone)), documents=(_document(event, what, form, content),))


def _line(event: EventRow, what: What, at: Moment) -> Sentence:
    if what is What.RSVPS:
        return T("Answers to *{title}*, as of {moment}", title=event.title, moment=at)
    return T("Invitations to *{title}*, as of {moment}", title=event.title, moment=at)


def _document(event: EventRow, what: What, form: Form, content: bytes) -> Document:
    return Document(f"{what}-{event.key}.{form}", MEDIA[form], content)


async def _managed(look: Look, number: int) -> EventRow | None:
    """The event, for a reader who manages it still."""
    event = await events.event(look.db, number)
    return event if event is not None and await look.may(Role.MANAGER, "event", number) else None


@router.job(TABLE)
async def make(work: Work) -> Finish:
    """Make a large table, and send it to whoever asked."""
    asked = work.row.input
    what, form = What(asked["what"]), Form(asked["form"])

    async def read(tx: Tx) -> tuple[EventRow | None, bytes]:
        event = await events.event(tx, asked["event"])
        rows = await EXPORTERS[what].rows(Asked(tx, work.house, work.now, event, asked["language"]))
        return event, FORMATS[form](EXPORTERS[what].columns, rows)

    event, content = await work.scan(read)
    if event is None:
        return nothing_to_make
    return await keep_and_send(work, _document(event, what, form, content), FILE, event=event.id)


@router.view(MAKING, watches=("job",))
async def making(look: Look, number: int) -> Card | None:
    """That it takes a moment, and that it is there."""
    return told(
        await asked_for(look, number),
        meanwhile=T("⏳ It is a large table: I am making it, and send it here."),
        ready=T("✔️ The table is below."),
        failed=T("The table could not be made. Please try again."),
    )


@router.view(FILE)
async def file(look: Look, number: int) -> Card | None:
    """The table that was made, for whoever still manages the event."""
    row = await asked_for(look, number)
    event = None if row is None else await _managed(look, row.input["event"])
    kept = await kept_document(look, row)
    if row is None or event is None or kept is None:
        return None
    line = _line(event, What(row.input["what"]), Moment(row.made_at, event.zone))
    return card(line, documents=(kept,))
