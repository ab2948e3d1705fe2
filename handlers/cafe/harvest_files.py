"""The harvest as a file: a small one is made when it is sent, a large one as a job, and kept sealed until it is out."""

from datetime import datetime
from enum import StrEnum

from bot.core import Finish, Look, Work
from bot.core.translate import Reader
from bot.model.card import Card, Document, card
from bot.model.text import Moment, T, Text
from handlers.cafe import harvest_page
from handlers.cafe.routes import router, run_by
from handlers.shared.answer_table import COLUMNS, answer_rows
from handlers.shared.formats import FORMATS
from handlers.shared.made_files import asked_for, keep_and_send, kept_document, nothing_to_make, told
from handlers.shared.tables import CSV, XLSX
from storage import cafe_plans, events, harvesting
from storage.cafes import CafeRow
from storage.events import EventRow
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
    asked = work.row.input
    form = Form(asked["form"])

    async def read(tx: Tx) -> tuple[EventRow, bytes] | None:
        cafe = await cafe_plans.cafe(tx, asked["cafe"])
        event = None if cafe is None else await events.event(tx, cafe.event_id)
        if cafe is None or event is None:
            return None
        return event, await made(tx, (cafe, event), form, asked["language"], work.now)

    found = await work.scan(read)
    if found is None:
        return nothing_to_make
    event, content = found
    return await keep_and_send(work, document(event, form, content), FILE, event=event.id)


@router.view(MAKING, watches=("job",))
async def making(look: Look, number: int) -> Card | None:
    """That it takes a moment, and that it is there."""
    return told(
        await asked_for(look, number),
        meanwhile=T("⏳ It is a large harvest: I am making the file, and send it here."),
        ready=T("✔️ The harvest is below."),
        failed=T("The file could not be made. Please try again."),
    )


@router.view(FILE)
async def file(look: Look, number: int) -> Card | None:
    """The file that was made, for whoever still runs the café."""
    row = await asked_for(look, number)
    cafe = None if row is None else await run_by(look, row.input["cafe"])
    event = None if cafe is None else await events.event(look.db, cafe.event_id)
    kept = await kept_document(look, row)
    if row is None or event is None or kept is None:
        return None
    return card(_line(event, row.made_at), documents=(kept,))
