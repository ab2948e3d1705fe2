"""The harvest as a file: a small one is made when it is sent, a large one as a job, and kept sealed until it is out."""

from datetime import datetime
from enum import StrEnum

from bot.core import Desk, End, Finish, Look, Terms, Work
from bot.core.files import keep_file, read_file, seal_file
from bot.core.translate import Reader
from bot.model.card import Card, Document, card
from bot.model.text import Moment, T, Text
from bot.model.values import Lane
from handlers.cafe import harvest_page
from handlers.cafe.routes import router, run_by
from handlers.shared.answer_table import COLUMNS, answer_rows
from handlers.shared.formats import FORMATS
from handlers.shared.tables import CSV, XLSX
from storage import cafe_plans, events, files, harvesting, jobs
from storage.cafes import CafeRow
from storage.events import EventRow
from storage.jobs import JobRow, JobState
from storage.tx import Tx

TABLE, MAKING, FILE = "cafe.answers", "cafe.making", "cafe.file"


class Form(StrEnum):
    """The formats of a harvest."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    HTML = "html"


FORMS = tuple(Form)  # a view has numbers for its subject: a place in this list
MEDIA = {Form.CSV: CSV, Form.XLSX: XLSX, Form.JSON: "application/json", Form.HTML: harvest_page.MEDIA}


@router.view(TABLE)
async def table(look: Look, cafe: int, way: int) -> Card | None:
    """The harvest as it is when it is sent, for whoever still runs the café."""
    row = await run_by(look, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    if row is None or event is None:
        return None
    content = await made(look.db, (row, event), FORMS[way], look.reader.language, look.now)
    return card(_line(event, look.now), documents=(document(event, FORMS[way], content),))


async def made(tx: Tx, of: tuple[CafeRow, EventRow], form: Form, language: str, now: datetime) -> bytes:
    """The harvest of a café, and of its event, in a format; in the words of `language` where there are any."""
    cafe, event = of
    if form is not Form.HTML:
        return FORMATS[form](COLUMNS, await answer_rows(tx, event.id))
    asked = {one.ordinal: one.words for one in await cafe_plans.questions(tx, cafe.id or 0)}
    answers = await harvesting.answers(tx, event.id or 0)
    return harvest_page.printable(event.title, asked, answers, Reader(language, event.zone), now)


def document(event: EventRow, form: Form, content: bytes) -> Document:
    """The file, named for its event."""
    return Document(f"harvest-{event.key}.{form}", MEDIA[form], content)


def _line(event: EventRow, at: datetime) -> Text:
    return T("Harvest of *{title}*, as of {moment}", title=event.title, moment=Moment(at, event.zone))


@router.job(TABLE)
async def make(work: Work) -> Finish:
    """Make a large harvest, and send it to whoever asked."""
    row, asked = work.row, work.row.input
    form = Form(asked["form"])

    async def read(tx: Tx) -> tuple[EventRow, bytes] | None:
        cafe = await cafe_plans.cafe(tx, asked["cafe"])
        event = None if cafe is None else await events.event(tx, cafe.event_id)
        if cafe is None or event is None:
            return None
        return event, await made(tx, (cafe, event), form, asked["language"], work.now)

    found = await work.scan(read)
    if found is None:
        return _nothing
    event, content = found
    file = document(event, form, content)
    sealed = await work.compute(seal_file, work.house.keys, content)

    async def finish(desk: Desk) -> End:
        number = await keep_file(desk.db, file.name, file.media_type, sealed, by=row.by_id, at=desk.now)
        await files.belongs_to(desk.db, number, row.programme_id or 0)
        await jobs.note(desk.db, row.id or 0, file_id=number)
        if row.by_id is not None:
            terms = Terms(lane=Lane.INTERACTIVE, vital=True, event=event.id, programme=row.programme_id)
            await desk.send(FILE, row.id or 0, to=row.by_id, cause=f"harvest:{row.id}", terms=terms)
        return End(JobState.DONE)

    return finish


async def _nothing(_desk: Desk) -> End:
    return End(JobState.REFUSED)


@router.view(MAKING, watches=("job",))
async def making(look: Look, number: int) -> Card | None:
    """That it takes a moment, and that it is there."""
    row = await _asked_for(look, number)
    if row is None:
        return None
    match row.state:
        case JobState.DONE:
            return card(T("✔️ The harvest is below."))
        case JobState.FAILED | JobState.REFUSED | JobState.CANCELLED:
            return card(T("The file could not be made. Please try again."))
    return card(T("⏳ It is a large harvest: I am making the file, and send it here."))


@router.view(FILE)
async def file(look: Look, number: int) -> Card | None:
    """The file that was made, for whoever still runs the café."""
    row = await _asked_for(look, number)
    cafe = None if row is None else await run_by(look, row.input["cafe"])
    event = None if cafe is None else await events.event(look.db, cafe.event_id)
    if row is None or event is None or row.file_id is None:
        return None
    kept = await files.file(look.db, row.file_id)
    content = await read_file(look.db, look.house.keys, row.file_id)
    if kept is None or content is None:
        return None
    return card(_line(event, row.made_at), documents=(Document(kept.name, kept.media_type, content),))


async def _asked_for(look: Look, number: int) -> JobRow | None:
    """The job, if it was the reader's own."""
    row = await jobs.job(look.db, number)
    return row if row is not None and row.by_id is not None and row.by_id == look.person_id else None
